"""Slicing: which policies need not be looked at. The engine's index of candidates relies on it.

Rule: Cedar.Thm.Authorization.Slicing. A policy may be skipped if it is neither satisfied nor erroring, which is to say,
if it is false. It is false if its scope is, or if the first thing that its conditions ask for is.
"""

from __future__ import annotations

from deodar.model.authorizer import error_policies, is_authorized, outcome, satisfied_policies
from deodar.model.entities import Entities
from deodar.model.evaluator import evaluate, in_entity
from deodar.model.expr import And, Expr
from deodar.model.policy import (
    Condition,
    Effect,
    Policies,
    Policy,
    Scope,
    ScopeEq,
    ScopeIsMem,
    ScopeMem,
    condition_expr,
    conditions_before,
    policy_expr,
)
from deodar.model.request import Request
from deodar.model.value import FALSE, EntityUID
from deodar.proofs.lemma import lemma, requires
from deodar.proofs.theorems.conjunction import a_false_left_operand_makes_a_conjunction_false
from deodar.proofs.theorems.raw import evaluates_to, fails, holds
from deodar.proofs.theorems.scopes import applies


def is_idle(policy: Policy, req: Request, es: Entities) -> bool:
    """The policy is neither satisfied nor erroring."""
    return not holds(policy, req, es) and not fails(policy, req, es)


def is_sound_slice(kept: Policies, policies: Policies, req: Request, es: Entities) -> bool:
    """The kept policies are some of all, and those that are left out are neither satisfied nor erroring."""
    return all(policy in policies for policy in kept) and all(
        policy in kept or is_idle(policy, req, es) for policy in policies
    )


@lemma(official="isAuthorized_eq_for_sound_policy_slice")
def skipped_policies_do_not_matter(req: Request, es: Entities, policies: Policies, kept: Policies) -> bool:
    """If the policies left out are neither satisfied nor erroring, the response is that to all policies."""
    requires(is_sound_slice(kept, policies, req, es))
    return is_authorized(req, es, kept) == is_authorized(req, es, policies)


@lemma(official="satisfiedPolicies_eq_for_sound_policy_slice")
def a_sound_slice_has_all_satisfied_policies(
    req: Request, es: Entities, policies: Policies, kept: Policies, effect: Effect
) -> bool:
    """A sound slice has the satisfied policies of all, for each effect."""
    requires(is_sound_slice(kept, policies, req, es))
    some = tuple(outcome(policy, req, es) for policy in kept)
    every = tuple(outcome(policy, req, es) for policy in policies)
    return satisfied_policies(effect, some) == satisfied_policies(effect, every)


@lemma(official="errorPolicies_eq_for_sound_policy_slice")
def a_sound_slice_has_all_erroring_policies(req: Request, es: Entities, policies: Policies, kept: Policies) -> bool:
    """A sound slice has the erroring policies of all, with the kinds of their errors."""
    requires(is_sound_slice(kept, policies, req, es))
    some = tuple(outcome(policy, req, es) for policy in kept)
    every = tuple(outcome(policy, req, es) for policy in policies)
    return error_policies(some) == error_policies(every)


@lemma(official="sound_slice_transitive")
def sound_slices_compose(req: Request, es: Entities, policies: Policies, kept: Policies, fewer: Policies) -> bool:
    """A sound slice of a sound slice is one of the whole."""
    requires(is_sound_slice(kept, policies, req, es) and is_sound_slice(fewer, kept, req, es))
    return is_sound_slice(fewer, policies, req, es)


@lemma(official="is_sound_policy_slice_def_equiv", opened=(evaluate,))
def idle_policies_are_the_false_ones(req: Request, es: Entities, policy: Policy) -> bool:
    """A policy is neither satisfied nor erroring exactly if it evaluates to false."""
    return is_idle(policy, req, es) == evaluates_to(policy_expr(policy), FALSE, req, es)


@lemma(opened=(evaluate,))
def a_false_scope_makes_a_policy_false(req: Request, es: Entities, policy: Policy) -> bool:
    """If principal, action or resource do not meet the scope, the policy is false: neither satisfied nor erroring."""
    requires(not applies(policy, req, es))
    return evaluates_to(policy_expr(policy), FALSE, req, es) and is_idle(policy, req, es)


