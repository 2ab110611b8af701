"""What came of a run so far."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from deodar.drt.earlier import Again
from deodar.drt.finding import Finding
from deodar.drt.gates import Gate
from deodar.drt.known_issues import NO_ISSUES, KnownIssue, KnownIssues, known_disagreements
from deodar.drt.score import Hunt
from deodar.drt.shard import Plan
from deodar.drt.tally import Tally


@dataclass(slots=True)
class Outcome:
    """What came of a run so far."""

    plan: Plan
    started: float
    tallies: dict[str, Tally]
    findings: dict[str, list[tuple[Finding, Path]]] = field(default_factory=dict[str, list[tuple[Finding, Path]]])
    failures: list[str] = field(default_factory=list[str])
    restarts: list[str] = field(default_factory=list[str])
    """Why a shard got a new process."""
    canaries: list[Hunt] = field(default_factory=list[Hunt])
    interrupted: bool = False
    gates: list[Gate] = field(default_factory=list[Gate])
    memory_mb: list[float] = field(default_factory=list[float])
    """Of each shard, when it last told."""
    again: list[Again] = field(default_factory=list[Again])
    """What earlier runs have found, asked again before this one."""
    issues: KnownIssues = NO_ISSUES
    """Disagreements that are known: they do not make a run red."""

    @property
    def disagreements(self) -> int:
        """Over all targets."""
        return sum(tally.disagreements for tally in self.tallies.values())

    @property
    def known(self) -> Counter[KnownIssue]:
        """How many disagreements each known issue explains."""
        counts: Counter[str] = Counter()
        for tally in self.tallies.values():
            counts += tally.signatures
        return known_disagreements(counts, self.findings, self.issues)

    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.started

    @property
    def lost_canaries(self) -> list[str]:
        """The planted bugs that were not found."""
        return [each.mutant for each in self.canaries if not each.found]
