"""Every reference case of evaluation, authorization, entities and requests that needs no schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import deodar
from deodar.impl.value_to_json import value_to_json

REFERENCE = Path(__file__).parent.parent / "data" / "reference"


def cases(name: str) -> list[dict[str, object]]:
    """The cases of a file that need no schema."""
    lines = (REFERENCE / name).read_text().splitlines()
    return [case for case in map(json.loads, lines) if "schema" not in case]


FIXTURE = json.loads((REFERENCE / "evaluation-fixture.json").read_text())
REQUEST = deodar.Request.from_json(FIXTURE["request"])
ENTITIES = deodar.Entities.from_json(FIXTURE["entities"])


def outcome(expression: object, request: deodar.Request, entities: deodar.Entities) -> str:
    """What a policy with this condition comes to, in the words of the case files."""
    assert isinstance(expression, str)
    try:
        value = deodar.evaluate(f"true && ({expression})", request, entities)
    except deodar.PolicyParseError:
        return "error:parse"
    except deodar.EvaluationError as error:
        return f"error:{error.kind}"
    return json.dumps(value_to_json(value))


@pytest.mark.parametrize("block", range(0, 3725, 125))
def test_evaluation(block: int) -> None:
    """Blocks of cases, as a test for each would take longer than the cases."""
    told = cases("evaluation.jsonl")[block : block + 125]
    assert len(told) == min(125, 3725 - block)
    found = [(case["expr"], outcome(case["expr"], REQUEST, ENTITIES)) for case in told]
    assert found == [(case["expr"], case["result"]) for case in told]


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case["name"])) for case in cases("authorization.jsonl")])
def test_authorization(case: dict[str, object]) -> None:
    policies = case["policies"]
    assert isinstance(policies, str)
    if case["result"] == "reject":
        with pytest.raises(deodar.PolicyParseError):
            deodar.PolicySet.parse(policies)
        return
    response = deodar.is_authorized(REQUEST, policies, ENTITIES)
    assert response.decision.value == str(case["decision"]).lower()
    assert list(response.reasons) == case["reason"]
    assert {error.policy_id: error.kind for error in response.errors} == case["errors"]


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case["name"])) for case in cases("entities.jsonl")])
def test_entities(case: dict[str, object]) -> None:
    if case["result"] == "reject":
        with pytest.raises(deodar.EntitiesError) as refused:
            deodar.Entities.from_json(case["entities"])
        assert refused.value.findings[0].span is not None
        return
    entities = deodar.Entities.from_json(case["entities"])
    assert len(entities) == case["count"]
    assert deodar.Entities.from_json(entities.to_json()) == entities
    if "expr" in case:
        assert outcome(case["expr"], REQUEST, entities) == case["expr_result"]


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case["name"])) for case in cases("requests.jsonl")])
def test_requests(case: dict[str, object]) -> None:
    if case["result"] == "reject":
        with pytest.raises(deodar.RequestError):
            deodar.Request.from_json(case["request"])
        return
    request = deodar.Request.from_json(case["request"])
    assert outcome(case["expr"], request, ENTITIES) == case["result"]
    assert deodar.Request.from_json(request.to_json()) == request
    assert deodar.Request.from_json(json.dumps(request.to_json())) == request
