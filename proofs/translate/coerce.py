"""Taking symbolic values apart, putting them into terms, and comparing them.

A container that has to become a term gets a handle: a function of whatever unknowns its recipe mentions, with one
fact that says which members it has. Recipes that read alike get the same handle, so that equal calls stay equal.
"""

from __future__ import annotations

from deodar.proofs.translate import logic
from deodar.proofs.translate.alike import Recipe, state_alike
from deodar.proofs.translate.container import Choice, Handle, Image, Items, Joined, from_term
from deodar.proofs.translate.logic import Formula, Logic
from deodar.proofs.translate.outside import OutsideSubset, Place
from deodar.proofs.translate.symbol import Container, Nothing, Struct, Symbol, Term
from deodar.proofs.translate.types import (
    DataType,
    MapType,
    NeverType,
    NoneType,
    OptionType,
    SetType,
    TupleType,
    Type,
    UnionType,
    fields,
)
from deodar.proofs.translate.world import World

NOWHERE = Place("types", 0)  # the checker of types reports these long before the proofs do


def to_term(world: World, x: Symbol) -> Logic:
    """The value as a term of the solver."""
    match x:
        case Term():
            return x.logic
        case Struct(type_, held):
            arguments = [to_term(world, coerce(world, held[name], each)) for name, each in fields(type_.cls).items()]
            return logic.apply(world.constructor(type_), *arguments)
        case Nothing():
            return logic.apply(world.constructor(NoneType()))
        case Container():
            return _handle(world, x)


def _handle(world: World, container: Container) -> Logic:
    if isinstance(container, Handle):
        return container.logic
    if isinstance(container, Items):
        return _handle_of_items(world, container)
    if isinstance(container, Joined) and isinstance(container.second, Items) and isinstance(container.type, TupleType):
        return _handle_of_longer(world, container.type, container.first, container.second)
    type_ = container.type
    x = world.unknown("x", type_.element)
    with world.recipe():
        body = container.exists(lambda y: logic.equal(to_term(world, y), x))
    key, arguments = logic.abstracted(body, x)
    made = world.function(f"container {key}", [each.sort() for each in arguments], type_)
    handle = logic.apply(made, *arguments)
    world.mention(type_, handle)
    member = world.contains(type_, handle, x)
    world.define(f"container {key}", [*arguments, x], member, logic.implies(member, body))
    with world.recipe():
        has_all = container.forall(
            lambda y: world.contains(type_, handle, to_term(world, coerce(world, y, type_.element)))
        )
    world.define(f"all of container {key}", arguments, handle, has_all)
    if isinstance(type_, SetType):
        state_alike(world, Recipe(f"container {key}", made, arguments, x, body))
    if world.opened:  # what is opened sees the members of a list one by one
        world.items[handle.get_id()] = (handle, container)
    return handle


def _handle_of_items(world: World, container: Items) -> Logic:
    type_, count = container.type, len(container.items)
    name = f"{type(type_).__name__} of {count} {world.sort(type_.element)}"
    made = world.function(name, [type_.element] * count, type_)
    items = [world.unknown("item", type_.element) for _ in range(count)]
    x = world.unknown("x", type_.element)
    whole = logic.apply(made, *items)
    member = world.contains(type_, whole, x)
    if isinstance(type_, TupleType):
        _order(world, type_, items, whole)
    if items:
        world.define(f"{name} has its items", items, whole, *(world.contains(type_, whole, each) for each in items))
    world.define(name, [*items, x], member, *_both_ways(member, logic.disj(*(logic.equal(each, x) for each in items))))
    handle = logic.apply(made, *(to_term(world, coerce(world, each, type_.element)) for each in container.items))
    world.items[handle.get_id()] = (handle, container)
    return handle


def _handle_of_longer(world: World, type_: TupleType, first: Container, added: Items) -> Logic:
    """A tuple, given by its handle, and more members after its own."""
    longer = to_term(world, with_type(world, first, type_))
    for each in added.items:
        longer = _one_longer(world, type_, longer, to_term(world, coerce(world, each, type_.element)))
    return longer


