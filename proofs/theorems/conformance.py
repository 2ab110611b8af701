"""The model's own check of conformance implies the conformance that type soundness asks for.

Rule: Cedar.Thm.Validation, request_and_entities_validate_implies_instance_of_wf_schema.
"""

from __future__ import annotations

from typing import assert_never

from deodar.model.conformance import Nonconformance, entities_fault, first, request_fault
from deodar.model.conformance import instance_of as checked_instance_of
from deodar.model.entities import Entities
from deodar.model.error import EvaluationError
from deodar.model.evaluator import evaluate
from deodar.model.map import Map
from deodar.model.policy import Policy, Scope, ScopeAny, ScopeEq, ScopeIs, ScopeIsMem, ScopeMem, policy_expr
from deodar.model.request import Request
from deodar.model.schema import Environment, environments
from deodar.model.template import (
    Given,
    ScopeTemplate,
    SlotEnv,
    Template,
    TemplateAny,
    TemplateEq,
    TemplateIs,
    TemplateIsMem,
    TemplateMem,
    link,
)
from deodar.model.type import Type
from deodar.model.typechecker import NO_CAPABILITIES, boolean, type_of
from deodar.model.typings import typings, typings_in
from deodar.model.value import Bool, Value
from deodar.proofs.lemma import By, lemma, requires
from deodar.proofs.theorems.types import a_well_typed_policy_is_a_bool_or_fails_as_allowed
from deodar.proofs.theorems.typing import allowed, entities_conform, instance_of, request_conforms, well_formed


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


@lemma(
    official="instance_of_request_type_refl",
    using=(what_is_checked_to_have_a_type_has_it,),
    fixed=("req", "env"),
)
def a_request_without_fault_conforms(req: Request, env: Environment) -> bool:
    """A request in which the check finds no fault is one of the environment of its types and its action."""
    requires(env.action == req.action and env.principal == req.principal.type and env.resource == req.resource.type)
    action = env.schema.actions.get(req.action)
    requires(action is not None and env.context == action.context)
    requires(request_fault(req, env.schema) is None)
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


@lemma(
    official="validation_is_sound",
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
    requires(env.action == req.action and env.principal == req.principal.type and env.resource == req.resource.type)
    action = env.schema.actions.get(req.action)
    requires(action is not None and env.context == action.context)
    requires(request_fault(req, env.schema) is None and entities_fault(es, env.schema) is None)
    requires(well_formed(env.schema) and all(uid in es for uid in env.schema.actions))
    try:
        return isinstance(evaluate(policy_expr(policy), req, es), Bool)
    except EvaluationError as error:
        return allowed(error.kind)


@lemma(fixed=("env", "req"))
def the_environment_of_a_request_is_one_of_the_schema(env: Environment, req: Request) -> bool:
    """The validator types policies in the environment of each request in which the check finds no fault."""
    requires(env.action == req.action and env.principal == req.principal.type and env.resource == req.resource.type)
    action = env.schema.actions.get(req.action)
    requires(action is not None and env.context == action.context)
    requires(request_fault(req, env.schema) is None)
    return env in environments(env.schema, env.mode)


def scope_as_written(scope: Scope) -> ScopeTemplate:
    """The constraint on principal or resource of a static policy, as the policy set has it."""
    match scope:
        case ScopeAny():
            return TemplateAny()
        case ScopeEq(uid):
            return TemplateEq(Given(uid))
        case ScopeMem(uid):
            return TemplateMem(Given(uid))
        case ScopeIs(entity_type):
            return TemplateIs(entity_type)
        case ScopeIsMem(entity_type, uid):
            return TemplateIsMem(entity_type, Given(uid))
        case _:
            assert_never(scope)


def as_written(policy: Policy) -> Template:
    """A static policy as the policy set has it, which is what the validator types."""
    return Template(
        policy.effect,
        scope_as_written(policy.principal_scope),
        policy.action_scope,
        scope_as_written(policy.resource_scope),
        policy.conditions,
        Map({}),
    )


@lemma(fixed=("policy",))
def what_is_written_is_linked_to_itself(policy: Policy, values: SlotEnv) -> bool:
    """The policy that is made of a static policy as it is written means what the policy does."""
    return policy_expr(link(as_written(policy), policy.id, values)) == policy_expr(policy)


@lemma(opened=(typings_in,), fixed=("policy", "env"))
def a_static_policy_is_typed_as_it_is(policy: Policy, env: Environment) -> bool:
    """The typing of a static policy in an environment is that of the policy."""
    requires(all(not typing.kinds for typing in typings_in(as_written(policy), env)))
    return not boolean(type_of(policy_expr(policy), NO_CAPABILITIES, env)).kinds


@lemma(opened=(typings,), fixed=("policy", "env"))
def each_environment_of_the_schema_is_looked_at(policy: Policy, env: Environment) -> bool:
    """The typings of a static policy in an environment of the schema are among all its typings."""
    requires(env in environments(env.schema, env.mode))
    requires(all(not typing.kinds for typing in typings(as_written(policy), env.schema, env.mode)))
    return all(not typing.kinds for typing in typings_in(as_written(policy), env))


@lemma(
    using=(
        the_environment_of_a_request_is_one_of_the_schema,
        each_environment_of_the_schema_is_looked_at,
        a_static_policy_is_typed_as_it_is,
        a_checked_policy_is_a_bool_or_fails_as_allowed,
    ),
)
def a_policy_well_typed_in_all_environments_is_sound(
    policy: Policy, env: Environment, req: Request, es: Entities
) -> bool:
    """A static policy in whose typings nothing is found fault with is sound, on data in which no fault is found.

    The validator gives all that it finds in them, and accepts what it finds nothing in.
    """
    requires(all(not typing.kinds for typing in typings(as_written(policy), env.schema, env.mode)))
    requires(env.action == req.action and env.principal == req.principal.type and env.resource == req.resource.type)
    action = env.schema.actions.get(req.action)
    requires(action is not None and env.context == action.context)
    requires(request_fault(req, env.schema) is None and entities_fault(es, env.schema) is None)
    requires(well_formed(env.schema) and all(uid in es for uid in env.schema.actions))
    try:
        return isinstance(evaluate(policy_expr(policy), req, es), Bool)
    except EvaluationError as error:
        return allowed(error.kind)
