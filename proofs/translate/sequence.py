"""Tuples in their order: the last member, the others, how many there are.

A tuple that is only known by its members has a last one and others, which are unknown functions of it.
"""

from __future__ import annotations

from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import merge, to_term
from deodar.proofs.translate.container import Choice, Handle, Image, Items, from_term
from deodar.proofs.translate.logic import Formula, Logic
from deodar.proofs.translate.symbol import Container, Symbol
from deodar.proofs.translate.types import SetType, TupleType
from deodar.proofs.translate.world import World


def has_members(container: Container) -> Formula:
    """Whether a container has any member."""
    return container.exists(lambda _: logic.TRUE)


def last(world: World, container: Container) -> Symbol:
    """The last member of a tuple, which means nothing if the tuple is empty."""
    match container:
        case Items(_, _, items) if items:
            return items[-1]
        case Image(_, base, function) if isinstance(base.type, TupleType):
            return function(last(world, base))
        case Choice(_, condition, then, otherwise):
            return merge(world, condition, last(world, then), last(world, otherwise))
        case _:
            type_ = container.type
            return from_term(world, type_.element, logic.apply(_last_of(world, type_), to_term(world, container)))


def all_but_last(world: World, container: Container) -> Container:
    """The members of a tuple but for the last, of the empty one none."""
    match container:
        case Items(_, type_, items):
            return Items(world, type_, items[:-1])
        case Image(type_, base, function) if isinstance(base.type, TupleType):
            return Image(type_, all_but_last(world, base), function)
        case Choice(type_, condition, then, otherwise):
            return Choice(type_, condition, all_but_last(world, then), all_but_last(world, otherwise))
        case _:
            type_ = container.type
            return Handle(world, type_, logic.apply(_others_of(world, type_), to_term(world, container)))


def length(world: World, container: Container) -> Logic:
    """How many members a tuple has."""
    match container:
        case Items(_, _, items):
            return logic.integer(len(items))
        case Image(_, base, _) if isinstance(base.type, TupleType):
            return length(world, base)
        case Choice(_, condition, then, otherwise):
            return logic.ite(condition, length(world, then), length(world, otherwise))
        case _:
            handle = to_term(world, container)
            return logic.apply(_length_of(world, container.type), handle)


def _last_of(world: World, type_: TupleType | SetType) -> logic.Function:
    made = world.last_of(type_)
    whole = world.unknown("whole", type_)
    member = logic.apply(made, whole)
    world.define(
        f"last of {world.sort(type_)}",
        [whole],
        member,
        logic.implies(has_members(_handle(world, type_, whole)), world.contains(type_, whole, member)),
    )
    return made


def _others_of(world: World, type_: TupleType | SetType) -> logic.Function:
    made = world.others_of(type_)
    whole, x = world.unknown("whole", type_), world.unknown("x", type_.element)
    others = logic.apply(made, whole)
    final = logic.apply(_last_of(world, type_), whole)
    kept = world.contains(type_, others, x)
    member = world.contains(type_, whole, x)
    name = f"all but the last of {world.sort(type_)}"
    world.define(name, [whole, x], kept, logic.implies(kept, member))
    world.define(
        f"{name} and that",
        [whole],
        others,
        _handle(world, type_, whole).forall(
            lambda y: logic.disj(
                logic.equal(to_term(world, y), final), world.contains(type_, others, to_term(world, y))
            )
        ),
    )
    return made


def _length_of(world: World, type_: TupleType | SetType) -> logic.Function:
    made = world.length_of(type_)
    whole = world.unknown("whole", type_)
    count = logic.apply(made, whole)
    some = has_members(_handle(world, type_, whole))
    world.define(
        f"length of {world.sort(type_)}",
        [whole],
        count,
        logic.less_eq(logic.integer(0), count),
        logic.disj(some, logic.equal(count, logic.integer(0))),
        logic.disj(logic.neg(some), logic.less(logic.integer(0), count)),
    )
    others = logic.apply(_others_of(world, type_), whole)
    one_more = logic.equal(count, logic.add(logic.apply(made, others), logic.integer(1)))
    world.define(
        f"length of {world.sort(type_)} without its last",
        [whole],
        logic.together(count, others),
        logic.implies(some, one_more),
    )
    return made


def _handle(world: World, type_: TupleType | SetType, term: Logic) -> Container:
    return Handle(world, type_, term)
