"""Claim: a text that says the same many times over is accepted if it is when it says it once, with the same trees.

An engine may parse policies of the same shape together; small texts would never show it.
"""

from __future__ import annotations

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.policy_set import policy_set
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import Settings
from deodar.drt.generate.text import any_text
from deodar.drt.targets.target import Target, ask

SIZES = Settings(policies=1, templates=1, links=0)
TIMES = 16  # more often than an engine parses policies of one shape one by one


def build(choose: Choose) -> Case:
    """A text, damaged or not, which is said again and again, closed by a blank line lest it end in a comment."""
    return {"text": any_text(choose, policy_set(Scene(choose, SIZES)))}


def _ask(engine: Engine, case: Case) -> Answer:
    return ask(engine, {"op": "parse", "policies": f"{case['text']}\n\n" * TIMES})


TARGET = Target("repeat", "a text said many times over has the same trees each time", frozenset({"parse"}), build, _ask)
