"""Claim: the same responses where entities and requests are read by a schema."""

from __future__ import annotations

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.conforming import REQUESTS, entities, requests
from deodar.drt.generate.schema import world
from deodar.drt.generate.typed_policy import typed_policy_set
from deodar.drt.targets.target import Target, ask

OFTEN_ILL_TYPED = 16


def build(choose: Choose) -> Case:
    """A schema, policies over it of which many are ill typed, and entities and requests that conform."""
    made = world(choose)
    policies = typed_policy_set(made, with_templates=True, ill_typed_rate=OFTEN_ILL_TYPED)
    return {"schema": made.document, "policies": policies, "entities": entities(made), "requests": requests(made)}


def _ask(engine: Engine, case: Case) -> Answer:
    return ask(engine, {"op": "authorize", "validate_request": True, **case})


TARGET = Target(
    "schema-authorize",
    "the same responses where entities and requests are read by a schema",
    frozenset({"schema", "authorize"}),
    build,
    _ask,
    share=2,
    tests_per_case=REQUESTS,
)
