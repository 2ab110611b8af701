"""Decisions, reasons and errors; snapshots; threads; policies nested beyond every stack."""

from __future__ import annotations

import copy
import pickle
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

import deodar
from deodar.impl import deep
from deodar.impl.expr import ActionScope, Condition, Literal, Not, PolicyBody, PrincipalOrResourceScope
from deodar.impl.policy_set import Policy, PolicySet

ENTITIES: list[dict[str, object]] = [
    {"uid": {"type": "User", "id": "alice"}, "attrs": {"age": 30}, "parents": [{"type": "Team", "id": "staff"}]},
    {"uid": {"type": "Photo", "id": "p"}, "attrs": {}, "parents": [{"type": "Album", "id": "trip"}]},
    {"uid": {"type": "Action", "id": "view"}, "attrs": {}, "parents": [{"type": "Action", "id": "read"}]},
]


def asked(**parts: str) -> dict[str, object]:
    """Alice wants to view the photo, unless `parts` say otherwise."""
    return {"principal": 'User::"alice"', "action": 'Action::"view"', "resource": 'Photo::"p"', **parts}


SCOPES = [
    pytest.param("principal, action, resource", True, id="no constraint"),
    pytest.param('principal == User::"alice", action, resource', True, id="this principal"),
    pytest.param('principal == User::"bob", action, resource', False, id="another principal"),
    pytest.param('principal in Team::"staff", action, resource', True, id="principal in its team"),
    pytest.param('principal in User::"alice", action, resource', True, id="principal in itself"),
    pytest.param('principal in Team::"guests", action, resource', False, id="principal not in the team"),
    pytest.param("principal is User, action, resource", True, id="a type"),
    pytest.param("principal is NS::User, action, resource", False, id="a type of another namespace"),
    pytest.param('principal is User in Team::"staff", action, resource', True, id="a type in a team"),
    pytest.param('principal is User in Team::"guests", action, resource', False, id="a type not in the team"),
    pytest.param('principal is Bot in Team::"staff", action, resource', False, id="another type in the team"),
    pytest.param('principal, action == Action::"view", resource', True, id="this action"),
    pytest.param('principal, action == Action::"read", resource', False, id="a group of actions, by =="),
    pytest.param('principal, action in Action::"read", resource', True, id="a group of actions"),
    pytest.param('principal, action in [Action::"edit", Action::"view"], resource', True, id="one of two actions"),
    pytest.param('principal, action in [Action::"edit", Action::"add"], resource', False, id="neither of two actions"),
    pytest.param("principal, action in [], resource", False, id="no action at all"),
    pytest.param('principal, action, resource == Photo::"p"', True, id="this resource"),
    pytest.param('principal, action, resource in Album::"trip"', True, id="resource in its album"),
    pytest.param('principal, action, resource in Album::"work"', False, id="resource not in the album"),
    pytest.param("principal, action, resource is Photo", True, id="a type of resource"),
    pytest.param('principal, action, resource is Photo in Album::"trip"', True, id="a type in an album"),
    pytest.param('principal, action, resource is Video in Album::"trip"', False, id="another type in the album"),
    pytest.param('principal is User, action == Action::"view", resource is Photo', True, id="all three"),
    pytest.param('principal is User, action == Action::"view", resource is Video', False, id="two of three"),
    pytest.param("principal is Bot, action, resource is Photo", False, id="one of two"),
]


@pytest.mark.parametrize(("scope", "matches"), SCOPES)
def test_scopes(scope: str, matches: bool) -> None:
    response = deodar.is_authorized(asked(), f"permit({scope}); permit({scope}) when {{ 1 }};", ENTITIES)
    assert response.reasons == (("policy0",) if matches else ())
    assert [error.policy_id for error in response.errors] == (["policy1"] if matches else [])


