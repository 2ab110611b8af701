"""What a schema declares, after all its names are resolved.

Rule: Cedar.Validation.Types, Schema. Names are full, common types are written out, and ancestors are closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from deodar.model.map import Map
from deodar.model.type import Mode, RecordT, Type
from deodar.model.value import EntityType, EntityUID


@dataclass(frozen=True, slots=True)
class StandardEntityType:
    """An entity type: the types that its ancestors may have, its attributes, and the type of its tags, if any."""

    ancestors: frozenset[EntityType]
    attrs: RecordT
    tags: Type | None


@dataclass(frozen=True, slots=True)
class EnumEntityType:
    """An entity type whose entities are listed by id; they have no attributes, tags or ancestors."""

    ids: frozenset[str]


EntityTypeEntry: TypeAlias = StandardEntityType | EnumEntityType


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """An action: the types of principal and resource that it applies to, its context, and the groups that it is in."""

    principals: frozenset[EntityType]
    resources: frozenset[EntityType]
    context: RecordT
    ancestors: frozenset[EntityUID]


@dataclass(frozen=True, slots=True)
class Schema:
    """Entity types by name and actions by UID."""

    entity_types: Map[EntityType, EntityTypeEntry]
    actions: Map[EntityUID, ActionEntry]


@dataclass(frozen=True, slots=True)
class Environment:
    """The types of the parts of a request. Rule: TypeEnv."""

    schema: Schema
    principal: EntityType
    action: EntityUID
    resource: EntityType
    context: RecordT
    mode: Mode = Mode.STRICT


def standard(name: EntityType, schema: Schema) -> StandardEntityType:
    """The declaration of an entity type; one without attributes, tags and ancestors for enumerations and actions."""
    entry = schema.entity_types.get(name)
    if isinstance(entry, StandardEntityType):
        return entry
    return StandardEntityType(frozenset(), RecordT(Map({})), None)


def environments(schema: Schema, mode: Mode) -> tuple[Environment, ...]:
    """One environment for each action and each pair of a principal and a resource that it applies to."""
    return tuple(
        Environment(schema, principal, uid, resource, schema.actions[uid].context, mode)
        for uid in schema.actions
        for principal in schema.actions[uid].principals
        for resource in schema.actions[uid].resources
    )
