"""Templates: policies with slots in their scope, and what it means to fill them.

Rule: Cedar.Spec.Template. A static policy is a template without slots, filled with nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, assert_never

from deodar.model.map import Map
from deodar.model.policy import (
    ActionScope,
    Condition,
    Effect,
    Policy,
    PolicyID,
    Scope,
    ScopeAny,
    ScopeEq,
    ScopeIs,
    ScopeIsMem,
    ScopeMem,
)
from deodar.model.refusal import Refusal
from deodar.model.value import EntityType, EntityUID


class SlotID(Enum):
    """The slots, each in its own part of the scope."""

    PRINCIPAL = "?principal"
    RESOURCE = "?resource"


SlotEnv: TypeAlias = Map[SlotID, EntityUID]


@dataclass(frozen=True, slots=True)
class Given:
    """An entity that the template names."""

    uid: EntityUID


@dataclass(frozen=True, slots=True)
class Slot:
    """An entity that a link will name."""

    id: SlotID


EntityUIDOrSlot: TypeAlias = Given | Slot


@dataclass(frozen=True, slots=True)
class TemplateAny:
    """No constraint."""


@dataclass(frozen=True, slots=True)
class TemplateEq:
    """`== entity`"""

    entity: EntityUIDOrSlot


@dataclass(frozen=True, slots=True)
class TemplateMem:
    """`in entity`"""

    entity: EntityUIDOrSlot


@dataclass(frozen=True, slots=True)
class TemplateIs:
    """`is T`"""

    entity_type: EntityType


@dataclass(frozen=True, slots=True)
class TemplateIsMem:
    """`is T in entity`"""

    entity_type: EntityType
    entity: EntityUIDOrSlot


ScopeTemplate: TypeAlias = TemplateAny | TemplateEq | TemplateMem | TemplateIs | TemplateIsMem


@dataclass(frozen=True, slots=True)
class Template:
    """A policy without an id, whose scope may have slots. Annotations mean nothing; None is one without a value."""

    effect: Effect
    principal_scope: ScopeTemplate
    action_scope: ActionScope
    resource_scope: ScopeTemplate
    conditions: tuple[Condition, ...]
    annotations: Map[str, str | None]


def scope_slots(scope: ScopeTemplate) -> frozenset[SlotID]:
    """The slots of one constraint: none or one."""
    match scope:
        case TemplateEq(Slot(slot)) | TemplateMem(Slot(slot)) | TemplateIsMem(_, Slot(slot)):
            return frozenset({slot})
        case _:
            return frozenset()


def slots(template: Template) -> frozenset[SlotID]:
    """The slots of a template."""
    return scope_slots(template.principal_scope) | scope_slots(template.resource_scope)


def fill(entity: EntityUIDOrSlot, env: SlotEnv) -> EntityUID:
    """The entity that is named, or that the link names. Rule: EntityUIDOrSlot.linkOrError?."""
    match entity:
        case Given(uid):
            return uid
        case Slot(slot):
            found = env.get(slot)
            if found is None:
                raise Refusal("unfilled-slot")
            return found
        case _:
            assert_never(entity)


def link_scope(scope: ScopeTemplate, env: SlotEnv) -> Scope:
    """A constraint with its slot filled. Rule: ScopeTemplate.link?."""
    match scope:
        case TemplateAny():
            return ScopeAny()
        case TemplateEq(entity):
            return ScopeEq(fill(entity, env))
        case TemplateMem(entity):
            return ScopeMem(fill(entity, env))
        case TemplateIs(entity_type):
            return ScopeIs(entity_type)
        case TemplateIsMem(entity_type, entity):
            return ScopeIsMem(entity_type, fill(entity, env))
        case _:
            assert_never(scope)


def link(template: Template, policy_id: PolicyID, env: SlotEnv) -> Policy:
    """The policy that a template becomes when its slots are filled. Rule: Template.link?."""
    return Policy(
        policy_id,
        template.effect,
        link_scope(template.principal_scope, env),
        template.action_scope,
        link_scope(template.resource_scope, env),
        template.conditions,
    )
