"""Entities and requests that conform to a schema, in any of the JSON forms that a schema allows."""

from __future__ import annotations

from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.generate.kinds import EntityKind, EntityOf, Environment, Kind, RecordOf, SetOf, Uid, World
from deodar.drt.generate.names import STRINGS
from deodar.drt.generate.types import TAGS, Type
from deodar.drt.generate.values import SPELLINGS, long

IDS = ("a", "b", "c", "")
REQUESTS = 8


def value(world: World, kind: Kind) -> Json:
    """A value of a type."""
    choose = world.choose
    match kind:
        case Type.BOOL:
            return choose(2) == 1
        case Type.LONG:
            return long(choose)
        case Type.STRING:
            return STRINGS[choose(len(STRINGS))] if choose(2) else STRINGS[choose(5)]
        case EntityOf(name):
            return reference(choose, world.uid(name))
        case SetOf(element):
            return [value(world, element) for _ in range(choose(4))]
        case RecordOf():
            return record(world, kind)
        case _:
            return extension(choose, kind)


def reference(choose: Choose, uid: Uid) -> Json:
    """An entity as a value, in either form."""
    return {"__entity": uid} if choose(2) else dict(uid)


def extension(choose: Choose, kind: Type) -> Json:
    """A value of an extension type: its text alone, or the call of its function, with or without the escape."""
    function, good, _ = SPELLINGS[kind]
    text = good[choose(len(good))] if choose(3) else good[choose(3)]
    call: Json = {"fn": function, "arg": text}
    return (text, {"__extn": call}, {"__extn": call}, call)[choose(4)]


def record(world: World, kind: RecordOf) -> dict[str, Json]:
    """A record: what is required, and half of what is not."""
    choose = world.choose
    return {each.name: value(world, each.kind) for each in kind.attributes if each.required or choose(2)}


def _parents(world: World, kind: EntityKind, later: list[Uid]) -> list[Json]:
    choose, allowed = world.choose, world.ancestors(kind.name)
    fitting = [uid for uid in later if uid["type"] in allowed]
    count = choose(3) if fitting else 0
    found: list[Json] = [dict(fitting[choose(len(fitting))]) for _ in range(count)]
    if allowed and choose(12) == 11:
        # One that is not in the store; whatever is reached by it is reached by nothing else, so there is no cycle.
        names = sorted(name for name in allowed if world.entities[name].ids is None)
        found += [{"type": name, "id": "nowhere"} for name in names[:1]]
    return found


def entities(world: World) -> list[Json]:
    """A store of the entities of the schema, a few of each type; one in eight of them is missing."""
    choose = world.choose
    uids: list[Uid] = []
    for name, kind in world.entities.items():
        if kind.ids is None:
            ids = world.ids.setdefault(name, list(IDS[: 1 + choose(3)]))
            uids += [{"type": name, "id": each} for each in ids if choose(8) < 7]
        elif choose(3) == 2:
            uids.append({"type": name, "id": kind.ids[choose(len(kind.ids))]})
    store: list[Json] = []
    # Types may be in each other's hierarchy, entities not: the parents of one come after it.
    start = choose(len(uids)) if uids else 0
    order = uids[start:] + uids[:start]
    for place, uid in enumerate(order):
        kind = world.entities[uid["type"]]
        made: dict[str, Json] = {
            "uid": dict(uid),
            "attrs": record(world, kind.attributes),
            "parents": _parents(world, kind, order[place + 1 :]),
        }
        if kind.tags is not None and choose(4):
            made["tags"] = {TAGS[choose(len(TAGS))]: value(world, kind.tags) for _ in range(choose(3))}
        store.append(made)
    if choose(12) == 11:
        store += [_action(world, place) for place in range(len(world.actions))]
    return store


def _action(world: World, place: int) -> Json:
    """An action as the schema has it: with all its ancestors."""
    above: list[Json] = [dict(world.actions[group].uid) for group in sorted(world.groups(place))]
    return {"uid": dict(world.actions[place].uid), "attrs": {}, "parents": above}


def request(world: World, environment: Environment) -> dict[str, Json]:
    """A request of a request environment."""
    action = world.actions[environment.action]
    return {
        "principal": dict(world.uid(environment.principal)),
        "action": dict(action.uid),
        "resource": dict(world.uid(environment.resource)),
        "context": record(world, action.context),
    }


def requests(world: World) -> list[Json]:
    """The requests of a case; none if the schema has no request environment."""
    environments = [world.environment() for _ in range(REQUESTS)]
    return [request(world, each) for each in environments if each is not None]
