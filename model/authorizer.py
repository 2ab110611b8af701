"""The decision: a request is allowed if some permit policy is satisfied and no forbid policy is.

Rule: Cedar.Spec.Authorizer. A policy whose condition fails to have a value is erroring: it is not satisfied, whatever
its effect, and the others are judged as if it were not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from deodar.model.entities import Entities
from deodar.model.error import ErrorKind, EvaluationError
from deodar.model.evaluator import evaluate
from deodar.model.policy import Effect, Policies, Policy, PolicyID, policy_expr
from deodar.model.request import Request
from deodar.model.value import TRUE


class Decision(Enum):
    """The answer to a request."""

    ALLOW = "allow"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Response:
    """The decision, the policies that determined it, and the policies that were skipped since they erred."""

    decision: Decision
    determining_policies: frozenset[PolicyID]
    erroring_policies: frozenset[PolicyID]


def satisfied(policy: Policy, req: Request, es: Entities) -> bool:
    """Whether a policy is true of the request. Rule: satisfied."""
    try:
        return evaluate(policy_expr(policy), req, es) == TRUE
    except EvaluationError:
        return False


def satisfied_with_effect(effect: Effect, policy: Policy, req: Request, es: Entities) -> bool:
    """Whether a policy has the effect and is satisfied. Rule: satisfiedWithEffect."""
    return policy.effect == effect and satisfied(policy, req, es)


def satisfied_policies(effect: Effect, policies: Policies, req: Request, es: Entities) -> frozenset[PolicyID]:
    """The satisfied policies of one effect. Rule: satisfiedPolicies."""
    return frozenset(policy.id for policy in policies if satisfied_with_effect(effect, policy, req, es))


def error_kind(policy: Policy, req: Request, es: Entities) -> ErrorKind | None:
    """Why a policy is erroring, or None if it is not."""
    try:
        evaluate(policy_expr(policy), req, es)
    except EvaluationError as error:
        return error.kind
    return None


def has_error(policy: Policy, req: Request, es: Entities) -> bool:
    """Whether a policy is erroring. Rule: hasError."""
    return error_kind(policy, req, es) is not None


def error_policies(policies: Policies, req: Request, es: Entities) -> frozenset[PolicyID]:
    """The erroring policies. Rule: errorPolicies."""
    return frozenset(policy.id for policy in policies if has_error(policy, req, es))


def is_authorized(req: Request, es: Entities, policies: Policies) -> Response:
    """The response to a request. Rule: isAuthorized."""
    forbids = satisfied_policies(Effect.FORBID, policies, req, es)
    permits = satisfied_policies(Effect.PERMIT, policies, req, es)
    erroring = error_policies(policies, req, es)
    if permits and not forbids:
        return Response(Decision.ALLOW, permits, erroring)
    return Response(Decision.DENY, forbids, erroring)
