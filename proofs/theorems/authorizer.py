"""The theorems about the authorizer, each for any number of policies.

Rule: Cedar.Thm.Authorization.
"""

from __future__ import annotations

from deodar.model.authorizer import (
    Decision,
    Outcomes,
    PolicyError,
    error_policies,
    is_authorized,
    outcome,
    satisfied_policies,
)
from deodar.model.entities import Entities
from deodar.model.policy import Effect, Policies, Policy
from deodar.model.request import Request
from deodar.proofs.lemma import lemma, requires
from deodar.proofs.theorems.raw import (
    explicitly_forbidden,
    explicitly_permitted,
    fails,
    failure,
    holds,
    unique_ids,
)


@lemma(official="allowed_only_if_explicitly_permitted")
def allowed_only_if_explicitly_permitted(req: Request, es: Entities, policies: Policies) -> bool:
    """If the decision is allow, some permit policy is satisfied."""
    requires(is_authorized(req, es, policies).decision == Decision.ALLOW)
    return explicitly_permitted(req, es, policies)


@lemma(official="forbid_trumps_permit")
def forbid_overrides_permit(req: Request, es: Entities, policies: Policies) -> bool:
    """If some forbid policy is satisfied, the decision is deny."""
    requires(explicitly_forbidden(req, es, policies))
    return is_authorized(req, es, policies).decision == Decision.DENY


@lemma(official="default_deny")
def default_deny(req: Request, es: Entities, policies: Policies) -> bool:
    """If no permit policy is satisfied, the decision is deny."""
    requires(not explicitly_permitted(req, es, policies))
    return is_authorized(req, es, policies).decision == Decision.DENY


@lemma(official="allowed_iff_explicitly_permitted_and_not_denied")
def allowed_iff_permitted_and_not_forbidden(req: Request, es: Entities, policies: Policies) -> bool:
    """The decision is allow exactly if some permit policy is satisfied and no forbid policy is."""
    allowed = is_authorized(req, es, policies).decision == Decision.ALLOW
    return allowed == (explicitly_permitted(req, es, policies) and not explicitly_forbidden(req, es, policies))


@lemma(official="denied_iff_explicitly_denied_or_not_permitted")
def denied_iff_forbidden_or_not_permitted(req: Request, es: Entities, policies: Policies) -> bool:
    """The decision is deny exactly if some forbid policy is satisfied or no permit policy is."""
    denied = is_authorized(req, es, policies).decision == Decision.DENY
    return denied == (explicitly_forbidden(req, es, policies) or not explicitly_permitted(req, es, policies))


@lemma(official="determiningPolicies_of")
def satisfied_permits_determine_an_allow(req: Request, es: Entities, policies: Policies) -> bool:
    """The determining policies of an allow are the satisfied permit policies."""
    response = is_authorized(req, es, policies)
    requires(response.decision == Decision.ALLOW)
    return response.determining_policies == frozenset(
        policy.id for policy in policies if policy.effect == Effect.PERMIT and holds(policy, req, es)
    )


@lemma(official="determiningPolicies_of")
def satisfied_forbids_determine_a_deny(req: Request, es: Entities, policies: Policies) -> bool:
    """The determining policies of a deny are the satisfied forbid policies, none if it is by default."""
    response = is_authorized(req, es, policies)
    requires(response.decision == Decision.DENY)
    return response.determining_policies == frozenset(
        policy.id for policy in policies if policy.effect == Effect.FORBID and holds(policy, req, es)
    )


@lemma(official="error_of_mem_erroringPolicies")
def erroring_policies_are_those_that_fail(req: Request, es: Entities, policies: Policies) -> bool:
    """The erroring policies are those that fail to evaluate, whatever their effect and the decision."""
    failing = frozenset(policy.id for policy in policies if fails(policy, req, es))
    return is_authorized(req, es, policies).erroring_policies == failing


@lemma()
def every_failure_is_reported_with_its_kind(req: Request, es: Entities, policies: Policies, policy: Policy) -> bool:
    """A policy that fails to evaluate is reported with the kind of its error."""
    requires(policy in policies)
    kind = failure(policy, req, es)
    if kind is None:
        return True
    return PolicyError(policy.id, kind) in is_authorized(req, es, policies).errors


@lemma()
def outcome_is_what_evaluation_gives(req: Request, es: Entities, policy: Policy) -> bool:
    """The authorizer takes a policy for satisfied, or erroring, exactly as it evaluates to true, or fails."""
    result = outcome(policy, req, es)
    return (
        result.policy == policy
        and result.satisfied == holds(policy, req, es)
        and result.error == failure(policy, req, es)
    )


@lemma()
def an_erroring_policy_is_not_satisfied(req: Request, es: Entities, policy: Policy) -> bool:
    """A policy that fails to evaluate is not satisfied."""
    requires(fails(policy, req, es))
    return not outcome(policy, req, es).satisfied


@lemma(official="determining_erroring_disjoint_when_unique_ids")
def determining_and_erroring_are_disjoint(req: Request, es: Entities, policies: Policies) -> bool:
    """If no two policies have one id, no determining policy is an erroring one."""
    requires(unique_ids(policies))
    response = is_authorized(req, es, policies)
    return not (response.determining_policies & response.erroring_policies)


