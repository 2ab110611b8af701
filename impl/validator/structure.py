"""Numbers for expressions: two have the same number exactly if they are equal but for their places in the text."""

from __future__ import annotations

from collections.abc import Hashable

from deodar.impl.expr import (
    Binary,
    Call,
    EntityLiteral,
    Expr,
    GetAttr,
    Has,
    Is,
    Like,
    Literal,
    Method,
    RecordLiteral,
    Variable,
)
from deodar.impl.walk import parts_of


class Structure:
    """The numbers given so far; one for each policy.

    Numbers rather than nested tuples: hashing a tuple would walk through the whole expression each time.
    """

    __slots__ = ("_by_node", "_numbers")

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._by_node: dict[int, int] = {}

    def number(self, node: Expr) -> int:
        """The number of an expression of the policy."""
        found = self._by_node.get(id(node))
        if found is None:
            parts = tuple([self.number(part) for part in parts_of(node)])
            key = (type(node), _own(node), parts)
            found = self._numbers.setdefault(key, len(self._numbers))
            self._by_node[id(node)] = found
        return found


def _own(node: Expr) -> Hashable:
    """What a node says besides its parts."""
    match node:
        case Literal():
            return type(node.value), node.value
        case EntityLiteral():
            return node.uid
        case Variable() | Method() | Call():
            return node.name
        case Binary():
            return node.op
        case GetAttr() | Has():
            return node.attr
        case Like():
            return node.pattern
        case Is():
            return node.entity_type
        case RecordLiteral():
            return tuple(name for name, _ in node.members)
        case _:
            return None
