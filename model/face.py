"""The rules as others call them: on data from outside, and with room for deep recursion."""

from __future__ import annotations

from collections.abc import Sequence

from deodar.model import authorizer, evaluator, policy_set, value_json
from deodar.model.authorizer import Response
from deodar.model.deep import with_room
from deodar.model.entities import Entities
from deodar.model.expr import Expr
from deodar.model.json_text import DOCUMENT_DEPTH, Json, from_text_or_data
from deodar.model.policy import Policies, PolicyID, policy_expr
from deodar.model.policy_json import slot_env_from_json
from deodar.model.policy_set import PolicySet
from deodar.model.request import Request
from deodar.model.value import Value


def is_authorized(req: Request, es: Entities, policies: Policies) -> Response:
    """The response to a request."""
    return with_room(authorizer.is_authorized, req, es, policies)


def _responses(reqs: Sequence[Request], es: Entities, policies: Policies) -> list[Response]:
    meant = [(policy, policy_expr(policy)) for policy in policies]
    return [
        authorizer.response(tuple(authorizer.outcome_of(policy, x, req, es) for policy, x in meant)) for req in reqs
    ]


def responses(reqs: Sequence[Request], es: Entities, policies: Policies) -> list[Response]:
    """The response to each of several requests. What a policy means is written out once for all of them."""
    return with_room(_responses, reqs, es, policies)


def error_kinds(req: Request, es: Entities, policies: Policies) -> dict[PolicyID, str]:
    """The erroring policies, each with its kind of error."""
    return {error.id: error.kind.value for error in is_authorized(req, es, policies).errors}


def evaluate(x: Expr, req: Request, es: Entities) -> Value:
    """The value of an expression; an `EvaluationError` where it has none."""
    return with_room(evaluator.evaluate, x, req, es)


def link(policies: PolicySet, template_id: PolicyID, link_id: PolicyID, values: dict[str, Json]) -> PolicySet:
    """The policy set with one more link, its values in JSON."""
    return policy_set.link(
        policies, template_id, link_id, slot_env_from_json(from_text_or_data(values, DOCUMENT_DEPTH))
    )


def value_to_json(v: Value) -> Json:
    """The explicit JSON form of a value."""
    return with_room(value_json.value_to_json, v)
