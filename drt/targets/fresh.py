"""Claim: what an engine was asked before changes nothing: a warm engine answers as a fresh one. Caches hide bugs.

A case has a history: the same policies with other entities, other policies under the same ids, the same request with
another context. All of it is asked first, and the history is part of the case, so that a stale answer replays.
"""

from __future__ import annotations

from typing import Any

from deodar.drt import engines
from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.entities import entities
from deodar.drt.generate.policy import policy
from deodar.drt.generate.policy_set import policy_set
from deodar.drt.generate.requests import request
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.generate.values import attributes
from deodar.drt.targets.target import Target, ask

REQUESTS = 3


def build(choose: Choose) -> Case:
    """A question, and what was asked before it: one or two questions that have much in common with it."""
    scene = Scene(choose, DEFAULT)
    policies: Any = policy_set(scene)
    asked: dict[str, Json] = {
        "policies": policies,
        "entities": entities(scene),
        "requests": [request(scene) for _ in range(REQUESTS)],
    }
    before: list[Json] = [_like(scene, asked) for _ in range(1 + choose(2))]
    return {**asked, "before": before}


def _like(scene: Scene, asked: dict[str, Json]) -> dict[str, Json]:
    """A question that differs in one thing."""
    match scene.choose(4):
        case 0:
            return {**asked, "entities": entities(scene)}
        case 1:
            policies: Any = asked["policies"]
            static = {name: policy(scene) for name in policies["staticPolicies"]}
            return {**asked, "policies": {**policies, "staticPolicies": static}}
        case 2:
            other: Any = asked["requests"]
            return {**asked, "requests": [{**each, "context": attributes(scene, 1)} for each in other]}
        case _:
            return {**asked, "requests": [request(scene) for _ in range(REQUESTS)]}


def _ask(engine: Engine, case: Case) -> Answer:
    question = {name: part for name, part in case.items() if name != "before"}
    before: Any = case["before"]
    for earlier in before:
        ask(engine, {"op": "authorize", **earlier})
    answer = ask(engine, {"op": "authorize", **question})
    if engine.name.startswith(engines.COMMAND_PREFIX):  # a process for each case would cost too much
        return answer
    unasked = ask(engines.engine(engine.name), {"op": "authorize", **question})
    return answer if unasked == answer else {"broken": "answers otherwise after other questions", "fresh": unasked}


TARGET = Target(
    "fresh",
    "an engine answers the same whatever it was asked before",
    frozenset({"authorize"}),
    build,
    _ask,
    share=2,
    tests_per_case=REQUESTS,
)
