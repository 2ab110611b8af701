"""The model gives the verified answer to every reference case that needs no schema."""

import json
from pathlib import Path

import pytest

from deodar import model
from deodar.model.entities import Entities
from deodar.model.request import Request

DATA = Path(__file__).parents[1] / "data" / "reference"
FIXTURE = json.loads((DATA / "evaluation-fixture.json").read_text(encoding="utf-8"))
STORE = model.entities_from_json(FIXTURE["entities"])
REQUEST = model.request_from_json(FIXTURE["request"])


def cases(name: str) -> list[dict[str, object]]:
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [case for case in map(json.loads, lines) if "schema" not in case]


def accepted(text: str) -> bool:
    try:
        model.parse_policies(text)
    except model.Refusal:
        return False
    return True


def outcome(expression: str, request: Request, store: Entities) -> str:
    """What a condition comes to, in the words of the case files."""
    text = f"permit(principal, action, resource) when {{ {expression} }};"
    if not accepted(text):
        return "error:parse"
    response = model.is_authorized(request, store, model.parse_policies(text).policies)
    errors = [f"error:{error.kind.value}" for error in response.errors]
    return errors[0] if errors else str(response.decision is model.Decision.ALLOW).lower()


@pytest.mark.parametrize("case", cases("syntax"), ids=lambda case: case["why"])
def test_a_text_is_accepted_or_rejected(case):
    assert accepted(case["policy"]) is case["accept"]


@pytest.mark.parametrize("case", cases("evaluation"), ids=lambda case: case["expr"][:60])
def test_an_expression_has_its_value_or_its_error(case):
    assert outcome(case["expr"], REQUEST, STORE) == case["result"]


@pytest.mark.parametrize("case", cases("authorization"), ids=lambda case: case["name"])
def test_a_request_gets_its_response(case):
    if case["result"] == "reject":
        assert not accepted(case["policies"])
        return
    response = model.is_authorized(REQUEST, STORE, model.parse_policies(case["policies"]).policies)
    assert response.decision.value == case["decision"].lower()
    assert response.determining_policies == set(case["reason"])
    assert {error.id: error.kind.value for error in response.errors} == case["errors"]


@pytest.mark.parametrize("case", cases("entities"), ids=lambda case: case["name"])
def test_an_entities_document_is_read_or_refused(case):
    if case["result"] == "reject":
        with pytest.raises(model.Refusal):
            model.entities_from_json(case["entities"])
        return
    store = model.entities_from_json(case["entities"])
    assert len(store) == case["count"]
    assert "expr" not in case or outcome(case["expr"], REQUEST, store) == case["expr_result"]


@pytest.mark.parametrize("case", cases("requests"), ids=lambda case: case["name"])
def test_a_request_is_read_or_refused(case):
    if case["result"] == "reject":
        with pytest.raises(model.Refusal):
            model.request_from_json(case["request"])
        return
    assert outcome(case["expr"], model.request_from_json(case["request"]), STORE) == case["result"]
