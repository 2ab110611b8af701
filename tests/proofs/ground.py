"""Random values of the model's types, small and prone to collide."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeVar

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

INTEGERS = (0, 1, -1, 2, 2**63 - 1, -(2**63), 2**63)
TEXTS = ("", "a", "b", "User")
SHALLOW = ("Lit", "Variable", "Bool", "Long", "String", "EntityUID", "Not", "Neg", "IsEmpty", "Is", "Star", "Justchar")


def value_of(type_: Type, rng: Random, depth: int = 3) -> object:
    """A value of a type."""
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
            return cls(*(value_of(each, rng, depth - 1) for each in fields(cls).values()))
        case UnionType(members):
            shallow = [each for each in members if each.cls.__name__ in SHALLOW]
            return value_of(rng.choice(shallow if depth <= 0 and shallow else members), rng, depth - 1)
        case OptionType(inner):
            return None if rng.random() < 0.3 else value_of(inner, rng, depth)
        case TupleType(element):
            return tuple(_some(lambda: value_of(element, rng, depth - 1), rng, depth))
        case SetType(element):
            return frozenset(_some(lambda: value_of(element, rng, depth - 1), rng, depth))
        case MapType(key, value):
            pairs = _some(lambda: (value_of(key, rng, depth - 1), value_of(value, rng, depth - 1)), rng, depth)
            return Map(dict(pairs))


def _some(make: Callable[[], T], rng: Random, depth: int) -> list[T]:
    return [make() for _ in range(rng.randrange(3 if depth > 0 else 1))]
