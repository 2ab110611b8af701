"""Code for `!`, `&&`, `||`, `if` and `==`: what decides which operands are evaluated at all."""

from __future__ import annotations

from collections.abc import Sequence

from deodar.impl.expr import Expr, Not
from deodar.impl.failure import wrong_kind
from deodar.impl.frame import Code, Constant, Frame
from deodar.impl.value import RecordValue, SetValue, Value


def junction(operands: Sequence[tuple[Code, Expr]], decisive: bool) -> Code:
    """The chain of `&&` (`decisive` is False) or `||` (True): the first operand with the decisive value ends it."""
    if len(operands) > 2:
        return _long_junction(operands, decisive)
    (left, left_node), (right, right_node) = operands
    neutral = not decisive

    def both(frame: Frame) -> Value:
        x1 = left(frame)
        if x1 is decisive:
            return decisive
        if x1 is not neutral:
            raise wrong_kind(left_node, "a bool", x1)
        x2 = right(frame)
        if x2 is not True and x2 is not False:
            raise wrong_kind(right_node, "a bool", x2)
        return x2

    return both


def _long_junction(operands: Sequence[tuple[Code, Expr]], decisive: bool) -> Code:
    neutral = not decisive

    def each(frame: Frame) -> Value:
        for operand, node in operands:
            x = operand(frame)
            if x is decisive:
                return decisive
            if x is not neutral:
                raise wrong_kind(node, "a bool", x)
        return neutral

    return each


def negation(node: Not, arg: Code) -> Code:
    """`!arg`."""
    return inverted(arg, node.arg)


def inverted(arg: Code, arg_node: Expr) -> Code:
    """The opposite of a bool."""

    def opposite(frame: Frame) -> Value:
        x = arg(frame)
        if x is True:
            return False
        if x is False:
            return True
        raise wrong_kind(arg_node, "a bool", x)

    return opposite


def as_bool(arg: Code, arg_node: Expr) -> Code:
    """The operand itself, which must be a bool."""

    def checked(frame: Frame) -> Value:
        x = arg(frame)
        if x is not True and x is not False:
            raise wrong_kind(arg_node, "a bool", x)
        return x

    return checked


def choice(branches: Sequence[tuple[Code, Expr, Code]], alternative: Code) -> Code:
    """`if test then consequent else if ... else alternative`: each branch is a test, its node and the consequent."""

    def choose(frame: Frame) -> Value:
        for test, test_node, consequent in branches:
            x = test(frame)
            if x is True:
                return consequent(frame)
            if x is not False:
                raise wrong_kind(test_node, "a bool", x)
        return alternative(frame)

    return choose


def equality(left: Code, right: Code, wanted: bool) -> Code:
    """`left == right` (`wanted` is True) or `left != right` (False)."""
    if isinstance(right, Constant) and not isinstance(right.value, SetValue | RecordValue):
        return _equality_with(left, right.value, wanted)

    def compared(frame: Frame) -> Value:
        x1 = left(frame)
        x2 = right(frame)
        return (type(x1) is type(x2) and x1 == x2) is wanted

    return compared


def _equality_with(left: Code, constant: Value, wanted: bool) -> Code:
    kind = type(constant)

    def compared(frame: Frame) -> Value:
        x1 = left(frame)
        return (type(x1) is kind and x1 == constant) is wanted

    return compared
