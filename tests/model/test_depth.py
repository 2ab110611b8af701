"""Deeply nested documents: the model gives the right answer or refuses them."""

import sys

import pytest

from deodar import model

ALICE = {"type": "User", "id": "alice"}
REQUEST = model.request_from_json({"principal": ALICE, "action": ALICE, "resource": ALICE})
STORE = model.entities_from_json([])


def decision(condition):
    policies = model.parse_policies(f"permit(principal, action, resource) when {{ {condition} }};")
    return model.is_authorized(REQUEST, STORE, policies.policies).decision.value


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param("(" * 10_000 + "true" + ")" * 10_000, id="10,000 parentheses"),
        pytest.param("!(" * 1_000 + "true" + ")" * 1_000, id="1,000 negations"),
        pytest.param("+".join(["1"] * 3_000) + " == 3000", id="3,000 additions"),
        pytest.param(" && ".join(["true"] * 20_000), id="20,000 conjunctions"),
        pytest.param("[" * 1_000 + "]" * 1_000 + " != 1", id="1,000 sets in each other"),
    ],
)
def test_a_deep_condition_is_decided(condition):
    assert decision(condition) == "allow"


def test_the_recursion_limit_is_the_callers_again_afterwards():
    before = sys.getrecursionlimit()
    assert decision("!(" * 1_000 + "true" + ")" * 1_000) == "allow"
    assert sys.getrecursionlimit() == before


@pytest.mark.no_cover  # for its length
def test_a_condition_without_end_is_refused():
    with pytest.raises(model.Refusal) as refusal:
        decision(" && ".join(["true"] * 200_000))
    assert refusal.value.kind == "nested-too-deep"


def test_a_policy_as_deep_as_text_allows_is_written_and_read_back():
    policies = model.parse_policies(f"permit(principal, action, resource) when {{ {' && '.join(['true'] * 1_500)} }};")
    again = model.policies_from_json(model.policies_to_json(policies))
    assert model.is_authorized(REQUEST, STORE, again.policies).decision.value == "allow"


@pytest.mark.parametrize(
    "document",
    [
        pytest.param("[" * 10_000 + "]" * 10_000, id="10,000 arrays"),
        pytest.param("[" * 1_000_000, id="a million arrays that do not end"),
        pytest.param('{"a":' * 10_000 + "1" + "}" * 10_000, id="10,000 objects"),
    ],
)
def test_a_deep_entities_document_is_refused(document):
    with pytest.raises(model.Refusal):
        model.entities_from_json(document)


def test_the_error_of_a_deep_evaluation_is_its_own():
    x = model.parse_expression("!(" * 1_000 + "1" + ")" * 1_000)
    with pytest.raises(model.EvaluationError) as error:
        model.evaluate(x, REQUEST, STORE)
    assert error.value.kind is model.ErrorKind.TYPE
