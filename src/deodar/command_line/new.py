"""`deodar new`: a starter project that runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deodar import Finding
from deodar.command_line.diagnostics import ErrorFormat
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.files import write_file
from deodar.command_line.options import ErrorFormatOption
from deodar.command_line.refusals import FileError
from deodar.command_line.starter import STARTER


def new(
    *,
    name: Annotated[Path, typer.Option("--name", "-n", metavar="DIR", help="The directory to make.")],
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,  # noqa: ARG001  # see `app`
) -> ExitStatus:
    """Make a directory with a small project: policies, entities, a request, tests and a page that explains them."""
    _make_directory(name)
    for file_name, text in STARTER.items():
        write_file(name / file_name, text)
    print(f"{name} is ready; {name / 'README.md'} says how to use it")
    return ExitStatus.OK


def _make_directory(name: Path) -> None:
    try:
        name.mkdir(parents=True)
    except FileExistsError:
        finding = Finding("exists", "this exists already, and nothing was written", help="choose another name")
        raise FileError([finding], str(name)) from None
    except (OSError, ValueError) as failure:
        reason = failure.strerror if isinstance(failure, OSError) and failure.strerror else str(failure)
        raise FileError(
            [Finding("unwritable-file", f"cannot make this directory: {reason.lower()}")], str(name)
        ) from None
