"""Claim: the same schemas are accepted, mean the same, and still mean it when written and read back, either way."""

from __future__ import annotations

import json

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.engines.protocol import UNKNOWN, Answer, Engine, JsonText
from deodar.drt.generate.schema import world
from deodar.drt.generate.schema_mutation import any_schema_json, any_schema_text
from deodar.drt.targets.target import Target, ask

JSON, CEDAR = "json", "cedar"


def build(choose: Choose) -> Case:
    """A schema as text or as JSON, damaged or not."""
    if choose(2):
        return {"format": JSON, "text": any_schema_json(choose, world(choose).document)}
    return {"format": CEDAR, "text": any_schema_text(choose, world(choose, for_text=True).document)}


def _ask(engine: Engine, case: Case) -> Answer:
    text = str(case["text"])
    document = JsonText(text) if case["format"] == JSON else text
    accepted = ask(engine, {"op": "schema", "schema": document})
    if "schema" not in accepted:
        return accepted
    meaning = _meaning(engine, document)
    if accepted["schema"] != UNKNOWN:
        again = ask(engine, {"op": "schema", "schema": JsonText(json.dumps(accepted["schema"]))})
        if again != accepted or _meaning(engine, accepted["schema"]) != meaning:
            return {"broken": "reads its own JSON otherwise", "json": accepted["schema"], "again": again}
    # Which schemas have no text is for each engine to say: one may find a spelling where another gives up.
    printed = ask(engine, {"op": "print-schema", "schema": document}) if "print-schema" in engine.ops else {}
    if "text" in printed and not _reads_the_same(engine, printed["text"], meaning):
        return {"broken": "reads its own text otherwise", "text": printed["text"]}
    return accepted | meaning


def _meaning(engine: Engine, document: Json) -> Answer:
    """What a schema denotes; what else the engine says if it does not tell."""
    op = "resolve" if "resolve" in engine.ops else "schema"
    answer = ask(engine, {"op": op, "schema": document})
    return answer if op == "resolve" or "schema" not in answer else {"meaning": UNKNOWN}


def _reads_the_same(engine: Engine, text: Json, meaning: Answer) -> bool:
    return _without_contexts(_meaning(engine, text)) == _without_contexts(meaning)


def _without_contexts(meaning: Answer) -> str:
    """A meaning without what a text cannot say: how an action is described that applies to no pair of types."""
    match meaning:
        case {"meaning": {"entity types": entity_types, "actions": dict(actions)}}:
            told: dict[str, Json] = {name: _pairs(action) for name, action in actions.items()}
            return json.dumps([entity_types, told], sort_keys=True)
        case _:
            return json.dumps(meaning, sort_keys=True)


def _pairs(action: Json) -> Json:
    match action:
        case {"principals": principals, "resources": resources, "ancestors": ancestors} if (
            not principals or not resources
        ):
            return {"ancestors": ancestors}
        case _:
            return action


TARGET = Target(
    "schema",
    "the same schemas are accepted, mean the same, and are read back the same",
    frozenset({"schema"}),
    build,
    _ask,
    share=2,
)