def _one_longer(world: World, type_: TupleType, first: Logic, final: Logic) -> Logic:
    name = f"longer {world.sort(type_)}"
    made = world.function(name, [type_, type_.element], type_)
    others, last = world.unknown("others", type_), world.unknown("last", type_.element)
    whole = logic.apply(made, others, last)
    world.define(
        name,
        [others, last],
        whole,
        world.contains(type_, whole, last),
        logic.equal(logic.apply(world.last_of(type_), whole), last),
        logic.equal(logic.apply(world.others_of(type_), whole), others),
    )
    return logic.apply(made, first, final)


def _order(world: World, type_: TupleType, items: list[Logic], whole: Logic) -> None:
    """The last item, the others, and how many there are."""
    count = logic.apply(world.length_of(type_), whole)
    world.define(f"count of {whole.sexpr()}", items, count, logic.equal(count, logic.integer(len(items))))
    if items:
        others, final = logic.apply(world.others_of(type_), whole), logic.apply(world.last_of(type_), whole)
        fewer = Items(world, type_, tuple(from_term(world, type_.element, each) for each in items[:-1]))
        world.define(f"last of {whole.sexpr()}", items, final, logic.equal(final, items[-1]))
        world.define(f"others of {whole.sexpr()}", items, others, logic.equal(others, to_term(world, fewer)))


def _both_ways(f: Formula, g: Formula) -> tuple[Formula, Formula]:
    """Two implications: the solver does worse with an equivalence under a quantifier."""
    return logic.implies(f, g), logic.implies(g, f)


def coerce(world: World, x: Symbol, type_: Type) -> Symbol:
    """The value at a wider type: a member of a union, an option, a container of wider members."""
    if x.type == type_:
        return x
    match x, type_:
        case ((Term() | Struct()), UnionType(members)) if isinstance(x.type, DataType) and x.type in members:
            return Term(type_, logic.apply(world.constructor(type_, x.type.cls), to_term(world, x)))
        case Term(UnionType(some) as own, term), UnionType(members) if set(some) <= set(members):
            return Term(type_, recast(world, own, some, term, type_))
        case Nothing(), OptionType():
            return Term(type_, world.nothing(type_))
        case Term(OptionType(narrow) as own, term), OptionType(wide):
            inner = coerce(world, from_term(world, narrow, world.field(own, term, 0)), wide)
            some = logic.apply(world.constructor(type_), to_term(world, inner))
            return Term(type_, logic.ite(world.made_by(own, term), some, world.nothing(type_)))
        case Term(MapType(NeverType())), MapType():
            return Term(type_, _empty_map(world, type_))
        case _, OptionType(inner):
            return Term(type_, logic.apply(world.constructor(type_), to_term(world, coerce(world, x, inner))))
        case Container(), (TupleType() | SetType()):
            return with_type(world, x, type_)
        case _:
            raise OutsideSubset(NOWHERE, f"a value of type `{x.type}` where `{type_}` is expected")


def recast(world: World, own: UnionType, members: tuple[DataType, ...], term: Logic, type_: UnionType) -> Logic:
    """A value of one union, known to be of some of its members, as one of another union that has these too."""
    *others, final = members
    held = world.field(own, term, 0, final.cls)
    made = logic.apply(world.constructor(type_, final.cls), held)
    for each in reversed(others):
        one = logic.apply(world.constructor(type_, each.cls), world.field(own, term, 0, each.cls))
        made = logic.ite(world.made_by(own, term, each.cls), one, made)
    return made


def _empty_map(world: World, type_: MapType) -> Logic:
    """The map without entries."""
    name = f"empty {world.sort(type_)}"
    empty = logic.apply(world.function(name, [], type_))
    key = world.unknown("key", type_.key)
    entry = world.entry(type_, empty, key)
    world.define(name, [key], entry, logic.equal(entry, world.nothing(OptionType(type_.value))))
    return empty


def with_type(world: World, container: Container, type_: TupleType | SetType) -> Container:
    """The container at another type: as a set, or with members of a wider type."""
    if container.type == type_:
        return container
    if isinstance(container, Items):
        return Items(world, type_, tuple(coerce(world, each, type_.element) for each in container.items))
    return Image(type_, container, lambda x: coerce(world, x, type_.element))


