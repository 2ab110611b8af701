"""The validator is sound: what it accepts gives a bool, or fails as allowed, on data in which no fault is found.

Rule: Cedar.Thm.Validation, validation_is_sound. A static policy is a template without slots; that the links of an
accepted template are sound, too, whatever entities of declared types fill its slots, is a theorem of our own.
"""

from __future__ import annotations

from deodar.model.conformance import request_fault
from deodar.model.entities import Entities
from deodar.model.policy import Policy, PolicyID
from deodar.model.request import Request
from deodar.model.schema import Environment, Schema, environments
from deodar.model.template import ScopeTemplate, SlotEnv, SlotID, Template, link, scope_slots, slots
from deodar.model.typings import fillers, slot_env, typing_of, typings, typings_in
from deodar.model.validator import validate
from deodar.model.value import EntityType
from deodar.proofs.lemma import lemma, requires
from deodar.proofs.theorems.conformance import a_checked_policy_is_a_bool_or_fails_as_allowed, are_without_fault, is_of
from deodar.proofs.theorems.templates import another_filling_is_typed_as_well
from deodar.proofs.theorems.typing import is_sound, well_formed


@lemma(fixed=("env", "req"))
def the_environment_of_a_request_is_one_of_the_schema(env: Environment, req: Request) -> bool:
    """The validator types policies in the environment of each request in which the check finds no fault."""
    requires(is_of(req, env) and request_fault(req, env.schema) is None)
    return env in environments(env.schema, env.mode)


@lemma(opened=(validate, typings), fixed=("env",), met=(validate,))
def what_the_validator_accepts_is_well_typed(template: Template, env: Environment) -> bool:
    """The validator accepts a policy or template only if nothing is found fault with in its typings.

    So it is in each request environment of the schema.
    """
    requires(env in environments(env.schema, env.mode))
    requires(not validate(template, env.schema, env.mode).kinds)
    return all(not typing.kinds for typing in typings_in(template, env))


def slots_are_in_place(template: Template) -> bool:
    """Each slot of the template stands in its own part of the scope, as it does in all that can be written."""
    return all(slot == SlotID.PRINCIPAL for slot in scope_slots(template.principal_scope)) and all(
        slot == SlotID.RESOURCE for slot in scope_slots(template.resource_scope)
    )


def are_declared(values: SlotEnv, template: Template, schema: Schema) -> bool:
    """An entity of a declared type fills each slot of the template."""
    return all(is_declared(values, slot, schema) for slot in slots(template))


def is_declared(values: SlotEnv, slot: SlotID, schema: Schema) -> bool:
    """An entity of a declared type fills the slot."""
    uid = values.get(slot)
    return uid is not None and uid.type in schema.entity_types


def type_tried(scope: ScopeTemplate, slot: SlotID, values: SlotEnv, name: EntityType, schema: Schema) -> EntityType:
    """The type of the entity in a slot, if the validator fills the slot with it, else one with which it does."""
    uid = values.get(slot)
    return uid.type if uid is not None and uid.type in fillers(scope, name, schema) else name


def values_tried(template: Template, values: SlotEnv, env: Environment) -> SlotEnv:
    """The entities with which the validator fills the slots that tell of those that do."""
    return slot_env(
        template,
        type_tried(template.principal_scope, SlotID.PRINCIPAL, values, env.principal, env.schema),
        type_tried(template.resource_scope, SlotID.RESOURCE, values, env.resource, env.schema),
    )


@lemma(opened=(typings_in,), fixed=("template", "values", "env"))
def each_filling_is_looked_at(template: Template, values: SlotEnv, env: Environment) -> bool:
    """The typing of a template with entities of these types is among all its typings in an environment."""
    requires(all(not typing.kinds for typing in typings_in(template, env)))
    return not typing_of(link(template, "", values_tried(template, values, env)), env).kinds


@lemma(
    using=(each_filling_is_looked_at, another_filling_is_typed_as_well),
    fixed=("template", "policy_id", "values", "env"),
)
def a_link_is_typed_as_its_template_is(
    template: Template, policy_id: PolicyID, values: SlotEnv, env: Environment
) -> bool:
    """If nothing is found fault with in the typings of a template, nothing is in those of its links."""
    requires(slots_are_in_place(template) and are_declared(values, template, env.schema) and well_formed(env.schema))
    requires(all(not typing.kinds for typing in typings_in(template, env)))
    return not typing_of(link(template, policy_id, values), env).kinds


@lemma(
    using=(
        what_the_validator_accepts_is_well_typed,
        a_link_is_typed_as_its_template_is,
    ),
    fixed=("template", "policy_id", "values", "env"),
)
def a_link_of_an_accepted_template_is_well_typed(
    template: Template, policy_id: PolicyID, values: SlotEnv, env: Environment
) -> bool:
    """If the validator accepts a template, nothing is found fault with in its links, in any request environment."""
    requires(slots_are_in_place(template) and are_declared(values, template, env.schema) and well_formed(env.schema))
    requires(env in environments(env.schema, env.mode))
    requires(not validate(template, env.schema, env.mode).kinds)
    return not typing_of(link(template, policy_id, values), env).kinds


@lemma(
    opened=(typing_of,),
    using=(a_checked_policy_is_a_bool_or_fails_as_allowed,),
    fixed=("env", "req", "es"),
    met=(typing_of,),
)
def a_policy_typed_without_fault_is_sound(policy: Policy, env: Environment, req: Request, es: Entities) -> bool:
    """A policy in whose typing nothing is found fault with is sound, on data in which no fault is found."""
    requires(not typing_of(policy, env).kinds)
    requires(are_without_fault(req, es, env))
    return is_sound(policy, req, es)


@lemma(
    using=(
        the_environment_of_a_request_is_one_of_the_schema,
        a_link_of_an_accepted_template_is_well_typed,
        a_policy_typed_without_fault_is_sound,
    ),
)
def a_link_of_an_accepted_template_is_sound(
    template: Template, policy_id: PolicyID, values: SlotEnv, env: Environment, req: Request, es: Entities
) -> bool:
    """A link of a template that the validator accepts is sound, on data in which no fault is found.

    So it is whatever entities of declared types fill the slots, whether or not it can then apply.
    """
    requires(slots_are_in_place(template) and are_declared(values, template, env.schema))
    requires(not validate(template, env.schema, env.mode).kinds)
    requires(are_without_fault(req, es, env))
    return is_sound(link(template, policy_id, values), req, es)


@lemma(
    official="validation_is_sound",
    using=(
        the_environment_of_a_request_is_one_of_the_schema,
        a_link_of_an_accepted_template_is_well_typed,
        a_policy_typed_without_fault_is_sound,
    ),
)
def a_policy_that_the_validator_accepts_is_sound(
    template: Template, policy_id: PolicyID, values: SlotEnv, env: Environment, req: Request, es: Entities
) -> bool:
    """A static policy, which is a template without slots, is sound if the validator accepts it."""
    requires(not slots(template))
    requires(not validate(template, env.schema, env.mode).kinds)
    requires(are_without_fault(req, es, env))
    return is_sound(link(template, policy_id, values), req, es)
