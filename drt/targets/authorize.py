"""Claim: the same decision, determining policies, erroring policies and kinds of errors."""

from __future__ import annotations

from deodar.drt.case import Case
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.gates import gates
from deodar.drt.generate.entities import entities
from deodar.drt.generate.policy_set import policy_set
from deodar.drt.generate.requests import requests
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.targets.target import Halves, Target, ask


def _policies(scene: Scene) -> Case:
    return {"policies": policy_set(scene)}


def _asked(scene: Scene) -> Case:
    return {"entities": entities(scene), "requests": requests(scene)}


HALVES = Halves(_policies, _asked)


def _ask(engine: Engine, case: Case) -> Answer:
    return ask(engine, {"op": "authorize", **case})


TARGET = Target(
    "authorize",
    "the same decision, reasons and errors on every request",
    frozenset({"authorize"}),
    HALVES.build,
    _ask,
    share=8,
    tests_per_case=DEFAULT.requests,
    halves=HALVES,
    gates=gates,
)
