"""Random values of the model's types: small, and prone to be the same again.

A value is often one of its type that has been drawn before, so that a request meets a scope, an entity is in the store,
and an expression is a part of a condition.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any, TypeVar, cast

from deodar.model.expr import AttrExpr
from deodar.model.map import Map
from deodar.proofs.translate.types import (
    BoolType,
    DataType,
    EnumType,
    IntType,
    MapType,
    NeverType,
    NoneType,
    OptionType,
    SetType,
    TextType,
    TupleType,
    Type,
    UnionType,
    fields,
)

T = TypeVar("T")

INTEGERS = (0, 1, -1, 2, 2**63 - 1, -(2**63))
TEXTS = ("a", "b", "User", "Photo")
LITERALS = ("Bool", "Bool", "Bool", "Long", "String", "EntityUID")  # what a literal of the text can be
LEAVES = ("Lit", "Variable", "Bool", "Long", "String", "EntityUID", "Not", "Neg", "IsEmpty", "Is", "Star", "Justchar")
ACTIONS = ("ActionEq", "ActionMem", "ActionInAny")
AGAIN = 0.4


def _is_store(type_: MapType) -> bool:
    return isinstance(type_.value, DataType) and type_.value.cls.__name__ == "EntityData"


def _closed(store: dict[Any, Any]) -> Map[Any, Any]:
    """The store with a hierarchy such as one has: without circles, and closed."""
    made: dict[Any, Any] = {}
    for uid in sorted(store, key=repr, reverse=True):
        above = frozenset(each for each in store[uid].ancestors if repr(each) > repr(uid))
        farther = frozenset[Any]().union(*(made[each].ancestors for each in above if each in made))
        made[uid] = replace(store[uid], ancestors=above | farther)
    return Map(made)


class Sampler:
    """Values for one set of arguments."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._drawn: dict[Type, list[object]] = {}
        self._of_action = False

    def value(self, type_: Type, depth: int) -> object:
        """A value of a type; trees are about as deep as that."""
        known = self._drawn.get(type_)
        if known and not self._of_action and isinstance(type_, DataType | UnionType) and self._rng.random() < AGAIN:
            return self._rng.choice(known)
        made = self._new(type_, depth)
        self._drawn.setdefault(type_, []).append(made)
        return made

    def _new(self, type_: Type, depth: int) -> object:
        rng = self._rng
        match type_:
            case BoolType():
                return rng.random() < 0.5
            case IntType():
                return rng.choice(INTEGERS)
            case TextType():
                return rng.choice(TEXTS)
            case NoneType() | NeverType():
                return None
            case EnumType(cls):
                return rng.choice(list(cls))
            case DataType(cls):
                return self._data(cls, depth)
            case UnionType(members):
                leaves = [each for each in members if each.cls.__name__ in LEAVES]
                return self.value(rng.choice(leaves if depth <= 0 and leaves else members), depth - 1)
            case OptionType(inner):
                return None if rng.random() < 0.3 else self.value(inner, depth)
            case TupleType(element):
                return tuple(self._several(lambda: self.value(element, depth - 1), depth))
            case SetType(element):
                return frozenset(self._several(lambda: self.value(element, depth - 1), depth))
            case MapType(key, value):
                pairs = self._several(lambda: (self.value(key, depth - 1), self.value(value, depth - 1)), depth)
                return _closed(dict(pairs)) if _is_store(type_) else Map(dict(pairs))

    def _data(self, cls: type, depth: int) -> object:
        """An instance of a dataclass, such as the language has."""
        types = fields(cls)
        match cls.__name__:
            case "Lit":
                (union,) = types.values()
                assert isinstance(union, UnionType)
                name = self._rng.choice(LITERALS)
                return cls(self.value(next(each for each in union.members if each.cls.__name__ == name), depth - 1))
            case "EntityUID" if self._of_action:
                return cls("Action", self._rng.choice(TEXTS))
            case "Request":
                return cls(*(self._action(each, depth, name == "action") for name, each in types.items()))
            case name if name in ACTIONS:
                return cls(*(self._action(each, depth, True) for each in types.values()))
            case "RecordExpr":
                (members,) = types.values()
                entries = cast("tuple[AttrExpr, ...]", self.value(members, depth - 1))
                by_attr = {each.attr: each for each in entries}
                return cls(tuple(by_attr[attr] for attr in sorted(by_attr)))
            case _:
                return cls(*(self.value(each, depth - 1) for each in types.values()))

    def _action(self, type_: Type, depth: int, of_action: bool) -> object:
        """A value whose entities are actions."""
        self._of_action = of_action
        try:
            if not of_action:
                return self.value(type_, depth - 1)
            made = self._new(type_, depth)
            self._drawn.setdefault(type_, []).append(made)
            return made
        finally:
            self._of_action = False

    def _several(self, make: Callable[[], T], depth: int) -> list[T]:
        return [make() for _ in range(self._rng.randrange(3 if depth > 0 else 1))]
