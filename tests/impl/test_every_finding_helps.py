"""Every finding about a document that the reference refuses has a place, and a line about how to mend it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from deodar.impl.entities import Entities
from deodar.impl.errors import DeodarError, Finding
from deodar.impl.policy_set import PolicySet
from deodar.impl.request import Request
from deodar.impl.schema.document import Schema
from deodar.impl.source import Source
from deodar.impl.validator.report import ValidationFinding
from deodar.impl.validator.validate import validate

REFERENCE = Path(__file__).parent.parent / "data" / "reference"


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file; what they hold is as various as JSON."""
    return [json.loads(line) for line in (REFERENCE / name).read_text().splitlines()]


def findings(read: Callable[[Any], object], documents: Iterable[object]) -> list[Finding]:
    """The findings about those of the documents that are refused."""
    found: list[Finding] = []
    for document in documents:
        try:
            read(document)
        except DeodarError as refusal:
            found += refusal.findings
    return found


def as_text(document: object) -> str:
    return document if isinstance(document, str) else json.dumps(document)


CEDAR_SCHEMAS = [case["schema"] for case in cases("schema.jsonl") if case["format"] == "cedar"]
JSON_SCHEMAS = [case["schema"] for case in cases("schema.jsonl") if case["format"] != "cedar"]


@pytest.mark.parametrize(
    ("read", "documents", "at_least"),
    [
        pytest.param(Schema.parse, CEDAR_SCHEMAS, 100, id="schemas in the Cedar format"),
        pytest.param(Schema.from_json, [as_text(each) for each in JSON_SCHEMAS], 50, id="schemas in the JSON format"),
        pytest.param(PolicySet.parse, [case["policy"] for case in cases("syntax.jsonl")], 200, id="policies"),
        pytest.param(
            Entities.from_json, [as_text(case["entities"]) for case in cases("entities.jsonl")], 50, id="entities"
        ),
    ],
)
def test_a_refusal_says_where_and_how_to_mend(
    read: Callable[[Any], object], documents: list[object], at_least: int
) -> None:
    found = findings(read, documents)
    assert len(found) >= at_least
    assert [each for each in found if each.span is None] == []
    assert [each for each in found if not each.help] == []


def conforming(case: dict[str, Any]) -> object:
    """The entities or the request of a case, read by its schema."""
    schema = Schema.parse(case["schema"])
    if case["kind"] == "entities":
        return Entities.from_json(as_text(case["entities"]), schema)
    return Request.from_json(as_text(case["request"]), schema)


def user(attributes: str) -> dict[str, Any]:
    """Entities that a small schema refuses for what stands in their attributes."""
    schema = "entity User {a?: Long, b?: Set<Bool>, c?: ipaddr, d?: {x: String}, e?: datetime, f?: User};"
    text = f'[{{"uid": {{"type": "User", "id": "u"}}, "parents": [], {attributes}}}]'
    return {"kind": "entities", "schema": schema, "entities": text}


WRONG = (
    '"attrs": {"a": "1"}',
    '"attrs": {"b": 1}',
    '"attrs": {"b": [1]}',
    '"attrs": {"c": 1}',
    '"attrs": {"c": "1.2.3"}',
    '"attrs": {"c": {"fn": "ip", "args": ["::1", "::1"]}}',
    '"attrs": {"c": {"fn": "ip", "arg": {"__extn": {"fn": "ip", "arg": "::1"}}}}',
    '"attrs": {"c": {"__extn": {"fn": "decimal", "arg": "1.0"}}}',
    '"attrs": {"d": 1}',
    '"attrs": {"d": {}}',
    '"attrs": {"d": {"x": "", "y": 1}}',
    '"attrs": {"d": {"x": 1}}',
    '"attrs": {"e": {"fn": "date", "arg": "1"}}',
    '"attrs": {"f": "u"}',
    '"attrs": {"g": 1}',
    '"attrs": {"b": ' + "[" * 150 + "]" * 150 + "}",
    '"attrs": {}, "tags": {"t": 1}',
)


@pytest.mark.parametrize(
    ("wrong", "at_least"),
    [
        pytest.param([case for case in cases("conformance.jsonl") if not case["accept"]], 50, id="of the reference"),
        pytest.param([user(attributes) for attributes in WRONG], len(WRONG), id="of our own"),
    ],
)
def test_what_does_not_conform_to_a_schema_is_told_with_help(wrong: list[dict[str, Any]], at_least: int) -> None:
    found = findings(conforming, wrong)
    assert len(found) >= at_least
    assert [each for each in found if not each.help] == []


def validated(case: dict[str, Any]) -> tuple[ValidationFinding, ...]:
    schema, text = case["schema"], case["policy"]
    read = Schema.parse(schema) if isinstance(schema, str) else Schema.from_json(schema)
    report = validate(PolicySet.parse(text), read, source=Source(text, "p.cedar"))
    return (*report.errors, *report.warnings)


def test_a_finding_of_the_validator_says_where_and_how_to_mend() -> None:
    found = [finding for case in cases("validation.jsonl") for finding in validated(case)]
    assert len(found) >= 300
    assert [each for each in found if each.span is None] == []
    assert [each for each in found if not each.help] == []
