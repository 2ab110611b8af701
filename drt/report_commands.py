"""`deodar drt report` and `deodar drt compare`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.refusals import WrongUsage
from deodar.drt.report.build import report as report_of
from deodar.drt.report.events import read_events
from deodar.drt.report.nights import compare as compared
from deodar.drt.report.nights_shown import show_comparison
from deodar.drt.report.report import PAGE, Report, read_report

WIDTH = 110  # where there is no terminal
FIRST_EVENT = b'{"event"'

MutantsOption = Annotated[
    Path | None,
    typer.Option("--mutants", metavar="FILE", help="The score that `deodar drt mutants --json FILE` wrote."),
]


def report(
    events: Annotated[Path, typer.Argument(metavar="EVENTS", help="The events of a run: events.jsonl.")],
    page: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The page; report.html beside the events if left out.")
    ] = None,
    mutants: MutantsOption = None,
) -> ExitStatus:
    """Make the page of a run from its events, and beside it the same as JSON; also of a run that was killed.

    Exit status: 0, or 1 if the events or the score cannot be read.
    """
    from deodar.drt.report.write import write_report  # noqa: PLC0415  # it loads what draws

    page = page or events.parent / PAGE
    if page.suffix == ".json":
        raise WrongUsage(f"`{page}` is the name of the data\n  help: name the page, such as `report.html`")
    try:
        made = write_report(events, mutants, page)
    except (ValueError, OSError) as failure:
        print(failure, file=sys.stderr)
        return ExitStatus.FAILURE
    print(f"{made.verdict}\n  {page}")
    return ExitStatus.OK


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The report.json or events.jsonl of a run.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The same of a later run.")],
    slower: Annotated[
        float, typer.Option("--slower", min=0, max=100, metavar="PERCENT", help="A target may lose so much.")
    ] = 10.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
) -> ExitStatus:
    """Compare two runs: what got slower, which coverage was lost, which disagreements are new or gone.

    Exit status: 0 nothing got worse, 7 new disagreements, 1 anything else got worse or a file cannot be read.
    """
    try:
        comparison = compared(_read(old), _read(new), slower / 100)
    except ValueError as failure:
        print(failure, file=sys.stderr)
        return ExitStatus.FAILURE
    if as_json:
        print(comparison.model_dump_json(indent=1))
    else:
        show_comparison(comparison, Console(width=None if sys.stdout.isatty() else WIDTH))
    if comparison.new_disagreements:
        return ExitStatus.ENGINES_DISAGREE
    return ExitStatus.FAILURE if comparison.worse else ExitStatus.OK


def _read(path: Path) -> Report:
    """The report in a file, or the one that its events make."""
    try:
        with path.open("rb") as file:
            has_events = file.read(len(FIRST_EVENT)) == FIRST_EVENT
    except OSError as failure:
        raise ValueError(f"cannot read `{path}`: {failure.strerror or failure}") from None
    return report_of(read_events(path)) if has_events else read_report(path)
