"""`deodar visualize`: the entities as a graph in the DOT language."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deodar.command_line.diagnostics import ErrorFormat
from deodar.command_line.documents import load_entities
from deodar.command_line.dot import entity_graph
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.options import ErrorFormatOption


def visualize(
    *,
    entities: Annotated[Path, typer.Option("--entities", metavar="FILE", help="JSON list of entities.")],
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,  # noqa: ARG001  # see `app`
) -> ExitStatus:
    """Print the entities and their parents as a graph for Graphviz: `| dot -Tsvg > entities.svg`."""
    print(entity_graph(load_entities(entities)))
    return ExitStatus.OK
