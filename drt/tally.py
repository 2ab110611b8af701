"""What a run counts: tests, distinct policy sets, differences, and what the cases were like.

A shard counts on its own and sends what was added; sums are the same in whatever order they arrive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MOST_KEPT = 1 << 17


class Distinct:
    """How many different digests were seen, in memory that does not grow with a night's run.

    Up to 131,072 are kept; beyond, only those that end with so many zero bits, and each stands for as many as are left
    out. The digests are uniform, so that the count is right to within half a percent.
    """

    __slots__ = ("_seen", "level")

    def __init__(self, seen: Iterable[int] = (), level: int = 0) -> None:
        self.level = level
        self._seen = set(seen)

    def add(self, digest: int) -> None:
        """Take in a digest."""
        if digest & ((1 << self.level) - 1) == 0:
            self._seen.add(digest)
            self._thin()

    def update(self, other: Distinct) -> None:
        """Take in all that another has seen."""
        if other.level > self.level:
            self.level = other.level
            self._seen = self._at_level(self._seen)
        self._seen |= self._at_level(other._seen)
        self._thin()

    def _at_level(self, digests: set[int]) -> set[int]:
        """Those that are kept; the set itself where all are: a chunk is little, and all that was seen is much."""
        left_out = (1 << self.level) - 1
        return {digest for digest in digests if digest & left_out == 0} if left_out else digests

    def _thin(self) -> None:
        while len(self._seen) > MOST_KEPT:
            self.level += 1
            self._seen = self._at_level(self._seen)

    def __len__(self) -> int:
        return len(self._seen) << self.level

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._seen))


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
    distinct: Distinct = field(default_factory=Distinct)
    """Digests of 64 bits of the policies, texts or expressions."""
    measures: Counter[str] = field(default_factory=Counter[str])
    signatures: Counter[str] = field(default_factory=Counter[str])
    answered: Counter[str] = field(default_factory=Counter[str])
    """For each engine, the cases that it did not answer with `unsupported`."""

    def add(self, other: Tally) -> None:
        """Take in what another has counted."""
        self.cases += other.cases
        self.tests += other.tests
        self.seconds += other.seconds
        self.disagreements += other.disagreements
        self.refused += other.refused
        self.distinct.update(other.distinct)
        self.measures += other.measures
        self.signatures += other.signatures
        self.answered += other.answered

    @property
    def distinct_cases(self) -> int:
        """How many cases differ from each other: of many it is estimated, and there are no more than all."""
        return min(self.cases, len(self.distinct))

    @property
    def distinct_share(self) -> float:
        """Distinct cases among all."""
        return self.distinct_cases / self.cases if self.cases else 1.0
