"""Claim: a linked policy decides as the policy with its slots filled in, and the same links are accepted."""

from __future__ import annotations

from typing import Any

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.entities import entities
from deodar.drt.generate.node import Node
from deodar.drt.generate.policy import policy
from deodar.drt.generate.policy_set import SLOTS
from deodar.drt.generate.requests import requests
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.targets.target import Target, ask

SLOT_NAMES = ("?principal", "?resource")


def build(choose: Choose) -> Case:
    """Templates, and links of them, some of which are not well formed."""
    scene = Scene(choose, DEFAULT)
    templates = {f"t{place}": policy(scene, SLOTS[choose(3)]) for place in range(1 + choose(2))}
    links = [_link(scene, f"l{place}", templates) for place in range(1 + choose(3))]
    policies: Json = {"staticPolicies": {"p": policy(scene)}, "templates": templates, "templateLinks": []}
    return {"policies": policies, "links": links, "entities": entities(scene), "requests": requests(scene)}


def _link(scene: Scene, link_id: str, templates: dict[str, Node]) -> Node:
    choose = scene.choose
    template_id = list(templates)[choose(len(templates))]
    slots = [
        slot
        for slot, part in zip(SLOT_NAMES, ("principal", "resource"), strict=True)
        if _slot(templates[template_id][part])
    ]
    values: Node = {slot: scene.uid() for slot in slots}
    match choose(48):
        case 47:
            values.pop(slots[0])
        case 46:
            values[SLOT_NAMES[choose(2)]] = scene.uid()
        case 45:
            template_id = ("p", "nobody", "l0")[choose(3)]
        case 44:
            link_id = ("p", "t0", "l0")[choose(3)]
        case 43:
            values[slots[0]] = ({"type": "no type", "id": "a"}, 1, {}, {"type": "User"})[choose(4)]
        case _:
            pass
    return {"template_id": template_id, "link_id": link_id, "values": values}


def _slot(scope: Json) -> bool:
    match scope:
        case {"slot": str()} | {"in": {"slot": str()}}:
            return True
        case _:
            return False


def _filled(scope: Json, value: Json) -> Json:
    match scope:
        case {"op": op, "entity_type": entity_type, "in": {"slot": str()}}:
            return {"op": op, "entity_type": entity_type, "in": {"entity": value}}
        case {"op": op, "slot": str()}:
            return {"op": op, "entity": value}
        case _:
            return scope


def substituted(case: Case) -> Case:
    """The case with every link as a static policy."""
    policies: Any = case["policies"]
    links: Any = case["links"]
    filled: dict[str, Json] = dict(policies["staticPolicies"])
    for link in links:
        template, values = policies["templates"][link["template_id"]], link["values"]
        filled[link["link_id"]] = {
            **template,
            "principal": _filled(template["principal"], values.get("?principal")),
            "resource": _filled(template["resource"], values.get("?resource")),
        }
    static: Json = {"staticPolicies": filled, "templates": {}, "templateLinks": []}
    return {"policies": static, "entities": case["entities"], "requests": case["requests"]}


def _ask(engine: Engine, case: Case) -> Answer:
    linked = ask(engine, {"op": "authorize", **case})
    if "responses" not in linked:
        return linked
    plain = ask(engine, {"op": "authorize", **substituted(case)})
    if plain != linked:
        return {"broken": "decides otherwise for linked policies", "linked": linked, "substituted": plain}
    return linked


TARGET = Target(
    "link",
    "a linked policy decides as the filled-in one",
    frozenset({"authorize"}),
    build,
    _ask,
    tests_per_case=DEFAULT.requests,
)
