"""The validator is sound: what it accepts gives a bool, or fails as allowed, on data in which no fault is found.

Rule: Cedar.Thm.Validation, validation_is_sound.
"""

from __future__ import annotations

from typing import assert_never

from deodar.model.conformance import entities_fault, request_fault
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
from deodar.model.typechecker import NO_CAPABILITIES, boolean, type_of
from deodar.model.typings import typings, typings_in
from deodar.model.validator import validate
from deodar.model.value import Bool
from deodar.proofs.lemma import lemma, requires
from deodar.proofs.theorems.conformance import a_checked_policy_is_a_bool_or_fails_as_allowed
from deodar.proofs.theorems.typing import allowed, well_formed


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
    fixed=("policy", "env", "req", "es"),
)
def a_policy_well_typed_in_all_environments_is_sound(
    policy: Policy, env: Environment, req: Request, es: Entities
) -> bool:
    """A static policy in whose typings nothing is found fault with is sound, on data in which no fault is found."""
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


@lemma(opened=(validate,), fixed=("policy", "env"))
def what_the_validator_accepts_is_well_typed(policy: Policy, env: Environment) -> bool:
    """The validator accepts a static policy only if nothing is found fault with in any of its typings."""
    requires(not validate(as_written(policy), env.schema, env.mode).kinds)
    return all(not typing.kinds for typing in typings(as_written(policy), env.schema, env.mode))


@lemma(
    official="validation_is_sound",
    using=(what_the_validator_accepts_is_well_typed, a_policy_well_typed_in_all_environments_is_sound),
)
def a_policy_that_the_validator_accepts_is_sound(policy: Policy, env: Environment, req: Request, es: Entities) -> bool:
    """A static policy that the validator accepts is sound, on a request and a store in which no fault is found."""
    requires(not validate(as_written(policy), env.schema, env.mode).kinds)
    requires(env.action == req.action and env.principal == req.principal.type and env.resource == req.resource.type)
    action = env.schema.actions.get(req.action)
    requires(action is not None and env.context == action.context)
    requires(request_fault(req, env.schema) is None and entities_fault(es, env.schema) is None)
    requires(well_formed(env.schema) and all(uid in es for uid in env.schema.actions))
    try:
        return isinstance(evaluate(policy_expr(policy), req, es), Bool)
    except EvaluationError as error:
        return allowed(error.kind)
