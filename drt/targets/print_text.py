"""Claim: a text that an engine prints means what was printed, to this engine and to the others."""

from __future__ import annotations

import json

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.policy_set import policy_set
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.text import policies_text
from deodar.drt.targets.parse import SIZES
from deodar.drt.targets.target import Target, ask


def build(choose: Choose) -> Case:
    """A text that is accepted."""
    return {"text": policies_text(choose, policy_set(Scene(choose, SIZES)))}


def _ask(engine: Engine, case: Case) -> Answer:
    parsed = ask(engine, {"op": "parse", "policies": case["text"]})
    if "policies" not in parsed:
        return parsed
    printed = ask(engine, {"op": "print", "policies": case["text"]})
    if "text" not in printed:
        return printed
    again = ask(engine, {"op": "parse", "policies": printed["text"]})
    if "policies" not in again:
        return {"broken": "does not accept the text that it printed", "text": printed["text"], "again": again}
    if _trees(parsed) != _trees(again):
        return {"broken": "prints a text that means something else", "text": printed["text"], "again": again}
    return parsed


def _trees(answer: Answer) -> str:
    return json.dumps(answer["policies"], sort_keys=True)


TARGET = Target("print", "printing a text keeps its tree", frozenset({"parse", "print"}), build, _ask)
