"""What `__entity` of a value has besides `type` and `id` is let be, be it named `__entity` or `__expr`."""

from __future__ import annotations

from typing import Any

import pytest

from deodar.drt.engines import engine

OTHERS: tuple[dict[str, Any], ...] = (
    {"__entity": {"type": "User", "id": "bob"}},
    {"__expr": 'User::"bob"'},
    {"__extn": {"fn": "ip", "arg": "::1"}},
)


def _policies(other: dict[str, Any]) -> dict[str, Any]:
    alice = {"Value": {"__entity": {"type": "User", "id": "alice", **other}}}
    scope = {part: {"op": "All"} for part in ("principal", "action", "resource")}
    condition = {"kind": "when", "body": {"==": {"left": {"Var": "principal"}, "right": alice}}}
    policy = {"effect": "permit", **scope, "conditions": [condition]}
    return {"staticPolicies": {"p": policy}, "templates": {}, "templateLinks": []}


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("name", ["model", "impl", "cedarpy"])
def test_other_members_of_an_entity_value_are_let_be(name: str, other: dict[str, Any]) -> None:
    requests: list[Any] = [
        {
            "principal": {"type": "User", "id": user},
            "action": {"type": "Action", "id": "view"},
            "resource": {"type": "Photo", "id": "a"},
            "context": {},
        }
        for user in ("alice", "bob")
    ]
    answer: Any = engine(name).answer(
        {"op": "authorize", "policies": _policies(other), "entities": [], "requests": requests}
    )
    assert [response["decision"] for response in answer["responses"]] == ["allow", "deny"]
