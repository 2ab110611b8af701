"""The ways of asking that are compared: deodar given a dict, deodar given a prepared `Request`, the official engine.

Each is prepared once, as its documentation recommends for a server: policies and entities are parsed beforehand. What
is left is the call that a server makes for each request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import cast

import cedarpy

import deodar
from bench.reading import Answer, Reading
from bench.workload import Json, Workload
from deodar import model
from deodar.model.request import Request

Decide = Callable[[object], object]  # of requests in the form that the reading holds them


def deodar_readings(workload: Workload) -> tuple[Reading, Reading]:
    """deodar with the request as a plain dict, and as a prepared `Request`."""
    policies = deodar.PolicySet.parse(workload.policies)
    if workload.links:
        policies = deodar.PolicySet.from_json({**policies.to_json(), "templateLinks": links_as_json(workload)})
    authorizer = deodar.Authorizer(policies, deodar.Entities.from_json(workload.entities))
    decide = cast("Decide", authorizer.is_authorized)
    prepared = [deodar.Request.from_json(request) for request in workload.requests]
    return (
        Reading("deodar, dict", workload.requests, decide, deodar_answer),
        Reading("deodar, prepared", prepared, decide, deodar_answer),
    )


def links_as_json(workload: Workload) -> list[Json]:
    """The links as `templateLinks` of a JSON policy set."""
    return [{"templateId": link.template_id, "newId": link.link_id, "values": link.values} for link in workload.links]


def deodar_answer(response: object) -> Answer:
    """A response of deodar."""
    assert isinstance(response, deodar.Response)
    erroring = sorted({error.policy_id for error in response.errors})
    return Answer(str(response.decision.value), tuple(sorted(response.reasons)), tuple(erroring))


def cedarpy_reading(workload: Workload) -> Reading:
    """The official engine through cedarpy, with parsed handles for policies and entities."""
    policies = cedarpy.PolicySet.from_str(workload.policies)
    if workload.links:
        policies = policies.with_linked_batch(
            [
                {"template_id": link.template_id, "new_id": link.link_id, "values": link.values}
                for link in workload.links
            ]
        )
    entities = cedarpy.Entities.from_json_str(json.dumps(workload.entities))
    is_authorized = cedarpy.is_authorized

    def decide(request: Json) -> object:
        return is_authorized(request, policies, entities)

    return Reading("cedarpy", workload.requests, cast("Decide", decide), cedarpy_answer)


ERRORING_POLICY = re.compile(r"error while evaluating policy `(.*?)`:")


def cedarpy_answer(result: object) -> Answer:
    """A result of cedarpy, which names an erroring policy only in its message."""
    assert isinstance(result, cedarpy.AuthzResult)
    erroring: set[str] = set()
    for message in result.diagnostics.errors:
        found = ERRORING_POLICY.search(message)
        assert found, f"cedarpy words its errors in a new way: {message}"
        erroring.add(found[1])
    decision = "allow" if result.allowed else "deny"
    return Answer(decision, tuple(sorted(result.diagnostics.reasons)), tuple(sorted(erroring)))


def model_reading(workload: Workload) -> Reading:
    """The readable model, with everything read beforehand. Workloads with links are not for it."""
    assert not workload.links, "the model is timed on applications without links"
    policies = model.parse_policies(workload.policies).policies
    entities = model.entities_from_json(workload.entities)

    def decide(request: Request) -> object:
        return model.is_authorized(request, entities, policies)

    requests = [model.request_from_json(request) for request in workload.requests]
    return Reading("model", requests, cast("Decide", decide), model_answer)


def model_answer(response: object) -> Answer:
    """A response of the model."""
    assert isinstance(response, model.Response)
    erroring = sorted(str(policy_id) for policy_id in response.erroring_policies)
    determining = sorted(str(policy_id) for policy_id in response.determining_policies)
    return Answer(str(response.decision.value), tuple(determining), tuple(erroring))
