"""Many policies of few kinds, as a real policy set has them: alike but for their literals, and easy to look up by them.

An index is tried by policies that differ in little: in the value that a path is compared with (a bool beside a long, a
set beside its member), in the group of a scope, in what stands before a condition that errs.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from deodar.drt.data import Json
from deodar.drt.generate.names import STRINGS
from deodar.drt.generate.node import ACTION, CONTEXT, PRINCIPAL, RESOURCE, Node, attribute, binary, both, has, literal
from deodar.drt.generate.policy import policy
from deodar.drt.generate.roles import role_policy
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.types import TYPED_NAMES, Type
from deodar.drt.generate.values import LONGS, any_value, long, value

VARIABLES = (PRINCIPAL, RESOURCE, CONTEXT, PRINCIPAL, RESOURCE)
KINDS = 8
"""The most kinds of policies in a family."""
LIKE_PARTS = ("", "a", "ab", "abc", "aX", "b", "a*", "é")
ARITHMETIC = ("+", "-", "*")
COMPARISONS = ("<", "<=", ">", ">=")

Found: TypeAlias = dict[str, list[Json]]


def family(scene: Scene, count: int, store: list[Json], asked: list[Json]) -> Node:
    """A policy set of so many static policies about what is in the store and in the contexts of the requests."""
    found = _values(store, asked)
    kinds = [_kind(scene, found) for _ in range(1 + scene.choose(KINDS))]
    static: Node = {f"p{place}": _varied(scene, kinds[place % len(kinds)]) for place in range(count)}
    return {"staticPolicies": static, "templates": {}, "templateLinks": []}


def _values(store: list[Json], asked: list[Json]) -> Found:
    """The values that attributes have, by the name of the attribute."""
    records: list[Any] = [*(each["attrs"] for each in _objects(store)), *(each["context"] for each in _objects(asked))]
    found: Found = {}
    for record in records:
        for name, given in record.items():
            found.setdefault(name, []).append(given)
    return found


def _objects(documents: list[Json]) -> list[dict[str, Json]]:
    return [each for each in documents if isinstance(each, dict)]


def _kind(scene: Scene, found: Found) -> Node:
    """A policy whose conditions begin with what can be looked up; a quarter have conditions of any sort after that.

    One kind in four has a scope and no conditions.
    """
    if scene.choose(4) == 3:
        return role_policy(scene)
    made = policy(scene)
    for part in ("principal", "action", "resource"):
        if scene.choose(3):
            made[part] = {"op": "All"}
    rest: Any = made["conditions"] if scene.choose(4) == 3 else []
    keys: list[Json] = [{"kind": "when", "body": _key(scene, found)} for _ in range(1 + scene.choose(4) // 3)]
    return {**made, "conditions": [*keys, *rest]}


def _key(scene: Scene, found: Found) -> Node:
    """A condition about one path; mostly it is asked before whether the attribute is there."""
    choose = scene.choose
    name, kind = TYPED_NAMES[choose(len(TYPED_NAMES))]
    start = VARIABLES[choose(len(VARIABLES))]
    if choose(6) == 5:
        start = attribute(start, "owner" if choose(2) else "info")
    decided = _decided(scene, attribute(start, name), kind, found.get(name, []))
    return both(has(start, name), decided) if choose(4) else decided


def _decided(scene: Scene, path: Node, kind: Type, found: list[Json]) -> Node:
    """A condition that a look-up of the value at the path may tell."""
    choose = scene.choose
    given = found[choose(len(found))] if found and choose(4) else value(scene, kind, 1)
    if choose(8) == 7:
        within = binary("in", (PRINCIPAL, RESOURCE, ACTION)[choose(3)], literal({"__entity": scene.uid()}))
        return both(within, binary("==", path, literal(given)))
    match kind:
        case Type.LONGS | Type.STRINGS | Type.ENTITIES | Type.MIXED if choose(4):
            members = given if isinstance(given, list) and given else [given]
            return binary("contains", path, literal(members[choose(len(members))]))
        case Type.STRING if choose(2):
            start = LIKE_PARTS[choose(len(LIKE_PARTS))]
            pattern: list[Json] = [{"Literal": start}, "Wildcard"]
            return {"like": {"left": path, "pattern": pattern if choose(4) else pattern[::-1]}}
        case Type.LONG if choose(3):
            computed = binary(ARITHMETIC[choose(3)], path, literal(long(choose))) if choose(2) else path
            return binary(COMPARISONS[choose(4)], computed, literal(given))
        case Type.BOOL if choose(2):
            return path
        case _:
            sides = (path, literal(given))
            return binary("==", *(sides if choose(4) else sides[::-1]))


def _varied(scene: Scene, kind: Json) -> Any:
    """The policy with other literals and entities here and there: plain data in, plain data out."""
    match kind:
        case {"Value": given}:
            return {"Value": _other(scene, given) if scene.choose(2) else given}
        case {"Literal": str(given)}:
            return {"Literal": LIKE_PARTS[scene.choose(len(LIKE_PARTS))] if scene.choose(2) else given}
        case {"op": str(op), "entity": {"type": str(entity_type)}}:
            return {"op": op, "entity": scene.action() if entity_type.endswith("Action") else scene.uid()}
        case dict():
            return {name: _varied(scene, part) for name, part in kind.items()}
        case list():
            return [_varied(scene, part) for part in kind]
        case _:
            return kind


def _other(scene: Scene, given: Json) -> Json:
    """Another literal, mostly of the same type; now and then one that Python takes for the same."""
    if scene.choose(16) == 15:
        return any_value(scene, 1)
    match given:
        case bool():
            return not given if scene.choose(4) else int(given)
        case int():
            return LONGS[scene.choose(len(LONGS))]
        case str():
            return STRINGS[scene.choose(len(STRINGS))]
        case {"__entity": _}:
            return {"__entity": scene.uid()}
        case list():
            return [_other(scene, each) for each in given]
        case _:
            return given
