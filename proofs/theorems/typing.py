"""The vocabulary of type soundness: which values a type has, and what it is for a request and a store to conform.

Rule: Cedar.Thm.Validation, InstanceOfType, InstanceOfWellFormedEnvironment. Nothing here is the model's own check of
conformance; that this check implies what is said here is a theorem of its own.
"""

from __future__ import annotations

from typing import assert_never

from deodar.model.entities import Entities, EntityData
from deodar.model.error import ErrorKind, EvaluationError
from deodar.model.evaluator import evaluate, has_attr, has_tag
from deodar.model.map import Map
from deodar.model.names import is_action_type
from deodar.model.policy import Policy, policy_expr
from deodar.model.request import Request
from deodar.model.schema import ActionEntry, Environment, Schema, standard
from deodar.model.type import (
    BoolT,
    EntityT,
    ExtensionType,
    ExtT,
    FalseT,
    LongT,
    NeverT,
    Qualified,
    RecordT,
    SetT,
    StringT,
    TrueT,
    Type,
)
from deodar.model.typechecker import AttrCapability, Capabilities, Capability, TagCapability
from deodar.model.value import (
    FALSE,
    TRUE,
    Attr,
    Bool,
    Datetime,
    Decimal,
    Duration,
    EntityUID,
    IPAddr,
    Long,
    Record,
    Set,
    String,
    Value,
)


def instance_of(v: Value, ty: Type) -> bool:
    """The value is one of the type. Rule: InstanceOfType."""
    match ty:
        case TrueT():
            return v == TRUE
        case FalseT():
            return v == FALSE
        case BoolT():
            return isinstance(v, Bool)
        case LongT():
            return isinstance(v, Long)
        case StringT():
            return isinstance(v, String)
        case EntityT(names):
            return isinstance(v, EntityUID) and v.type in names
        case SetT(element):
            return isinstance(v, Set) and all(instance_of(each, element) for each in v.elements)
        case RecordT():
            return isinstance(v, Record) and has_attributes(v.attrs, ty)
        case ExtT(extension):
            return is_extension_value(v, extension)
        case NeverT():
            return False
        case _:
            assert_never(ty)


def has_attributes(attrs: Map[Attr, Value], ty: RecordT) -> bool:
    """The required attributes are there, and each attribute is declared, unless the type is open, and of its type."""
    return all(attr in attrs for attr in ty.attrs if ty.attrs[attr].required) and all(
        attribute_conforms(attrs[attr], ty.attrs.get(attr), ty.is_open) for attr in attrs
    )


def attribute_conforms(v: Value, declared: Qualified | None, is_open: bool) -> bool:
    """The value of an attribute is of the declared type."""
    if declared is None:
        return is_open
    return instance_of(v, declared.type)


def is_extension_value(v: Value, extension: ExtensionType) -> bool:
    """The value is one of the extension type."""
    match extension:
        case ExtensionType.DECIMAL:
            return isinstance(v, Decimal)
        case ExtensionType.IPADDR:
            return isinstance(v, IPAddr)
        case ExtensionType.DATETIME:
            return isinstance(v, Datetime)
        case ExtensionType.DURATION:
            return isinstance(v, Duration)
        case _:
            assert_never(extension)


def certain(ty: Type) -> bool:
    """No value of the type but true: an expression of it is true, or fails."""
    return ty in (TrueT(), NeverT())


def allowed(kind: ErrorKind) -> bool:
    """A validated policy may fail in this way."""
    return kind in (ErrorKind.ENTITY_MISSING, ErrorKind.OVERFLOW, ErrorKind.EXTENSION)


def is_sound(policy: Policy, req: Request, es: Entities) -> bool:
    """The policy gives a bool, or fails in one of the allowed ways."""
    try:
        return isinstance(evaluate(policy_expr(policy), req, es), Bool)
    except EvaluationError as error:
        return allowed(error.kind)


def capability_holds(capability: Capability, req: Request, es: Entities) -> bool:
    """The attribute or tag that a capability promises is there, if its expressions have values at all."""
    match capability:
        case AttrCapability(x, attr):
            try:
                return has_attr(evaluate(x, req, es), attr, es)
            except EvaluationError:
                return True
        case TagCapability(x, tag):
            try:
                return value_has_tag(evaluate(x, req, es), evaluate(tag, req, es), es)
            except EvaluationError:
                return True
        case _:
            assert_never(capability)


def value_has_tag(v: Value, tag: Value, es: Entities) -> bool:
    """The value is an entity in the store that has the tag."""
    return isinstance(v, EntityUID) and isinstance(tag, String) and has_tag(v, tag.value, es)


def capabilities_hold(c: Capabilities, req: Request, es: Entities) -> bool:
    """All capabilities hold."""
    return all(capability_holds(each, req, es) for each in c)


def request_conforms(req: Request, env: Environment) -> bool:
    """The request is one of the environment."""
    return (
        req.principal.type == env.principal
        and req.action == env.action
        and req.resource.type == env.resource
        and instance_of(req.context, env.context)
    )


def data_conforms(uid: EntityUID, data: EntityData, schema: Schema) -> bool:
    """An entity in the store is what the schema declares."""
    declared = standard(uid.type, schema)
    return (
        instance_of(Record(data.attrs), declared.attrs)
        and ancestors_conform(uid, data, schema)
        and all(tag_conforms(data.tags[tag], declared.tags) for tag in data.tags)
    )


def tag_conforms(v: Value, declared: Type | None) -> bool:
    """The value of a tag is of the type that the tags have, if there may be any."""
    return declared is not None and instance_of(v, declared)


def ancestors_conform(uid: EntityUID, data: EntityData, schema: Schema) -> bool:
    """The ancestors are those that the schema names for an action, and of types that it allows for others."""
    if is_action_type(uid.type):
        action = schema.actions.get(uid)
        return action is not None and data.ancestors == action.ancestors
    return all(each.type in standard(uid.type, schema).ancestors for each in data.ancestors)


def well_formed(schema: Schema) -> bool:
    """Actions, and the groups that they are in, are of action types, and no entity type is one.

    Reading a schema sees to it.
    """
    return all(action_is_well_formed(uid, schema.actions[uid]) for uid in schema.actions) and all(
        not is_action_type(name) for name in schema.entity_types
    )


def action_is_well_formed(uid: EntityUID, action: ActionEntry) -> bool:
    """An action and the groups that it is in are of action types."""
    return is_action_type(uid.type) and all(is_action_type(each.type) for each in action.ancestors)


def entities_conform(es: Entities, schema: Schema) -> bool:
    """All entities in the store are what the schema declares, and all actions are in it."""
    return all(data_conforms(uid, es[uid], schema) for uid in es) and all(uid in es for uid in schema.actions)


def conforms(req: Request, es: Entities, env: Environment) -> bool:
    """The request is one of the environment, and the store one of its schema, which is well formed."""
    return well_formed(env.schema) and request_conforms(req, env) and entities_conform(es, env.schema)


def names_all_of(v: Value, uids: frozenset[EntityUID]) -> bool:
    """The value is an entity, or a set of entities, and these are its entities."""
    match v:
        case EntityUID():
            return uids == frozenset({v})
        case Set(vs):
            return all(isinstance(each, EntityUID) and each in uids for each in vs) and all(uid in vs for uid in uids)
        case _:
            return False
