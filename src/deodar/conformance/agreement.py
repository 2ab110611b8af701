"""How far an engine's answers agree with what the cases expect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from pydantic import BaseModel, ValidationError

from deodar.conformance.corpus import Case, Expected, Question
from deodar.drt.engines.protocol import UNSUPPORTED, Message

ASPECTS = ("decision", "reasons", "errors")
Ask = Callable[[Message], Mapping[str, object]]
"""The answer of an engine to a message."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One request on which an engine says something else than the case."""

    case: str
    request: int | None  # its index in the case; None: it is about the validation of the policies
    aspect: str  # one of `ASPECTS`, "valid", or "answer" where the engine refused
    expected: object
    found: object
    by_schema: bool = False

    def __str__(self) -> str:
        where = "" if self.request is None else f", request {self.request}{' by the schema' if self.by_schema else ''}"
        return f"{self.case}{where}: {self.aspect}: expected {self.expected}, found {self.found}"


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


def _none_yet() -> dict[str, int]:
    return dict.fromkeys(ASPECTS, 0)


@dataclass(slots=True)
class Agreement:
    """The counts for one engine."""

    requests: int = 0
    agreed: dict[str, int] = field(default_factory=_none_yet)
    by_schema: int = 0
    """Requests that agree in every aspect where they are read by the schema."""
    verdicts: int = 0
    """Validations that agree."""
    unsupported: int = 0
    """Questions that the engine cannot be asked."""
    disagreements: list[Disagreement] = field(default_factory=list[Disagreement])

    def add(self, case: Case, ask: Ask) -> None:
        """Ask an engine all of a case, and count what it answers."""
        self.requests += len(case.plain.expected)
        for aspects in self._compared(case.name, case.plain, ask(case.plain.message), by_schema=False):
            for aspect in aspects:
                self.agreed[aspect] += 1
        for question in case.by_schema:
            answer = ask(question.message)
            if self._cannot_be_asked(answer):
                continue
            compared = self._compared(case.name, question, answer, by_schema=True)
            self.by_schema += sum(len(aspects) == len(ASPECTS) for aspects in compared)
        if case.validation is not None:
            answer = ask(case.validation.message)
            if not self._cannot_be_asked(answer):
                self._add_verdict(case.name, case.validation.expected, answer)

    def _cannot_be_asked(self, answer: Mapping[str, object]) -> bool:
        error = answer.get("error")
        cannot = isinstance(error, dict) and cast("dict[str, object]", error).get("kind") == UNSUPPORTED
        self.unsupported += cannot
        return cannot

    def _add_verdict(self, case: str, expected: bool, answer: Mapping[str, object]) -> None:
        found = answer.get("valid")
        if found is expected:
            self.verdicts += 1
        else:
            told = answer if found is None else found
            self.disagreements.append(Disagreement(case, None, "valid", expected, told))

    def _compared(
        self, case: str, question: Question, answer: Mapping[str, object], *, by_schema: bool
    ) -> list[tuple[str, ...]]:
        """The aspects that agree, of each request."""
        responses = _responses(answer)
        if responses is None or len(responses) != len(question.expected):
            wanted, told = f"{len(question.expected)} responses", answer.get("error", answer)
            self.disagreements.append(Disagreement(case, question.places[0], "answer", wanted, told, by_schema))
            return []
        asked = zip(question.places, question.expected, responses, strict=True)
        return [
            self._response(case, place, expected, response, by_schema=by_schema) for place, expected, response in asked
        ]

    def _response(
        self, case: str, place: int, expected: Expected, response: object, *, by_schema: bool
    ) -> tuple[str, ...]:
        try:
            found = Response.model_validate(response).found()
        except ValidationError:
            self.disagreements.append(Disagreement(case, place, "answer", expected.decision, response, by_schema))
            return ()
        apart = [aspect for aspect in ASPECTS if getattr(expected, aspect) != getattr(found, aspect)]
        for aspect in apart:
            wanted, told = getattr(expected, aspect), getattr(found, aspect)
            self.disagreements.append(Disagreement(case, place, aspect, wanted, told, by_schema))
        return tuple(aspect for aspect in ASPECTS if aspect not in apart)


def _responses(answer: Mapping[str, object]) -> list[object] | None:
    responses = answer.get("responses")
    return cast("list[object]", responses) if isinstance(responses, list) else None
