"""Scopes: every form of a constraint on principal, action and resource."""

from __future__ import annotations

from deodar.drt.generate.names import entity_type
from deodar.drt.generate.node import Node
from deodar.drt.generate.scene import Scene


def principal_or_resource(scene: Scene, slot: str | None = None) -> Node:
    """A constraint on principal or resource; with a slot, one that uses it."""
    target: Node = {"entity": scene.uid()} if slot is None else {"slot": slot}
    if slot is not None:
        return _constraint(scene, 7 + scene.choose(5), target)
    return _constraint(scene, scene.choose(12), target)


def _constraint(scene: Scene, n: int, target: Node) -> Node:
    if n < 6:
        return {"op": "All"}
    if n == 6:
        return {"op": "is", "entity_type": entity_type(scene.choose)}
    if n < 9:
        return {"op": "==", **target}
    if n < 11:
        return {"op": "in", **target}
    return {"op": "is", "entity_type": entity_type(scene.choose), "in": target}


def action_scope(scene: Scene) -> Node:
    """A constraint on the action."""
    n = scene.choose(12)
    if n < 7:
        return {"op": "All"}
    if n < 8:
        return {"op": "==", "entity": scene.action()}
    if n < 10:
        return {"op": "in", "entity": scene.action()}
    return {"op": "in", "entities": [scene.action() for _ in range(scene.choose(4))]}
