"""Whether values, requests and entities are what a schema says.

Rule: Cedar.Validation.RequestEntityValidator. Each check gives the first thing that is wrong, or None.
"""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from deodar.model.entities import Entities, EntityData
from deodar.model.map import Map
from deodar.model.names import is_action_type
from deodar.model.request import Request
from deodar.model.schema import EnumEntityType, Schema, StandardEntityType
from deodar.model.type import (
    BoolT,
    EntityT,
    ExtensionType,
    ExtT,
    FalseT,
    LongT,
    Qualified,
    RecordT,
    SetT,
    StringT,
    TrueT,
    Type,
)
from deodar.model.value import (
    Attr,
    Bool,
    Datetime,
    Decimal,
    Duration,
    EntityType,
    EntityUID,
    IPAddr,
    Long,
    Record,
    Set,
    String,
    Value,
)


class Nonconformance(Enum):
    """What is wrong with a request or an entity."""

    UNDECLARED_PRINCIPAL_TYPE = "UndeclaredPrincipalType"
    UNDECLARED_RESOURCE_TYPE = "UndeclaredResourceType"
    UNDECLARED_ACTION = "UndeclaredAction"
    INVALID_PRINCIPAL_TYPE = "InvalidPrincipalType"
    INVALID_RESOURCE_TYPE = "InvalidResourceType"
    INVALID_CONTEXT = "InvalidContext"
    INVALID_ENUM_ENTITY = "InvalidEnumEntity"
    UNEXPECTED_ENTITY_TYPE = "UnexpectedEntityType"
    MISSING_REQUIRED_ENTITY_ATTR = "MissingRequiredEntityAttr"
    UNEXPECTED_ENTITY_ATTR = "UnexpectedEntityAttr"
    UNEXPECTED_ENTITY_TAG = "UnexpectedEntityTag"
    TYPE_MISMATCH = "TypeMismatch"
    INVALID_ANCESTOR_TYPE = "InvalidAncestorType"
    ACTION_DECLARATION_MISMATCH = "ActionDeclarationMismatch"


def instance_of_record(attrs: Map[Attr, Value], declared: Map[Attr, Qualified]) -> bool:
    """Whether a record has the required attributes, no undeclared ones, and each of its type."""
    return all(attr in declared and instance_of(attrs[attr], declared[attr].type) for attr in attrs) and all(
        attr in attrs for attr in declared if declared[attr].required
    )


def instance_of(v: Value, ty: Type) -> bool:
    """Whether a value has a type. Rule: InstanceOfType."""
    match v, ty:
        case Bool(True), TrueT() | BoolT():
            return True
        case Bool(False), FalseT() | BoolT():
            return True
        case Long(), LongT():
            return True
        case String(), StringT():
            return True
        case EntityUID(name, _), EntityT(declared):
            return name in declared
        case Set(vs), SetT(element):
            return all(instance_of(w, element) for w in vs)
        case Record(attrs), RecordT(declared_attrs):
            return instance_of_record(attrs, declared_attrs)
        case Decimal(), ExtT(ExtensionType.DECIMAL):
            return True
        case IPAddr(), ExtT(ExtensionType.IPADDR):
            return True
        case Datetime(), ExtT(ExtensionType.DATETIME):
            return True
        case Duration(), ExtT(ExtensionType.DURATION):
            return True
        case _:
            return False


def uid_fault(uid: EntityUID, schema: Schema) -> Nonconformance | None:
    """An action that is not declared, or an id that its enumeration does not list."""
    if is_action_type(uid.type):
        return None if uid in schema.actions else Nonconformance.UNDECLARED_ACTION
    entry = schema.entity_types.get(uid.type)
    if isinstance(entry, EnumEntityType) and uid.id not in entry.ids:
        return Nonconformance.INVALID_ENUM_ENTITY
    return None


def first(faults: tuple[Nonconformance | None, ...]) -> Nonconformance | None:
    """The first fault that is one."""
    if not faults:
        return None
    earlier = first(faults[:-1])
    return faults[-1] if earlier is None else earlier


def value_fault(v: Value, schema: Schema) -> Nonconformance | None:
    """What is wrong with the entities in a value."""
    match v:
        case EntityUID():
            return uid_fault(v, schema)
        case Set(vs):
            return first(tuple(value_fault(w, schema) for w in vs))
        case Record(attrs):
            return first(tuple(value_fault(attrs[attr], schema) for attr in attrs))
        case _:
            return None


