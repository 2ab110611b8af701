"""Scopes: they give a bool, they say what they say, and a policy never gets past one that is false.

Rule: Cedar.Thm.Authorization.Slicing, Cedar.Thm.Authorization.Evaluator.
"""

from __future__ import annotations

from deodar.model.entities import Entities
from deodar.model.error import EvaluationError
from deodar.model.evaluator import evaluate, in_entity
from deodar.model.expr import Var
from deodar.model.policy import (
    ActionAny,
    ActionEq,
    ActionInAny,
    ActionMem,
    ActionScope,
    Policy,
    Scope,
    ScopeAny,
    ScopeEq,
    ScopeIs,
    ScopeIsMem,
    ScopeMem,
    action_scope_expr,
    policy_expr,
    scope_expr,
)
from deodar.model.request import Request
from deodar.model.value import FALSE, Bool, EntityUID
from deodar.proofs.lemma import lemma, requires
from deodar.proofs.theorems.raw import evaluates_to, fails, holds


def meets(uid: EntityUID, scope: Scope, es: Entities) -> bool:
    """The entity is what the constraint asks for."""
    match scope:
        case ScopeAny():
            return True
        case ScopeEq(named):
            return uid == named
        case ScopeMem(named):
            return in_entity(uid, named, es)
        case ScopeIs(entity_type):
            return uid.type == entity_type
        case ScopeIsMem(entity_type, named):
            return uid.type == entity_type and in_entity(uid, named, es)


def action_meets(uid: EntityUID, scope: ActionScope, es: Entities) -> bool:
    """The action is what the constraint asks for."""
    match scope:
        case ActionAny():
            return True
        case ActionEq(named):
            return uid == named
        case ActionMem(named):
            return in_entity(uid, named, es)
        case ActionInAny(uids):
            return any(in_entity(uid, named, es) for named in uids)


def applies(policy: Policy, req: Request, es: Entities) -> bool:
    """Principal, action and resource are what the scope asks for."""
    return (
        meets(req.principal, policy.principal_scope, es)
        and action_meets(req.action, policy.action_scope, es)
        and meets(req.resource, policy.resource_scope, es)
    )


@lemma(official="principal_scope_produces_boolean", opened=(evaluate,))
def a_principal_scope_says_whether_the_principal_meets_it(scope: Scope, req: Request, es: Entities) -> bool:
    """The constraint on the principal evaluates to whether the principal meets it: to a bool, and never to an error."""
    return evaluate(scope_expr(scope, Var.PRINCIPAL), req, es) == Bool(meets(req.principal, scope, es))


@lemma(official="resource_scope_produces_boolean", opened=(evaluate,))
def a_resource_scope_says_whether_the_resource_meets_it(scope: Scope, req: Request, es: Entities) -> bool:
    """The constraint on the resource evaluates to whether the resource meets it: to a bool, and never to an error."""
    return evaluate(scope_expr(scope, Var.RESOURCE), req, es) == Bool(meets(req.resource, scope, es))


@lemma(official="action_scope_produces_boolean", opened=(evaluate,))
def an_action_scope_says_whether_the_action_meets_it(scope: ActionScope, req: Request, es: Entities) -> bool:
    """The constraint on the action evaluates to whether the action meets it: to a bool, and never to an error."""
    return evaluate(action_scope_expr(scope), req, es) == Bool(action_meets(req.action, scope, es))


@lemma(official="principal_scope_false_then_policy_false", opened=(evaluate,))
def a_false_principal_scope_makes_a_policy_false(req: Request, es: Entities, policy: Policy) -> bool:
    """If the principal does not meet its constraint, the policy is false, whatever its conditions are."""
    requires(evaluates_to(scope_expr(policy.principal_scope, Var.PRINCIPAL), FALSE, req, es))
    return evaluate(policy_expr(policy), req, es) == FALSE


@lemma(official="action_scope_false_then_policy_false", opened=(evaluate,))
def a_false_action_scope_makes_a_policy_false(req: Request, es: Entities, policy: Policy) -> bool:
    """If the action does not meet its constraint, the policy is false, whatever its conditions are."""
    requires(evaluates_to(action_scope_expr(policy.action_scope), FALSE, req, es))
    return evaluate(policy_expr(policy), req, es) == FALSE


@lemma(official="resource_scope_false_then_policy_false", opened=(evaluate,))
def a_false_resource_scope_makes_a_policy_false(req: Request, es: Entities, policy: Policy) -> bool:
    """If the resource does not meet its constraint, the policy is false, whatever its conditions are."""
    requires(evaluates_to(scope_expr(policy.resource_scope, Var.RESOURCE), FALSE, req, es))
    return evaluate(policy_expr(policy), req, es) == FALSE


@lemma(official="error_implies_scope_satisfied", opened=(evaluate,))
def an_erroring_policy_has_a_true_scope(req: Request, es: Entities, policy: Policy) -> bool:
    """If a policy fails to evaluate, principal, action and resource meet its scope."""
    requires(fails(policy, req, es))
    return applies(policy, req, es)


@lemma(official="satisfied_implies_principal_scope", opened=(evaluate,))
def a_satisfied_policy_has_a_true_scope(req: Request, es: Entities, policy: Policy) -> bool:
    """If a policy is satisfied, principal, action and resource meet its scope."""
    requires(holds(policy, req, es))
    return applies(policy, req, es)


@lemma(official="policy_produces_bool_or_error", opened=(evaluate,))
def a_policy_is_a_bool_or_an_error(req: Request, es: Entities, policy: Policy) -> bool:
    """A policy evaluates to a bool or fails, and nothing else."""
    try:
        v = evaluate(policy_expr(policy), req, es)
    except EvaluationError:
        return True
    return isinstance(v, Bool)
