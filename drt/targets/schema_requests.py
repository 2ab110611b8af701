"""Claim: the same requests conform to a schema."""

from __future__ import annotations

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.conforming import REQUESTS, requests
from deodar.drt.generate.nonconforming import damage_request
from deodar.drt.generate.schema import world
from deodar.drt.targets.target import Target, ask

# Satisfied by whatever is accepted: a response tells that the request was, and that its context means the same.
POLICIES: Json = {
    "staticPolicies": {
        "p": {
            "effect": "permit",
            "principal": {"op": "All"},
            "action": {"op": "All"},
            "resource": {"op": "All"},
            "conditions": [],
        }
    },
    "templates": {},
    "templateLinks": [],
}


def build(choose: Choose) -> Case:
    """A schema, and requests that conform to it but for one thing, more often than not."""
    made = world(choose)
    found = requests(made)
    for request in found:
        if choose(8) >= 3:
            damage_request(made, request)
    return {"schema": made.document, "requests": found}


def _ask(engine: Engine, case: Case) -> Answer:
    return ask(engine, {"op": "authorize", "policies": POLICIES, "entities": [], "validate_request": True, **case})


TARGET = Target(
    "schema-requests",
    "the same requests conform to a schema",
    frozenset({"schema", "authorize"}),
    build,
    _ask,
    tests_per_case=REQUESTS,
)
