"""Generated code and the index answer as the plain evaluator does, for every construct and every way to a policy."""

# ruff: noqa: E501 - an entity or a condition stands on one line here

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import deodar
from deodar.impl.fast import engine, heads, index, indexed, inline, known, plain, respond
from deodar.impl.fast.row import Conditions, Row
from deodar.impl.frame import Frame

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
CASES: list[dict[str, Any]] = [
    case
    for case in map(json.loads, (REFERENCE / "evaluation.jsonl").read_text("utf-8").splitlines())
    if case["result"] != "error:parse"
]
FIXTURE: dict[str, Any] = json.loads((REFERENCE / "evaluation-fixture.json").read_text("utf-8"))
BACK_ENDS = ("interpreted", "inlined", "indexed")
PERMIT = "permit(principal, action, resource)"


def told(response: deodar.Response) -> tuple[object, ...]:
    errors = [(error.policy_id, error.kind, error.message, error.place) for error in response.errors]
    return response.decision, response.reasons, errors


def alike(policies: deodar.PolicySet | str, entities: object, *requests: object) -> tuple[object, ...]:
    """What all ways tell of the last request. Each is asked twice: what is remembered of the first time must not matter."""
    read = deodar.PolicySet.parse(policies) if isinstance(policies, str) else policies
    authorizers = [deodar.Authorizer(read, entities, back_end) for back_end in BACK_ENDS]
    expected: tuple[object, ...] = ()
    for asked in (*requests, *requests):
        expected, *others = [told(each.is_authorized(asked)) for each in authorizers]  # type: ignore[arg-type]  # any form
        assert others == [expected, expected]
    return expected


@pytest.mark.parametrize("block", range(0, len(CASES), 200))
def test_every_expression_of_the_reference_is_worth_the_same(block: int) -> None:
    store, request = deodar.Entities.from_json(FIXTURE["entities"]), deodar.Request.from_json(FIXTURE["request"])
    for case in CASES[block : block + 200]:
        alike(f"{PERMIT} when {{ {case['expr']} }};", store, request)


ENTITIES = [
    {"uid": {"type": "Team", "id": "all"}, "attrs": {}, "parents": []},
    {"uid": {"type": "Team", "id": "core"}, "attrs": {}, "parents": [{"type": "Team", "id": "all"}]},
    {
        "uid": {"type": "User", "id": "a"},
        "attrs": {
            "name": "abc", "age": 30, "big": 2**62, "flag": True, "tags": ["x", "y", 1], "boss": {"__entity": {"type": "User", "id": "b"}},
            "when": {"__extn": {"fn": "datetime", "arg": "2024-01-01"}}, "rec": {"n": 1, "s": "t"},
        },
        "parents": [{"type": "Team", "id": "core"}],
    },
    {"uid": {"type": "User", "id": "b"}, "attrs": {"name": "b"}, "parents": []},
    {"uid": {"type": "Folder", "id": "root"}, "attrs": {}, "parents": []},
    {"uid": {"type": "Folder", "id": "in"}, "attrs": {}, "parents": [{"type": "Folder", "id": "root"}]},
    {"uid": {"type": "Doc", "id": "d"}, "attrs": {"owner": {"__entity": {"type": "User", "id": "a"}}, "size": 3}, "parents": [{"type": "Folder", "id": "in"}]},
    {"uid": {"type": "Action", "id": "view"}, "attrs": {}, "parents": [{"type": "Action", "id": "read"}]},
]  # fmt: skip
STORE = deodar.Entities.from_json(ENTITIES)


def request(principal: str = "a", action: str = "view", resource: str = "d", **context: object) -> dict[str, object]:
    return {
        "principal": {"type": "User", "id": principal},
        "action": {"type": "Action", "id": action},
        "resource": {"type": "Doc", "id": resource},
        "context": context,
    }


