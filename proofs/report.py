"""What came of each step of a run, as plain data: what is shown, written as JSON, and sent between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from deodar.proofs.counterexample import Replay
from deodar.proofs.prove import Status
from deodar.proofs.second_verdict import DISAGREES


@dataclass(frozen=True, slots=True)
class Walk:
    """What the walk over the sources saw, or where they leave the subset that can be proved."""

    functions: int
    recursive: int
    outside: str | None

    @property
    def holds(self) -> bool:
        """Whether all sources lie in the subset, and all recursion descends."""
        return self.outside is None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the solver, in SMT-LIB 2, and what a second solver says of it if it was asked."""

    name: str
    text: str
    second: str | None


@dataclass(frozen=True, slots=True)
class Checks:
    """What was asked beyond the proof: its questions, and the seeds under which one of them has no answer."""

    asked: tuple[Asked, ...] = ()
    unstable: tuple[int, ...] = ()

    @property
    def hold(self) -> bool:
        """Whether no second solver disagrees, and every seed gives the proof."""
        return not self.unstable and not any(each.second == DISAGREES for each in self.asked)


@dataclass(frozen=True, slots=True)
class ContractReport:
    """What came of a contract."""

    name: str
    statement: str
    proved: bool
    seconds: float
    checks: Checks = Checks()

    @property
    def holds(self) -> bool:
        """Whether it is proved."""
        return self.proved and self.checks.hold


@dataclass(frozen=True, slots=True)
class TheoremReport:
    """What came of a theorem, and how far to trust it."""

    name: str
    statement: str
    official: str | None
    status: Status
    seconds: float
    cases: Mapping[str, str]  # of an induction: what the solver says of each
    assumptions: tuple[str, ...]
    doubts: tuple[str, ...]
    cedar: str | None  # a counterexample in the language
    replay: Replay | None  # the same for the differential tester
    checks: Checks = Checks()

    @property
    def holds(self) -> bool:
        """Whether the theorem is proved, its statement is sane, and all that was asked of the proof holds."""
        return self.status is Status.PROVED and not self.doubts and self.checks.hold


@dataclass(frozen=True, slots=True)
class MutantReport:
    """Whether an edit did what it must: a bug made its theorem fall, a harmless one left all of them standing."""

    name: str
    theorem: str | None
    as_expected: bool
    seconds: float
    cedar: str | None
    replay: Replay | None

    @property
    def holds(self) -> bool:
        """Whether it did."""
        return self.as_expected


Step: TypeAlias = Walk | ContractReport | TheoremReport | MutantReport
