"""The types of the subset, as annotations name them.

Rule: proofs work on closed types only. A class belongs to a union by being wrapped, so that a field of type `EntityUID`
holds an entity UID and nothing else, and needs no side condition that says so.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TypeAlias, cast

from deodar.model.map import Map
from deodar.proofs.translate.outside import OutsideSubset, Place


@dataclass(frozen=True, slots=True)
class BoolType:
    """bool"""


@dataclass(frozen=True, slots=True)
class IntType:
    """int"""


@dataclass(frozen=True, slots=True)
class TextType:
    """str"""


@dataclass(frozen=True, slots=True)
class NoneType:
    """None"""


@dataclass(frozen=True, slots=True)
class NeverType:
    """No value at all: the type of the members of `frozenset()`."""


@dataclass(frozen=True, slots=True)
class EnumType:
    """An enumeration."""

    cls: type[Enum]


@dataclass(frozen=True, slots=True)
class DataType:
    """A frozen dataclass, or an exception class with annotated fields."""

    cls: type


@dataclass(frozen=True, slots=True)
class UnionType:
    """A sealed union of dataclasses, in the order in which it names them."""

    members: tuple[DataType, ...]


@dataclass(frozen=True, slots=True)
class OptionType:
    """X | None"""

    inner: Type


@dataclass(frozen=True, slots=True)
class TupleType:
    """tuple[X, ...]"""

    element: Type


@dataclass(frozen=True, slots=True)
class SetType:
    """frozenset[X]"""

    element: Type


@dataclass(frozen=True, slots=True)
class MapType:
    """Map[K, V]"""

    key: Type
    value: Type


Type: TypeAlias = (
    BoolType
    | IntType
    | TextType
    | NoneType
    | NeverType
    | EnumType
    | DataType
    | UnionType
    | OptionType
    | TupleType
    | SetType
    | MapType
)

SCALARS: dict[object, Type] = {
    bool: BoolType(),
    int: IntType(),
    str: TextType(),
    None: NoneType(),
    types.NoneType: NoneType(),
}


def from_annotation(annotation: object, place: Place) -> Type:
    """The type that an evaluated annotation names."""
    if isinstance(annotation, type | types.NoneType) and annotation in SCALARS:
        return SCALARS[annotation]
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in {types.UnionType, typing.Union}:
        return _union([from_annotation(each, place) for each in arguments], place)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return TupleType(from_annotation(arguments[0], place))
    if origin is frozenset:
        return SetType(from_annotation(arguments[0], place))
    if origin is Map:
        return MapType(from_annotation(arguments[0], place), from_annotation(arguments[1], place))
    if isinstance(annotation, type):
        cls = cast("type[object]", annotation)
        if issubclass(cls, Enum):
            return EnumType(cls)
        if dataclasses.is_dataclass(cls) or issubclass(cls, Exception):
            return DataType(cls)
    raise OutsideSubset(place, f"the proofs know no type `{annotation}`")


def _union(members: list[Type], place: Place) -> Type:
    some = [each for each in members if not isinstance(each, NoneType)]
    classes = tuple(each for each in some if isinstance(each, DataType))
    if len(some) > 1 and len(classes) < len(some):
        raise OutsideSubset(place, "a union of something else than dataclasses")
    inner = some[0] if len(some) == 1 else UnionType(classes)
    return OptionType(inner) if len(some) < len(members) else inner


@cache
def fields(cls: type) -> dict[str, Type]:
    """The fields of a dataclass or exception class, in order."""
    place = Place(cls.__module__, 0)
    hints = typing.get_type_hints(cls)
    names = [each.name for each in dataclasses.fields(cls)] if dataclasses.is_dataclass(cls) else list(hints)
    return {name: from_annotation(hints[name], place) for name in names}


def parts(type_: Type) -> list[Type]:
    """The types that a type is directly made of."""
    match type_:
        case DataType(cls):
            return list(fields(cls).values())
        case UnionType(members):
            return list(members)
        case OptionType(inner):
            return [inner]
        case TupleType(element) | SetType(element):
            return [element]
        case MapType(key, value):
            return [key, value]
        case _:
            return []
