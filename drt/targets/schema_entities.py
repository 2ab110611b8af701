"""Claim: the same entities conform to a schema."""

from __future__ import annotations

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.conforming import entities
from deodar.drt.generate.nonconforming import damage_entities
from deodar.drt.generate.schema import world
from deodar.drt.targets.target import Target, ask


def build(choose: Choose) -> Case:
    """A schema, and entities that conform to it but for one thing, more often than not."""
    made = world(choose)
    store = entities(made)
    if choose(8) >= 3:
        damage_entities(made, store)
    return {"schema": made.document, "entities": store}


def _ask(engine: Engine, case: Case) -> Answer:
    return ask(engine, {"op": "entities", **case})


TARGET = Target(
    "schema-entities", "the same entities conform to a schema", frozenset({"schema", "entities"}), build, _ask
)
