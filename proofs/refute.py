"""The search for a counterexample with few policies, and its replay in Python.

A lemma about what is inside policies is tried on random ones (`search.py`). Of all others the solver is asked: with no,
one or two policies in each list there are no quantifiers, and it always answers. What it finds is built for real, and
counts only if the lemma then fails in Python too.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import cast

from deodar.model.error import ErrorKind
from deodar.proofs.counterexample import Counterexample
from deodar.proofs.lemma import Lemma, Vacuous
from deodar.proofs.program import Program
from deodar.proofs.search import is_for_the_solver, search
from deodar.proofs.situation import FAILURES, UNSATISFIED, Fate, Situation
from deodar.proofs.statement import Claim, claim
from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import to_term
from deodar.proofs.translate.container import Items
from deodar.proofs.translate.function import invoke, signature
from deodar.proofs.translate.logic import Logic, Model
from deodar.proofs.translate.narrow import is_none
from deodar.proofs.translate.solver import ask
from deodar.proofs.translate.symbol import Symbol, Term
from deodar.proofs.translate.types import (
    BoolType,
    DataType,
    EnumType,
    IntType,
    MapType,
    SetType,
    TextType,
    TupleType,
    Type,
    fields,
)
from deodar.proofs.translate.world import World

SIZES = (0, 1, 2)


class NotReplayed(Exception):
    """The solver has a counterexample that Python does not confirm: the translation or the replay is wrong."""


def refute(lemma: Lemma[...], program: Program, *, vacuous: bool = False) -> Counterexample | None:
    """Arguments for which a lemma does not hold, or None if there are none with few policies.

    With `vacuous`, the lemma is taken to claim what is false: what refutes it is a witness of its premises.
    """
    if not is_for_the_solver(lemma):
        arguments = search(lemma, vacuous=vacuous)
        return None if arguments is None else Counterexample(Situation(program), arguments, is_random=True)
    unconfirmed = False
    for sizes in _sizes(lemma):
        world = World()
        stated = claim(world, lemma, _arguments(world, lemma, sizes), conclusion=False if vacuous else None)
        answer = ask([stated.refuted])
        if answer.model is None:
            continue
        found = _Decoder(program, world, stated, answer.model).counterexample()
        if _confirmed(lemma, found, vacuous):
            return found
        unconfirmed = True
    if unconfirmed:
        raise NotReplayed(lemma.name)
    return None


def _sizes(lemma: Lemma[...]) -> Iterator[dict[str, int]]:
    """How many members each list has, few first."""
    lists = [name for name, each in signature(lemma.function)[0].items() if isinstance(each, TupleType | SetType)]
    for counts in sorted(itertools.product(SIZES, repeat=len(lists)), key=sum):
        yield dict(zip(lists, counts, strict=True))


def _arguments(world: World, lemma: Lemma[...], sizes: dict[str, int]) -> dict[str, Symbol]:
    made: dict[str, Symbol] = {}
    for name, type_ in signature(lemma.function)[0].items():
        if isinstance(type_, TupleType | SetType):
            members = (Term(type_.element, world.unknown(name, type_.element)) for _ in range(sizes[name]))
            made[name] = Items(world, type_, tuple(members))
        else:
            made[name] = Term(type_, world.unknown(name, type_))
    return made


def _confirmed(lemma: Lemma[...], found: Counterexample, vacuous: bool) -> bool:
    """Whether the lemma fails in Python; for a witness, whether its premises hold there."""
    try:
        holds = lemma(**found.arguments)
    except Vacuous:
        return False
    return vacuous or not holds


@dataclass(frozen=True, slots=True)
class _Decoder:
    """What the solver's model says of the arguments, built for real."""

    program: Program
    world: World
    stated: Claim
    model: Model

    def counterexample(self) -> Counterexample:
        """The arguments."""
        situation = Situation(self.program)
        arguments = {name: self._value(x, situation) for name, x in self.stated.arguments.items()}
        return Counterexample(situation, arguments)

    def _value(self, x: Symbol, situation: Situation) -> object:
        match x:
            case Items(_, TupleType(), items):
                return tuple(self._value(each, situation) for each in items)
            case Items(_, _, items):
                return frozenset(self._value(each, situation) for each in items)
            case Term(IntType(), term):
                return logic.integer_in(self.model, term)
            case Term(BoolType(), term):
                return self._true(term)
            case Term(EnumType(cls), term):
                return self._member(cls, term)
            case Term(TextType(), term):
                return self._text(term)
            case Term(DataType(cls) as type_, term) if cls.__name__ == "Policy":
                return self._policy(type_, term, situation)
            case Term(DataType(cls)) if cls.__name__ == "Request":
                return situation.request
            case Term(MapType()):
                return situation.entities
            case _:
                raise TypeError(f"a counterexample with a value of type {x.type}")

    def _policy(self, type_: DataType, term: Logic, situation: Situation) -> object:
        names = list(fields(type_.cls))
        parts = {name: self._field(type_, term, names.index(name)) for name in ("id", "effect")}
        effect = self._member(cast("EnumType", fields(type_.cls)["effect"]).cls, parts["effect"])
        return situation.policy(self._text(parts["id"]), effect.value, self._fate(Term(type_, term)))

    def _field(self, type_: Type, term: Logic, position: int) -> Logic:
        return self.world.field(type_, term, position)

    def _fate(self, policy: Term) -> Fate | None:
        """What becomes of a policy: None if it is satisfied."""
        es, req = (self._argument(each) for each in (MapType, DataType))
        failure = invoke(self.world, self.program.function("deodar.proofs.theorems.raw", "failure"), [policy, req, es])
        if not self._true(is_none(self.world, failure.value)):
            held = self.world.field(failure.value.type, to_term(self.world, failure.value), 0)
            return FAILURES[ErrorKind(self._member(ErrorKind, held).value)]
        holds = invoke(self.world, self.program.function("deodar.proofs.theorems.raw", "holds"), [policy, req, es])
        return None if self._true(to_term(self.world, holds.value)) else UNSATISFIED

    def _argument(self, kind: type) -> Symbol:
        """The store (a map) or the request among the arguments."""
        return next(
            x
            for x in self.stated.arguments.values()
            if isinstance(x.type, kind) and not (isinstance(x.type, DataType) and x.type.cls.__name__ != "Request")
        )

    def _true(self, formula: Logic) -> bool:
        return logic.is_true(cast("logic.Formula", logic.value_in(self.model, formula)))

    def _member(self, cls: type[Enum], term: Logic) -> Enum:
        value = logic.value_in(self.model, term)
        type_ = EnumType(cls)
        return next(each for each in cls if logic.same_term(self.world.member_of(type_, each), value))

    def _text(self, term: Logic) -> str:
        code = logic.integer_in(self.model, self.world.field(TextType(), term, 0))
        known = {number: text for text, number in self.world.texts.items()}
        return known.get(code, f"policy{code}")
