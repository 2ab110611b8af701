"""Claim: the same texts are accepted, and mean the same tree."""

from __future__ import annotations

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.policy_set import policy_set
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import Settings
from deodar.drt.generate.text import any_text
from deodar.drt.targets.target import Target, ask

# A parser has no memory: small texts find as much as large ones, and sooner.
SIZES = Settings(policies=2, templates=1, links=0)


def build(choose: Choose) -> Case:
    """A text: of a policy set, damaged or not, or of tokens at random."""
    return {"text": any_text(choose, policy_set(Scene(choose, SIZES)))}


def _ask(engine: Engine, case: Case) -> Answer:
    return ask(engine, {"op": "parse", "policies": case["text"]})


TARGET = Target("parse", "the same texts are accepted, with the same tree", frozenset({"parse"}), build, _ask, 3)
