"""Code for `+`, `-`, `*` and the ordering of longs, datetimes and durations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import add, ge, gt, le, lt, mul, sub
from typing import Final

from deodar.impl.expr import Binary, Expr, Negate
from deodar.impl.extensions.datetime import Datetime
from deodar.impl.extensions.duration import Duration
from deodar.impl.failure import Failure, overflow, wrong_kind
from deodar.impl.frame import Code, Frame
from deodar.impl.json_text import LONG_MAX, LONG_MIN
from deodar.impl.value import Value

ARITHMETIC: Final[dict[str, Callable[[int, int], int]]] = {"+": add, "-": sub, "*": mul}
ORDERING: Final[dict[str, Callable[[int, int], bool]]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def arithmetic(first: Code, first_node: Expr, steps: Sequence[tuple[Binary, Code]]) -> Code:
    """A chain of `+`, `-` and `*`, nested to the left: each step is an operator and the code of its right operand."""
    compiled = tuple((ARITHMETIC[node.op], node, right) for node, right in steps)

    def chain(frame: Frame) -> Value:
        total = first(frame)
        total_node = first_node
        for operate, node, right in compiled:
            x2 = right(frame)
            if type(total) is not int:
                raise wrong_kind(total_node, "a long", total)
            if type(x2) is not int:
                raise wrong_kind(node.right, "a long", x2)
            result = operate(total, x2)
            if not LONG_MIN <= result <= LONG_MAX:
                raise overflow(node, f"{total} {node.op} {x2}")
            total, total_node = result, node
        return total

    return chain


def negate(node: Negate, arg: Code) -> Code:
    """`-arg`."""

    def negated(frame: Frame) -> Value:
        x = arg(frame)
        if type(x) is not int:
            raise wrong_kind(node.arg, "a long", x)
        if x == LONG_MIN:
            raise overflow(node, f"-({x})")
        return -x

    return negated


def ordering(node: Binary, left: Code, right: Code) -> Code:
    """`left < right`, or one of `<= > >=`."""
    compare = ORDERING[node.op]

    def ordered(frame: Frame) -> Value:
        x1 = left(frame)
        x2 = right(frame)
        if type(x1) is int and type(x2) is int:
            return compare(x1, x2)
        if type(x1) is type(x2) and isinstance(x1, Datetime | Duration) and isinstance(x2, Datetime | Duration):
            return compare(x1.milliseconds, x2.milliseconds)
        raise _unordered(node, x1, x2)

    return ordered


_ORDERED: Final[dict[type, str]] = {int: "a long", Datetime: "a datetime", Duration: "a duration"}


def _unordered(node: Binary, x1: Value, x2: Value) -> Failure:
    expected = _ORDERED.get(type(x1))
    if expected is None:
        return wrong_kind(node.left, "a long, a datetime or a duration", x1)
    return wrong_kind(node.right, expected, x2)
