"""Writing a report: the page, and beside it the same as JSON."""

from __future__ import annotations

from pathlib import Path

from deodar.drt.report.build import report
from deodar.drt.report.events import read_events
from deodar.drt.report.hunts import read_hunts
from deodar.drt.report.page import html
from deodar.drt.report.report import Report


def write_report(events: Path, mutants: Path | None, page: Path) -> Report:
    """Read the events, and a score if there is one, and write the page and its JSON; gives the report."""
    made = report(read_events(events), [] if mutants is None else read_hunts(mutants))
    page.parent.mkdir(parents=True, exist_ok=True)
    page.with_suffix(".json").write_text(made.model_dump_json(indent=1) + "\n", encoding="utf-8")
    page.write_text(html(made), encoding="utf-8")
    return made
