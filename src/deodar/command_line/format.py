"""`deodar format`: policies in the canonical layout."""

from __future__ import annotations

from typing import Annotated

import typer

from deodar import DeodarError, Finding
from deodar.command_line.diagnostics import ErrorFormat
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.files import STDIN_NAME, read_file, read_stdin, write_file
from deodar.command_line.options import ErrorFormatOption, PoliciesOption
from deodar.command_line.refusals import WrongUsage
from deodar.impl.formatter import format_policies
from deodar.impl.formatter.format import INDENT_WIDTH, LINE_WIDTH
from deodar.impl.source import Source


def format_text(
    *,
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
    if write and policies is None:
        raise WrongUsage("`--write` needs `--policies`: standard input cannot be written to")
    source = Source(read_stdin(), STDIN_NAME) if policies is None else Source(read_file(policies), str(policies))
    formatted = format_policies(source.text, line_width, indent_width, source_name=source.name)
    if check:
        if formatted != source.text:
            raise DeodarError([_first_change(source, formatted)], source.name)
    elif policies is None or not write:
        print(formatted, end="")
    elif formatted != source.text:
        write_file(policies, formatted)
    return ExitStatus.OK


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
