"""The entities document: a list of entities with their attributes, parents and tags."""

from __future__ import annotations

from collections.abc import Mapping

from deodar.model.conformance import entities_fault
from deodar.model.deep import with_room
from deodar.model.entities import Entities, EntityData
from deodar.model.json_text import DOCUMENT_DEPTH, Json, array, from_text_or_data, member, obj
from deodar.model.map import Map
from deodar.model.names import is_action_type
from deodar.model.refusal import Refusal
from deodar.model.schema import Schema, standard
from deodar.model.typed_json import typed_value, typed_values
from deodar.model.value import EntityUID, Value
from deodar.model.value_json import entity_uid_from_json, value_from_json


def attributes(uid: EntityUID, data: Json, schema: Schema | None) -> Map[str, Value]:
    """The attributes of an entity; those of actions are declared nowhere."""
    if schema is None or is_action_type(uid.type):
        return Map({name: value_from_json(item) for name, item in obj(data).items()})
    if uid.type not in schema.entity_types:
        raise Refusal("UnexpectedEntityType")
    declared = standard(uid.type, schema).attrs.attrs
    if not frozenset(obj(data)) <= frozenset(declared):
        raise Refusal("UnexpectedEntityAttr")
    return typed_values(data, declared)


def tags(uid: EntityUID, data: Json, schema: Schema | None) -> Map[str, Value]:
    """The tags of an entity."""
    declared = None if schema is None else standard(uid.type, schema).tags
    if declared is None:
        return Map({name: value_from_json(item) for name, item in obj(data).items()})
    return Map({name: typed_value(item, declared) for name, item in obj(data).items()})


def with_parents(uid: EntityUID, data: Json, schema: Schema | None) -> EntityData:
    """One entity of the document, with its parents in the place of its ancestors."""
    parents = frozenset(entity_uid_from_json(parent) for parent in array(member(data, "parents")))
    return EntityData(
        attributes(uid, member(data, "attrs"), schema), parents, tags(uid, obj(data).get("tags", {}), schema)
    )


def listed(data: Json, schema: Schema | None) -> dict[EntityUID, EntityData]:
    """The entities of the document; an entity may be listed again only if nothing of it differs."""
    found: dict[EntityUID, EntityData] = {}
    for item in array(data):
        uid = entity_uid_from_json(member(item, "uid"))
        entity = with_parents(uid, item, schema)
        if found.setdefault(uid, entity) != entity:
            raise Refusal("DuplicateEntity")
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
        raise Refusal("HierarchyCycle")
    return frozenset(found)


def store_of(data: Json, schema: Schema | None) -> Entities:
    """The entity store that a document describes, its hierarchy closed; with a schema, its actions are there too."""
    found = listed(data, schema)
    closed = {uid: EntityData(entity.attrs, ancestors(uid, found), entity.tags) for uid, entity in found.items()}
    if schema is None:
        return Map(closed)
    actions = {uid: EntityData(Map({}), action.ancestors, Map({})) for uid, action in schema.actions.items()}
    store = Map({**actions, **closed})
    fault = entities_fault(store, schema)
    if fault is not None:
        raise Refusal(fault.value)
    return store


def entities_from_json(document: object, schema: Schema | None = None) -> Entities:
    """The entity store that a document, as JSON text or as data, describes; with a schema, it must conform to it."""
    return with_room(store_of, from_text_or_data(document, DOCUMENT_DEPTH), schema)