def test_a_forbid_wins_and_errors_are_told_whatever_the_decision() -> None:
    policies = """
        permit(principal, action, resource);
        forbid(principal, action, resource) when { principal.agee > 18 };
        forbid(principal, action, resource) when { principal.age > 18 };
        forbid(principal, action, resource) unless { principal.age > 18 };
        permit(principal, action, resource) when { resource.size > 1 };
    """
    response = deodar.is_authorized(asked(), policies, ENTITIES)
    assert response.decision is deodar.Decision.DENY
    assert response.reasons == ("policy2",)
    assert [(error.policy_id, error.kind) for error in response.errors] == [
        ("policy1", "entity-attr-missing"),
        ("policy4", "entity-attr-missing"),
    ]
    first, second = response.errors
    assert first.message == 'the entity `User::"alice"` has no attribute `agee`; did you mean `age`?'
    assert second.message == (
        'the entity `Photo::"p"` has no attribute `size`; guard optional attributes and tags with `has`'
    )
    assert first.place is not None
    assert policies[slice(*first.place)] == "principal.agee"


def test_ids_are_sorted() -> None:
    policies = "permit(principal, action, resource);" * 12
    reasons = deodar.is_authorized(asked(), policies, []).reasons
    assert reasons == tuple(sorted(f"policy{n}" for n in range(12)))


def test_links_are_evaluated_and_templates_are_not() -> None:
    policies = deodar.PolicySet.parse("permit(principal == ?principal, action, resource) when { principal.age > 1 };")
    assert deodar.is_authorized(asked(), policies, ENTITIES).decision == "deny"
    linked = policies.link("policy0", "bob", {"?principal": 'User::"bob"'})
    linked = linked.link("policy0", "alice", {"?principal": 'User::"alice"'})
    assert deodar.is_authorized(asked(), linked, ENTITIES).reasons == ("alice",)


def test_a_response_is_a_value() -> None:
    policies = "permit(principal, action, resource); permit(principal, action, resource) when { 1 };"
    response, again = (deodar.is_authorized(asked(), policies, ENTITIES) for _ in range(2))
    assert response == again
    assert hash(response) == hash(again)
    assert response.errors[0] != "policy1"
    assert str(response.decision) == "allow"
    assert repr(response.errors[0]) == (
        "PolicyError(policy_id='policy1', kind='type', message='expected a bool, found long')"
    )


def test_a_response_does_not_keep_the_evaluation_alive() -> None:
    response = deodar.is_authorized(asked(), "permit(principal, action, resource) when { context.x };", ENTITIES)
    (error,) = response.errors
    assert error._failure.__traceback__ is None


def test_a_response_is_copied_with_its_messages() -> None:
    response = deodar.is_authorized(asked(), "permit(principal, action, resource) when { context.x };", ENTITIES)
    assert pickle.loads(pickle.dumps(response)) == response
    assert copy.deepcopy(response).errors[0].message == response.errors[0].message


def test_an_error_in_a_policy_from_json_has_no_place() -> None:
    policies = deodar.PolicySet.parse("permit(principal, action, resource) when { 1 };")
    response = deodar.is_authorized(asked(), deodar.PolicySet.from_json(policies.to_json()), ENTITIES)
    assert [error.place for error in response.errors] == [None]


REQUESTS: list[Mapping[str, object]] = [asked(), asked(principal='User::"bob"'), {}]


def test_an_invalid_request_is_no_deny() -> None:
    authorizer = deodar.Authorizer("permit(principal, action, resource);", ENTITIES)
    with pytest.raises(deodar.RequestError):
        authorizer.is_authorized({})
    with pytest.raises(deodar.RequestError):
        authorizer.is_authorized_batch(REQUESTS)
    responses = authorizer.is_authorized_batch(REQUESTS[:2])
    assert [response.decision for response in responses] == [deodar.Decision.ALLOW] * 2


def test_requests_as_text_and_ready_made() -> None:
    authorizer = deodar.Authorizer("permit(principal, action, resource) when { context.ok };")
    request = deodar.Request('User::"alice"', 'Action::"view"', 'Photo::"p"', {"ok": True})
    assert authorizer.is_authorized(request).decision == "allow"
    assert authorizer.is_authorized(request.to_json()).decision == "allow"
    assert repr(authorizer) == "<Authorizer: 1 policies, 0 entities>"


