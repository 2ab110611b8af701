"""The events of a run as JSON lines: one when it begins, some while it goes on, one for each finding, one at its end.

From these lines alone the report is made, so that a run that was killed has one too.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from deodar.drt.coverage import sizes
from deodar.drt.data import Json
from deodar.drt.engines.in_process import installed_version
from deodar.drt.finding import Finding
from deodar.drt.known_issues import KnownIssue
from deodar.drt.outcome import Outcome
from deodar.drt.tally import Tally
from deodar.drt.targets import TARGETS
from deodar.drt.verdict import verdict

FORMAT = "deodar events 1"
FILE = "events.jsonl"
LOG_SECONDS = 2.0
LOG_SHARE = 1 / 200  # of the time so far: a night has a thousand lines of each kind, and not ten thousand


class EventLog:
    """Writes the events of a run."""

    def __init__(self, file: IO[str] | None) -> None:
        self._file = file
        self._next = 0.0

    def _write(self, event: str, **members: Json) -> None:
        if self._file is not None:
            self._file.write(json.dumps({"event": event, **members}) + "\n")
            self._file.flush()

    def begun(self, outcome: Outcome) -> None:
        """What is going to be run."""
        plan = outcome.plan
        self._write(
            "begin",
            format=FORMAT,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            engines=plan.engines,
            targets={name: {"claim": TARGETS[name].claim, "weight": TARGETS[name].share} for name in plan.targets},
            lane=plan.lane,
            seed=plan.seed,
            time=plan.seconds,
            tests=plan.tests,
            processes=plan.shards,
            part=f"{plan.part + 1}/{plan.parts}",
            versions={
                "python": sys.version.partition(" ")[0],
                **{package: installed_version(package) for package in ("deodar", "cedarpy", "hypothesis")},
            },
        )

    def progress(self, outcome: Outcome) -> None:
        """How far each target is, every few seconds, and what all of them have covered."""
        if outcome.elapsed >= self._next:
            self._next = outcome.elapsed + max(LOG_SECONDS, outcome.elapsed * LOG_SHARE)
            self._now(outcome)

    def _now(self, outcome: Outcome) -> None:
        seconds = round(outcome.elapsed, 2)
        for target, tally in outcome.tallies.items():
            self._write(
                "progress",
                seconds=seconds,
                target=target,
                tests=tally.tests,
                cases=tally.cases,
                process_seconds=round(tally.seconds, 3),
                distinct=tally.distinct_cases,
                disagreements=tally.disagreements,
            )
        covered = sizes(tally.measures for tally in outcome.tallies.values())
        memory: list[Json] = [round(each, 1) for each in outcome.memory_mb]
        self._write("coverage", seconds=seconds, covered=covered, memory_mb=memory)

    def finding(self, finding: Finding, file: Path | None) -> None:
        """A disagreement, made small; `file` is None if it is one that is there already."""
        self._write(
            "disagreement",
            target=finding.target,
            signature=finding.signature,
            case=finding.case,
            answers=finding.answers,
            flaky=finding.flaky,
            seed=finding.seed,
            nodes=finding.nodes,
            seconds=round(finding.seconds, 2),
            file=None if file is None else str(file),
        )

    def ended(self, outcome: Outcome) -> None:
        """What came of the run."""
        self._now(outcome)
        came = verdict(outcome)
        self._write(
            "end",
            seed=outcome.plan.seed,
            lane=outcome.plan.lane,
            engines=outcome.plan.engines,
            seconds=round(outcome.elapsed, 2),
            interrupted=outcome.interrupted,
            finish=came.finish,
            verdict=came.sentence,
            restarts=outcome.restarts,
            canaries=[
                {"mutant": each.mutant, "found": each.found, "tests": each.tests, "cpu_seconds": each.cpu_seconds}
                for each in outcome.canaries
            ],
            again=[
                {"file": str(each.file), "differs": each.found is not None, "unreadable": each.unreadable}
                for each in outcome.again
            ],
            known=[_issue(issue) | {"disagreements": count} for issue, count in outcome.known.items()],
            expired=[_issue(issue) for issue in outcome.issues.expired],
            files=[str(path) for kept in outcome.findings.values() for _, path in kept],
            failures=outcome.failures,
            targets={name: _total(tally) for name, tally in outcome.tallies.items()},
            gates=[{"name": g.name, "found": g.found, "wanted": g.wanted, "met": g.met} for g in outcome.gates],
        )


def _issue(issue: KnownIssue) -> dict[str, Json]:
    return {
        "signature": issue.signature,
        "reason": issue.reason,
        "link": issue.link,
        "expires": issue.expires.isoformat(),
    }


def _total(tally: Tally) -> Json:
    return {
        "tests": tally.tests,
        "cases": tally.cases,
        "distinct": tally.distinct_cases,
        "refused": tally.refused,
        "process_seconds": round(tally.seconds, 3),
        "disagreements": tally.disagreements,
        "signatures": dict(tally.signatures),
        "answered": dict(tally.answered),
        "measures": dict(sorted(tally.measures.items())),
    }
