"""What a counterexample shows is what was tried: texts parse to its policies, and each has the fate it is given."""

from __future__ import annotations

import pytest

from deodar.model import entities_from_json, parse_policies
from deodar.model.authorizer import outcome
from deodar.model.error import ErrorKind
from deodar.proofs.counterexample import Counterexample
from deodar.proofs.program import Program
from deodar.proofs.situation import ENTITIES, ENTITIES_JSON, FAILURES, FATES, REQUEST, UNSATISFIED, Situation

SITUATION = Situation(Program())


@pytest.mark.parametrize("fate", [pytest.param(each, id=each.text) for each in FATES])
@pytest.mark.parametrize("effect", ["permit", "forbid"])
def test_text_parses_to_the_policy_that_it_shows(fate: object, effect: str) -> None:
    policy = SITUATION.policy("policy0", effect, fate)  # type: ignore[arg-type]  # one of FATES
    assert parse_policies(SITUATION.policy_to_text(policy)).policies == (policy,)


def test_a_policy_without_condition_parses_too() -> None:
    policy = SITUATION.policy("policy0", "permit", None)
    assert parse_policies(SITUATION.policy_to_text(policy)).policies == (policy,)


@pytest.mark.parametrize("kind", list(ErrorKind))
def test_every_kind_of_error_can_be_brought_about(kind: ErrorKind) -> None:
    result = outcome(SITUATION.policy("policy0", "permit", FAILURES[kind]), REQUEST, ENTITIES)
    assert (result.satisfied, result.error) == (False, kind)


@pytest.mark.parametrize(
    ("fate", "satisfied"),
    [
        pytest.param(None, True, id="without a condition it is satisfied"),
        pytest.param(UNSATISFIED, False, id="with a false condition it is not"),
    ],
)
def test_a_policy_is_satisfied_or_not(fate: object, satisfied: bool) -> None:
    result = outcome(SITUATION.policy("policy0", "forbid", fate), REQUEST, ENTITIES)  # type: ignore[arg-type]
    assert (result.satisfied, result.error) == (satisfied, None)


def test_entities_are_those_that_are_shown() -> None:
    assert entities_from_json(ENTITIES_JSON) == ENTITIES


def test_counterexample_reads_as_policies_entities_and_request() -> None:
    policies = (SITUATION.policy("p", "permit", None), SITUATION.policy("q", "forbid", FAILURES[ErrorKind.OVERFLOW]))
    shown = Counterexample(SITUATION, {"req": REQUEST, "es": ENTITIES, "policies": policies}).to_cedar(Program())
    assert shown == (
        "policies:\n"
        "  permit(principal, action, resource);  // p\n"
        "  forbid(principal, action, resource) when { 9223372036854775807 + 1 };  // q\n"
        'entities: [{"uid": {"type": "User", "id": "alice"}, "attrs": {}, "parents": []}]\n'
        'request:  User::"alice", Action::"view", Photo::"beach.jpg", context {}\n'
        "answer to `policies`: allow; determining: p; erroring: q"
    )