REQUESTS = [
    request(),
    request(hour=3, text="abc", flag=True),
    request("b", hour=2**40),
    request("nobody", "read", "nothing", hour=True),
    request(action="edit", hour="3"),
]
SCOPES = [
    "principal, action, resource",
    'principal == User::"a", action, resource',
    'principal in Team::"all", action in [Action::"read", Action::"edit"], resource in Folder::"root"',
    'principal in Team::"core", action == Action::"view", resource',
    'principal, action == Action::"read", resource in Folder::"in"',
    'principal is User, action in Action::"read", resource is Doc in Folder::"in"',
    'principal is Team, action, resource == Doc::"d"',
    'principal, action in [Action::"view", Action::"read"], resource',
    'principal, action in [], resource',
]  # fmt: skip
CONDITIONS = [
    "",
    'when { principal.name == "abc" }',
    'when { "abc" == principal.name && principal.age > 29 }',
    'when { principal.age == 30 }',
    'when { principal.flag == true && principal.rec.n == 1 }',
    'when { principal.missing == "x" && principal.name == "abc" }',
    'when { principal.tags.contains("x") }',
    'when { principal.tags.contains(1) && resource.size < 4 }',
    'when { principal.tags.contains(true) || false }',
    'when { principal.name.contains("x") }',
    'when { principal.name like "ab*" }',
    'when { principal.name like "*bc" }',
    'when { principal.name like "a*c" }',
    'when { principal.age like "ab*" }',
    'when { principal has boss && principal.boss == User::"b" }',
    'when { principal has boss && principal.boss has name && principal.boss.name == "b" }',
    'when { principal.boss has nothing }',
    'when { context has hour && context.hour >= 3 }',
    'when { context.hour >= 3 && principal.name == "abc" }',
    'when { 3 <= context.hour && principal.name == "zzz" }',
    'when { context.flag }',
    'when { context has flag && context.flag && context has text && context.text == "abc" }',
    'when { principal.age + resource.size * 2 > 35 }',
    'when { principal.big + principal.big > 0 }',
    'when { principal.big * 2 + 1 < 5 }',
    'when { principal.big * 4 > 0 }',
    'when { -principal.age < 0 && -(principal.age) == -30 }',
    'when { principal in Team::"all" }',
    'when { resource in Folder::"root" && principal.age > 3 }',
    'when { principal.age > 3 && principal in Team::"core" }',
    'when { principal in [Team::"all", Team::"x"] }',
    'when { principal in [Team::"all", 1] }',
    'when { principal in resource.owner }',
    'when { resource.owner in Team::"core" }',
    'when { resource.owner in [Team::"core"] }',
    'when { resource.owner in resource.size }',
    'when { resource.size in Team::"core" }',
    'when { principal is User && resource is Doc }',
    'when { resource.owner is User }',
    'when { resource.size is User }',
    'when { if principal.flag then resource.size == 3 else context.flag }',
    'when { (if context has hour then principal.name else 1) == "abc" }',
    'when { (if context has hour then principal else principal) == User::"a" }',
    'when { !(principal.flag) || !context.flag }',
    'when { principal.tags.containsAll(["x", "y"]) && principal.tags.containsAny([1, 2]) && !principal.tags.isEmpty() }',
    'when { principal.tags.containsAll(principal.age) }',
    'when { principal.rec == {n: 1, s: "t"} }',
    'when { principal.when == datetime("2024-01-01") }',
    'when { principal.when < datetime("2025-01-01") }',
    'when { principal.age != 30 || principal.flag != true || principal.flag != 1 }',
    'when { principal.age == principal.flag || 1 == true }',
    'when { context == {hour: 3} }',
    'when { principal is User in Team::"all" }',
    'when { action in Action::"read" }',
    'when { action == Action::"view" && action has x }',
    'when { {a: principal}.a == principal }',
    'when { [principal].contains(principal) }',
    'when { principal.hasTag("t") }',
    'unless { principal.flag } when { resource.size == 3 }',
    'when { principal.name } ',
    'when { 1 }',
    'when { principal.name == "abc" && principal.name == "abc" && principal.name == "abc" && principal.name == "abc" && '
    'principal.name == "abc" && principal.name == "abc" && principal.name == "abc" && principal.name == "abc" && '
    'principal.name == "abc" && principal.age == 30 }',
]  # fmt: skip


@pytest.mark.parametrize("condition", CONDITIONS)
def test_each_condition_in_each_scope(condition: str) -> None:
    policies = "".join(f"permit({scope}) {condition};" for scope in SCOPES) + f"forbid({SCOPES[0]}) {condition};"
    alike(policies, STORE, *REQUESTS, *map(deodar.Request.from_json, REQUESTS))