def test_snapshots_of_policies() -> None:
    first = deodar.Authorizer("permit(principal, action, resource);", ENTITIES)
    forbid = PolicySet(
        [Policy("never", deodar.PolicySet.parse("forbid(principal, action, resource);").policies["policy0"].body)]
    )
    second = first.with_policies(add=forbid)
    third = second.with_policies(remove=["policy0"], add="permit(principal, action, resource);")
    fourth = third.with_policies(remove=["never"])
    responses = [authorizer.is_authorized(asked()) for authorizer in (first, second, third, fourth)]
    assert [(str(response.decision), response.reasons) for response in responses] == [
        ("allow", ("policy0",)),
        ("deny", ("never",)),
        ("deny", ("never",)),
        ("allow", ("policy0",)),
    ]


def test_snapshots_of_entities() -> None:
    policies = 'permit(principal in Team::"staff", action, resource) when { principal.age > 17 };'
    first = deodar.Authorizer(policies, deodar.Entities.from_json(ENTITIES))
    younger = [{**ENTITIES[0], "attrs": {"age": 7}}]
    second = first.with_entities(upsert=younger)
    third = first.with_entities(remove=['User::"alice"'])
    fourth = third.with_entities(upsert=ENTITIES[:1])
    decisions = [str(authorizer.is_authorized(asked()).decision) for authorizer in (first, second, third, fourth)]
    assert decisions == ["allow", "deny", "deny", "allow"]
    with pytest.raises(deodar.EntitiesError):
        first.with_entities(upsert=[{}])


def test_one_authorizer_serves_many_threads() -> None:
    policies = """
        permit(principal, action, resource) when { principal in Group::"99" };
        permit(principal, action, resource) when { principal.n + 9223372036854775800 > 0 };
    """
    entities = [
        {"uid": {"type": "User", "id": str(n)}, "attrs": {"n": n}, "parents": [{"type": "Group", "id": str(n % 10)}]}
        for n in range(100)
    ] + [
        {"uid": {"type": "Group", "id": str(n)}, "attrs": {}, "parents": [{"type": "Group", "id": str(n + 1)}]}
        for n in range(100)
    ]
    requests = [asked(principal=f'User::"{n % 100}"') for n in range(2_000)]
    alone = deodar.Authorizer(policies, entities).is_authorized_batch(requests)
    shared = deodar.Authorizer(policies, entities)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            together = list(threads.map(shared.is_authorized, requests))
    finally:
        sys.setswitchinterval(interval)
    assert together == alone
    assert {len(response.errors) for response in together} == {0, 1}


def nested(levels: int) -> PolicySet:
    """One policy whose condition is `true` under so many `!`."""
    body: Literal | Not = Literal(-1, -1, True)
    for _ in range(levels):
        body = Not(-1, -1, body)
    everyone = PrincipalOrResourceScope("all")
    conditions = (Condition(-1, -1, "when", body),)
    return PolicySet(
        [Policy("deep", PolicyBody(-1, -1, "permit", everyone, ActionScope("all"), everyone, conditions, ()))]
    )


def test_a_policy_deeper_than_the_stack_is_evaluated() -> None:
    assert deodar.is_authorized(asked(), nested(10_000), []).decision == "allow"
    assert deodar.is_authorized(asked(), nested(10_001), []).reasons == ()


def test_a_policy_too_deep_to_be_made_into_code_errs() -> None:
    response = deodar.is_authorized(asked(), nested(1_000_000), [])
    assert response.decision == "deny"
    assert [(error.kind, error.place) for error in response.errors] == [("recursion-limit", None)]
    assert response.errors[0].message == "the expression is nested too deeply to be evaluated"


def test_a_policy_too_deep_to_run_errs(monkeypatch: pytest.MonkeyPatch) -> None:
    authorizer = deodar.Authorizer(nested(10_000))
    monkeypatch.setattr(deep, "RECURSION_LIMIT", sys.getrecursionlimit())
    response = authorizer.is_authorized(asked())
    assert response.decision == "deny"
    assert [error.kind for error in response.errors] == ["recursion-limit"]
