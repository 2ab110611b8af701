"""Claim: entities of a large text, of which many are written alike, are read as the model reads them.

An engine may read one of a kind and then look for others like it, but in large texts only: blanks make one large.
"""

from __future__ import annotations

import json
from typing import Any

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.engines.protocol import Answer, Engine, JsonText
from deodar.drt.generate.copies import copied_uid, with_copies
from deodar.drt.generate.document_mutation import any_document
from deodar.drt.generate.entities import entities
from deodar.drt.generate.policy_set import policy_set
from deodar.drt.generate.requests import request
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.targets.target import Target, ask

COPIES = 2  # of an entity, at the most
DAMAGED = 3  # one text in so many
BLANKS = " " * 200_000
REQUESTS = 3


def build(choose: Choose) -> Case:
    """The text of a store with copies, and what is asked about them."""
    scene = Scene(choose, DEFAULT)
    store = with_copies(choose, entities(scene), COPIES)
    document = any_document(choose, store) if choose(DAMAGED) == DAMAGED - 1 else json.dumps(store)
    requests: list[Json] = [_about_copies(choose, request(scene)) for _ in range(REQUESTS)]
    return {"policies": policy_set(scene), "document": document, "requests": requests}


def _about_copies(choose: Choose, asked: Any) -> Json:
    """A request about copies of principal and resource, if there are any such."""
    parts = {name: copied_uid(asked[name], choose(1 + COPIES)) for name in ("principal", "resource")}
    return {**asked, **parts}


def _ask(engine: Engine, case: Case) -> Answer:
    store = JsonText(f"{case['document']}{BLANKS}")
    question = {"policies": case["policies"], "entities": store, "requests": case["requests"]}
    return ask(engine, {"op": "authorize", **question})


TARGET = Target(
    "alike-entities",
    "many entities of a large text decide as one after the other",
    frozenset({"authorize"}),
    build,
    _ask,
    share=2,
    tests_per_case=REQUESTS,
)
