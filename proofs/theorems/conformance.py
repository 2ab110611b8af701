"""The model's own check of conformance implies the conformance that type soundness asks for.

Rule: Cedar.Thm.Validation, request_and_entities_validate_implies_instance_of_wf_schema.
"""

from __future__ import annotations

from deodar.model.conformance import Nonconformance, entities_fault, first, request_fault
from deodar.model.conformance import instance_of as checked_instance_of
from deodar.model.entities import Entities
from deodar.model.policy import Policy, policy_expr
from deodar.model.request import Request
from deodar.model.schema import Environment
from deodar.model.type import Type
from deodar.model.typechecker import NO_CAPABILITIES, boolean, type_of
from deodar.model.value import Value
from deodar.proofs.lemma import By, lemma, requires
from deodar.proofs.theorems.types import a_well_typed_policy_is_a_bool_or_fails_as_allowed
from deodar.proofs.theorems.typing import entities_conform, instance_of, is_sound, request_conforms, well_formed


@lemma(recursion=checked_instance_of, on="v", unfolding={instance_of: By("ty")})
def what_is_checked_to_have_a_type_has_it(v: Value, ty: Type) -> bool:
    """A value that the check of conformance takes for one of a type is one."""
    requires(checked_instance_of(v, ty))
    return instance_of(v, ty)


@lemma(recursion=first, on="faults")
def no_first_fault_means_none(faults: tuple[Nonconformance | None, ...]) -> bool:
    """If there is no first fault, there is none."""
    requires(first(faults) is None)
    return all(fault is None for fault in faults)


def is_of(req: Request, env: Environment) -> bool:
    """The environment is that of the action of the request, and of the types of its principal and its resource."""
    action = env.schema.actions.get(req.action)
    return (
        env.action == req.action
        and env.principal == req.principal.type
        and env.resource == req.resource.type
        and action is not None
        and env.context == action.context
    )


@lemma(
    official="instance_of_request_type_refl",
    using=(what_is_checked_to_have_a_type_has_it,),
    fixed=("req", "env"),
)
def a_request_without_fault_conforms(req: Request, env: Environment) -> bool:
    """A request in which the check finds no fault is one of the environment of its types and its action."""
    requires(is_of(req, env) and request_fault(req, env.schema) is None)
    return request_conforms(req, env)


@lemma(
    official="request_and_entities_validate_implies_instance_of_wf_schema",
    unfolding={instance_of: By("ty")},
    using=(what_is_checked_to_have_a_type_has_it, no_first_fault_means_none),
    fixed=("es", "env"),
)
def entities_without_fault_conform(es: Entities, env: Environment) -> bool:
    """A store in which the check finds no fault, and in which all actions are, is one of a well-formed schema."""
    requires(well_formed(env.schema) and all(uid in es for uid in env.schema.actions))
    requires(entities_fault(es, env.schema) is None)
    return entities_conform(es, env.schema)


def are_without_fault(req: Request, es: Entities, env: Environment) -> bool:
    """The request is one of the environment, of a well-formed schema, and no fault is found in request and store.

    All actions are in the store: reading entities by a schema sees to it.
    """
    return (
        is_of(req, env)
        and request_fault(req, env.schema) is None
        and entities_fault(es, env.schema) is None
        and well_formed(env.schema)
        and all(uid in es for uid in env.schema.actions)
    )


@lemma(
    using=(
        a_request_without_fault_conforms,
        entities_without_fault_conform,
        a_well_typed_policy_is_a_bool_or_fails_as_allowed,
    ),
    fixed=("policy", "env", "req", "es"),
)
def a_checked_policy_is_a_bool_or_fails_as_allowed(
    policy: Policy, env: Environment, req: Request, es: Entities
) -> bool:
    """A policy without type errors in the environment of a request, with no fault in request and store, is sound.

    It gives a bool, or fails because an entity is missing, a number overflows or an extension function has no value.
    """
    requires(not boolean(type_of(policy_expr(policy), NO_CAPABILITIES, env)).kinds)
    requires(are_without_fault(req, es, env))
    return is_sound(policy, req, es)
