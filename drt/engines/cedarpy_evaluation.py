"""The value of an expression from an engine that only decides: policies are built around the expression.

The first policy, `[e].isEmpty()`, is never satisfied and errs exactly as `e` does. The second, `e` itself, tells a
boolean. Any other value remains unknown.
"""

from __future__ import annotations

import json
from typing import Any

import cedarpy

from deodar.drt.data import Json
from deodar.drt.engines.cedarpy_kinds import erring_policy
from deodar.drt.engines.protocol import Answer, refusal, unsupported

ANYTHING = "permit(principal, action, resource)"


def decided(
    requests: list[dict[str, Json]],
    policies: cedarpy.PolicySet,
    entities: cedarpy.Entities,
    schema: cedarpy.Schema | None = None,
) -> list[cedarpy.AuthzResult]:
    """What the official engine says to each request."""
    # The binding leaves the members of its dicts untyped.
    return cedarpy.is_authorized_batch(requests, policies, entities, schema)  # pyright: ignore[reportUnknownMemberType]


def _stands_alone(text: str) -> bool:
    """Whether the text of the expression, put into the brackets, stayed inside of them."""
    parsed = json.loads(cedarpy.policies_to_json_str(text))
    match parsed:
        case {
            "staticPolicies": {
                "policy0": {"conditions": [{"body": {"isEmpty": {"arg": {"Set": [_]}}}}]},
                "policy1": {"conditions": [_]},
                **rest,
            },
            "templates": templates,
        }:
            return not rest and not templates
        case _:
            return False


def evaluate(expression: str, request: dict[str, Any], entities: cedarpy.Entities) -> Answer:
    """`{"value": ..}` for a boolean, `{"fails": ..}`, a refusal, or `unsupported` for any other value."""
    # The line break ends a comment in which the expression may end.
    text = f"{ANYTHING} when {{ [{expression}\n].isEmpty() }};{ANYTHING} when {{ {expression}\n }};"
    try:
        if not _stands_alone(text):
            return refusal("expression", "refused", "this is no expression")
        policies = cedarpy.PolicySet.from_str(text)
    except ValueError as refused:
        return refusal("expression", "refused", str(refused))
    (result,) = decided([request], policies, entities)
    sentences = list(result.diagnostics.errors)
    if result.decision.value.lower() not in ("allow", "deny"):
        return refusal("request", "refused", "; ".join(sentences))
    kinds = dict(erring for sentence in sentences if (erring := erring_policy(sentence, frozenset())) is not None)
    if "policy0" in kinds:
        return {"fails": kinds["policy0"]}
    if "policy1" in kinds:
        return unsupported("this engine tells no value that is not a boolean")
    return {"value": result.decision.value.lower() == "allow"}
