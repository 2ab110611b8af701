"""What a schema denotes, as data that is the same for two schemas that mean the same.

Names are full, common types are written out, hierarchies are closed, and nothing has an order. This is of the tester,
and not of the protocol: it tells more than the JSON schema format, which keeps names as they were written.
"""

from __future__ import annotations

from collections.abc import Iterable

from deodar.drt.data import Json

BOOL: Json = "Bool"
LONG: Json = "Long"
STRING: Json = "String"


def entity(name: str) -> Json:
    """The type of the entities of a type."""
    return {"Entity": name}


def extension(name: str) -> Json:
    """An extension type, by the name that schemas give it."""
    return {"Extension": name}


def set_of(element: Json) -> Json:
    """The type of sets."""
    return {"Set": element}


def record(attributes: Iterable[tuple[str, Json, bool]]) -> Json:
    """The type of records: name, type, and whether it is required, of each attribute."""
    return {"Record": {name: [kind, required] for name, kind, required in attributes}}


def enumeration(ids: Iterable[str]) -> Json:
    """An enumerated entity type."""
    return {"enum": sorted(set(ids))}


def standard(ancestors: Iterable[str], attributes: Json, tags: Json) -> Json:
    """Any other entity type; `tags` is None where it has none."""
    return {"ancestors": sorted(set(ancestors)), "attributes": attributes, "tags": tags}


def action(principals: Iterable[str], resources: Iterable[str], context: Json, ancestors: Iterable[str]) -> Json:
    """An action; ancestors by their written uids."""
    return {
        "principals": sorted(set(principals)),
        "resources": sorted(set(resources)),
        "context": context,
        "ancestors": sorted(set(ancestors)),
    }


def uid(entity_type: str, entity_id: str) -> str:
    """A uid as one string."""
    return f"{entity_type}::{entity_id!r}"


def schema(entity_types: dict[str, Json], actions: dict[str, Json]) -> Json:
    """All of it."""
    return {"entity types": entity_types, "actions": actions}
