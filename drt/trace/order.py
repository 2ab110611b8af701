"""The order of evaluation: the operands of an expression from left to right, then the expression itself.

Each engine goes its own way: where it finds the left of `&&` false, it does not come to the right. So every step says
which engines come to it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from deodar.drt.data import Json
from deodar.drt.generate.layout import neat
from deodar.drt.generate.node import Node
from deodar.drt.generate.policy_text import PolicyText
from deodar.drt.generate.text import neat_expression, simplest
from deodar.drt.reduce import NO_TEXT
from deodar.drt.skeleton import is_expression
from deodar.drt.trace.asking import Observed
from deodar.drt.trace.outcome import Fails, is_false, is_true

MOST_STEPS = 400
"""Of one policy; operands beyond are left out, so that no document takes forever."""

Goes: TypeAlias = Callable[[Observed], bool]
"""Whether an engine that has observed this goes on."""
Observe: TypeAlias = Callable[[Node, frozenset[str]], Mapping[str, Observed]]
"""What some engines make of an expression."""
ObserveScope: TypeAlias = Callable[[str, Json, frozenset[str]], Mapping[str, Observed]]
"""What some engines make of a constraint on principal, action or resource."""


@dataclass(frozen=True, slots=True)
class Step:
    """One expression, and what the engines that come to it make of it."""

    depth: int
    """How deep it lies in its condition."""
    text: str
    observed: Mapping[str, Observed]


def _goes_on(found: Observed) -> bool:
    return not isinstance(found.outcome, Fails)


def _if_true(found: Observed) -> bool:
    return is_true(found.outcome)


def _if_false(found: Observed) -> bool:
    return is_false(found.outcome)


def _those(going: frozenset[str], observed: Mapping[str, Observed], goes: Goes) -> frozenset[str]:
    return frozenset(name for name in going if name in observed and goes(observed[name]))


Steps: TypeAlias = Generator[Step, None, Mapping[str, Observed]]
"""Steps, and at the end what was observed of the last one."""


class Walk:
    """Evaluates one policy step by step."""

    def __init__(self, observe: Observe, observe_scope: ObserveScope) -> None:
        self._observe = observe
        self._observe_scope = observe_scope
        self._left = MOST_STEPS

    @property
    def complete(self) -> bool:
        """Whether no operand was left out."""
        return self._left > 0

    def policy(self, body: Mapping[str, Any], going: frozenset[str]) -> Iterator[Step]:
        """The steps of the scope and then of each condition; those for whom one does not hold stop there."""
        for variable in ("principal", "action", "resource"):
            constraint = body[variable]
            if constraint != {"op": "All"} and going:
                observed = self._observe_scope(variable, constraint, going)
                yield Step(0, _scope_text(variable, constraint), observed)
                going = _those(going, observed, _if_true)
        for condition in body["conditions"]:
            observed = yield from self.expression(condition["body"], going)
            going = _those(going, observed, _if_false if condition["kind"] == "unless" else _if_true)

    def expression(self, expression: Node, going: frozenset[str], depth: int = 0) -> Steps:
        """The steps of an expression, itself last; none if nobody comes to it."""
        if not going:
            return {}
        self._left -= 1
        if self.complete:
            yield from self._operands(expression, going, depth + 1)
        step = Step(depth, _text(expression), self._observe(expression, going))
        yield step
        return step.observed

    def _operands(self, expression: Node, going: frozenset[str], depth: int) -> Iterator[Step]:
        ((op, inside),) = expression.items()
        body: Any = inside
        match op:
            case "&&":
                yield from self._in_turn(going, depth, (body["left"], _if_true), (body["right"], _goes_on))
            case "||":
                yield from self._in_turn(going, depth, (body["left"], _if_false), (body["right"], _goes_on))
            case "if-then-else":
                observed = yield from self.expression(body["if"], going, depth)
                for branch, goes in (("then", _if_true), ("else", _if_false)):
                    yield from self.expression(body[branch], _those(going, observed, goes), depth)
            case "is" if "in" in body:
                # `e is T in x` is `e is T && e in x`.
                test: Node = {"is": {"left": body["left"], "entity_type": body["entity_type"]}}
                yield from self._in_turn(going, depth, (test, _if_true), (body["in"], _goes_on))
            case _:
                yield from self._in_turn(going, depth, *((each, _goes_on) for each in _operands(op, body)))

    def _in_turn(self, going: frozenset[str], depth: int, *operands: tuple[Node, Goes]) -> Iterator[Step]:
        """One operand after the other, as long as an engine goes on behind it."""
        for operand, goes in operands:
            observed = yield from self.expression(operand, going, depth)
            going = _those(going, observed, goes)


def _operands(op: str, body: Any) -> list[Node]:
    """The operands from left to right; a value has none, whatever is in it."""
    if op in ("Value", "Var", "Slot"):
        return []
    parts = cast(dict[str, Any], body).values() if isinstance(body, dict) else cast(list[Any], body)
    return [part for part in parts if is_expression(part)]


def _text(expression: Node) -> str:
    try:
        return neat_expression(expression)
    except NO_TEXT:
        return str(expression)


def _scope_text(variable: str, constraint: Json) -> str:
    try:
        return neat(PolicyText(simplest).scope(variable, constraint))
    except NO_TEXT:
        return f"{variable} {constraint}"
