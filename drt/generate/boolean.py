"""Boolean expressions: one function for each operator, and the table in which their shares can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deodar.drt.data import Json
from deodar.drt.generate import node
from deodar.drt.generate.corners import anywhere, bool_by_path, near_match, range_edge, remainder, twins
from deodar.drt.generate.names import PATTERN_PARTS, entity_type
from deodar.drt.generate.node import Node
from deodar.drt.generate.operators import ARITHMETIC, PARTS, Producer
from deodar.drt.generate.types import MEMBER_OF, SETS, TAGS, Type
from deodar.drt.generate.values import MAX, MIN

if TYPE_CHECKING:
    from deodar.drt.generate.expr import Expressions

COMPARISONS = ("<", "<=", ">", ">=")
EQUALITIES = ("==", "!=")
DECIMAL_COMPARISONS = ("lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual")
IP_TESTS = ("isIpv4", "isIpv6", "isLoopback", "isMulticast")
EDGES = (1, -1, 0, 2, -2, MAX, MIN, MAX - 1, MIN + 1, 2**62, -(2**62), 2**32, -(2**31), 3_037_000_500)
ORDERED = (Type.LONG, Type.LONG, Type.LONG, Type.DATETIME, Type.DURATION)


def constant(g: Expressions, _: int) -> Node:
    """True or false."""
    return node.literal(g.choose(2) == 0)


def flag(g: Expressions, depth: int) -> Node:
    """A boolean attribute."""
    return g.access(Type.BOOL, depth)


def equality(g: Expressions, depth: int) -> Node:
    """Two values of one type are equal, or not."""
    kind = Type(g.choose(len(Type)))
    left = g.expr(kind, depth)
    right = left if g.choose(4) == 3 else g.expr(kind, depth)
    return node.binary(EQUALITIES[g.choose(2)], left, right)


def identity(g: Expressions, depth: int) -> Node:
    """Two entities are equal."""
    return node.binary("==", g.entity(depth), g.entity(depth))


def comparison(g: Expressions, depth: int) -> Node:
    """Two values are in order."""
    kind = ORDERED[g.choose(len(ORDERED))]
    return node.binary(COMPARISONS[g.choose(4)], g.expr(kind, depth), g.expr(kind, depth))


def membership(g: Expressions, depth: int) -> Node:
    """An entity is in another, or in one of several."""
    right = g.expr(Type.ENTITIES, depth) if g.choose(3) == 2 else g.expr(Type.ENTITY, depth)
    return node.binary("in", g.entity(depth), right)


def is_of_type(g: Expressions, depth: int) -> Node:
    """An entity is of a type, and perhaps in another."""
    test: Node = {"left": g.entity(depth), "entity_type": entity_type(g.choose)}
    if g.choose(2):
        test["in"] = g.expr(Type.ENTITIES if g.choose(3) == 2 else Type.ENTITY, depth)
    return {"is": test}


def presence(g: Expressions, depth: int) -> Node:
    """An attribute is there; or a path of attributes."""
    owner = g.object(depth)
    if g.choose(4) < 3:
        return node.has(owner, g.name()[0])
    path = [g.name()[0] for _ in range(1 + g.choose(3))]
    return {"has": {"left": owner, "attr": path}}


def tag_presence(g: Expressions, depth: int) -> Node:
    """A tag is there; its name may be computed."""
    name = node.literal(TAGS[g.choose(len(TAGS))]) if g.choose(4) < 3 else g.expr(Type.STRING, depth)
    return node.binary("hasTag", g.entity(depth), name)


def likeness(g: Expressions, depth: int) -> Node:
    """A string is like a pattern."""
    pattern: list[Json] = []
    for _ in range(g.choose(6)):
        n = g.choose(3 + len(PATTERN_PARTS))
        pattern.append("Wildcard" if n < 3 else {"Literal": PATTERN_PARTS[n - 3]})
    return {"like": {"left": g.expr(Type.STRING, depth), "pattern": pattern}}


def containment(g: Expressions, depth: int) -> Node:
    """A set contains a value."""
    kind = SETS[g.choose(len(SETS))]
    member = MEMBER_OF.get(kind)
    element = g.any(0) if member is None else g.expr(member, depth)
    return node.binary("contains", g.expr(kind, depth), element)


def bool_against_long(g: Expressions, _: int) -> Node:
    """Sets and records of booleans and longs that a host language may confuse."""
    parts: tuple[Json, ...] = (True, 1, False, 0, "1", [True], [1], {"a": True}, {"a": 1})
    n = g.choose(4)
    left, right = [[parts[g.choose(len(parts))] for _ in range(1 + g.choose(3))] for _ in range(2)]
    if n == 3:
        return node.binary("contains", node.literal(left), node.literal(right[0]))
    return node.binary(("==", "containsAll", "containsAny")[n], node.literal(left), node.literal(right))


def set_relation(g: Expressions, depth: int) -> Node:
    """A set against a set."""
    kind = SETS[g.choose(len(SETS))]
    op = ("containsAll", "containsAny", "==")[g.choose(3)]
    return node.binary(op, g.expr(kind, depth), g.expr(kind, depth))


def emptiness(g: Expressions, depth: int) -> Node:
    """A set is empty."""
    return node.unary("isEmpty", g.expr(SETS[g.choose(len(SETS))], depth))


def conjunction(g: Expressions, depth: int) -> Node:
    """`&&`."""
    return node.both(g.expr(Type.BOOL, depth), g.expr(Type.BOOL, depth))


def disjunction(g: Expressions, depth: int) -> Node:
    """`||`."""
    return node.binary("||", g.expr(Type.BOOL, depth), g.expr(Type.BOOL, depth))


def negation(g: Expressions, depth: int) -> Node:
    """`!`."""
    return node.unary("!", g.expr(Type.BOOL, depth))


def choice(g: Expressions, depth: int) -> Node:
    """A conditional."""
    return node.conditional(g.expr(Type.BOOL, depth), g.expr(Type.BOOL, depth), g.expr(Type.BOOL, depth))


def address(g: Expressions, depth: int) -> Node:
    """A test of an address; now and then with a wrong number of arguments."""
    if g.choose(2):
        return node.call("isInRange", g.expr(Type.IP, depth), g.expr(Type.IP, depth))
    extra = [g.expr(Type.IP, depth)] if g.choose(24) == 23 else []
    return node.call(IP_TESTS[g.choose(4)], g.expr(Type.IP, depth), *extra)


def decimal_comparison(g: Expressions, depth: int) -> Node:
    """Two decimals are in order."""
    return node.call(DECIMAL_COMPARISONS[g.choose(4)], g.expr(Type.DECIMAL, depth), g.expr(Type.DECIMAL, depth))


def edge_of_long(g: Expressions, depth: int) -> Node:
    """Arithmetic about where longs end."""
    operands = [node.literal(EDGES[g.choose(len(EDGES))]) for _ in range(3)]
    made = node.binary(ARITHMETIC[g.choose(3)], operands[0], operands[1])
    if g.choose(3) == 2:
        made = node.unary("neg", made)
    return node.binary(COMPARISONS[g.choose(4)], made, operands[2] if g.choose(2) else g.expr(Type.LONG, depth))


def part_of_duration(g: Expressions, _: int) -> Node:
    """A part of a duration against a small number."""
    part = node.call(PARTS[g.choose(len(PARTS))], g.literal(Type.DURATION, 0))
    op = (*EQUALITIES, *COMPARISONS)[g.choose(6)]
    return node.binary(op, part, node.literal(g.choose(7) - 3))


def calendar(g: Expressions, _: int) -> Node:
    """Datetimes and durations computed from literals."""
    instant, distance = g.literal(Type.DATETIME, 0), g.literal(Type.DURATION, 0)
    other = node.call("offset", g.literal(Type.DATETIME, 0), distance)
    match g.choose(4):
        case 0:
            return node.binary(COMPARISONS[g.choose(4)], other, instant)
        case 1:
            return node.binary(COMPARISONS[g.choose(4)], node.call("durationSince", other, instant), distance)
        case 2:
            return node.binary(COMPARISONS[g.choose(4)], node.call("toTime", other), distance)
        case _:
            return node.binary(EQUALITIES[g.choose(2)], node.call("toDate", other), instant)


# The first twelve are those without a boolean inside; a deep expression ends in one of them.
BOOLEANS: tuple[Producer, ...] = (
    *(constant, flag, presence, identity, membership, is_of_type),
    *(comparison, equality, likeness, containment, tag_presence, constant),
    *(conjunction, conjunction, conjunction, disjunction, disjunction, negation, choice),
    *(comparison, equality, membership, flag, set_relation, emptiness, address, decimal_comparison, bool_against_long),
    *(comparison, containment, presence, identity, edge_of_long, part_of_duration, calendar),
    *(anywhere, anywhere, twins, near_match, range_edge, remainder, bool_by_path),
)
