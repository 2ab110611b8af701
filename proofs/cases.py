"""The ways in which a value can be built, one case each: what an induction goes through."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial

from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import NOWHERE
from deodar.proofs.translate.container import Handle, Items
from deodar.proofs.translate.logic import Formula, Logic
from deodar.proofs.translate.outside import OutsideSubset
from deodar.proofs.translate.symbol import Symbol, Term
from deodar.proofs.translate.types import DataType, EnumType, TupleType, Type, UnionType, fields, parts
from deodar.proofs.translate.world import World


@dataclass(frozen=True, slots=True)
class Case:
    """One way to build a value, from parts of which nothing is known."""

    name: str
    build: Callable[[World], Built]


@dataclass(frozen=True, slots=True)
class Built:
    """A value, and what else has to be true of it; together the cases of a type leave nothing out."""

    value: Symbol
    provided: Formula = logic.TRUE


_Way = tuple[str, Callable[[World], Logic]]  # a name, and the term in a world


def cases_of(type_: Type, together: Collection[type] = ()) -> list[Case]:
    """The cases of a union, one for each class and each of its operators; those of a tuple, empty and not.

    The operators of some classes may be taken together.
    """
    match type_:
        case UnionType(members):
            return [
                Case(name, partial(_built, type_, partial(_wrapped, type_, member, make)))
                for member in members
                for name, make in ([_whole(member)] if member.cls in together else _ways(member, type_))
            ]
        case TupleType():
            return [Case("none", partial(_empty, type_)), Case("one more", partial(_one_more, type_))]
        case _:
            raise OutsideSubset(NOWHERE, f"an induction over a value of type `{type_}`")


def _built(type_: Type, make: Callable[[World], Logic], world: World) -> Built:
    return Built(Term(type_, make(world)))


def _empty(type_: TupleType, world: World) -> Built:
    return Built(Items(world, type_, ()))


def _one_more(type_: TupleType, world: World) -> Built:
    handle = world.unknown("list", type_)
    return Built(Handle(world, type_, handle), world.nonempty(type_, handle))


def _ways(type_: Type, whole: Type) -> Iterator[_Way]:
    """The ways to build a term; a part that may hold a smaller value of the whole type stays unknown."""
    match type_:
        case EnumType(cls):
            yield from ((each.name.lower(), partial(_member, type_, each)) for each in cls)
        case UnionType(members) if type_ == whole or whole not in _within(type_):
            for member in members:
                for name, make in _fields(member, whole):
                    yield name, partial(_wrapped, type_, member, make)
        case DataType():
            yield from _fields(type_, whole)
        case _:
            yield "", partial(_unknown, type_)


def _fields(type_: DataType, whole: Type) -> Iterator[_Way]:
    held = [list(_field_ways(name, each, whole)) for name, each in fields(type_.cls).items()]
    if all(len(ways) == 1 for ways in held):
        yield _whole(type_)
        return
    for combination in itertools.product(*held):
        name = " ".join([type_.cls.__name__, *(each for each, _ in combination if each)])
        yield name, partial(_made, type_, [make for _, make in combination])


def _whole(type_: DataType) -> _Way:
    return type_.cls.__name__, partial(_unknown, type_)


def _field_ways(name: str, type_: Type, whole: Type) -> Iterator[_Way]:
    if isinstance(type_, EnumType) or (isinstance(type_, UnionType) and type_ != whole):
        yield from _ways(type_, whole)
    else:
        yield "", partial(_unknown, type_, name=name)


def _member(type_: EnumType, member: Enum, world: World) -> Logic:
    return world.member_of(type_, member)


def _wrapped(type_: UnionType, member: DataType, make: Callable[[World], Logic], world: World) -> Logic:
    return logic.apply(world.constructor(type_, member.cls), make(world))


def _made(type_: DataType, makes: list[Callable[[World], Logic]], world: World) -> Logic:
    return logic.apply(world.constructor(type_), *(make(world) for make in makes))


def _unknown(type_: Type, world: World, name: str = "part") -> Logic:
    return world.unknown(name, type_)


def _within(type_: Type) -> set[Type]:
    """All types that values of a type are made of."""
    found: set[Type] = set()
    todo = parts(type_)
    while todo:
        each = todo.pop()
        if each not in found:
            found.add(each)
            todo.extend(parts(each))
    return found
