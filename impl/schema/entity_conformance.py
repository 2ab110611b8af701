"""Whether entities conform to a schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deodar.impl.entity_json import Entity, is_action
from deodar.impl.expr import EntityUID
from deodar.impl.json_place import JsonPath, Mistake
from deodar.impl.schema.conformance import check_uid, check_value, uid_text, undeclared_action, undeclared_type
from deodar.impl.schema.schema import ActionDefinition, ResolvedSchema
from deodar.impl.schema.types import RecordType, Type
from deodar.impl.value import Value
from deodar.impl.value_json import ValueRefused
from deodar.impl.wording import GIVE_IT_OR_MAKE_IT_OPTIONAL, offer, quote

_MOST_SHOWN = 8


def check_entity(entity: Entity, store: Mapping[EntityUID, Entity], schema: ResolvedSchema) -> Iterator[Mistake]:
    """What is wrong with an entity of a document; `store` has all of them.

    Of the ancestors only the parents are looked at. The allowed types of ancestors are transitively closed, so if
    every parent of every entity is allowed, then so is every ancestor.
    """
    if is_action(entity.uid):
        yield from _check_action(entity, store, schema)
        return
    definition = schema.entity_types.get(entity.uid.type)
    if definition is None:
        message = f"the entity type {quote(entity.uid.type)} is not declared"
        hint = undeclared_type(entity.uid.type, schema)
        yield Mistake(("uid",), "unexpected-entity-type", message, hint)
        return
    yield from _check_uid_at(entity.uid, ("uid",), schema)
    yield from _check_attributes(entity, definition.attributes, schema)
    allowed = schema.ancestors_of(entity.uid.type)
    for index, parent in enumerate(entity.parents):
        yield from _check_parent(entity.uid, parent, allowed, ("parents", index), schema)
    yield from _check_tags(entity, definition.tags, schema)


def _check_uid_at(uid: EntityUID, path: JsonPath, schema: ResolvedSchema) -> Iterator[Mistake]:
    try:
        check_uid(uid, schema)
    except ValueRefused as refused:
        yield refused.mistake(path)


def _check_attributes(entity: Entity, type_: RecordType, schema: ResolvedSchema) -> Iterator[Mistake]:
    for name, attribute in type_.attributes.items():
        if attribute.required and name not in entity.attrs:
            message = f"the entity {uid_text(entity.uid)} lacks the required attribute {quote(name)}"
            yield Mistake(("attrs",), "missing-required-entity-attr", message, GIVE_IT_OR_MAKE_IT_OPTIONAL)
    for name, value in entity.attrs.items():
        if name not in type_.attributes:
            message = f"the entity type {quote(entity.uid.type)} has no attribute {quote(name)}"
            hint = offer(name, type_.attributes) or "the type has no attributes"
            yield Mistake(("attrs", name), "unexpected-entity-attr", message, hint)
        else:
            yield from _check_value_at(value, type_.attributes[name].type, ("attrs", name), schema)


def _check_value_at(value: Value, type_: Type, path: JsonPath, schema: ResolvedSchema) -> Iterator[Mistake]:
    try:
        check_value(value, type_, schema)
    except ValueRefused as refused:
        yield refused.mistake(path)


def _check_parent(
    child: EntityUID, parent: EntityUID, allowed: frozenset[str], path: JsonPath, schema: ResolvedSchema
) -> Iterator[Mistake]:
    before = list(_check_uid_at(parent, path, schema))
    yield from before
    if not before and parent.type not in allowed:
        message = f"an entity of type {quote(child.type)} cannot have an ancestor of type {quote(parent.type)}"
        shown = ", ".join(map(quote, sorted(allowed)[:_MOST_SHOWN])) or "no type: leave its parents out"
        yield Mistake(path, "invalid-ancestor-type", message, f"its ancestors are of {shown}")


def _check_tags(entity: Entity, type_: Type | None, schema: ResolvedSchema) -> Iterator[Mistake]:
    for name, value in entity.tags.items():
        if type_ is None:
            message = f"the entity type {quote(entity.uid.type)} has no tags"
            yield Mistake(
                ("tags", name), "unexpected-entity-tag", message, "leave it out, or declare `tags` in the schema"
            )
        else:
            yield from _check_value_at(value, type_, ("tags", name), schema)


def _check_action(entity: Entity, store: Mapping[EntityUID, Entity], schema: ResolvedSchema) -> Iterator[Mistake]:
    definition = schema.actions.get(entity.uid)
    if definition is None:
        yield undeclared_action(entity.uid, schema).mistake(("uid",))
    elif entity.attrs or entity.tags:
        where = "attrs" if entity.attrs else "tags"
        message = f"the action {uid_text(entity.uid)} cannot have attributes or tags"
        yield Mistake((where,), "action-declaration-mismatch", message, "leave actions out of the entities")
    elif not _has_declared_ancestors(entity, definition, store, schema):
        message = f"the action {uid_text(entity.uid)} is not in exactly the groups that the schema puts it in"
        yield Mistake(("parents",), "action-declaration-mismatch", message, "leave actions out of the entities")


def _has_declared_ancestors(
    entity: Entity, definition: ActionDefinition, store: Mapping[EntityUID, Entity], schema: ResolvedSchema
) -> bool:
    """Whether the closed ancestors are those of the schema."""
    # A document that repeats the declared groups of all actions is right by induction, without closing anything.
    if definition.parents == frozenset(entity.parents) and all(
        parent in store or not schema.actions[parent].parents for parent in entity.parents
    ):
        return True
    found: set[EntityUID] = set()
    waiting = list(entity.parents)
    while waiting:
        uid = waiting.pop()
        if uid not in found:
            found.add(uid)
            waiting += store[uid].parents if uid in store else ()
    return frozenset(found) == schema.action_ancestors_of(entity.uid)
