"""The planted bugs of a report, by area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from deodar.drt.report.report import PlantedBug


@dataclass(frozen=True, slots=True)
class AreaRow:
    """What came of the hunts in an area."""

    area: str
    hunts: int
    found: int
    tests: float | None
    """Until found: the median; None if none was."""
    survivors: list[str]


def area_rows(planted: Sequence[PlantedBug]) -> list[AreaRow]:
    """A row for each area, canaries left out."""
    areas: dict[str, list[PlantedBug]] = {}
    for bug in planted:
        if not bug.canary:
            areas.setdefault(bug.area, []).append(bug)
    return [_row(area, bugs) for area, bugs in areas.items()]


def _row(area: str, bugs: Sequence[PlantedBug]) -> AreaRow:
    found = [bug.tests for bug in bugs if bug.found]
    survivors = sorted({bug.mutant for bug in bugs if not bug.found})
    return AreaRow(area, len(bugs), len(found), median(found) if found else None, survivors)
