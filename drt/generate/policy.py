"""Policies and templates in the JSON policy format."""

from __future__ import annotations

from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.generate.expr import Expressions
from deodar.drt.generate.names import ANNOTATIONS, STRINGS
from deodar.drt.generate.node import Node
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.scope import action_scope, principal_or_resource
from deodar.drt.generate.types import Type


def conditions(scene: Scene) -> list[Json]:
    """`when` and `unless` clauses, mostly one."""
    expressions = Expressions(scene)
    choose, settings = scene.choose, scene.settings
    count = (1, 0, 1, 1, 1, 2, 1, 2)[choose(8)]
    return [
        {
            "kind": "unless" if choose(4) == 3 else "when",
            "body": expressions.expr(Type.BOOL, 1 + choose(settings.depth)),
        }
        for _ in range(count)
    ]


def annotation_members(choose: Choose) -> dict[str, Json]:
    """Some annotations, with and without a value."""
    found: dict[str, Json] = {}
    for _ in range(1 + choose(2)):
        found[ANNOTATIONS[choose(len(ANNOTATIONS))]] = None if choose(4) == 3 else STRINGS[choose(len(STRINGS))]
    return found


def policy(scene: Scene, slots: frozenset[str] = frozenset()) -> Node:
    """A policy, or the template with these slots."""
    choose = scene.choose
    made: Node = {
        "effect": "forbid" if choose(4) == 3 else "permit",
        "principal": principal_or_resource(scene, "?principal" if "?principal" in slots else None),
        "action": action_scope(scene),
        "resource": principal_or_resource(scene, "?resource" if "?resource" in slots else None),
        "conditions": conditions(scene),
    }
    if choose(8) == 7:
        made["annotations"] = annotation_members(choose)
    return made
