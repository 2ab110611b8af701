"""`deodar translate-schema`: the Cedar format to JSON, and back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from deodar import SchemaError
from deodar.command_line.diagnostics import ErrorFormat
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.files import STDIN_NAME, read_file, read_stdin
from deodar.command_line.json_output import json_output
from deodar.command_line.options import ErrorFormatOption, SchemaFormat
from deodar.command_line.schema_documents import schema_of_text


class Direction(StrEnum):
    """From which format to which."""

    CEDAR_TO_JSON = "cedar-to-json"
    CEDAR_TO_JSON_WITH_RESOLVED_TYPES = "cedar-to-json-with-resolved-types"
    JSON_TO_CEDAR = "json-to-cedar"


def translate_schema(
    *,
    direction: Annotated[Direction, typer.Option("--direction", help="From which format to which.")],
    schema: Annotated[
        Path | None, typer.Option("--schema", "-s", metavar="FILE", help="Schema; standard input if left out.")
    ] = None,
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,  # noqa: ARG001  # see `app`
) -> ExitStatus:
    """Translate a schema between the Cedar format and JSON; the result means the same."""
    text, name = (read_stdin(), STDIN_NAME) if schema is None else (read_file(schema), str(schema))
    is_json = direction is Direction.JSON_TO_CEDAR
    declared = schema_of_text(text, SchemaFormat.JSON if is_json else SchemaFormat.CEDAR, name)
    match direction:
        case Direction.CEDAR_TO_JSON:
            print(json_output(declared.to_json(), SchemaError, "this schema is", name))
        case Direction.CEDAR_TO_JSON_WITH_RESOLVED_TYPES:
            print(json_output(declared.to_resolved_json(), SchemaError, "this schema is", name))
        case Direction.JSON_TO_CEDAR:
            print(declared.to_text().rstrip("\n"))
    return ExitStatus.OK
