"""What a run counts: tests, distinct policy sets, differences, and what the cases were like.

A shard counts on its own and sends what was added; sums are the same in whatever order they arrive.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """The counts of one target."""

    cases: int = 0
    tests: int = 0
    """Requests, where a case has requests; else cases."""
    seconds: float = 0.0
    """Of one process; of all shards together, their sum."""
    disagreements: int = 0
    refused: int = 0
    """Cases that the first engine refused as a whole."""
    distinct: set[int] = field(default_factory=set[int])
    """Digests of 64 bits of the policies, texts or expressions."""
    measures: Counter[str] = field(default_factory=Counter[str])
    signatures: Counter[str] = field(default_factory=Counter[str])

    def add(self, other: Tally) -> None:
        """Take in what another has counted."""
        self.cases += other.cases
        self.tests += other.tests
        self.seconds += other.seconds
        self.disagreements += other.disagreements
        self.refused += other.refused
        self.distinct |= other.distinct
        self.measures += other.measures
        self.signatures += other.signatures

    @property
    def distinct_share(self) -> float:
        """Distinct cases among all."""
        return len(self.distinct) / self.cases if self.cases else 1.0
