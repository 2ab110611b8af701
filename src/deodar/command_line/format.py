"""`deodar format`: policies in the canonical layout."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from deodar import DeodarError, Finding
from deodar.command_line.diagnostics import ErrorFormat
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.files import STDIN_NAME, read_file, read_stdin, write_file
from deodar.command_line.options import ErrorFormatOption, PoliciesOption, PolicyFilesArgument, policy_paths
from deodar.command_line.refusals import Loaded, Refused, WrongUsage, attempt
from deodar.impl.formatter import format_policies
from deodar.impl.formatter.format import INDENT_WIDTH, LINE_WIDTH
from deodar.impl.source import Source


def format_text(
    *,
    files: PolicyFilesArgument = None,
    policies: PoliciesOption = None,
    line_width: Annotated[
        int, typer.Option("--line-width", "-l", metavar="COLUMNS", min=0, help="The longest line, where possible.")
    ] = LINE_WIDTH,
    indent_width: Annotated[
        int, typer.Option("--indent-width", "-i", metavar="COLUMNS", min=0, help="How far to indent.")
    ] = INDENT_WIDTH,
    write: Annotated[bool, typer.Option("--write", "-w", help="Write to the file of the policies.")] = False,
    check: Annotated[
        bool, typer.Option("--check", "-c", help="Write nothing; fail if formatting would change the policies.")
    ] = False,
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,  # noqa: ARG001  # see `app`
) -> ExitStatus:
    """Lay policies out in the canonical way; comments are kept, and so is what the policies mean."""
    if write and check:
        raise WrongUsage("`--check` writes nothing; leave out `--write`")
    paths = policy_paths(policies, files)
    if write and None in paths:
        raise WrongUsage("`--write` needs `--policies`: standard input cannot be written to")
    outcomes = [attempt(partial(_formatted, path, line_width, indent_width)) for path in paths]
    errors = [outcome for outcome in outcomes if isinstance(outcome, DeodarError)]
    for source, formatted in (outcome.document for outcome in outcomes if isinstance(outcome, Loaded)):
        if check:
            if formatted != source.text:
                errors.append(DeodarError([_first_change(source, formatted)], source.name))
        elif not write:
            print(formatted, end="")
        elif formatted != source.text:
            write_file(Path(source.name), formatted)
    if errors:
        raise Refused(errors)
    return ExitStatus.OK


def _formatted(path: Path | None, line_width: int, indent_width: int) -> tuple[Source, str]:
    """The text of a file, or of standard input, and what formatting makes of it."""
    source = Source(read_stdin(), STDIN_NAME) if path is None else Source(read_file(path), str(path))
    return source, format_policies(source.text, line_width, indent_width, source_name=source.name)


def _first_change(source: Source, formatted: str) -> Finding:
    """The place where the text leaves the canonical layout."""
    same = 0
    for ours, theirs in zip(source.text, formatted, strict=False):
        if ours != theirs:
            break
        same += 1
    end = min(same + 1, len(source.text))
    return source.finding("not-formatted", "formatting would change the policies from here", same, end, _HELP)


_HELP = "`deodar format --write` does it"
