"""Claim: the JSON of a text, read back, gives the same JSON."""

from __future__ import annotations

import json

from deodar.drt.case import Case
from deodar.drt.engines.protocol import Answer, Engine, JsonText
from deodar.drt.targets.print_text import build
from deodar.drt.targets.target import Target, ask


def _ask(engine: Engine, case: Case) -> Answer:
    first = ask(engine, {"op": "parse", "policies": case["text"]})
    if "policies" not in first:
        return first
    written = json.dumps(first["policies"])
    second = ask(engine, {"op": "parse", "policies": JsonText(written)})
    if "fault" in second:
        return second
    match second:
        case {"error": {"kind": "unsupported"}}:
            return first  # it read the JSON, and that is all that it can tell
        case {"error": _}:
            return {"broken": "does not accept the JSON that it wrote", "json": first["policies"], "again": second}
        case _ if json.dumps(second.get("policies")) != written:
            return {"broken": "writes other JSON for its own JSON", "json": first["policies"], "again": second}
        case _:
            return first


TARGET = Target("json", "the JSON of a text, read back, gives the same JSON", frozenset({"parse"}), build, _ask)