def bound(scope: Scope) -> EntityUID | None:
    """The entity that whatever meets the constraint is, or is in."""
    match scope:
        case ScopeEq(uid) | ScopeMem(uid) | ScopeIsMem(_, uid):
            return uid
        case _:
            return None


def within(uid: EntityUID, limit: EntityUID | None, es: Entities) -> bool:
    """The entity is the other or in it; there may be no other."""
    return limit is None or in_entity(uid, limit, es)


def within_bounds(policy: Policy, req: Request, es: Entities) -> bool:
    """Principal and resource are within the bounds that can be read off the scope."""
    return within(req.principal, bound(policy.principal_scope), es) and within(
        req.resource, bound(policy.resource_scope), es
    )


@lemma(official="scope_bound_is_sound", opened=(evaluate,))
def a_policy_that_counts_is_within_its_bounds(req: Request, es: Entities, policy: Policy) -> bool:
    """If a policy is satisfied or erroring, principal and resource are within the bounds of its scope."""
    requires(not is_idle(policy, req, es))
    return within_bounds(policy, req, es)


@lemma(official="isAuthorized_eq_for_scope_based_policy_slice", opened=(evaluate,))
def policies_out_of_bounds_do_not_matter(req: Request, es: Entities, policies: Policies) -> bool:
    """The response to the policies within the bounds of their scopes is that to all policies."""
    kept = tuple(policy for policy in policies if within_bounds(policy, req, es))
    return is_authorized(req, es, kept) == is_authorized(req, es, policies)


@lemma(opened=(evaluate,))
def policies_that_do_not_apply_do_not_matter(req: Request, es: Entities, policies: Policies) -> bool:
    """The response to the policies whose scope is met is that to all policies: an index of scopes is exact."""
    kept = tuple(policy for policy in policies if applies(policy, req, es))
    return is_authorized(req, es, kept) == is_authorized(req, es, policies)


def first(conditions: tuple[Condition, ...], x: Expr) -> Expr:
    """What is asked for first by the conditions, and then by an expression."""
    if not conditions:
        return x
    return first(conditions[:-1], condition_expr(conditions[-1]))


def first_condition(policy: Policy) -> Expr:
    """What the first condition of a policy asks for; the policy must have one."""
    return first(policy.conditions[:-1], condition_expr(policy.conditions[-1]))


@lemma(recursion=(conditions_before, first), on="conditions", general=("y",), opened=(evaluate,))
def a_false_start_makes_conditions_false(
    conditions: tuple[Condition, ...], x: Expr, y: Expr, req: Request, es: Entities
) -> bool:
    """Conditions joined with `x` are false if the first of them, or else `y`, is, and `x` is false where `y` is."""
    requires(evaluates_to(first(conditions, y), FALSE, req, es))
    is_false = evaluates_to(conditions_before(conditions, x), FALSE, req, es)
    return is_false or (evaluates_to(y, FALSE, req, es) and not evaluates_to(x, FALSE, req, es))


@lemma(opened=(evaluate,), using=(a_false_start_makes_conditions_false,))
def a_false_first_condition_makes_a_policy_false(req: Request, es: Entities, policy: Policy) -> bool:
    """If the first condition of a policy is false, so is the policy, whatever stands behind it."""
    requires(len(policy.conditions) > 0)
    requires(evaluates_to(first_condition(policy), FALSE, req, es))
    return evaluates_to(policy_expr(policy), FALSE, req, es) and is_idle(policy, req, es)


@lemma(
    opened=(evaluate,),
    using=(a_false_left_operand_makes_a_conjunction_false, a_false_start_makes_conditions_false),
)
def a_false_first_operand_makes_a_policy_false(req: Request, es: Entities, policy: Policy, x1: Expr, x2: Expr) -> bool:
    """If the first condition of a policy is `x1 && x2`, and `x1` is false, so are both, whatever `x2` is."""
    requires(len(policy.conditions) > 0)
    requires(first_condition(policy) == And(x1, x2))
    requires(evaluates_to(x1, FALSE, req, es))
    is_false = evaluates_to(And(x1, x2), FALSE, req, es)
    return is_false and evaluates_to(policy_expr(policy), FALSE, req, es) and is_idle(policy, req, es)
