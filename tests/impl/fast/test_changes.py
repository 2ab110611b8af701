"""An authorizer that came by changes answers as one that was made at once, and the earlier ones stay as they were."""

from __future__ import annotations

from random import Random

import pytest

import deodar
from deodar.impl.fast import engine, index, indexed

ENTITIES = [
    {"uid": {"type": "Team", "id": f"t{n}"}, "attrs": {}, "parents": [{"type": "Team", "id": "t0"}] if n else []}
    for n in range(4)
] + [
    {
        "uid": {"type": "User", "id": f"u{n}"},
        "attrs": {"name": f"abc{n}", "age": n, "tags": [f"x{n}", "y"]},
        "parents": [{"type": "Team", "id": f"t{n % 4}"}],
    }
    for n in range(6)
]
STORE = deodar.Entities.from_json(ENTITIES)
SCOPES = [
    "principal, action, resource",
    'principal == User::"u{n}", action, resource',
    'principal in Team::"t{n}", action == Action::"a{n}", resource',
    'principal is User in Team::"t{n}", action in [Action::"a0", Action::"a{n}"], resource in Team::"t{n}"',
    "principal, action in [], resource",
]
CONDITIONS = [
    "",
    'when {{ principal.name == "abc{n}" }}',
    'when {{ principal.tags.contains("x{n}") && context.n > {n} }}',
    'when {{ principal.name like "a{n}*" || principal.age == {n} }}',
    'when {{ principal.name like "abc*" && resource == Team::"t{n}" }}',
    "when {{ principal.missing == {n} }}",
    'when {{ principal.name like "abc{n}*" && ip("10.0.0.{n}").isInRange(ip("10.0.0.0/8")) }}',
]
REQUESTS = [
    {
        "principal": {"type": "User", "id": f"u{n}"},
        "action": {"type": "Action", "id": f"a{n % 3}"},
        "resource": {"type": "Team", "id": f"t{n % 4}"},
        "context": {"n": n} if n else {},
    }
    for n in range(6)
]


def a_policy(random: Random, policy_id: str) -> deodar.Policy:
    scope, condition = random.choice(SCOPES), random.choice(CONDITIONS)
    effect = random.choice(("permit", "permit", "forbid"))
    return deodar.Policy.parse(f"{effect}({scope}) {condition};".format(n=random.randrange(5)), policy_id)


def told(authorizer: deodar.Authorizer) -> list[object]:
    responses = authorizer.is_authorized_batch(REQUESTS)
    return [
        (each.decision, each.reasons, [(error.policy_id, error.kind, error.message) for error in each.errors])
        for each in responses
    ]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("most_tries", [index.MOST_TRIES, 3])
def test_changes_one_after_the_other(seed: int, most_tries: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MOST_TRIES", most_tries)
    monkeypatch.setattr(index, "MOST_OWN", min(most_tries - 1, 12))
    monkeypatch.setattr(index, "MOST_TESTS", 2)
    monkeypatch.setattr(indexed, "MOST_CHANGES", 10)
    random = Random(seed)
    policies = deodar.PolicySet([a_policy(random, f"p{n}") for n in range(40)])
    authorizer = deodar.Authorizer(policies, STORE, "indexed")
    told(authorizer)
    history: list[tuple[deodar.Authorizer, deodar.PolicySet]] = []
    for round_ in range(20):
        removed = random.sample(list(policies.policies), random.randrange(3))
        # A policy that comes back has the same id and may be another one.
        names = [f"new{round_}", *removed[:1]]
        added = deodar.PolicySet([a_policy(random, name) for name in names[: random.randrange(3)]])
        policies = policies.remove(removed).add(added)
        authorizer = authorizer.with_policies(add=added, remove=removed)
        if random.randrange(3):  # changes may follow one another without a request between them
            assert told(authorizer) == told(deodar.Authorizer(policies, STORE, "interpreted"))
        history.append((authorizer, policies))
    for before, then in history[::5]:
        assert told(before) == told(deodar.Authorizer(then, STORE, "interpreted"))


def test_changes_without_a_request_between_them_are_made_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_LATE", 3)
    authorizer = deodar.Authorizer("permit(principal, action, resource);", STORE, "indexed")
    told(authorizer)
    for n in range(9):
        one = deodar.PolicySet([deodar.Policy.parse("permit(principal, action, resource);", f"p{n}")])
        authorizer = authorizer.with_policies(add=one)
    assert authorizer.is_authorized(REQUESTS[0]).reasons == (*(f"p{n}" for n in range(9)), "policy0")


def test_links_are_added_to_a_template() -> None:
    text = "permit(principal == ?principal, action, resource) when { principal.age > 0 };"
    policies = deodar.PolicySet.parse(text).link("policy0", "first", {"?principal": 'User::"u1"'})
    for back_end in ("auto", "indexed", "inlined", "interpreted"):
        first = deodar.Authorizer(policies, STORE, back_end)
        assert first.is_authorized(REQUESTS[1]).reasons == ("first",)
        second = first.with_links(
            [("policy0", "second", {"?principal": 'User::"u2"'}), ("policy0", "third", {"?principal": 'User::"u2"'})]
        )
        assert second.is_authorized(REQUESTS[2]).reasons == ("second", "third")
        assert second.is_authorized(REQUESTS[1]).reasons == ("first",)
        assert first.is_authorized(REQUESTS[2]).reasons == ()
        assert second.policies.links["third"].template_id == "policy0"
        gone = second.with_policies(remove=["policy0", "first", "second", "third"])
        assert [gone.is_authorized(request).reasons for request in REQUESTS] == [()] * len(REQUESTS)


def test_links_to_a_template_that_came_later_or_has_none_yet() -> None:
    template = deodar.PolicySet([deodar.Template.parse("permit(principal in ?principal, action, resource);", "t")])
    authorizer = deodar.Authorizer(deodar.PolicySet(), STORE, "indexed").with_policies(add=template)
    linked = authorizer.with_links([("t", f"l{n}", {"?principal": f'Team::"t{n}"'}) for n in range(3)])
    assert linked.is_authorized(REQUESTS[1]).reasons == ("l0", "l1")
    assert repr(linked) == "<Authorizer: 3 policies, 10 entities>"


BAD_LINKS: list[tuple[str, str, dict[str, str]]] = [
    ("policy1", "bad", {}),
    ("policy0", "good", {"?principal": 'User::"u1"'}),
    ("policy0", "bad", {}),
]


def test_a_link_that_cannot_be_made_makes_none() -> None:
    authorizer = deodar.Authorizer("permit(principal == ?principal, action, resource);", STORE)
    good = ("policy0", "good", {"?principal": 'User::"u1"'})
    for bad in BAD_LINKS:
        with pytest.raises(deodar.LinkError):
            authorizer.with_links([good, bad])
    assert not authorizer.policies.links


def test_entities_change_between_changes_of_policies() -> None:
    authorizer = deodar.Authorizer(
        'permit(principal, action, resource) when { principal.name == "n" };', STORE, "indexed"
    )
    assert authorizer.is_authorized(REQUESTS[1]).reasons == ()
    altered = {**ENTITIES[5], "attrs": {"name": "n"}}
    more = deodar.PolicySet([deodar.Policy.parse("permit(principal is User, action, resource);", "more")])
    changed = authorizer.with_policies(add=more).with_entities(upsert=[altered]).with_policies(remove=["more"])
    assert changed.is_authorized(REQUESTS[1]).reasons == ("policy0",)
    assert authorizer.is_authorized(REQUESTS[1]).reasons == ()
