"""Cases about operators: one policy whose condition is satisfied, or fails in the operator itself.

Operands are drawn from a small pool of values of every type, until every outcome of the operator was seen. Then the
case is made as small as it gets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from deodar.drt.case import Case, requests_of
from deodar.drt.choice import Choose, derived_seed
from deodar.drt.corpus.sample import NotASample, Sample, error_kinds, responses
from deodar.drt.corpus.universe import CALLS, SATISFIED, outcomes
from deodar.drt.corpus.world import ENTITIES, SCHEMA, request
from deodar.drt.data import Json
from deodar.drt.engines.protocol import Engine
from deodar.drt.generate.node import Node, attribute, binary, call, conditional, has, literal, unary
from deodar.drt.generate.text import neat_expression, neat_policies
from deodar.drt.reduce import NO_TEXT, reduce
from deodar.drt.trace.asking import written

MOST_DRAWS = 20_000
DRAWS_FOR_EACH = 20  # value of the pool, before the next one comes into play
UNLIMITED = float("inf")
LONGEST, SHORTEST = 2**63 - 1, -(2**63)
EPOCH = call("datetime", literal("1970-01-01"))
FIRST_TIME = call("offset", EPOCH, call("duration", literal(f"{SHORTEST}ms")))


def variable(name: str) -> Node:
    """A variable of the request."""
    return {"Var": name}


def set_of(*values: Json) -> Node:
    """A set of literals."""
    return {"Set": [literal(value) for value in values]}


POOL: tuple[Node, ...] = (
    *(literal(value) for value in (True, False, 0, 1, LONGEST, SHORTEST, "", "a", "1.0", "::1", "1d", "2024-01-01")),
    *(variable(name) for name in ("principal", "resource", "context")),
    *(set_of(*values) for values in ((), (1,), (1, True))),
    {"Record": {"name": literal(1)}},
    literal({"__entity": {"type": "User", "id": "nobody"}}),
    call("ip", literal("::1")),
    call("ip", literal("127.0.0.1")),
    call("ip", literal("224.0.0.1")),
    *(call("decimal", literal(value)) for value in ("0.0", "1.0")),
    *(EPOCH, FIRST_TIME),
    *(call("duration", literal(value)) for value in ("1d", "-1d", f"{LONGEST}ms")),
)
NAMES = ("name", "age")


def _operand(choose: Choose) -> Node:
    return POOL[choose(len(POOL))]


def drawn(operator: str, choose: Choose) -> Node:
    """The operator on operands at random; a call has one operand too many or too few at times."""
    operands = [_operand(choose) for _ in range(3)]
    first, second, third = operands
    match operator:
        case "!" | "neg" | "isEmpty":
            return unary(operator, first)
        case ".":
            return attribute(first, NAMES[choose(2)])
        case "has":
            return has(first, NAMES[choose(2)])
        case "like":
            return {"like": {"left": first, "pattern": ["Wildcard"]}}
        case "is":
            return {"is": {"left": first, "entity_type": "User"}}
        case "if-then-else":
            return conditional(first, second, third)
        case "Set":
            return {"Set": [first]}
        case "Record":
            return {"Record": {"name": first}}
        case _ if operator in CALLS:
            return call(operator, *operands[: 1 + choose(2)])
        case _:
            return binary(operator, first, second)


class Blame:
    """Finds the operator that raises an error, by asking an engine for the values of what lies inside."""

    def __init__(self, engine: Engine, circumstances: Case) -> None:
        self._engine = engine
        (asked,) = requests_of(circumstances)
        self._about: dict[str, Json] = {"request": asked, "entities": circumstances["entities"]}

    def value(self, expression: Node) -> dict[str, Json]:
        """What the engine answers about an expression."""
        return self._engine.answer({"op": "evaluate", "expression": neat_expression(expression), **self._about})

    def kind(self, expression: Node) -> str | None:
        """The kind of error that the operator itself raises; None if it raises none, or one of its operands does."""
        fails = self.value(expression).get("fails")
        if not isinstance(fails, str) or any("fails" in self.value(each) for each in self._operands(expression)):
            return None
        return fails

    def _operands(self, expression: Node) -> Iterator[Node]:
        """The operands that are evaluated."""
        ((operator, inside),) = expression.items()
        body: Any = inside
        match operator:
            case "Value" | "Var":
                return
            case "if-then-else":
                yield body["if"]
                test = self.value(body["if"]).get("value")
                yield from [body["then"]] if test is True else [body["else"]] if test is False else []
            case _ if isinstance(body, list):
                yield from body
            case "Record":
                yield from body.values()
            case _:
                yield from (body[name] for name in ("arg", "left", "right", "in") if name in body)


def case_of(condition: Node, kind: str = "when") -> Case:
    """The case with one policy that has the condition."""
    opened: Node = {"op": "All"}
    policy: Node = {
        "effect": "permit",
        **dict.fromkeys(("principal", "action", "resource"), opened),
        "conditions": [{"kind": kind, "body": condition}],
    }
    policies: Node = {"staticPolicies": {"policy0": policy}, "templates": {}, "templateLinks": []}
    return {"policies": policies, "entities": ENTITIES, "requests": [request()]}


def _satisfied(expression: Node, value: Json) -> Case:
    """The case whose policy is satisfied since the expression has the value."""
    if isinstance(value, bool):
        return case_of(expression, "when" if value else "unless")
    return case_of(binary("==", expression, written(value)))


def sample_of(feature: str, case: Case) -> Sample:
    """A case of the tester as one of the corpus, in the world of the corpus."""
    policies, entities, requests = case["policies"], case["entities"], case["requests"]
    assert isinstance(policies, dict)
    assert isinstance(entities, list)
    assert isinstance(requests, list)
    return Sample(feature, neat_policies(policies), SCHEMA, entities, requests)


def _shows(engine: Engine, operator: str, outcome: str) -> Callable[[Case], bool]:
    """Whether a case shows the outcome of the operator: its policy is satisfied, or the operator raises the error."""

    def shows_it(case: Case) -> bool:
        try:
            (response,) = responses(engine, sample_of("", case))
            policies: Any = case["policies"]
            ((condition,),) = (policy["conditions"] for policy in policies["staticPolicies"].values())
            body: Node = condition["body"]
            if outcome == SATISFIED:
                return response["reasons"] == ["policy0"] and _holds(operator, body)
            if list(error_kinds(response).values()) != [outcome] or operator not in body:
                return False
            return Blame(engine, case).kind(body) == outcome
        except (NotASample, *NO_TEXT):
            return False

    return shows_it


def _holds(operator: str, body: Node) -> bool:
    """Whether the operator is the condition, or the left side of an equality."""
    match body:
        case {"==": {"left": dict(left)}}:
            return operator == "==" or operator in left
        case _:
            return operator in body


def samples(engine: Engine, seed: int, operator: str) -> Iterator[Sample]:
    """A case for each outcome of an operator; `LookupError` if one of them does not come up."""
    random = Random(derived_seed("corpus", seed, operator))
    missing = dict.fromkeys(outcomes(operator))
    blame = Blame(engine, case_of(literal(True)))
    for draw in range(MOST_DRAWS):
        simple = 1 + draw // DRAWS_FOR_EACH  # the simplest values first
        expression = drawn(operator, lambda n, simple=simple: random.randrange(min(n, simple)))  # type: ignore[misc]
        answer = blame.value(expression)
        outcome = SATISFIED if "value" in answer else blame.kind(expression)
        if outcome not in missing:
            continue
        del missing[outcome]
        case = _satisfied(expression, answer["value"]) if outcome == SATISFIED else case_of(expression)
        smallest = reduce(case, _shows(engine, operator, outcome), UNLIMITED)
        yield sample_of(f"operator {operator} {outcome}", smallest)
        if not missing:
            return
    raise LookupError(f"`{operator}` was never seen to come to: {', '.join(missing)}")
