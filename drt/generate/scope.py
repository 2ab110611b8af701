"""Scopes: every form of a constraint on principal, action and resource."""

from __future__ import annotations

from deodar.drt.generate.names import entity_type
from deodar.drt.generate.node import Node
from deodar.drt.generate.scene import Scene

FORMS = 20
OPEN_FORMS = 15  # of them, without an entity


def principal_or_resource(scene: Scene, slot: str | None = None) -> Node:
    """A constraint on principal or resource; with a slot, one that uses it."""
    target: Node = {"entity": scene.uid()} if slot is None else {"slot": slot}
    n = scene.choose(FORMS) if slot is None else OPEN_FORMS + scene.choose(FORMS - OPEN_FORMS)
    if n < OPEN_FORMS - 1:
        return {"op": "All"}
    if n == OPEN_FORMS - 1:
        return {"op": "is", "entity_type": entity_type(scene.choose)}
    if n < OPEN_FORMS + 2:
        return {"op": "==", **target}
    if n < OPEN_FORMS + 4:
        return {"op": "in", **target}
    return {"op": "is", "entity_type": entity_type(scene.choose), "in": target}


def action_scope(scene: Scene) -> Node:
    """A constraint on the action."""
    n = scene.choose(16)
    if n < 10:
        return {"op": "All"}
    if n < 12:
        return {"op": "==", "entity": scene.action()}
    if n < 14:
        return {"op": "in", "entity": scene.action()}
    return {"op": "in", "entities": [scene.action() for _ in range(scene.choose(4))]}
