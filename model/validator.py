"""Whether a policy is valid for a schema: what it names is declared, it can apply, and it is well typed everywhere.

Rule: Cedar.Validation.validate. A policy is impossible if its condition can be true in no request environment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from deodar.model.expr import (
    And,
    BinaryApp,
    Call,
    Expr,
    GetAttr,
    HasAttr,
    Is,
    IsIn,
    Ite,
    Lit,
    Or,
    RecordExpr,
    SetExpr,
    UnaryApp,
    Variable,
)
from deodar.model.finding import FindingKind, Kinds
from deodar.model.names import is_action_type
from deodar.model.policy import (
    ActionAny,
    ActionEq,
    ActionInAny,
    ActionMem,
    ActionScope,
    action_scope_expr,
    conditions_expr,
)
from deodar.model.schema import EnumEntityType, Schema, standard
from deodar.model.template import (
    EntityUIDOrSlot,
    Given,
    ScopeTemplate,
    Slot,
    Template,
    TemplateAny,
    TemplateEq,
    TemplateIs,
    TemplateIsMem,
    TemplateMem,
)
from deodar.model.type import FalseT, Mode
from deodar.model.typechecker import NO_FINDINGS
from deodar.model.typings import typings
from deodar.model.value import EntityType, EntityUID


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a policy (it is valid if nothing is), and whether it is impossible."""

    kinds: Kinds
    impossible: bool


# What a policy names


def finding(kind: FindingKind, holds: bool) -> Kinds:
    """The finding, if it holds."""
    return frozenset({kind}) if holds else NO_FINDINGS


def uid_faults(uid: EntityUID, schema: Schema) -> Kinds:
    """Whether an entity can be meant: an action must be declared, and so must the id of an enumeration."""
    if is_action_type(uid.type):
        return finding(FindingKind.UNRECOGNIZED_ACTION_ID, uid not in schema.actions)
    entry = schema.entity_types.get(uid.type)
    if isinstance(entry, EnumEntityType):
        return finding(FindingKind.INVALID_ENUM_ENTITY, uid.id not in entry.ids)
    return finding(FindingKind.UNRECOGNIZED_ENTITY_TYPE, entry is None)


def type_faults(name: EntityType, schema: Schema) -> Kinds:
    """Whether an entity type is declared; any type of actions is taken for one."""
    return finding(FindingKind.UNRECOGNIZED_ENTITY_TYPE, name not in schema.entity_types and not is_action_type(name))


def name_faults(x: Expr, schema: Schema) -> Kinds:
    """What is wrong with the entities and entity types that an expression names, wherever they stand."""
    match x:
        case Lit(EntityUID() as uid):
            return uid_faults(uid, schema)
        case Lit() | Variable():
            return NO_FINDINGS
        case Ite(x1, x2, x3):
            return name_faults(x1, schema) | name_faults(x2, schema) | name_faults(x3, schema)
        case And(x1, x2) | Or(x1, x2) | BinaryApp(_, x1, x2):
            return name_faults(x1, schema) | name_faults(x2, schema)
        case UnaryApp(Is(name), x1):
            return type_faults(name, schema) | name_faults(x1, schema)
        case UnaryApp(_, x1) | HasAttr(x1, _) | GetAttr(x1, _):
            return name_faults(x1, schema)
        case IsIn(x1, name, x2):
            return type_faults(name, schema) | name_faults(x1, schema) | name_faults(x2, schema)
        case SetExpr(xs) | Call(_, xs):
            return frozenset(kind for x1 in xs for kind in name_faults(x1, schema))
        case RecordExpr(axs):
            return frozenset(kind for ax in axs for kind in name_faults(ax.x, schema))
        case _:
            assert_never(x)


def entity_faults(entity: EntityUIDOrSlot, schema: Schema) -> Kinds:
    """What is wrong with an entity in the scope; nothing is with a slot."""
    match entity:
        case Given(uid):
            return uid_faults(uid, schema)
        case Slot():
            return NO_FINDINGS
        case _:
            assert_never(entity)