def part_fault(uid: EntityUID, undeclared: Nonconformance, schema: Schema) -> Nonconformance | None:
    """What is wrong with the principal or the resource, whatever the action."""
    if uid.type not in schema.entity_types:
        return undeclared
    return uid_fault(uid, schema)


def request_fault(req: Request, schema: Schema) -> Nonconformance | None:
    """What is wrong with a request. Rule: requestMatchesEnvironment."""
    action = schema.actions.get(req.action)
    principal = part_fault(req.principal, Nonconformance.UNDECLARED_PRINCIPAL_TYPE, schema)
    resource = part_fault(req.resource, Nonconformance.UNDECLARED_RESOURCE_TYPE, schema)
    if principal is not None:
        return principal
    if resource is not None:
        return resource
    if action is None:
        return Nonconformance.UNDECLARED_ACTION
    if req.principal.type not in action.principals:
        return Nonconformance.INVALID_PRINCIPAL_TYPE
    if req.resource.type not in action.resources:
        return Nonconformance.INVALID_RESOURCE_TYPE
    context = value_fault(req.context, schema)
    if context is not None:
        return context
    return None if instance_of(req.context, action.context) else Nonconformance.INVALID_CONTEXT


def action_fault(uid: EntityUID, data: EntityData, schema: Schema) -> Nonconformance | None:
    """An action must be in the store as it is declared, without attributes and tags."""
    declared = schema.actions.get(uid)
    if declared is None:
        return Nonconformance.UNDECLARED_ACTION
    if data == EntityData(Map({}), declared.ancestors, Map({})):
        return None
    return Nonconformance.ACTION_DECLARATION_MISMATCH


def attrs_fault(attrs: Map[Attr, Value], declared: Map[Attr, Qualified], schema: Schema) -> Nonconformance | None:
    """What is wrong with the attributes of an entity."""
    if any(declared[attr].required and attr not in attrs for attr in declared):
        return Nonconformance.MISSING_REQUIRED_ENTITY_ATTR
    if any(attr not in declared for attr in attrs):
        return Nonconformance.UNEXPECTED_ENTITY_ATTR
    if any(attr in declared and not instance_of(attrs[attr], declared[attr].type) for attr in attrs):
        return Nonconformance.TYPE_MISMATCH
    return value_fault(Record(attrs), schema)


def ancestor_fault(uid: EntityUID, allowed: frozenset[EntityType], schema: Schema) -> Nonconformance | None:
    """What is wrong with an ancestor."""
    fault = uid_fault(uid, schema)
    if fault is not None:
        return fault
    return None if uid.type in allowed else Nonconformance.INVALID_ANCESTOR_TYPE


def tags_fault(tags: Map[str, Value], declared: Type | None, schema: Schema) -> Nonconformance | None:
    """What is wrong with the tags of an entity."""
    if not tags:
        return None
    if declared is None:
        return Nonconformance.UNEXPECTED_ENTITY_TAG
    if any(not instance_of(tags[tag], declared) for tag in tags):
        return Nonconformance.TYPE_MISMATCH
    return value_fault(Record(tags), schema)


def entity_fault(uid: EntityUID, data: EntityData, schema: Schema) -> Nonconformance | None:
    """What is wrong with an entity of the store. Rule: InstanceOfEntitySchema."""
    if is_action_type(uid.type):
        return action_fault(uid, data, schema)
    entry = schema.entity_types.get(uid.type)
    match entry:
        case None:
            return Nonconformance.UNEXPECTED_ENTITY_TYPE
        case EnumEntityType():
            declared = StandardEntityType(frozenset(), RecordT(Map({})), None)
        case StandardEntityType():
            declared = entry
        case _:
            assert_never(entry)
    ancestors = tuple(ancestor_fault(ancestor, declared.ancestors, schema) for ancestor in data.ancestors)
    return first(
        (
            uid_fault(uid, schema),
            attrs_fault(data.attrs, declared.attrs.attrs, schema),
            first(ancestors),
            tags_fault(data.tags, declared.tags, schema),
        )
    )


def entities_fault(es: Entities, schema: Schema) -> Nonconformance | None:
    """What is wrong with the entities of a store."""
    return first(tuple(entity_fault(uid, es[uid], schema) for uid in es))
