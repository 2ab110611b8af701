"""How far an engine's answers agree with what the cases expect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from pydantic import BaseModel, ValidationError

from deodar.conformance.corpus import Case, Expected

ASPECTS = ("decision", "reasons", "errors")


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


class ErroringPolicy(BaseModel):
    """A policy that could not be evaluated; a case does not tell its kind of error."""

    policy: str


class Response(BaseModel):
    """A response of the engine protocol."""

    decision: str
    reasons: list[str]
    errors: list[ErroringPolicy]

    def found(self) -> Expected:
        """The response without what a case does not tell."""
        erroring = sorted(error.policy for error in self.errors)
        return Expected(self.decision, tuple(sorted(self.reasons)), tuple(erroring))


@dataclass(slots=True)
class Agreement:
    """The counts for one engine."""

    requests: int = 0
    agreed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ASPECTS, 0))
    disagreements: list[Disagreement] = field(default_factory=list[Disagreement])

    def add(self, case: Case, answer: Mapping[str, object]) -> None:
        """Count what an engine answered to a case."""
        self.requests += len(case.expected)
        responses = _responses(answer)
        if responses is None or len(responses) != len(case.expected):
            wanted = f"{len(case.expected)} responses"
            self.disagreements.append(Disagreement(case.name, 0, "answer", wanted, answer.get("error", answer)))
            return
        for index, (expected, response) in enumerate(zip(case.expected, responses, strict=True)):
            self._compare(case.name, index, expected, response)

    def _compare(self, case: str, index: int, expected: Expected, response: object) -> None:
        try:
            found = Response.model_validate(response).found()
        except ValidationError:
            self.disagreements.append(Disagreement(case, index, "answer", expected.decision, response))
            return
        for aspect in ASPECTS:
            wanted, got = getattr(expected, aspect), getattr(found, aspect)
            if wanted == got:
                self.agreed[aspect] += 1
            else:
                self.disagreements.append(Disagreement(case, index, aspect, wanted, got))


def _responses(answer: Mapping[str, object]) -> list[object] | None:
    responses = answer.get("responses")
    return cast("list[object]", responses) if isinstance(responses, list) else None
