"""How far entities are from a request: what the theorems about levels leave to whoever cuts the slice of a store."""

from __future__ import annotations

from collections.abc import Iterator

from deodar.model.entities import Entities
from deodar.model.map import Map
from deodar.model.request import Request
from deodar.model.value import EntityUID, Record, Value
from deodar.proofs.theorems.levels import Reach


def reach_of(req: Request, es: Entities, level: int) -> Reach:
    """The fewest steps from the request to each entity, as far as those that are nearer than the level lead.

    A step goes by an attribute or a tag of an entity in the store, through records, but not through sets.
    """
    start: tuple[Value, ...] = (req.principal, req.action, req.resource, req.context)
    found: dict[EntityUID, int] = {uid: 0 for each in start for uid in entities_in(each)}
    for steps in range(level):
        for uid in [each for each, known in found.items() if known == steps]:
            data = es.get(uid)
            held = () if data is None else (*dict(data.attrs.items()).values(), *dict(data.tags.items()).values())
            for each in held:
                for other in entities_in(each):
                    found.setdefault(other, steps + 1)
    return Map(found)


def entities_in(v: Value) -> Iterator[EntityUID]:
    """The entities in a value, but for those in sets."""
    match v:
        case EntityUID():
            yield v
        case Record(attrs):
            for attr in attrs:
                yield from entities_in(attrs[attr])
        case _:
            return
