"""Every reference case of schemas, of conformance, and of entities with a schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deodar.impl.entities import Entities
from deodar.impl.errors import DeodarError, EvaluationError, SchemaError
from deodar.impl.evaluate import evaluate
from deodar.impl.request import Request
from deodar.impl.schema.document import Schema
from deodar.impl.value_to_json import value_to_json

REFERENCE = Path(__file__).parent.parent.parent / "data" / "reference"


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file; what they hold is as various as JSON."""
    return [json.loads(line) for line in (REFERENCE / name).read_text().splitlines()]


SCHEMAS = cases("schema.jsonl")
ACCEPTED = [case for case in SCHEMAS if case["accept"]]
WITH_SCHEMA = [case for case in cases("entities.jsonl") if "schema" in case]
FIXTURE_REQUEST = Request.from_json(json.loads((REFERENCE / "evaluation-fixture.json").read_text())["request"])

# The cases name the stages of reading with a schema; the engine's findings say what is wrong.
READING = {
    "ContextParse": {"missing-attribute", "unexpected-attribute"},
    "RecordAttr": {"missing-attribute", "unexpected-attribute"},
    "ExtensionValue": {"extension"},
    "HierarchyCycle": {"cycle"},
}


def read(case: dict[str, Any]) -> Schema:
    """The schema of a case."""
    return Schema.parse(case["schema"]) if case["format"] == "cedar" else Schema.from_json(case["schema"])


def is_accepted(case: dict[str, Any]) -> bool:
    """Whether the schema of a case is one."""
    try:
        read(case)
    except SchemaError:
        return False
    return True


def test_every_schema_is_accepted_or_refused_as_the_language_has_it() -> None:
    wrong = [case for case in SCHEMAS if is_accepted(case) != case["accept"]]
    assert wrong == []
    assert len(SCHEMAS) == 506


def test_json_written_reads_back_to_the_same_schema() -> None:
    for case in ACCEPTED:
        schema = read(case)
        assert Schema.from_json(schema.to_json()) == schema, case
        assert Schema.from_json(json.dumps(schema.to_resolved_json())) == schema, case


def text_of(schema: Schema) -> str | None:
    """The schema in the Cedar format, or None if that cannot say it."""
    try:
        return schema.to_text()
    except SchemaError as error:
        if error.kind in ("shape-by-name", "name-collision"):
            return None
        raise


def test_text_written_reads_back_to_the_same_schema() -> None:
    lost: list[str] = []
    for case in ACCEPTED:
        schema = read(case)
        text = text_of(schema)
        if text is not None and Schema.parse(text) != schema:
            lost.append(case["why"])
    # The Cedar format cannot say what principals an action has that applies to no resource.
    assert lost == ["empty lists are allowed in JSON: applies to nothing"]


def camel(kind: str) -> str:
    """`type-mismatch` as the cases spell it."""
    return "".join(word.capitalize() for word in kind.split("-"))


def kind_of_refusal(case: dict[str, Any]) -> str | None:
    """The kind of the first finding, or None if there is none."""
    schema = Schema.parse(case["schema"])
    try:
        if case["kind"] == "request":
            Request.from_json(case["request"], schema)
        else:
            Entities.from_json(case["entities"], schema)
    except DeodarError as error:
        return error.kind
    return None


@pytest.mark.parametrize("case", cases("conformance.jsonl"), ids=lambda case: f"{case['kind']}: {case['why']}")
def test_conformance(case: dict[str, Any]) -> None:
    kind = kind_of_refusal(case)
    expected = READING.get(case["error"]) or {case["error"]}
    assert (kind if case["error"] in READING else kind and camel(kind)) in expected
    assert case["accept"] == (kind is None)


@pytest.mark.parametrize("case", WITH_SCHEMA, ids=lambda case: case["name"])
def test_entities_with_a_schema(case: dict[str, Any]) -> None:
    try:
        entities = Entities.from_json(case["entities"], Schema.parse(case["schema"]))
    except DeodarError:
        assert case["result"] == "reject"
        return
    assert (case["result"], case["count"]) == ("ok", len(entities))
    if "expr" in case:
        assert outcome(case["expr"], entities) == case["expr_result"]


def outcome(expression: str, entities: Entities) -> str:
    """What the expression comes to, in the words of the case files."""
    try:
        return json.dumps(value_to_json(evaluate(f"true && ({expression})", FIXTURE_REQUEST, entities)))
    except EvaluationError as error:
        return f"error:{error.kind}"