def apart(world: World, x: Term | Struct) -> Struct:
    """The fields of a dataclass."""
    if isinstance(x, Struct):
        return x
    if not isinstance(x.type, DataType):
        raise OutsideSubset(NOWHERE, f"a value of type `{x.type}` has no fields")
    held = enumerate(fields(x.type.cls).items())
    return Struct(x.type, {name: from_term(world, each, world.field(x.type, x.logic, n)) for n, (name, each) in held})


def join(a: Type, b: Type) -> Type:
    """A type that both widen to."""
    match a, b:
        case _ if a == b:
            return a
        case SetType(NeverType()), SetType():
            return b
        case SetType(), SetType(NeverType()):
            return a
        case NoneType(), OptionType():
            return b
        case NoneType(), _:
            return OptionType(b)
        case _, NoneType():
            return join(b, a)
        case MapType(NeverType()), MapType():
            return b
        case MapType(), MapType(NeverType()):
            return a
        case DataType(), UnionType(members) if a in members:
            return b
        case UnionType(members), DataType() if b in members:
            return a
        case DataType(), DataType():
            return UnionType((a, b))
        case UnionType(members), DataType():
            return UnionType((*members, b))
        case UnionType(members), UnionType(others) if set(members) <= set(others):
            return b
        case UnionType(members), UnionType(others):
            return UnionType((*members, *(each for each in others if each not in members)))
        case DataType(), UnionType(members):
            return UnionType((a, *members))
        case OptionType(inner), _:
            return OptionType(join(inner, b))
        case _, OptionType():
            return join(b, a)
        case _:
            raise OutsideSubset(NOWHERE, f"one value of type `{a}` and another of type `{b}`")


def merge(world: World, condition: Formula, a: Symbol, b: Symbol) -> Symbol:
    """The first value where the condition is true, else the second."""
    if logic.is_true(condition) or a is b:
        return a
    if logic.is_false(condition):
        return b
    type_ = join(a.type, b.type)
    a, b = coerce(world, a, type_), coerce(world, b, type_)
    match a, b:
        case Container(), Container():
            return Choice(a.type, condition, a, b)
        case (Struct() as c, (Struct() | Term() as d)) | (Term() as c, Struct() as d):
            first, second = apart(world, c), apart(world, d)
            held = {name: merge(world, condition, first.fields[name], second.fields[name]) for name in first.fields}
            return Struct(first.type, held)
        case Nothing(), _:
            return a
        case _:
            return from_term(world, type_, logic.ite(condition, to_term(world, a), to_term(world, b)))


def equal(world: World, a: Symbol, b: Symbol) -> Formula:
    """Whether two values are equal: frozensets if they have the same members, tuples if they are the same term."""
    type_ = join(a.type, b.type)
    a, b = coerce(world, a, type_), coerce(world, b, type_)
    match a, b:
        case Container(), Container() if isinstance(type_, SetType):
            return logic.conj(subset(world, a, b), subset(world, b, a))
        case (Struct() as c, (Struct() | Term() as d)) | (Term() as c, Struct() as d):
            first, second = apart(world, c), apart(world, d)
            return logic.conj(*(equal(world, first.fields[name], second.fields[name]) for name in first.fields))
        case Nothing(), _:
            return logic.TRUE
        case Term(MapType(), one), Term(MapType() as map_type, other) if not logic.same_term(one, other):
            return _same_entries(world, map_type, one, other)
        case _:
            return logic.equal(to_term(world, a), to_term(world, b))


def _same_entries(world: World, type_: MapType, a: Logic, b: Logic) -> Formula:
    """Whether two maps give the same for each key."""
    key = world.next_bound(type_.key)
    with world.binding(key, logic.TRUE):
        first, second = world.entry(type_, a, key), world.entry(type_, b, key)
        same = logic.equal(first, second)
    return logic.forall([key], same, f"all keys of {world.sort(type_)}", first, second)


def subset(world: World, a: Container, b: Container) -> Formula:
    """Whether all members of one container are members of another."""
    return a.forall(lambda x: contains(world, b, x))


def contains(world: World, container: Container, x: Symbol) -> Formula:
    """Whether a container has a member that equals the value."""
    if isinstance(container, Handle):
        return world.contains(container.type, container.logic, to_term(world, coerce(world, x, container.type.element)))
    return container.exists(lambda y: equal(world, y, x))
