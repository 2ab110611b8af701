"""How far an engine's answers agree with what the cases expect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from deodar.conformance.corpus import Case, Expected

ASPECTS = ("decision", "reasons", "errors")


class Engine(Protocol):
    """Anything that answers a message of the engine protocol."""

    def answer(self, message: dict[str, object], /) -> dict[str, object]: ...


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One request on which an engine says something else than the case."""

    case: str
    request: int  # its index in the case
    aspect: str  # one of `ASPECTS`, or "answer" where the engine refused
    expected: object
    found: object

    def __str__(self) -> str:
        return f"{self.case}, request {self.request}: {self.aspect}: expected {self.expected}, found {self.found}"


@dataclass(slots=True)
class Agreement:
    """The counts for one engine."""

    requests: int = 0
    agreed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ASPECTS, 0))
    disagreements: list[Disagreement] = field(default_factory=list)

    def add(self, case: Case, answer: Mapping[str, object]) -> None:
        """Count what an engine answered to a case."""
        self.requests += len(case.expected)
        responses = answer.get("responses")
        if not isinstance(responses, list) or len(responses) != len(case.expected):
            found = answer.get("error", answer)
            self.disagreements.append(Disagreement(case.name, 0, "answer", f"{len(case.expected)} responses", found))
            return
        for index, (expected, response) in enumerate(zip(case.expected, responses, strict=True)):
            self._compare(case.name, index, expected, response)

    def _compare(self, case: str, index: int, expected: Expected, response: object) -> None:
        found = _as_expected(response)
        if found is None:
            self.disagreements.append(Disagreement(case, index, "answer", expected.decision, response))
            return
        for aspect in ASPECTS:
            if getattr(expected, aspect) == getattr(found, aspect):
                self.agreed[aspect] += 1
            else:
                wanted, got = getattr(expected, aspect), getattr(found, aspect)
                self.disagreements.append(Disagreement(case, index, aspect, wanted, got))


def _as_expected(response: object) -> Expected | None:
    """A response without what a case does not tell; None if the request was refused."""
    match response:
        case {"decision": str(decision), "reasons": list(reasons), "errors": list(errors)}:
            return Expected(decision, _sorted(reasons), _sorted([_policy_of(error) for error in errors]))
        case _:
            return None


def _policy_of(error: object) -> object:
    return error.get("policy") if isinstance(error, dict) else error


def _sorted(ids: Sequence[object]) -> tuple[str, ...]:
    return tuple(sorted(str(policy_id) for policy_id in ids))
