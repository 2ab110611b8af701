"""Claim: the same JSON policy sets are accepted, with the same tree."""

from __future__ import annotations

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.engines.protocol import Answer, Engine, JsonText
from deodar.drt.generate.policy_document import any_policy_document
from deodar.drt.generate.policy_set import policy_set
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import Settings
from deodar.drt.targets.target import Target, ask

SIZES = Settings(policies=2, templates=1, links=1)


def build(choose: Choose) -> Case:
    """The text of a JSON policy set, mostly damaged."""
    return {"document": any_policy_document(choose, policy_set(Scene(choose, SIZES)))}


def _ask(engine: Engine, case: Case) -> Answer:
    return ask(engine, {"op": "parse", "policies": JsonText(case["document"])})


TARGET = Target(
    "policy-json", "the same JSON policy sets are accepted, with the same tree", frozenset({"parse"}), build, _ask, 2
)
