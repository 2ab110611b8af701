"""Python values as symbolic ones: the constants that the source mentions, and the ground inputs of tests."""

from __future__ import annotations

import dataclasses
from enum import Enum
from typing import cast

from deodar.model.map import Map
from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import NOWHERE, coerce, join, to_term
from deodar.proofs.translate.container import Items
from deodar.proofs.translate.outside import OutsideSubset
from deodar.proofs.translate.symbol import Nothing, Struct, Symbol, Term
from deodar.proofs.translate.types import (
    BoolType,
    DataType,
    EnumType,
    IntType,
    MapType,
    NeverType,
    OptionType,
    SetType,
    TextType,
    TupleType,
    Type,
    UnionType,
    fields,
)
from deodar.proofs.translate.world import World


def lift(world: World, x: object) -> Symbol:
    """A value whose type shows: everything but a tuple or a map."""
    match x:
        case bool():
            return Term(BoolType(), logic.boolean(x))
        case int():
            return Term(IntType(), logic.integer(x))
        case str():
            return Term(TextType(), world.text(x))
        case None:
            return Nothing()
        case Enum():
            return Term(EnumType(type(x)), world.member_of(EnumType(type(x)), x))
        case frozenset():
            return _set(world, cast("frozenset[object]", x))
        case _ if dataclasses.is_dataclass(x) and not isinstance(x, type):
            cls = type(x)
            return Struct(DataType(cls), {name: lift_as(world, getattr(x, name), t) for name, t in fields(cls).items()})
        case _:
            raise OutsideSubset(NOWHERE, f"the proofs know no constant `{x!r}`")


def lift_as(world: World, x: object, type_: Type) -> Symbol:
    """A value of a known type."""
    match type_:
        case TupleType(element):
            members = cast("tuple[object, ...]", x)
            return Items(world, type_, tuple(lift_as(world, each, element) for each in members))
        case SetType(element):
            elements = sorted(cast("frozenset[object]", x), key=repr)
            return Items(world, type_, tuple(lift_as(world, each, element) for each in elements))
        case MapType():
            return _map(world, cast("Map[str, object]", x), type_)
        case OptionType(inner) if x is not None:
            return coerce(world, lift_as(world, x, inner), type_)
        case UnionType() | OptionType():
            return coerce(world, lift(world, x), type_)
        case _:
            return lift(world, x)


def _set(world: World, x: frozenset[object]) -> Symbol:
    """A set whose members show their one type."""
    members = [lift(world, each) for each in sorted(x, key=repr)]
    element: Type = NeverType()
    for each in members:
        element = each.type if isinstance(element, NeverType) else join(element, each.type)
    return Items(world, SetType(element), tuple(coerce(world, each, element) for each in members))


def _map(world: World, x: Map[str, object], type_: MapType) -> Symbol:
    """A map, known by what it gives for each key."""
    items = [(to_term(world, lift_as(world, key, type_.key)), key) for key in sorted(x, key=repr)]
    name = f"map {world.sort(type_)} {sorted(x.items(), key=repr)!r}"
    handle = logic.apply(world.function(name, [], type_))
    key = world.unknown("key", type_.key)
    entry = world.entry(type_, handle, key)
    found: logic.Logic = world.nothing(OptionType(type_.value))
    for term, name_of_key in items:
        value = coerce(world, lift_as(world, x.get(name_of_key), type_.value), OptionType(type_.value))
        found = logic.ite(logic.equal(key, term), to_term(world, value), found)
        world.facts.append(logic.equal(world.entry(type_, handle, term), to_term(world, value)))
    world.define(name, [key], entry, logic.equal(entry, found))
    return Term(type_, handle)
