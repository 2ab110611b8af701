"""Two things that a validator knows in one place: two types, two faults, a guard twice, truth values that are joined.

In permissive mode much of it is well typed, which strict mode refuses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deodar.drt.generate import node
from deodar.drt.generate.kinds import EntityOf, RecordOf
from deodar.drt.generate.node import Node

if TYPE_CHECKING:
    from deodar.drt.generate.typed_expr import TypedExpressions

ILL = node.binary("<", node.literal("a"), node.literal(1))
"""An ill-typed expression: it is a finding wherever it counts."""
UNTYPED = node.attribute(node.PRINCIPAL, "nope")
"""An expression that has no type, and is a finding of another kind than an operand that is wrong."""
OPERATORS = ("<", "+", "==", "in", "contains", "containsAll", "containsAny", "hasTag", "getTag", "&&", "||")
FUNCTIONS = ("lessThan", "isInRange", "offset", "durationSince")
MEMBERS = ("a", "b", "c")


def beside_untyped(g: TypedExpressions, depth: int) -> Node:
    """An operand that may be wrong, beside one without a type."""
    choose = g.choose
    pair = [g.expr(g.some_kind(), depth), UNTYPED]
    if choose(2):
        pair.reverse()
    left, right = pair
    match choose(6):
        case 0:
            made: Node = {"Set": pair}
        case 1:
            made = node.conditional(g.boolean(0), left, right)
        case 2:
            made = node.call(FUNCTIONS[choose(len(FUNCTIONS))], left, right)
        case _:
            made = node.binary(OPERATORS[choose(len(OPERATORS))], left, right)
    return node.binary("==", made, made)


def guarded_twice(g: TypedExpressions, _: int) -> Node:
    """A guard that is known to hold decides whether what is ill typed counts."""
    optional = [path for path in g.paths if path.guards]
    if not optional:
        return joined_truth_values(g, 0)
    *sound, last = optional[g.choose(len(optional))].guards
    match g.choose(3):
        case 0:
            made = node.both(last, node.binary("||", last, ILL))
        case 1:
            made = node.both(last, node.both(node.unary("!", last), ILL))
        case _:
            made = node.both(last, node.conditional(last, node.literal(True), ILL))
    for guard in reversed(sound):
        made = node.both(guard, made)
    return made


def joined_truth_values(g: TypedExpressions, _: int) -> Node:
    """What literal truth values come to decides whether what is ill typed counts."""
    choose = g.choose
    made = node.literal(choose(2) == 1)
    for _ in range(1 + choose(2)):
        pair = [made, node.literal(choose(2) == 1)]
        if choose(2):
            pair.reverse()
        made = node.binary(("&&", "||")[choose(2)], *pair)
    pair = [made, node.literal((True, False, 1, "a")[choose(4)])]
    if choose(2):
        pair.reverse()
    return node.binary(("&&", "||")[choose(2)], node.binary("==", *pair), ILL)


def _used(g: TypedExpressions, made: Node, names: Sequence[str]) -> Node:
    """An attribute, a tag or the place in the hierarchy of what may be one of two things."""
    choose = g.choose
    name = names[choose(len(names))]
    read, tag = node.attribute(made, name), node.binary("getTag", made, node.literal("t"))
    match choose(7):
        case 0:
            return node.binary("==", read, read)
        case 1:
            return node.both(node.has(made, name), node.binary("==", read, read))
        case 2:
            return node.binary("||", node.has(made, name), ILL)
        case 3:
            return node.both(node.has(made, name), ILL)
        case 4:
            return node.both(node.binary("hasTag", made, node.literal("t")), node.binary("==", tag, tag))
        case 5:
            return node.both(node.binary("in", made, g.entity()[0]), ILL)
        case _:
            return node.both(node.binary("==", made, g.entity()[0]), ILL)


def either_entity(g: TypedExpressions, _: int) -> Node:
    """An entity that may be of one of two types."""
    (left, one), (right, other) = g.entity(), g.entity()
    kinds = [kind for kind in (one, other) if isinstance(kind, EntityOf)]
    names = [each.name for kind in kinds for each in g.world.attributes(kind)]
    return _used(g, node.conditional(g.boolean(0), left, right), names or ["nope"])


def either_record(g: TypedExpressions, _: int) -> Node:
    """A record that may be one of two, which have some attributes in common."""
    choose = g.choose
    path = g.path_of(RecordOf)
    written: list[Node] = [
        {"Record": {name: g.expr(g.some_kind(), 0) for name in MEMBERS[: choose(4)]}},
        {"Record": {name: node.literal(1) for name in MEMBERS[choose(3) :]}},
    ]
    names: Sequence[str] = MEMBERS
    if path is not None and choose(3):
        written[0] = g.read(path)
        names = [each.name for each in g.world.attributes(path.kind)] or names
        if choose(2):
            written[1] = {"Record": {name: g.expr(g.some_kind(), 0) for name in names[choose(2) :]}}
    if choose(2):
        written.reverse()
    return _used(g, node.conditional(g.boolean(0), *written), names)