def scope_faults(scope: ScopeTemplate, schema: Schema) -> Kinds:
    """What is wrong with the names in the constraint on the principal or the resource."""
    match scope:
        case TemplateAny():
            return NO_FINDINGS
        case TemplateEq(entity) | TemplateMem(entity):
            return entity_faults(entity, schema)
        case TemplateIs(name):
            return type_faults(name, schema)
        case TemplateIsMem(name, entity):
            return type_faults(name, schema) | entity_faults(entity, schema)
        case _:
            assert_never(scope)


def template_faults(template: Template, schema: Schema) -> Kinds:
    """What is wrong with the names in a template."""
    return (
        scope_faults(template.principal_scope, schema)
        | name_faults(action_scope_expr(template.action_scope), schema)
        | scope_faults(template.resource_scope, schema)
        | name_faults(conditions_expr(template.conditions), schema)
    )


# What a policy can apply to


def below(name: EntityType, schema: Schema) -> frozenset[EntityType]:
    """An entity type and those whose entities can be below its entities."""
    return frozenset(
        other for other in schema.entity_types if other == name or name in standard(other, schema).ancestors
    )


def entity_scope_types(entity: EntityUIDOrSlot, schema: Schema) -> frozenset[EntityType]:
    """The types of entities that can be in an entity."""
    match entity:
        case Given(uid):
            return below(uid.type, schema)
        case Slot():
            return frozenset(schema.entity_types)
        case _:
            assert_never(entity)


def equal_types(entity: EntityUIDOrSlot, schema: Schema) -> frozenset[EntityType]:
    """The types of entities that can be an entity."""
    match entity:
        case Given(uid):
            return frozenset({uid.type})
        case Slot():
            return frozenset(schema.entity_types)
        case _:
            assert_never(entity)


def scope_types(scope: ScopeTemplate, schema: Schema) -> frozenset[EntityType]:
    """The entity types that can meet the constraint on the principal or the resource."""
    match scope:
        case TemplateAny():
            return frozenset(schema.entity_types)
        case TemplateEq(entity):
            return equal_types(entity, schema)
        case TemplateMem(entity):
            return entity_scope_types(entity, schema)
        case TemplateIs(name):
            return frozenset({name})
        case TemplateIsMem(name, entity):
            return frozenset({name}) & entity_scope_types(entity, schema)
        case _:
            assert_never(scope)


def is_below(uid: EntityUID, groups: tuple[EntityUID, ...], schema: Schema) -> bool:
    """Whether an action is one of some, all of them declared, or below one."""
    entry = schema.actions.get(uid)
    return all(group in schema.actions for group in groups) and (
        uid in groups or (entry is not None and any(group in entry.ancestors for group in groups))
    )


def can_be(uid: EntityUID, scope: ActionScope, schema: Schema) -> bool:
    """Whether a declared action can meet the constraint on the action."""
    match scope:
        case ActionAny():
            return True
        case ActionEq(entity):
            return uid == entity
        case ActionMem(entity):
            return is_below(uid, (entity,), schema)
        case ActionInAny(entities):
            return is_below(uid, entities, schema)
        case _:
            assert_never(scope)


def application_faults(template: Template, schema: Schema) -> Kinds:
    """Whether some action can meet the whole scope."""
    principals = scope_types(template.principal_scope, schema)
    resources = scope_types(template.resource_scope, schema)
    applies = any(
        can_be(uid, template.action_scope, schema)
        and schema.actions[uid].principals & principals
        and schema.actions[uid].resources & resources
        for uid in schema.actions
    )
    return finding(FindingKind.INVALID_ACTION_APPLICATION, not applies)


# What is wrong with it


def validate(template: Template, schema: Schema, mode: Mode) -> Verdict:
    """The verdict on a policy or template. Rule: validate."""
    found = typings(template, schema, mode)
    kinds = frozenset(kind for typing in found for kind in typing.kinds)
    faults = template_faults(template, schema) | application_faults(template, schema) | kinds
    return Verdict(faults, all(typing.type == FalseT() for typing in found))
