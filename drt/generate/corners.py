"""Corners that a sum of ordinary choices reaches too rarely, each by one function: what differs in one thing only.

Two values that differ in one part, or in their spelling alone; a string beside a pattern that nearly matches it; an
address beside the edge of a range; any operator in a place that takes values of any type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.generate import node
from deodar.drt.generate.node import Node
from deodar.drt.generate.types import SETS, Type

if TYPE_CHECKING:
    from collections.abc import Callable

    from deodar.drt.generate.expr import Expressions

    Applied: TypeAlias = Callable[[Expressions], Node]

ALIKE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("decimal", ("1.5", "1.50", "1.5000", "1.5001")),
    ("decimal", ("0.0", "-0.0", "0.00", "0.0001")),
    ("ip", ("10.0.0.1", "10.0.0.1/32", "10.0.0.1/24", "10.0.0.1/31")),
    ("ip", ("224.0.0.1", "224.0.0.1/4", "224.0.0.1/8", "240.0.0.1/4")),
    ("ip", ("::1", "::1/128", "0:0:0:0:0:0:0:1", "::1/127", "::1/96")),
    ("duration", ("60s", "1m", "60000ms", "1m0s", "61s")),
    ("duration", ("1d", "24h", "-1d", "23h60m")),
    ("datetime", ("2024-01-01", "2024-01-01T00:00:00Z", "2024-01-01T01:00:00+0100", "2024-01-01T00:00:00.001Z")),
)
"""Spellings of values that are the same, or nearly."""
LETTERS = ("a", "A", "b", "*", "é")
STEPS = (0, 1, 2, -1, -2)
"""How far a wildcard goes, and how far the letters after it overlap those before it."""
RANGES = (
    *("10.0.0.5/24", "10.0.0.4/30", "10.0.0.6/31", "240.0.0.9/4", "224.0.0.9/4", "127.0.0.9/8"),
    *("::5/126", "ff00::9/8"),
)
"""Ranges, most of them not written with their first address."""
POINTS = (
    *("10.0.0.0", "10.0.0.4", "10.0.0.255", "10.0.1.0", "10.0.0.7", "9.255.255.255"),
    *("223.255.255.255", "224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255"),
    *("126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"),
    *("::", "::1", "::2", "::4", "::7", "::8", "feff:ffff::", "ff00::", "ffff::"),
)
"""The first and last addresses of ranges, and their neighbours."""
REMAINDERS = ("-1ms", "-1500ms", "-90s", "-36h", "-1d2h3m4s5ms", "-59s999ms", "1500ms", "90s", "36h", "1d2h3m4s5ms")
"""Durations that are no multiple of a larger unit."""
PARTS = ("toSeconds", "toMinutes", "toHours", "toDays", "toMilliseconds")
RELATIONS = ("==", "!=", "contains", "containsAll", "containsAny")


def _set_of(element: Node) -> Node:
    return {"Set": [element]}


def _record_of(member: Node) -> Node:
    return {"Record": {"a": member}}


def _twins(choose: Choose) -> tuple[Node, Node]:
    """Two expressions of which the values are the same but for one part, or but for their spelling."""
    match choose(4):
        case 0:
            one, other = (node.literal({"a": choose(2), "b": choose(2)}) for _ in range(2))
            return one, other
        case 1:
            members: list[Json] = [1, 2, True, "1", [], {}]
            first = [members[choose(len(members))] for _ in range(choose(4))]
            return node.literal(first), node.literal([*first[choose(2) :], *first[: choose(3)]])
        case _:
            function, spellings = ALIKE[choose(len(ALIKE))]
            left, right = (node.call(function, node.literal(spellings[choose(len(spellings))])) for _ in range(2))
            return left, right


def twins(g: Expressions, _: int) -> Node:
    """Two values that are nearly the same: equal, or in a set."""
    left, right = _twins(g.choose)
    for _ in range(g.choose(2)):
        left, right = (_record_of(left), _record_of(right)) if g.choose(2) else (_set_of(left), _set_of(right))
    op = RELATIONS[g.choose(len(RELATIONS))]
    if op in ("containsAll", "containsAny"):
        return node.binary(op, _set_of(left), _set_of(right))
    return node.binary(op, _set_of(left) if op == "contains" else left, right)


def near_match(g: Expressions, _: int) -> Node:
    """A string like a pattern that is made of it: with wildcards, and now and then a letter that is another.

    What follows a wildcard may ask again for letters that were asked for before it.
    """
    choose = g.choose
    text = "".join(LETTERS[choose(len(LETTERS))] for _ in range(choose(5)))
    pattern: list[Json] = []
    at = 0
    while at < len(text) or choose(4) == 3:
        match choose(6):  # where the choices end, each takes a letter, so that the pattern ends too
            case 4 | 5:
                pattern.append("Wildcard")
                at = max(0, at + STEPS[choose(len(STEPS))])
            case 3:
                pattern.append({"Literal": text[at : at + 1].swapcase()})
                at += 1
            case _:
                pattern.append({"Literal": text[at : at + 1]})
                at += 1
    return {"like": {"left": node.literal(text), "pattern": pattern}}


def range_edge(g: Expressions, _: int) -> Node:
    """An address at the edge of a range."""
    choose = g.choose
    point = node.call("ip", node.literal(POINTS[choose(len(POINTS))]))
    n = choose(8)
    if n < 3:
        return node.call(("isMulticast", "isLoopback", "isMulticast")[n], point)
    return node.call("isInRange", point, node.call("ip", node.literal(RANGES[choose(len(RANGES))])))


def bool_by_path(g: Expressions, _: int) -> Node:
    """A boolean attribute where a long may stand: it is none, whatever a host language takes it for."""
    choose = g.choose
    flag, number = g.access(Type.BOOL, 0), node.literal(choose(2))
    match choose(4):
        case 0:
            return node.binary(("<", "<=", ">", ">=")[choose(4)], flag, number)
        case 1:
            return node.binary("==", node.binary(("+", "-", "*")[choose(3)], flag, number), number)
        case _:
            return node.binary(("==", "!=")[choose(2)], flag, number)


def remainder(g: Expressions, _: int) -> Node:
    """A part of a duration that is no multiple of it."""
    choose = g.choose
    part = node.call(
        PARTS[choose(len(PARTS))], node.call("duration", node.literal(REMAINDERS[choose(len(REMAINDERS))]))
    )
    return node.binary(("==", "<", "<=", ">")[choose(4)], part, node.literal(choose(5) - 3))


def _binary(op: str, left: Type, right: Type) -> Applied:
    return lambda g: node.binary(op, g.expr(left, 0), g.expr(right, 0))


def _unary(op: str, kind: Type) -> Applied:
    return lambda g: node.unary(op, g.expr(kind, 0))


def _method(name: str, *kinds: Type) -> Applied:
    """One in sixteen times with an operand too many."""

    def made(g: Expressions) -> Node:
        more = kinds[:1] if g.choose(16) == 15 else ()
        return node.call(name, *(g.expr(kind, 0) for kind in (*kinds, *more)))

    return made


def _constructor(name: str) -> Applied:
    """Of a string that is no literal."""
    return lambda g: node.call(name, g.expr(Type.STRING, 1))


def _junction(op: str) -> Applied:
    """The right operand may be anything: nothing around it asks for a boolean."""
    return lambda g: node.binary(op, g.expr(Type.BOOL, 0), g.any(0) if g.choose(2) else g.expr(Type.BOOL, 0))


def _read(g: Expressions) -> Node:
    return g.access(Type(g.choose(len(Type))), 0)


def _is_like(g: Expressions) -> Node:
    return {"like": {"left": g.expr(Type.STRING, 0), "pattern": ["Wildcard"]}}


def _is_user(g: Expressions) -> Node:
    return {"is": {"left": g.expr(Type.ENTITY, 0), "entity_type": "User"}}


def _set(g: Expressions) -> Node:
    return {"Set": [g.any(0) for _ in range(g.choose(3))]}


def _record(g: Expressions) -> Node:
    return _record_of(g.any(0))


def _conditional(g: Expressions) -> Node:
    test = g.any(0) if g.choose(2) else g.expr(Type.BOOL, 0)
    return node.conditional(test, g.any(0), g.any(0))


APPLIED: tuple[Applied, ...] = (
    *(_binary(op, Type.LONG, Type.LONG) for op in ("<", "<=", ">", ">=", "+", "-", "*", "==", "!=")),
    *(_junction(op) for op in ("&&", "||") * 4),
    *(_unary(op, kind) for op, kind in (("!", Type.BOOL), ("neg", Type.LONG), ("isEmpty", SETS[0]))),
    *(_binary(op, Type.LONGS, Type.LONGS) for op in ("containsAll", "containsAny")),
    _binary("contains", Type.LONGS, Type.LONG),
    _binary("in", Type.ENTITY, Type.ENTITY),
    _binary("hasTag", Type.ENTITY, Type.STRING),
    _binary("getTag", Type.ENTITY, Type.STRING),
    lambda g: node.has(g.object(0), g.name()[0]),
    *(_read, _is_like, _is_user, _set, _record, *(_conditional,) * 4),
    *(_method(name, Type.IP) for name in ("isIpv4", "isIpv6", "isLoopback", "isMulticast")),
    _method("isInRange", Type.IP, Type.IP),
    *(
        _method(name, Type.DECIMAL, Type.DECIMAL)
        for name in ("lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual")
    ),
    *(_method(name, Type.DATETIME) for name in ("toDate", "toTime")),
    _method("offset", Type.DATETIME, Type.DURATION),
    _method("durationSince", Type.DATETIME, Type.DATETIME),
    *(_method(name, Type.DURATION) for name in PARTS),
    *(_constructor(name) for name in ("ip", "decimal", "datetime", "duration")),
)
"""Every operator once, applied to something small; those that ask for a boolean beside one of any type four times."""


def anywhere(g: Expressions, _: int) -> Node:
    """Any operator, in a place that takes values of any type."""
    inner = APPLIED[g.choose(len(APPLIED))](g)
    match g.choose(8):
        case 0:
            return node.binary("==", inner, inner)
        case 1:
            return node.binary("!=", inner, g.any(0))
        case 2:
            return node.binary("contains", _set_of(inner), inner)
        case 3:
            return node.binary("contains", g.expr(Type.MIXED, 0), inner)
        case 4:
            return node.binary("==", _record_of(inner), _record_of(inner))
        case 5:
            return node.has(_record_of(inner), "a")
        case 6:
            return node.binary("==", node.attribute(_record_of(inner), "a"), g.any(0))
        case _:
            return node.unary("!", inner)
