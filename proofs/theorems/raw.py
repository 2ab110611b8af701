"""The vocabulary of the theorems, resting on what evaluation gives and on nothing of the authorizer.

A statement about the authorizer that used the authorizer's own idea of a satisfied policy would agree with a wrong one.
"""

from __future__ import annotations

from deodar.model.entities import Entities
from deodar.model.error import ErrorKind, EvaluationError
from deodar.model.evaluator import evaluate
from deodar.model.expr import Expr
from deodar.model.policy import Effect, Policies, Policy, policy_expr
from deodar.model.request import Request
from deodar.model.value import TRUE, Value


def evaluates_to(x: Expr, v: Value, req: Request, es: Entities) -> bool:
    """The expression evaluates to the value."""
    try:
        return evaluate(x, req, es) == v
    except EvaluationError:
        return False


def failure_of(x: Expr, req: Request, es: Entities) -> ErrorKind | None:
    """Why the expression fails to evaluate, or None if it does not."""
    try:
        evaluate(x, req, es)
    except EvaluationError as error:
        return error.kind
    return None


def holds(policy: Policy, req: Request, es: Entities) -> bool:
    """The policy evaluates to true."""
    try:
        return evaluate(policy_expr(policy), req, es) == TRUE
    except EvaluationError:
        return False


def failure(policy: Policy, req: Request, es: Entities) -> ErrorKind | None:
    """Why the policy fails to evaluate, or None if it does not."""
    try:
        evaluate(policy_expr(policy), req, es)
    except EvaluationError as error:
        return error.kind
    return None


def fails(policy: Policy, req: Request, es: Entities) -> bool:
    """The policy fails to evaluate."""
    return failure(policy, req, es) is not None


def explicitly_permitted(req: Request, es: Entities, policies: Policies) -> bool:
    """Some permit policy evaluates to true."""
    return any(policy.effect == Effect.PERMIT and holds(policy, req, es) for policy in policies)


def explicitly_forbidden(req: Request, es: Entities, policies: Policies) -> bool:
    """Some forbid policy evaluates to true."""
    return any(policy.effect == Effect.FORBID and holds(policy, req, es) for policy in policies)


def alone(policy: Policy, policies: Policies) -> bool:
    """No other policy has this one's id."""
    return all(other == policy or other.id != policy.id for other in policies)


def unique_ids(policies: Policies) -> bool:
    """No two policies have one id."""
    return all(alone(policy, policies) for policy in policies)