@lemma(official="order_and_dup_independent")
def order_and_duplicates_do_not_matter(req: Request, es: Entities, policies: Policies, others: Policies) -> bool:
    """Two lists of the same policies give the same response, in whatever order and however often they name each."""
    requires(all(policy in others for policy in policies) and all(policy in policies for policy in others))
    return is_authorized(req, es, policies) == is_authorized(req, es, others)


@lemma(official="satisfiedPolicies_order_and_dup_independent")
def satisfied_policies_do_not_depend_on_order_and_duplicates(effect: Effect, one: Outcomes, other: Outcomes) -> bool:
    """Two lists of the same outcomes have the same satisfied policies of either effect."""
    requires(all(each in other for each in one) and all(each in one for each in other))
    return satisfied_policies(effect, one) == satisfied_policies(effect, other)


@lemma(official="errorPolicies_order_and_dup_independent")
def erroring_policies_do_not_depend_on_order_and_duplicates(one: Outcomes, other: Outcomes) -> bool:
    """Two lists of the same outcomes have the same erroring policies."""
    requires(all(each in other for each in one) and all(each in one for each in other))
    return error_policies(one) == error_policies(other)


@lemma(official="satisfied_iff_satisfiedPolicies_non_empty")
def some_policy_is_satisfied_if_any_is_listed(req: Request, es: Entities, policies: Policies, effect: Effect) -> bool:
    """Some policy of an effect is satisfied exactly if the satisfied policies of that effect are not empty."""
    outcomes = tuple(outcome(policy, req, es) for policy in policies)
    some = any(policy.effect == effect and holds(policy, req, es) for policy in policies)
    return some == (satisfied_policies(effect, outcomes) != frozenset())


@lemma(official="explicitly_forbidden_iff_satisfying_forbid")
def explicitly_forbidden_means_a_satisfied_forbid(req: Request, es: Entities, policies: Policies) -> bool:
    """A request is explicitly forbidden exactly if the satisfied forbid policies are not empty."""
    outcomes = tuple(outcome(policy, req, es) for policy in policies)
    return explicitly_forbidden(req, es, policies) == (satisfied_policies(Effect.FORBID, outcomes) != frozenset())


@lemma(official="explicitly_permitted_iff_satisfying_permit")
def explicitly_permitted_means_a_satisfied_permit(req: Request, es: Entities, policies: Policies) -> bool:
    """A request is explicitly permitted exactly if the satisfied permit policies are not empty."""
    outcomes = tuple(outcome(policy, req, es) for policy in policies)
    return explicitly_permitted(req, es, policies) == (satisfied_policies(Effect.PERMIT, outcomes) != frozenset())


@lemma(official="is_authorized_congr_evaluate")
def the_response_depends_on_the_outcomes_alone(
    req: Request, es: Entities, other_req: Request, other_es: Entities, policies: Policies
) -> bool:
    """If each policy is satisfied, false or erroring alike under two requests and stores, so is the response."""
    requires(all(outcome(policy, req, es) == outcome(policy, other_req, other_es) for policy in policies))
    return is_authorized(req, es, policies) == is_authorized(other_req, other_es, policies)


@lemma(official="if_hasError_then_exists_error")
def an_error_is_that_of_a_policy(req: Request, es: Entities, policies: Policies, error: PolicyError) -> bool:
    """A reported error is that of a policy with its id that fails to evaluate in this way."""
    requires(error in is_authorized(req, es, policies).errors)
    return any(policy.id == error.id and failure(policy, req, es) == error.kind for policy in policies)


@lemma(official="unchanged_allow_when_add_permit")
def another_permit_keeps_an_allow(req: Request, es: Entities, policies: Policies, added: Policy) -> bool:
    """If the decision is allow, adding a permit policy keeps it."""
    requires(is_authorized(req, es, policies).decision == Decision.ALLOW and added.effect == Effect.PERMIT)
    return is_authorized(req, es, (*policies, added)).decision == Decision.ALLOW


@lemma(official="unchanged_deny_when_add_forbid")
def another_forbid_keeps_a_deny(req: Request, es: Entities, policies: Policies, added: Policy) -> bool:
    """If the decision is deny, adding a forbid policy keeps it."""
    requires(is_authorized(req, es, policies).decision == Decision.DENY and added.effect == Effect.FORBID)
    return is_authorized(req, es, (*policies, added)).decision == Decision.DENY


@lemma(official="unchanged_determining_when_add_policy_and_decision_unchanged")
def determining_policies_stay_while_the_decision_does(
    req: Request, es: Entities, policies: Policies, added: Policy
) -> bool:
    """If adding a policy does not change the decision, the determining policies stay determining."""
    before = is_authorized(req, es, policies)
    after = is_authorized(req, es, (*policies, added))
    requires(before.decision == after.decision)
    return before.determining_policies <= after.determining_policies


@lemma(official="unchanged_erroring_when_add_policy")
def erroring_policies_stay(req: Request, es: Entities, policies: Policies, added: Policy) -> bool:
    """Adding a policy does not take any from the erroring ones."""
    after = is_authorized(req, es, (*policies, added))
    return is_authorized(req, es, policies).erroring_policies <= after.erroring_policies
