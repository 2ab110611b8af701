"""Policies for roles: scopes alone, over a hierarchy without attributes."""

from __future__ import annotations

from typing import Any

from deodar.drt.data import Json
from deodar.drt.generate.entities import entities
from deodar.drt.generate.names import entity_type
from deodar.drt.generate.node import Node
from deodar.drt.generate.policy_set import SLOTS
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.scope import action_scope

POLICIES = 6
SLOT_NAMES = ("?principal", "?resource")


def _constraint(scene: Scene, slot: str | None) -> Node:
    """A constraint on principal or resource: every form as often as the others, but for the open one."""
    target: Node = {"entity": scene.uid()} if slot is None else {"slot": slot}
    n = scene.choose(8) if slot is None else 3 + scene.choose(5)
    if n < 2:
        return {"op": "All"}
    if n == 2:
        return {"op": "is", "entity_type": entity_type(scene.choose)}
    if n == 3:
        return {"op": "==", **target}
    if n < 6:
        return {"op": "in", **target}
    return {"op": "is", "entity_type": entity_type(scene.choose), "in": target}


def role_policy(scene: Scene, slots: frozenset[str] = frozenset()) -> Node:
    """A policy without conditions, or the template with these slots."""
    principal, resource = (_constraint(scene, slot if slot in slots else None) for slot in SLOT_NAMES)
    effect = "forbid" if scene.choose(4) == 3 else "permit"
    return {
        "effect": effect,
        "principal": principal,
        "action": action_scope(scene),
        "resource": resource,
        "conditions": [],
    }


def role_policies(scene: Scene) -> Node:
    """A policy set; one in two has a template with links."""
    choose = scene.choose
    static = {f"p{place}": role_policy(scene) for place in range(1 + choose(POLICIES))}
    if not choose(2):
        return {"staticPolicies": static, "templates": {}, "templateLinks": []}
    slots = SLOTS[choose(len(SLOTS))]
    links: list[Json] = [
        {"templateId": "t", "newId": f"l{place}", "values": {slot: scene.uid() for slot in sorted(slots)}}
        for place in range(choose(4))
    ]
    return {"staticPolicies": static, "templates": {"t": role_policy(scene, slots)}, "templateLinks": links}


def hierarchy(scene: Scene) -> list[Json]:
    """A store of entities that have parents, and nothing else."""
    stored: list[Any] = entities(scene)
    return [{"uid": entity["uid"], "attrs": {}, "parents": entity["parents"]} for entity in stored]


def role_requests(scene: Scene) -> list[Json]:
    """Requests with an empty context."""
    return [
        {"principal": scene.uid(), "action": scene.action(), "resource": scene.uid(), "context": {}}
        for _ in range(scene.settings.requests)
    ]