def test_many_policies_of_each_form() -> None:
    """Each form many times with other literals, so that leaves have bunches, and bunches have loops."""
    conditions = [
        'when { principal.name == "abc%d" || resource.size > %d }',
        "when { resource.size * %d + %d > principal.age + 2 }",
        'when { principal.name like "*c%d" || principal.missing > %d }',
        "when { principal.tags.contains(%d) || %d > 3 }",
        "when { principal.big + %d > %d }",
        "when { %d < 3 || %d < 3 }",
        "when { context.hour + %d > %d }",
        "when { principal.name + %d > %d }",
    ]
    texts = [f"{PERMIT} {form % (n, n)};" for n in range(6) for form in conditions]
    alike("".join(texts), STORE, *REQUESTS)


def test_all_conditions_in_one_set() -> None:
    policies = "".join(f"permit({scope}) {condition};" for scope in SCOPES[:3] for condition in CONDITIONS)
    alike(policies, STORE, *REQUESTS)


def test_a_large_condition_is_left_to_the_plain_evaluator() -> None:
    condition = " && ".join(["principal.age == 30"] * 60)
    decision, *_ = alike(f"{PERMIT} when {{ {condition} || false }};", STORE, *REQUESTS[1:], request())
    assert decision == "allow"


def test_a_request_may_name_its_entities_in_any_form() -> None:
    for principal in (
        'User::"a"',
        deodar.EntityUID("User", "a"),
        {"__entity": {"type": "User", "id": "a"}},
        {"type": "User", "id": "a", "more": 1},
    ):
        decision, *_ = alike(f"{PERMIT} when {{ principal.age == 30 }};", STORE, {**request(), "principal": principal})
        assert decision == "allow"


def test_a_request_may_be_text() -> None:
    text = json.dumps(request(hour=3))
    assert alike(f"{PERMIT} when {{ context.hour == 3 }};", STORE, text)[0] == "allow"


def test_responses_are_remembered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(respond, "MOST_RESPONSES", 0)
    monkeypatch.setattr(inline, "MOST_RESPONSES", 0)
    assert alike(f"{PERMIT}; {PERMIT};", STORE, request())[0] == "allow"


def test_policies_that_are_keyed_in_too_many_ways_are_looked_at() -> None:
    texts = [f'{PERMIT} when {{ principal.a{n} == "x" || principal has a{n} }};' for n in range(index.MOST_TESTS + 5)]
    texts += [f'{PERMIT} when {{ principal has a{n} && principal.a{n} == "x" }};' for n in range(index.MOST_TRIES + 5)]
    texts += [f"{PERMIT} when {{ principal has name }};"]
    decision, reasons, errors = alike("".join(texts), STORE, request())
    assert decision == "allow"
    assert reasons == (f"policy{index.MOST_TESTS + index.MOST_TRIES + 10}",)
    assert len(errors) == index.MOST_TESTS + 5  # type: ignore[arg-type]  # the last element is a list


def test_links_that_the_plain_evaluator_decides_share_what_is_made_of_their_conditions() -> None:
    template = 'permit(principal == ?principal, action, resource) when { principal.hasTag("x") || context.n > 1 };'
    policies = deodar.PolicySet.parse(template)
    for n in ("a", "b"):
        policies = policies.link("policy0", n, {"?principal": f'User::"{n}"'})
    shared = Conditions(policies.template("policy0").body.conditions, are_shared=True)
    rows = [Row(each.id, each.body, shared) for each in policies]
    index.Index(rows, STORE)
    assert all(row.conditions is shared for row in rows)


def test_a_policy_that_the_plain_evaluator_decides_keeps_no_forms_but_its_code() -> None:
    row = Row("p", deodar.Policy.parse(f'{PERMIT} when {{ principal.hasTag("x") }};').body)
    index.Index([row], STORE)
    conditions = row.conditions
    code = conditions.code
    index.Index([row], STORE)
    assert row.conditions is conditions
    assert conditions.code is code
    assert conditions.operands is None


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "MOST_REMEMBERED", 0)
    monkeypatch.setattr(engine, "MOST_PLANS", 0)
    monkeypatch.setattr(engine, "MOST_LINES", 0)
    monkeypatch.setattr(respond, "MOST_RESPONSES", 0)
    monkeypatch.setattr(inline, "MOST_RESPONSES", 0)
    policies = "".join(f"permit({scope}) {condition};" for scope in SCOPES for condition in CONDITIONS[:9])
    alike(policies, STORE, *REQUESTS)


