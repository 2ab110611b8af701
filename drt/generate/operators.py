"""Operators whose value is no boolean: for each type, one function that makes an application."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from deodar.drt.generate import node
from deodar.drt.generate.node import Node
from deodar.drt.generate.types import Type

if TYPE_CHECKING:
    from deodar.drt.generate.expr import Expressions

Producer: TypeAlias = "Callable[[Expressions, int], Node]"

ARITHMETIC = ("+", "-", "*")
PARTS = ("toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays")


def long(g: Expressions, depth: int) -> Node:
    """Arithmetic, or a part of a duration."""
    n = g.choose(12)
    if n < 6:
        return node.binary(ARITHMETIC[n % 3], g.expr(Type.LONG, depth), g.expr(Type.LONG, depth))
    if n < 8:
        return node.unary("neg", g.expr(Type.LONG, depth))
    return node.call(PARTS[g.choose(len(PARTS))], g.expr(Type.DURATION, depth))


def datetime(g: Expressions, depth: int) -> Node:
    """A datetime from another."""
    if g.choose(2):
        return node.call("toDate", g.expr(Type.DATETIME, depth))
    return node.call("offset", g.expr(Type.DATETIME, depth), g.expr(Type.DURATION, depth))


def duration(g: Expressions, depth: int) -> Node:
    """A duration from datetimes."""
    if g.choose(2):
        return node.call("toTime", g.expr(Type.DATETIME, depth))
    return node.call("durationSince", g.expr(Type.DATETIME, depth), g.expr(Type.DATETIME, depth))


def _literal(kind: Type) -> Producer:
    def made(g: Expressions, depth: int) -> Node:
        return g.literal(kind, depth)

    return made


def _tag(g: Expressions, depth: int) -> Node:
    return g.tag(Type.STRING, depth)


OPERATORS: dict[Type, Producer] = {
    **{kind: _literal(kind) for kind in Type},
    Type.LONG: long,
    Type.STRING: _tag,
    Type.DATETIME: datetime,
    Type.DURATION: duration,
}
