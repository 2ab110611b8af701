"""Claim: formatting a text keeps its tree; without comments there is one layout, and it stays when formatted again."""

from __future__ import annotations

import json
import re

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.policy_set import policy_set
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.text import policies_text
from deodar.drt.targets.parse import SIZES
from deodar.drt.targets.target import Target, ask

_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|//', re.DOTALL)


def build(choose: Choose) -> Case:
    """A text that is accepted."""
    return {"text": policies_text(choose, policy_set(Scene(choose, SIZES)))}


def _ask(engine: Engine, case: Case) -> Answer:
    parsed = ask(engine, {"op": "parse", "policies": case["text"]})
    formatted = ask(engine, {"op": "format", "policies": case["text"]})
    if "policies" not in parsed or "text" not in formatted:
        return formatted
    text = formatted["text"]
    again = ask(engine, {"op": "parse", "policies": text})
    if "policies" not in again:
        return {"broken": "does not accept the text that it formatted", "text": text, "again": again}
    if _tree(parsed) != _tree(again):
        return {"broken": "formats a text to one that means something else", "text": text, "again": again}
    if _has_comments(str(case["text"])):
        return parsed  # where a comment goes is for each engine to say
    twice = ask(engine, {"op": "format", "policies": text})
    if twice != formatted:
        return {"broken": "formats twice, each time anew", "text": text, "again": twice}
    return {"layout": str(text).split("\n")}


def _tree(answer: Answer) -> str:
    return json.dumps(answer["policies"], sort_keys=True)


def _has_comments(text: str) -> bool:
    return "//" in _STRING_OR_COMMENT.findall(text)


TARGET = Target("format", "formatting a text keeps its tree", frozenset({"parse", "format"}), build, _ask)