def test_a_group_leads_to_the_policies_of_all_its_members() -> None:
    """What several nodes of a trie lead to is one node, at leaves and above."""
    policies = "".join(
        f'permit(principal in Team::"{team}", action, resource{rest});'
        for team in ("all", "core")
        for rest in ("", ' in Folder::"root"', ' in Folder::"in"', ' == Doc::"d"')
    ) + "".join(
        f'permit(principal in Team::"{team}", action, resource) when {{ principal.name like "{start}*" }};'
        for team in ("all", "core", "none")
        for start in ("a", "ab", "x")
    )
    policies += "".join(
        f'permit(principal in Team::"{team}", action, resource) when {{ context.text like "{start}*" }};'
        for team in ("all", "core", "none")
        for start in ("a", "ab", "x")
    )
    _, reasons, _ = alike(policies, STORE, request(text="abc"))
    assert len(reasons) == 8 + 4 + 4  # type: ignore[arg-type]  # it is a tuple


ROLES = [
    "permit(principal in Team::\"core\", action in [Action::\"read\", Action::\"view\"], resource in Folder::\"in\");",
    "permit(principal in Team::\"all\", action == Action::\"edit\", resource in Folder::\"root\");",
    "forbid(principal in Team::\"all\", action == Action::\"view\", resource in Folder::\"root\");",
    "permit(principal in User::\"nobody\", action in [], resource in Doc::\"nothing\");",
    "permit(principal in User::\"nobody\", action in [Action::\"read\"], resource in Doc::\"nothing\");",
    "permit(principal in User::\"b\", action in [Action::\"read\"], resource in Folder::\"elsewhere\");",
]  # fmt: skip
EACH_REQUEST = [
    request(principal, action, resource)
    for principal in ("a", "b", "nobody")
    for action in ("view", "read", "edit", "view")
    for resource in ("d", "nothing")
]


@pytest.mark.parametrize("bits", [heads.MOST_BITS, 1])
@pytest.mark.parametrize(
    "others",
    [
        pytest.param("", id="alone"),
        pytest.param(f'{PERMIT} when {{ principal.name == "abc" }};', id="beside policies about the principal"),
        pytest.param(f'{PERMIT} when {{ context.x == "abc" }};', id="beside policies that err"),
    ],
)
def test_a_policy_is_about_groups_of_both_principal_and_resource(
    monkeypatch: pytest.MonkeyPatch, bits: int, others: str
) -> None:
    monkeypatch.setattr(heads, "MOST_BITS", bits)
    for number in range(len(EACH_REQUEST)):
        alike("\n".join([*ROLES, others]), STORE, *EACH_REQUEST[number:], *EACH_REQUEST[:number])


def test_a_text_begins_with_each_prefix_once() -> None:
    policies = "".join(
        f'{PERMIT} when {{ principal.name like "{start}*" }};' for start in ("abc", "abcd", "ab", "xyzw")
    )
    assert alike(policies, STORE, request())[1] == ("policy0", "policy2")


def test_the_first_requests_are_interpreted_and_the_answers_stay() -> None:
    few = f'{PERMIT} when {{ principal.name == "abc" }};'
    many = few + "".join(f'{PERMIT} when {{ principal.name == "{n}" }};' for n in range(100))
    for policies in (few, many):
        authorizer = deodar.Authorizer(policies, STORE)
        found = {authorizer.is_authorized(request()).reasons for _ in range(engine.WARM_UP + 10)}
        assert found == {("policy0",)}


@pytest.mark.parametrize(("policies", "interpreted"), [(1, 128), (100, 128), (400, 84), (1_000, 48)])
def test_the_more_policies_the_fewer_requests_are_interpreted(policies: int, interpreted: int) -> None:
    authorizer = deodar.Authorizer(f"{PERMIT};" * policies, STORE)
    ready = authorizer._engine.ready  # pyright: ignore[reportPrivateUsage]
    for _ in range(interpreted):
        assert len(authorizer.is_authorized(request()).reasons) == policies
    assert not ready
    assert len(authorizer.is_authorized(request()).reasons) == policies
    assert ready


