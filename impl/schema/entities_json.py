"""An entities document, read and checked by a schema, which adds its actions to the entities."""

from __future__ import annotations

from typing import final

from deodar.impl.entity_json import VALUE_LEVELS, Entity, EntityReader, read_entities, refuse
from deodar.impl.expr import EntityUID
from deodar.impl.json_place import MOST_FINDINGS, Mistake
from deodar.impl.schema.entity_conformance import check_entity
from deodar.impl.schema.schema import ResolvedSchema
from deodar.impl.schema.typed_json import read_typed
from deodar.impl.schema.types import Type
from deodar.impl.value import Value


@final
class _TypedReader(EntityReader):
    """Reads attributes and tags by their types; what has none is read as without a schema, and refused afterwards."""

    def __init__(self, schema: ResolvedSchema) -> None:
        super().__init__()
        self._schema = schema

    def value(self, data: object, owner: EntityUID | None, field: str, name: str) -> Value:
        type_ = self._type_of(owner, field, name)
        return super().value(data, owner, field, name) if type_ is None else read_typed(data, type_, VALUE_LEVELS)

    def _type_of(self, owner: EntityUID | None, field: str, name: str) -> Type | None:
        if owner is None:
            return None
        if field == "tags":
            return self._schema.tags_of(owner.type)
        attribute = self._schema.attributes_of(owner.type).attributes.get(name)
        return None if attribute is None else attribute.type


def read_conforming_entities(data_or_text: object, schema: ResolvedSchema) -> tuple[list[Entity], str | None]:
    """The entities of a document and then the actions that it leaves out; and the document's text, if it came as text.

    Raises `EntitiesError`, with the findings of all entities, if one does not conform.
    """
    entities, text = read_entities(data_or_text, _TypedReader(schema))
    mistakes = conformance_mistakes(entities, schema)
    if mistakes:
        raise refuse(text, mistakes)
    given = {entity.uid for entity in entities}
    for uid, definition in schema.actions.items():
        if uid not in given:
            entities.append(Entity(uid, {}, tuple(sorted(definition.parents)), {}))
    return entities, text


def conformance_mistakes(entities: list[Entity], schema: ResolvedSchema) -> list[Mistake]:
    """What is wrong with the entities, each with the path that begins with its number; not many more than are shown."""
    store = {entity.uid: entity for entity in entities}
    mistakes: list[Mistake] = []
    for index, entity in enumerate(entities):
        found = check_entity(entity, store, schema)
        mistakes += (Mistake((index, *each.path), each.kind, each.message, each.help) for each in found)
        if len(mistakes) >= MOST_FINDINGS:
            break
    return mistakes
