"""One defect in entities or requests that conform otherwise; which one, a choice says."""

from __future__ import annotations

from typing import Any

from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.generate.conforming import record, value
from deodar.drt.generate.kinds import SCALARS, EntityOf, Kind, RecordOf, SetOf, World

UNDECLARED: tuple[Json, ...] = (
    {"type": "Nope", "id": "a"},
    {"type": "Action", "id": "nope"},
    {"type": "NS::Action", "id": "view"},
    {"type": "User", "id": "a"},
    {"type": "Color", "id": "no such colour"},
)
ODD: tuple[Any, ...] = (
    *(None, "a", 1, True, [], {}, [1, "a"], {"a": 1}, 1.5, "10.0.0.1", "1.5", "2024-01-01", "1h"),
    *({"__entity": {"type": "Nope", "id": "a"}}, {"type": "User", "id": "a"}, {"__expr": "1"}),
    *({"__extn": {"fn": "ip", "arg": "::1"}}, {"fn": "ip", "arg": "zz"}, {"fn": "decimal", "arg": "1.0"}),
    *({"__extn": {"fn": "isIpv4", "arg": {"__extn": {"fn": "ip", "arg": "::1"}}}}, {"fn": "duration", "args": ["1h"]}),
    *({"__extn": {"fn": "offset", "args": ["2024-01-01", "1d"]}}, {"fn": "offset", "args": ["2024-01-01", "1d"]}),
    *({"__extn": {"fn": "toDays", "arg": "1d"}}, {"__entity": {"type": "Action", "id": "view"}}),
)
NAMES = ("name", "age", "nope", "__entity", "")


def _other(world: World, kind: Kind) -> Json:
    """A value of a type that is not quite this one, or anything."""
    choose = world.choose
    match kind:
        case SetOf(element) if choose(2):
            return [value(world, element), _other(world, element)]
        case RecordOf(attributes) if attributes and choose(2):
            made = record(world, kind)
            _damage(world, made, attributes)
            return made
        case EntityOf() if choose(2):
            names = list(world.entities)
            return {"__entity": dict(world.uid(names[choose(len(names))]))}
        case EntityOf(name) if choose(2):
            return {"__entity": {"type": name, "id": "no such id"}}
        case _ if choose(2):
            return value(world, SCALARS[choose(len(SCALARS))])
        case _:
            odd: Json = ODD[choose(len(ODD))]
            return odd


def _damage(world: World, members: dict[str, Json], declared: Any) -> None:
    """Members that no longer are as declared."""
    choose = world.choose
    n = choose(4)
    if n == 0 or not declared:
        members[NAMES[choose(len(NAMES))]] = ODD[choose(len(ODD))]
        return
    attribute = declared[choose(len(declared))]
    if n == 1:
        members.pop(attribute.name, None)
    else:
        members[attribute.name] = _other(world, attribute.kind)


def _undeclared(choose: Choose) -> Json:
    return UNDECLARED[choose(len(UNDECLARED))]


def damage_entities(world: World, store: list[Json]) -> None:
    """Change one entity, or add one."""
    choose = world.choose
    names = list(world.entities)
    name = names[choose(len(names))]
    n = choose(12)
    if n == 11 or not store:
        actions: tuple[Json, ...] = tuple(dict(action.uid) for action in world.actions)
        uid = (_undeclared(choose), *actions)[choose(1 + len(actions))]
        store.append({"uid": uid, "attrs": {}, "parents": [_undeclared(choose)] if choose(4) == 3 else []})
        return
    entity: Any = store[choose(len(store))]
    kind = world.entities.get(str(entity["uid"]["type"]))
    if n == 10:
        entity["parents"].append(_undeclared(choose) if choose(2) else dict(world.uid(name)))
    elif n == 9:
        entity["parents"].append(dict(entity["uid"]))
    elif n == 8:
        store.append({**entity, "attrs": {**entity["attrs"], "name": ODD[choose(len(ODD))]}})
    elif n >= 6:
        tags = entity.setdefault("tags", {})
        tags["t"] = ODD[choose(len(ODD))] if kind is None or kind.tags is None else _other(world, kind.tags)
    elif n == 5:
        entity["uid"] = {"type": name, "id": "other"} if choose(2) else _undeclared(choose)
    else:
        _damage(world, entity["attrs"], () if kind is None else kind.attributes.attributes)


def damage_request(world: World, request: Any) -> None:
    """Change one part of a request."""
    choose = world.choose
    n = choose(8)
    if n < 2:
        names = list(world.entities)
        part = ("principal", "resource")[n]
        request[part] = dict(world.uid(names[choose(len(names))])) if choose(2) else _undeclared(choose)
    elif n == 2:
        uid = world.actions[choose(len(world.actions))].uid
        request["action"] = dict(uid) if choose(2) else _undeclared(choose)
    elif n == 3:
        part = ("principal", "resource")[choose(2)]
        request[part] = {"type": request[part]["type"], "id": "no such id"}
    elif n == 4:
        del request["context"]
    else:
        (action,) = [each for each in world.actions if each.uid == request["action"]]
        _damage(world, request["context"], action.context.attributes)
