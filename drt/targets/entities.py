"""Claim: the same entity documents are accepted, with the same number of entities."""

from __future__ import annotations

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.engines.protocol import Answer, Engine, JsonText
from deodar.drt.generate.document_mutation import any_document
from deodar.drt.generate.entities import entities
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.targets.target import Target, ask


def build(choose: Choose) -> Case:
    """The text of entities, mostly damaged."""
    return {"document": any_document(choose, entities(Scene(choose, DEFAULT)))}


def _ask(engine: Engine, case: Case) -> Answer:
    return ask(engine, {"op": "entities", "entities": JsonText(case["document"])})


TARGET = Target("entities", "the same entity documents are accepted", frozenset({"entities"}), build, _ask)
