"""Everything that reads a document, of the engine and of the model, and the one exception that each may raise.

The engine and the model are asked in the same way, so that one table of documents serves both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import deodar
from deodar import model

ASKED: dict[str, object] = {
    "principal": {"type": "User", "id": "alice"},
    "action": {"type": "Action", "id": "view"},
    "resource": {"type": "Photo", "id": "p.jpg"},
    "context": {},
}


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers of one implementation, each from text."""

    name: str
    refusal: type[ValueError]
    decide: Callable[[str], str]  # the decision of a policy text on `ASKED` without entities
    policies: Callable[[str], object]
    policy_set: Callable[[str], object]  # JSON
    entities: Callable[[str], object]  # JSON
    request: Callable[[str], object]  # JSON
    expression: Callable[[str], object]


def engine_decides(text: str) -> str:
    """The engine's decision, `allow` or `deny`; an erroring policy counts as a failure of the test."""
    policies = deodar.PolicySet.parse(text)
    response = deodar.is_authorized(deodar.Request.from_json(ASKED), policies, deodar.Entities.from_json([]))
    assert not response.errors, response.errors[0]
    return response.decision.value


def model_decides(text: str) -> str:
    """The model's decision, `allow` or `deny`; an erroring policy counts as a failure of the test."""
    policies = model.parse_policies(text).policies
    response = model.is_authorized(model.request_from_json(ASKED), model.entities_from_json([]), policies)
    assert not response.erroring_policies
    return response.decision.value


ENGINE = Readers(
    "engine",
    deodar.DeodarError,
    engine_decides,
    deodar.PolicySet.parse,
    deodar.PolicySet.from_json,
    deodar.Entities.from_json,
    deodar.Request.from_json,
    lambda text: deodar.evaluate(text, deodar.Request.from_json(ASKED), deodar.Entities.from_json([])),
)
MODEL = Readers(
    "model",
    model.Refusal,
    model_decides,
    model.parse_policies,
    model.policies_from_json,
    model.entities_from_json,
    model.request_from_json,
    model.parse_expression,
)
BOTH = (ENGINE, MODEL)


def answer_or_refusal(readers: Readers, text: str) -> str:
    """The decision, or `refused` where the text is refused as it should be. Anything else is raised."""
    try:
        return readers.decide(text)
    except readers.refusal as refusal:
        return how_refused(refusal)


def read_or_refused(readers: Readers, read: Callable[[str], object], text: str) -> str:
    """`read`, or `refused` where the text is refused as it should be. Anything else is raised."""
    try:
        read(text)
    except readers.refusal as refusal:
        return how_refused(refusal)
    return "read"


def how_refused(refusal: ValueError) -> str:
    """`refused`, unless the refusal does not tell what it must."""
    return "refused" if is_well_formed(refusal) else f"not a clear refusal: {refusal!r}"


def is_well_formed(refusal: ValueError) -> bool:
    """Whether a refusal tells what it must: of the engine kind, place and sentence, of the model a kind."""
    if isinstance(refusal, model.Refusal):
        return bool(refusal.kind)
    assert isinstance(refusal, deodar.DeodarError)
    return len(str(refusal)) < LONGEST_REPORT and all(is_clear(finding) for finding in refusal.findings)


LONGEST_REPORT = 3_000_000  # characters: a thousand findings, each with a line of a thousand and its mark


def is_clear(finding: deodar.Finding) -> bool:
    """Whether a finding has a kind, a sentence in house style and, where there is text, a place in it."""
    sentence = finding.message
    placed = finding.span is None or (finding.span.line >= 1 and finding.span.column >= 1)
    return bool(finding.kind) and bool(sentence) and not sentence[0].isupper() and sentence[-1] != "." and placed
