"""Code that many policies share, the literals being given, evaluates each policy as its own code does."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import deodar
from deodar.drt.choice import Choices, random_bytes
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.targets import authorize, roles
from deodar.impl.policy import Policy
from deodar.impl.unread import Unread

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
EXPRESSIONS: list[str] = [
    case["expr"]
    for case in map(json.loads, (REFERENCE / "evaluation.jsonl").read_text("utf-8").splitlines())
    if case["result"] != "error:parse"
]
FIXTURE: dict[str, Any] = json.loads((REFERENCE / "evaluation-fixture.json").read_text("utf-8"))
TIMES = 3  # as many as make policies alike
PADDING = "forbid(principal, action, resource) when { false };\n" * 12


def told(response: deodar.Response) -> tuple[object, ...]:
    errors = [(error.policy_id, error.kind, error.message, error.place) for error in response.errors]
    return response.decision, response.reasons, errors


def unread_as_read(text: str, entities: object, requests: list[Any], *, indexed: bool = True) -> int:
    """How many of the policies are left unread; each answer must be that of the same policies, read one by one."""
    policies = deodar.PolicySet.parse(text)
    members = list(policies)
    unread = sum(isinstance(member.as_read, Unread) for member in members)
    shared = deodar.Authorizer(policies, entities, "interpreted")
    read = deodar.PolicySet([Policy(each.id, each.body) for each in members])
    others = [deodar.Authorizer(read, entities, "interpreted")]
    if indexed:
        others.append(deodar.Authorizer(deodar.PolicySet.parse(text), entities, "indexed"))
    for request in requests:
        expected = told(shared.is_authorized(request))
        for other in others:
            assert told(other.is_authorized(request)) == expected
    return unread


def readable(read: Callable[[Any], Any], documents: list[Any]) -> list[Any]:
    """What the documents are, but for those that are refused."""
    found: list[Any] = []
    for document in documents:
        with suppress(deodar.DeodarError):
            found.append(read(document))
    return found


@pytest.mark.parametrize("block", range(0, len(EXPRESSIONS), 250))
def test_every_expression_of_the_reference_is_worth_the_same(block: int) -> None:
    some = EXPRESSIONS[block : block + 250]
    policies = [f"permit(principal, action, resource) when {{ {expression} }};\n" * TIMES for expression in some]
    text = PADDING + "".join(policies)
    store, request = deodar.Entities.from_json(FIXTURE["entities"]), deodar.Request.from_json(FIXTURE["request"])
    assert unread_as_read(text, store, [request], indexed=False) > 300


@pytest.mark.parametrize("target", [authorize.TARGET, roles.TARGET], ids=lambda target: target.name)
def test_generated_policies_decide_the_same(target: Any) -> None:
    unread = 0
    for block in islice(random_bytes(7, DEFAULT.choices), 60):
        case = target.build(Choices(block).choose)
        policies = deodar.PolicySet.from_json(case["policies"])
        static = deodar.PolicySet(policies.policies.values())
        for store in readable(deodar.Entities.from_json, [case["entities"]]):
            requests = readable(deodar.Request.from_json, case["requests"])
            unread += unread_as_read(PADDING + static.to_text() * TIMES, store, requests)
    assert unread > 60 * 12


CONDITIONS = [
    'principal.name == "{name}" && {number} <= principal.age',
    'principal.name like "{name}*" || principal.age * {number} > 60',
    'principal in Team::"{name}" && principal != User::"{name}"',
    '["{name}", {number}].contains(principal.name) || -{number} == 0 - principal.age',
    'principal has boss.name && principal.boss.name like "*{name}*"',
    'principal.age like "{name}"',
    'decimal("{number}.0") == decimal("2.0") || User::"{name}".age + {number} * 100 == 2',
]
SCOPES = [
    'principal == User::"{name}", action == Action::"{name}", resource',
    'principal in Team::"{name}", action in Action::"{name}", resource is File',
    'principal is User in Team::"{name}", action in [Action::"x", Action::"{name}"], resource == File::"{name}"',
    'principal is Team, action in [], resource in Folder::"{name}"',
    'principal, action, resource is File in Folder::"{name}"',
]
NAMES = ["a", "b", "ab", "core", "all", "*", "a*b", ""]
NUMBERS = ["0", "1", "2", "030", "30", "999999999999999999"]


def entity(kind: str, key: str, parents: list[tuple[str, str]], **attrs: object) -> dict[str, object]:
    uid = {"type": kind, "id": key}
    return {"uid": uid, "attrs": attrs, "parents": [{"type": kind, "id": key} for kind, key in parents]}


ENTITIES = [
    entity("Team", "all", []),
    entity("Team", "core", [("Team", "all")]),
    entity("Folder", "ab", []),
    entity("File", "a", [("Folder", "ab")]),
    entity("User", "a", [("Team", "core")], name="ab", age=30, boss={"name": "axb"}),
    entity("User", "b", [], age=9_223_372_036_854_775_807),
    entity("Action", "x", [("Action", "all")]),
]
REQUESTS = [
    {"principal": {"type": "User", "id": user}, "action": {"type": "Action", "id": action}, "resource": resource}
    for user in ("a", "b", "nobody")
    for action in ("x", "a")
    for resource in ({"type": "File", "id": "a"}, {"type": "Folder", "id": "b"})
]


def test_policies_that_differ_in_their_literals_decide_each_by_its_own() -> None:
    heads = ["permit(principal, action, resource)", *(f"forbid({scope})" for scope in SCOPES)]
    policies = [
        f"{head} when {{ {condition} }};\n".replace("{name}", name).replace("{number}", number)
        for head in heads
        for condition in CONDITIONS
        for name in NAMES
        for number in NUMBERS
    ]
    policies += [f"{head};\n".replace("{name}", name) for head in heads for name in NAMES]
    assert unread_as_read("".join(policies), ENTITIES, REQUESTS) == len(policies)


def test_a_skeleton_that_is_nested_deeply_is_evaluated() -> None:
    condition = f"{'(!' * 300}(1 == 1){')' * 300}"
    text = f"permit(principal, action, resource) when {{ {condition} }};\n" * 12
    assert unread_as_read(text, ENTITIES, REQUESTS[:1]) == 12
