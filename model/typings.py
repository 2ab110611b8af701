"""The typings of a policy: one for each request environment, and each way in which its slots can be filled.

The slots of a template are typed as entities of every type that they can be filled with.
"""

from __future__ import annotations

from deodar.model.map import Map
from deodar.model.policy import Policy, policy_expr
from deodar.model.schema import Environment, Schema, environments, standard
from deodar.model.template import (
    ScopeTemplate,
    Slot,
    SlotEnv,
    SlotID,
    Template,
    TemplateIsMem,
    TemplateMem,
    link,
    slots,
)
from deodar.model.type import Mode
from deodar.model.typechecker import NO_CAPABILITIES, Typing, boolean, type_of
from deodar.model.value import EntityType, EntityUID


def fillers(scope: ScopeTemplate, name: EntityType, schema: Schema) -> frozenset[EntityType]:
    """The types of entities that can fill the slot, if there is one, of a constraint on an entity of the given type."""
    match scope:
        case TemplateMem(Slot()) | TemplateIsMem(_, Slot()):
            return frozenset({name}) | standard(name, schema).ancestors
        case _:
            return frozenset({name})


def filler(slot: SlotID, principal: EntityType, resource: EntityType) -> EntityUID:
    """An entity of the type that fills a slot."""
    return EntityUID(principal if slot == SlotID.PRINCIPAL else resource, "")


def slot_env(template: Template, principal: EntityType, resource: EntityType) -> SlotEnv:
    """The slots filled with entities of these types."""
    return Map({slot: filler(slot, principal, resource) for slot in slots(template)})


def slot_envs(template: Template, env: Environment) -> tuple[SlotEnv, ...]:
    """The ways in which the slots can be filled, as far as types go."""
    return tuple(
        slot_env(template, principal, resource)
        for principal in fillers(template.principal_scope, env.principal, env.schema)
        for resource in fillers(template.resource_scope, env.resource, env.schema)
    )


def typing_of(policy: Policy, env: Environment) -> Typing:
    """The typing of the condition of a policy in a request environment."""
    return boolean(type_of(policy_expr(policy), NO_CAPABILITIES, env))


def typings_in(template: Template, env: Environment) -> tuple[Typing, ...]:
    """The typings in a request environment, one for each way in which slots can be filled."""
    return tuple(typing_of(link(template, "", values), env) for values in slot_envs(template, env))


def typings(template: Template, schema: Schema, mode: Mode) -> tuple[Typing, ...]:
    """The same in each request environment."""
    return tuple(typing for env in environments(schema, mode) for typing in typings_in(template, env))
