"""Claim: policies without conditions decide the same. An engine that only knows roles begins here."""

from __future__ import annotations

from collections import Counter

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.gates import FEWEST_TESTS, Gate, share
from deodar.drt.generate.roles import hierarchy, role_policies, role_requests
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.measures import count_responses
from deodar.drt.tally import Tally
from deodar.drt.targets.target import Target, ask


def build(choose: Choose) -> Case:
    """Scopes of every form, templates and links, a hierarchy, and requests."""
    scene = Scene(choose, DEFAULT)
    return {"policies": role_policies(scene), "entities": hierarchy(scene), "requests": role_requests(scene)}


def _ask(engine: Engine, case: Case) -> Answer:
    return ask(engine, {"op": "authorize", **case})


def _count(measures: Counter[str], _: Case, answer: Answer) -> None:
    count_responses(measures, answer)


def _gates(tally: Tally) -> list[Gate]:
    if tally.tests < FEWEST_TESTS:
        return []
    responses = tally.measures["response"]
    return [
        share("roles: allow", tally.measures["allow"], responses, 0.15, 0.60),
        share("roles: a satisfied forbid", tally.measures["forbidden"], responses, 0.06),
    ]


TARGET = Target(
    "roles",
    "policies without conditions decide the same",
    frozenset({"authorize"}),
    build,
    _ask,
    tests_per_case=DEFAULT.requests,
    count=_count,
    gates=_gates,
)
