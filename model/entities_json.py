"""The entities document: a list of entities with their attributes, parents and tags."""

from __future__ import annotations

from collections.abc import Mapping

from deodar.model.deep import with_room
from deodar.model.entities import Entities, EntityData
from deodar.model.json_text import DOCUMENT_DEPTH, Json, array, from_text_or_data, member, obj
from deodar.model.map import Map
from deodar.model.names import is_action_type
from deodar.model.refusal import Refusal
from deodar.model.value import EntityUID, Value
from deodar.model.value_json import entity_uid_from_json, value_from_json


def values(data: Json) -> Map[str, Value]:
    """The attributes or tags that an object writes."""
    return Map({name: value_from_json(item) for name, item in obj(data).items()})


def with_parents(data: Json) -> EntityData:
    """One entity of the document, with its parents in the place of its ancestors."""
    parents = frozenset(entity_uid_from_json(parent) for parent in array(member(data, "parents")))
    return EntityData(values(member(data, "attrs")), parents, values(obj(data).get("tags", {})))


def listed(data: Json) -> dict[EntityUID, EntityData]:
    """The entities of the document; an entity may be listed again only if nothing of it differs."""
    found: dict[EntityUID, EntityData] = {}
    for item in array(data):
        uid, entity = entity_uid_from_json(member(item, "uid")), with_parents(item)
        if found.setdefault(uid, entity) != entity:
            raise Refusal("duplicate-entity")
        if is_action_type(uid.type) and not all(is_action_type(parent.type) for parent in entity.ancestors):
            raise Refusal("action-parent")
    return found


def ancestors(uid: EntityUID, store: Mapping[EntityUID, EntityData]) -> frozenset[EntityUID]:
    """All that can be reached from an entity by going from child to parent; it must not be reached itself."""
    found: set[EntityUID] = set()
    ahead = [uid]
    while ahead:
        data = store.get(ahead.pop())
        parents = data.ancestors - found if data else frozenset[EntityUID]()
        found |= parents
        ahead += parents
    if uid in found:
        raise Refusal("cycle")
    return frozenset(found)


def store_of(data: Json) -> Entities:
    """The entity store that a document describes, its hierarchy closed."""
    found = listed(data)
    return Map({uid: EntityData(entity.attrs, ancestors(uid, found), entity.tags) for uid, entity in found.items()})


def entities_from_json(document: object) -> Entities:
    """The entity store that a document, as JSON text or as data, describes."""
    return with_room(store_of, from_text_or_data(document, DOCUMENT_DEPTH))
