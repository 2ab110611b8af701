"""Ill-typed expressions: each function makes one that a validator has to refuse in its own way, or nearly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deodar.drt.data import Json
from deodar.drt.generate import node
from deodar.drt.generate.kinds import EntityOf, RecordOf, SetOf
from deodar.drt.generate.met_types import (
    beside_untyped,
    either_entity,
    either_record,
    guarded_twice,
    joined_truth_values,
)
from deodar.drt.generate.node import Node
from deodar.drt.generate.typed_boolean import Typed
from deodar.drt.generate.types import Type

if TYPE_CHECKING:
    from deodar.drt.generate.typed_expr import TypedExpressions

WRONG_CALLS: tuple[Node, ...] = (
    node.call("isIpv4", node.call("ip", node.literal("zz"))),
    node.call("isIpv4", node.call("ip", node.literal("::1")), node.literal(1)),
    node.call("isIpv4", node.call("ip", node.literal(1))),
    node.call("lessThan", node.call("decimal", node.literal("1.0"))),
    node.call("lessThan", node.call("decimal", node.literal("1")), node.call("decimal", node.literal("1.0"))),
    node.binary(
        "<", node.call("datetime", node.literal("2024-02-30")), node.call("datetime", node.literal("2024-01-01"))
    ),
    node.binary("<", node.call("duration", node.literal("1x")), node.literal(1)),
    node.binary("<", node.call("decimal", node.literal("1.0")), node.call("decimal", node.literal("1.0"))),
    node.binary("==", node.call("ip", node.literal("::1"), node.literal("::1")), node.literal(1)),
    node.binary("==", node.call("toDays", node.call("datetime", node.literal("2024-01-01"))), node.literal(1)),
)


def unguarded(g: TypedExpressions, _: int) -> Node:
    """What is optional, or a tag, with some of its guards left out, or behind what guards nothing."""
    optional = [path for path in g.paths if path.guards]
    if not optional:
        return undeclared_attribute(g, 0)
    path = optional[g.choose(len(optional))]
    made = node.binary("==", path.read, path.read)
    *sound, last = path.guards
    made = _weakly_guarded(g, last, made)
    for guard in reversed(sound):
        made = node.both(guard, made)
    return made


def _weakly_guarded(g: TypedExpressions, guard: Node, made: Node) -> Node:
    other = g.boolean(0)
    match g.choose(12):
        case 0:
            return made
        case 1:
            return node.both(node.binary("||", guard, other), made)
        case 2:
            return node.both(node.binary("||", other, guard), made)
        case 3:
            return node.binary("||", guard, made)
        case 4:
            return node.binary("||", node.unary("!", guard), made)
        case 5:
            return node.both(node.unary("!", node.unary("!", guard)), made)
        case 6:
            return node.both(node.binary("==", guard, node.literal(True)), made)
        case 7:
            return node.both(node.binary("contains", {"Set": [guard]}, node.literal(True)), made)
        case 8:
            return node.both(node.conditional(other, guard, node.literal(False)), made)
        case 9:
            return node.conditional(guard, other, made)
        case 10:
            return node.both(node.conditional(other, guard, other), made)
        case _:
            return node.both(made, guard)


def lost_guard(g: TypedExpressions, depth: int) -> Node:
    """What is optional behind a guard that is part of something ill typed, and so establishes nothing."""
    optional = [path for path in g.paths if path.guards]
    if not optional:
        return wrong_operand(g, depth)
    path = optional[g.choose(len(optional))]
    *sound, last = path.guards
    wrong = (wrong_operand, incompatible, unknown_name, wrong_call)[g.choose(4)](g, 0)
    made = node.both(node.both(last, wrong), node.binary("==", path.read, path.read))
    for guard in reversed(sound):
        made = node.both(guard, made)
    return made


def undeclared_attribute(g: TypedExpressions, _: int) -> Node:
    """An attribute that is not declared."""
    path = g.path_of(EntityOf, RecordOf)
    owner = node.PRINCIPAL if path is None else g.read(path)
    return node.binary("==", node.attribute(owner, ("nope", "nam", "")[g.choose(3)]), node.literal(1))


def wrong_operand(g: TypedExpressions, depth: int) -> Node:
    """An operator on a value of a type that it does not take."""
    kind = g.some_kind()
    value = g.expr(kind, depth)
    match g.choose(12):
        case 0:
            return node.unary("!", value)
        case 1:
            return node.binary("<", value, g.expr(Type.LONG, 0))
        case 2:
            return node.binary("==", node.binary("+", value, node.literal(1)), node.literal(1))
        case 3:
            return node.binary("in", value, g.entity()[0])
        case 4:
            return node.binary("in", g.entity()[0], value)
        case 5:
            return {"like": {"left": value, "pattern": ["Wildcard"]}}
        case 6:
            return node.has(value, "name")
        case 7:
            return {"is": {"left": value, "entity_type": next(iter(g.world.entities))}}
        case 8:
            return node.unary("isEmpty", value)
        case 9:
            return node.binary("hasTag", value, node.literal("t"))
        case 10:
            return node.binary("hasTag", g.entity()[0], value)
        case _:
            return node.conditional(value, g.boolean(0), g.boolean(0))


def not_boolean(g: TypedExpressions, depth: int) -> Node:
    """A value in the place of a boolean."""
    return g.expr(g.some_kind(), depth)


def incompatible(g: TypedExpressions, depth: int) -> Node:
    """Values of two types in one place: compared, in a set, in the branches of a conditional."""
    left, right = g.expr(g.some_kind(), depth), g.expr(g.some_kind(), depth)
    match g.choose(7):
        case 0:
            return node.binary("==", left, right)
        case 1:
            return node.unary("isEmpty", {"Set": [left, right]})
        case 2:
            return node.binary("contains", {"Set": [left]}, right)
        case 3:
            return node.binary("containsAny", {"Set": [left]}, {"Set": [right]})
        case 4:
            chosen = node.conditional(g.boolean(0), left, right)
            return node.binary("==", chosen, left)
        case 5:
            return node.binary("==", {"Record": {"a": left}}, {"Record": {"a": right}})
        case _:
            return node.binary("==", {"Record": {"a": left}}, {"Record": {"a": left, "b": right}})


def almost_the_same_record(g: TypedExpressions, _: int) -> Node:
    """A record that is read against the same written out, which may differ in what is optional."""
    path = g.path_of(RecordOf)
    if path is None or not isinstance(path.kind, RecordOf):
        return incompatible(g, 0)
    kind = path.kind
    if not all(g.writable(each.kind) for each in kind.attributes):
        return incompatible(g, 0)
    written: Node = {"Record": {each.name: g.literal(each.kind, 0) for each in kind.attributes}}
    read = g.read(path)
    if g.choose(2):
        return node.binary("==", node.conditional(g.boolean(0), read, written), read)
    return node.binary("==", read, written)


def empty_set(g: TypedExpressions, depth: int) -> Node:
    """A set without elements."""
    empty: Node = {"Set": []}
    match g.choose(4):
        case 0:
            return node.unary("isEmpty", empty)
        case 1:
            return node.binary("contains", empty, g.expr(Type.LONG, depth))
        case 2:
            return node.binary("==", g.expr(SetOf(Type.LONG), depth), empty)
        case _:
            return node.binary("in", g.entity()[0], empty)


def wrong_call(g: TypedExpressions, _: int) -> Node:
    """An extension function with a wrong argument, or a wrong number of them."""
    return WRONG_CALLS[g.choose(len(WRONG_CALLS))]


def computed_argument(g: TypedExpressions, _: int) -> Node:
    """A constructor of an extension value with what is no literal."""
    value = (
        g.expr(Type.STRING, 0)
        if g.choose(2)
        else node.conditional(g.boolean(0), node.literal("::1"), node.literal("::2"))
    )
    return node.call("isIpv4", node.call("ip", value))


def unknown_name(g: TypedExpressions, _: int) -> Node:
    """An entity type, an action or the id of an enumeration that is not declared."""
    uids: list[Json] = [
        {"type": "Nope", "id": "a"},
        {"type": "Action", "id": "nope"},
        {"type": "Nope::Action", "id": "a"},
    ]
    uids += [{"type": name, "id": "no such"} for name, kind in g.world.entities.items() if kind.ids is not None]
    uid = uids[g.choose(len(uids))]
    match g.choose(4):
        case 0:
            return {"is": {"left": g.entity()[0], "entity_type": ("Nope", "Nope::Action")[g.choose(2)]}}
        case 1:
            return node.binary("in", g.entity()[0], node.literal({"__entity": uid}))
        case 2:
            return node.binary("in", g.entity()[0], {"Set": [g.entity()[0], node.literal({"__entity": uid})]})
        case _:
            return node.binary("==", g.entity()[0], node.literal({"__entity": uid}))


def unguarded_tag(g: TypedExpressions, _: int) -> Node:
    """A tag of an entity that may not have it, or of one that has no tags at all, or guarded by another name."""
    owner, name = g.entity()[0], node.literal("t")
    tag = node.binary("getTag", owner, name)
    made = node.binary("==", tag, tag)
    n = g.choose(3)
    if n == 0:
        return made
    guard = node.literal("u") if n == 1 else name
    return node.both(node.binary("hasTag", g.entity()[0] if n == 2 else owner, guard), made)


ILL_TYPED: tuple[Typed, ...] = (
    *(unguarded, unguarded, unguarded, lost_guard, undeclared_attribute, wrong_operand, wrong_operand, not_boolean),
    *(incompatible, incompatible, almost_the_same_record, empty_set, wrong_call, computed_argument, unknown_name),
    *(unguarded_tag, unknown_name),
    *(beside_untyped, guarded_twice, joined_truth_values, either_entity, either_entity, either_record, either_record),
)
