"""A case of the corpus: texts, entities and requests, put to the model, with what it answers and what that covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deodar.drt.compare import errors_of, kinds_of
from deodar.drt.data import Json
from deodar.drt.engines.protocol import Answer, Engine

Kinds = dict[str, list[str]]
"""Policy id -> kinds, sorted."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A case without answers."""

    feature: str
    """What it is there to show."""
    policies: str
    schema: str
    entities: Sequence[Json]
    requests: Sequence[Json]
    level: int | None = None
    """Validation with this level has something to find as well."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What an engine says about a case."""

    responses: tuple[Answer, ...]
    """To each request, read and validated by the schema."""
    valid: bool
    """For strict validation without a level."""
    errors: Kinds
    """The findings of that validation, which for an impossible policy is a warning."""
    warnings: Kinds
    by_level: Kinds | None
    """The errors with the level of the case; None if it has none."""


class NotASample(ValueError):
    """The engine refuses a part of the case."""


def responses(engine: Engine, sample: Sample) -> tuple[Answer, ...]:
    """What an engine decides; `NotASample` if it refuses something."""
    documents: dict[str, Any] = {"policies": sample.policies, "schema": sample.schema}
    asked: dict[str, Any] = {
        "entities": list(sample.entities),
        "requests": list(sample.requests),
        "validate_request": True,
    }
    given: Any = _accepted(engine.answer({"op": "authorize", **documents, **asked}))["responses"]
    return tuple(_accepted(response) for response in given)


def answers(engine: Engine, sample: Sample) -> Answers:
    """Everything that an engine is asked about a case; `NotASample` if it refuses something."""
    documents: dict[str, Any] = {"policies": sample.policies, "schema": sample.schema}
    told = responses(engine, sample)
    verdict = _accepted(engine.answer({"op": "validate", **documents}))
    by_level = None
    if sample.level is not None:
        by_level = _kinds(_accepted(engine.answer({"op": "validate", **documents, "level": sample.level})), "errors")
    return Answers(told, verdict["valid"] is True, _kinds(verdict, "errors"), _kinds(verdict, "warnings"), by_level)


def _accepted(answer: Answer) -> Answer:
    if "error" in answer or "fault" in answer:
        raise NotASample(str(answer))
    return answer


def _kinds(verdict: Answer, name: str) -> Kinds:
    return {policy: sorted(kinds) for policy, kinds in sorted(kinds_of(verdict, name).items())}


def error_kinds(response: Answer) -> dict[str, str]:
    """The kinds of the errors of a response, by policy id."""
    return dict(sorted((errors_of(response) or {}).items()))
