"""Claim: an expression has the same value, or fails with the same kind of error."""

from __future__ import annotations

from deodar.drt.case import Case, requests_of
from deodar.drt.choice import Choose
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.entities import entities
from deodar.drt.generate.expr import Expressions
from deodar.drt.generate.requests import request
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.generate.text import neat_expression
from deodar.drt.generate.types import Type
from deodar.drt.targets.target import Target, ask


def build(choose: Choose) -> Case:
    """An expression of any type, half of them booleans."""
    scene = Scene(choose, DEFAULT)
    expressions = Expressions(scene)
    kind = Type(choose(len(Type))) if choose(2) else Type.BOOL
    expression = expressions.expr(kind, 2 + choose(3))
    return {"expression": expression, "entities": entities(scene), "requests": [request(scene)]}


def _ask(engine: Engine, case: Case) -> Answer:
    expression = case["expression"]
    assert isinstance(expression, dict)
    (request, *_) = requests_of(case)
    text = neat_expression(expression)
    message = {"op": "evaluate", "expression": text, "request": request, "entities": case["entities"]}
    return ask(engine, message)


TARGET = Target("evaluate", "the same value or kind of error of an expression", frozenset({"evaluate"}), build, _ask, 2)
