"""Claim: policies that a text has many of, alike but for their literals, decide as the model says.

An engine may make one code for all of them, and read their literals when it decides; few policies would never show it.
"""

from __future__ import annotations

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.entities import entities
from deodar.drt.generate.family import family
from deodar.drt.generate.requests import request
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.generate.text import neat_policies
from deodar.drt.targets.target import Target, ask

POLICIES = 20  # more than an engine reads one by one
REQUESTS = 3  # fewer than an engine makes an index for


def build(choose: Choose) -> Case:
    """A store and requests first: the many policies use up the choices."""
    scene = Scene(choose, DEFAULT)
    store, asked = entities(scene), list[Json]([request(scene) for _ in range(REQUESTS)])
    return {"policies": family(scene, POLICIES, store, asked), "entities": store, "requests": asked}


def _ask(engine: Engine, case: Case) -> Answer:
    policies = case["policies"]
    assert isinstance(policies, dict)
    return ask(engine, {"op": "authorize", **case, "policies": neat_policies(policies)})


TARGET = Target(
    "alike",
    "many policies of a text decide as one after the other",
    frozenset({"authorize"}),
    build,
    _ask,
    share=2,
    tests_per_case=REQUESTS,
)