def test_strangers_are_remembered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deodar.impl.fast.known.MOST_STRANGERS", 2)
    authorizer = deodar.Authorizer(f"{PERMIT};", STORE)
    for n in range(5):
        assert authorizer.is_authorized(request(f"stranger{n}")).reasons == ("policy0",)
    assert len(authorizer._engine.known.by_name["User"]) == 1  # pyright: ignore[reportPrivateUsage]


def test_what_is_remembered_may_outlive_those_who_asked() -> None:
    store = known.KnownEntities(STORE)
    entity = store.find(deodar.EntityUID("User", "a"))
    del store
    entity.room.take(known.MOST_REMEMBERED + 1)
    assert entity.as_principal == known.NOTHING


def changed(start: str, added: str, removed: list[str], asked: dict[str, object]) -> deodar.Response:
    """The response after a change to an index that was asked before."""
    authorizer = deodar.Authorizer(start, STORE, "indexed")
    authorizer.is_authorized(asked)
    return authorizer.with_policies(
        add=deodar.PolicySet([deodar.Policy.parse(added, "more")]) if added else None, remove=removed
    ).is_authorized(asked)


def test_policies_come_and_go_beside_the_index() -> None:
    start = (
        f"{PERMIT}; {PERMIT} when {{ principal.missing == 1 }}; forbid(principal, action, resource) when {{ 1 > 2 }};"
    )
    assert told(changed(start, "", [], request()))[1] == ("policy0",)
    assert changed(start, f"{PERMIT};", [], request()).reasons == ("more", "policy0")
    assert changed(start, f"{PERMIT};", ["policy0", "policy1"], request()).reasons == ("more",)
    assert changed(start, f"{PERMIT};", ["policy0", "policy1"], request()).errors == ()
    assert [error.kind for error in changed(start, f"{PERMIT} when {{ context.x }};", [], request()).errors] == [
        "record-attr-missing",
        "entity-attr-missing",
    ]


def test_after_many_changes_the_index_is_made_anew() -> None:
    texts = "".join(f'{PERMIT} when {{ principal.name == "{n}" }};' for n in range(200))
    authorizer = deodar.Authorizer(texts, STORE, "indexed")
    authorizer.is_authorized(request())
    authorizer = authorizer.with_policies(remove=[f"policy{n}" for n in range(indexed.MOST_CHANGES + 1)])
    assert authorizer.is_authorized(request()).reasons == ()
    added = deodar.PolicySet([deodar.Policy.parse(f'{PERMIT} when {{ principal.name == "abc" }};', "policy7")])
    assert authorizer.with_policies(add=added).is_authorized(request()).reasons == ("policy7",)


def test_links_stay_in_the_index_when_others_come() -> None:
    policies = deodar.PolicySet.parse("permit(principal == ?principal, action, resource);")
    for n in range(3):
        policies = policies.link("policy0", f"l{n}", {"?principal": f'User::"{n}"'})
    authorizer = deodar.Authorizer(policies.link("policy0", "la", {"?principal": 'User::"a"'}), STORE, "indexed")
    assert authorizer.is_authorized(request()).reasons == ("la",)
    authorizer = authorizer.with_policies(remove=["l0"], add=deodar.PolicySet([deodar.Policy.parse(f"{PERMIT};", "p")]))
    assert authorizer.is_authorized(request()).reasons == ("la", "p")


def test_entities_change_under_the_same_index() -> None:
    authorizer = deodar.Authorizer(f'{PERMIT} when {{ principal.name == "new" }};', STORE, "indexed")
    assert authorizer.is_authorized(request()).reasons == ()
    altered = {**ENTITIES[2], "attrs": {"name": "new"}}
    assert authorizer.with_entities(upsert=[altered]).is_authorized(request()).reasons == ("policy0",)


def test_a_back_end_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="sideways"):
        deodar.Authorizer(f"{PERMIT};", STORE, "sideways")


def test_what_is_too_deep_for_any_stack_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_deep(*_: object) -> bool:
        raise RecursionError

    row = Row("p", deodar.Policy.parse(f"{PERMIT};").body, Conditions(()))
    monkeypatch.setattr(row.conditions, "_code", too_deep)
    monkeypatch.setattr(plain, "with_room", too_deep)
    read = deodar.Request.from_json(request())
    outcome = plain.holds(row, Frame(*read, STORE))
    assert isinstance(outcome, deodar.PolicyError)
    assert outcome.kind == "recursion-limit"
