"""The containers: by handle, by enumeration, and as recipes over others.

A claim about a container is unfolded down to the handles, where it becomes a quantifier, or to the items, where it
becomes a plain conjunction or disjunction. So one translation serves the proof for any number of policies and the
search for a counterexample with few of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from deodar.proofs.translate import logic
from deodar.proofs.translate.logic import Formula, Logic
from deodar.proofs.translate.symbol import Claim, Container, Nothing, Symbol, Term
from deodar.proofs.translate.types import MapType, NoneType, OptionType, SetType, TupleType, Type
from deodar.proofs.translate.world import World


@dataclass(frozen=True, slots=True)
class Handle(Container):
    """A container of which only the relation to its members is known."""

    world: World
    type: TupleType | SetType
    logic: Logic

    def exists(self, claim: Claim) -> Formula:
        """See `Container`."""
        x, member, body = self._body(claim)
        if logic.is_true(body):
            return self.world.nonempty(self.type, self.logic)
        return logic.exists([x], logic.conj(member, body), f"some {self.world.sort(self.type.element)}", member)

    def forall(self, claim: Claim) -> Formula:
        """See `Container`."""
        x, member, body = self._body(claim)
        return logic.forall([x], logic.implies(member, body), f"all {self.world.sort(self.type.element)}", member)

    def _body(self, claim: Claim) -> tuple[Logic, Formula, Formula]:
        x = self.world.next_bound(self.type.element)
        member = self.world.contains(self.type, self.logic, x)
        with self.world.binding(x, member):
            body = claim(from_term(self.world, self.type.element, x))
        return x, member, body

    def sample(self) -> Symbol:
        """See `Container`."""
        return from_term(self.world, self.type.element, self.world.sample(self.type.element))


@dataclass(frozen=True, slots=True)
class Keys(Container):
    """The keys of a map."""

    world: World
    type: TupleType | SetType
    map_type: MapType
    logic: Logic

    def exists(self, claim: Claim) -> Formula:
        """See `Container`."""
        x, entry, present, body = self._body(claim)
        return logic.exists([x], logic.conj(present, body), f"some {self.world.sort(self.type.element)}", entry)

    def forall(self, claim: Claim) -> Formula:
        """See `Container`."""
        x, entry, present, body = self._body(claim)
        return logic.forall([x], logic.implies(present, body), f"all {self.world.sort(self.type.element)}", entry)

    def _body(self, claim: Claim) -> tuple[Logic, Logic, Formula, Formula]:
        x = self.world.next_bound(self.type.element)
        entry = self.world.entry(self.map_type, self.logic, x)
        present = self.world.made_by(OptionType(self.map_type.value), entry)
        with self.world.binding(x, present):
            body = claim(from_term(self.world, self.type.element, x))
        return x, entry, present, body

    def sample(self) -> Symbol:
        """See `Container`."""
        return from_term(self.world, self.type.element, self.world.sample(self.type.element))


@dataclass(frozen=True, slots=True)
class Items(Container):
    """A container with these members."""

    world: World
    type: TupleType | SetType
    items: tuple[Symbol, ...]

    def exists(self, claim: Claim) -> Formula:
        """See `Container`."""
        return logic.disj(*(claim(each) for each in self.items))

    def forall(self, claim: Claim) -> Formula:
        """See `Container`."""
        return logic.conj(*(claim(each) for each in self.items))

    def sample(self) -> Symbol:
        """See `Container`."""
        return from_term(self.world, self.type.element, self.world.sample(self.type.element))


@dataclass(frozen=True, slots=True)
class Image(Container):
    """What a function makes of the members of another container."""

    type: TupleType | SetType
    base: Container
    function: Callable[[Symbol], Symbol]

    def exists(self, claim: Claim) -> Formula:
        """See `Container`."""
        return self.base.exists(lambda x: claim(self.function(x)))

    def forall(self, claim: Claim) -> Formula:
        """See `Container`."""
        return self.base.forall(lambda x: claim(self.function(x)))

    def sample(self) -> Symbol:
        """See `Container`."""
        return self.function(self.base.sample())


@dataclass(frozen=True, slots=True)
class Flat(Container):
    """The members of the containers that a function makes of the members of another container."""

    type: TupleType | SetType
    base: Container
    function: Callable[[Symbol], Container]

    def exists(self, claim: Claim) -> Formula:
        """See `Container`."""
        return self.base.exists(lambda x: self.function(x).exists(claim))

    def forall(self, claim: Claim) -> Formula:
        """See `Container`."""
        return self.base.forall(lambda x: self.function(x).forall(claim))

    def sample(self) -> Symbol:
        """See `Container`."""
        return self.function(self.base.sample()).sample()


@dataclass(frozen=True, slots=True)
class Filtered(Container):
    """The members of another container that satisfy a condition."""

    type: TupleType | SetType
    base: Container
    condition: Claim

    def exists(self, claim: Claim) -> Formula:
        """See `Container`."""
        return self.base.exists(lambda x: logic.conj(self.condition(x), claim(x)))

    def forall(self, claim: Claim) -> Formula:
        """See `Container`."""
        return self.base.forall(lambda x: logic.implies(self.condition(x), claim(x)))

    def sample(self) -> Symbol:
        """See `Container`."""
        return self.base.sample()


@dataclass(frozen=True, slots=True)
class Joined(Container):
    """The members of either container."""

    type: TupleType | SetType
    first: Container
    second: Container

    def exists(self, claim: Claim) -> Formula:
        """See `Container`."""
        return logic.disj(self.first.exists(claim), self.second.exists(claim))

    def forall(self, claim: Claim) -> Formula:
        """See `Container`."""
        return logic.conj(self.first.forall(claim), self.second.forall(claim))

    def sample(self) -> Symbol:
        """See `Container`."""
        return self.first.sample()


@dataclass(frozen=True, slots=True)
class Choice(Container):
    """One container or another."""

    type: TupleType | SetType
    condition: Formula
    then: Container
    otherwise: Container

    def exists(self, claim: Claim) -> Formula:
        """See `Container`."""
        return logic.ite_formula(self.condition, self.then.exists(claim), self.otherwise.exists(claim))

    def forall(self, claim: Claim) -> Formula:
        """See `Container`."""
        return logic.ite_formula(self.condition, self.then.forall(claim), self.otherwise.forall(claim))

    def sample(self) -> Symbol:
        """See `Container`."""
        return self.then.sample()


def same_kind(container: Container, element: Symbol) -> TupleType | SetType:
    """The type of a container like this one, of such elements."""
    return TupleType(element.type) if isinstance(container.type, TupleType) else SetType(element.type)


def from_term(world: World, type_: Type, term: Logic) -> Symbol:
    """What a term of the solver stands for."""
    match type_:
        case NoneType():
            return Nothing()
        case TupleType() | SetType() if term.get_id() in world.items:
            return cast("Container", world.items[term.get_id()][1])
        case TupleType() | SetType():
            branches = logic.branches(term)
            if branches is None:
                return Handle(world, type_, term)
            condition, a, b = branches
            return Choice(type_, condition, _container(world, type_, a), _container(world, type_, b))
        case _:
            return Term(type_, term)


def _container(world: World, type_: TupleType | SetType, term: Logic) -> Container:
    return cast("Container", from_term(world, type_, term))


def as_container(world: World, x: Symbol) -> Container | None:
    """What iterating over a value goes through: the members of a container, the keys of a map."""
    match x:
        case Container():
            return x
        case Term(MapType() as type_, handle):
            return Keys(world, SetType(type_.key), type_, handle)
        case _:
            return None
