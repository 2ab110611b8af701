"""The decision: a request is allowed if some permit policy is satisfied and no forbid policy is.

Rule: Cedar.Spec.Authorizer. A policy whose condition fails to have a value is erroring: it is not satisfied, whatever
its effect, and the others are judged as if it were not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from deodar.model.entities import Entities
from deodar.model.error import ErrorKind, EvaluationError
from deodar.model.evaluator import evaluate
from deodar.model.expr import Expr
from deodar.model.policy import Effect, Policies, Policy, PolicyID, policy_expr
from deodar.model.request import Request
from deodar.model.value import TRUE


class Decision(Enum):
    """The answer to a request."""

    ALLOW = "allow"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class PolicyError:
    """A policy that was skipped, since evaluating it failed."""

    id: PolicyID
    kind: ErrorKind


@dataclass(frozen=True, slots=True)
class Response:
    """The decision, the policies that determined it, and the erroring policies."""

    decision: Decision
    determining_policies: frozenset[PolicyID]
    errors: frozenset[PolicyError]

    @property
    def erroring_policies(self) -> frozenset[PolicyID]:
        """The erroring policies, without the kind of their errors."""
        return frozenset(error.id for error in self.errors)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a policy: satisfied, or not, or (then it is not satisfied) the kind of its error."""

    policy: Policy
    satisfied: bool
    error: ErrorKind | None


Outcomes: TypeAlias = tuple[Outcome, ...]


def outcome_of(policy: Policy, x: Expr, req: Request, es: Entities) -> Outcome:
    """What becomes of a policy that means the expression."""
    try:
        value = evaluate(x, req, es)
    except EvaluationError as error:
        return Outcome(policy, False, error.kind)
    return Outcome(policy, value == TRUE, None)


def outcome(policy: Policy, req: Request, es: Entities) -> Outcome:
    """What becomes of a policy. Rule: satisfied, hasError."""
    return outcome_of(policy, policy_expr(policy), req, es)


def satisfied_policies(effect: Effect, outcomes: Outcomes) -> frozenset[PolicyID]:
    """The satisfied policies of one effect. Rule: satisfiedPolicies."""
    return frozenset(each.policy.id for each in outcomes if each.satisfied and each.policy.effect == effect)


def error_policies(outcomes: Outcomes) -> frozenset[PolicyError]:
    """The erroring policies. Rule: errorPolicies."""
    return frozenset(PolicyError(each.policy.id, each.error) for each in outcomes if each.error is not None)


def response(outcomes: Outcomes) -> Response:
    """The response that follows from what became of each policy."""
    forbids = satisfied_policies(Effect.FORBID, outcomes)
    permits = satisfied_policies(Effect.PERMIT, outcomes)
    errors = error_policies(outcomes)
    if permits and not forbids:
        return Response(Decision.ALLOW, permits, errors)
    return Response(Decision.DENY, forbids, errors)


def is_authorized(req: Request, es: Entities, policies: Policies) -> Response:
    """The response to a request. Rule: isAuthorized."""
    outcomes = tuple(outcome(policy, req, es) for policy in policies)
    return response(outcomes)
