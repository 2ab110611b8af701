"""The sorts, functions and facts of one translation.

Each world has names of its own, since z3 keeps one table of names for the whole program. Text is a datatype around an
integer, one for each string that is met: there are as many integers as strings, and only equality is asked of either.
A container inside a datatype is an uninterpreted handle, known by its members. No fact says that every set of members
has a handle: that would be inconsistent.
"""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from enum import Enum
from typing import cast

from deodar.proofs.translate import logic
from deodar.proofs.translate.logic import Draft, Formula, Function, Logic, Sort
from deodar.proofs.translate.types import (
    BoolType,
    DataType,
    EnumType,
    IntType,
    MapType,
    NoneType,
    OptionType,
    SetType,
    TextType,
    TupleType,
    Type,
    UnionType,
    fields,
    parts,
)

_worlds = itertools.count()


@dataclass(frozen=True, slots=True)
class Bound:
    """The unknown of a quantifier, and which values it ranges over."""

    unknown: Logic
    guard: Formula


@dataclass(frozen=True, slots=True)
class Recursion:
    """A call of a recursive function, within the quantifiers around it."""

    function: object
    arguments: Mapping[str, object]  # symbols, by parameter
    bound: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Unfolding:
    """The recursive functions that an induction unfolds, where they are called with its subject."""

    functions: tuple[object, ...]
    subject: object  # a symbol


LASTING = frozenset({"_sorts", "_names_of_constructors"})  # what a branch declares for the whole world


class World:
    """What one translation has declared so far."""

    def __init__(self) -> None:
        self.number = next(_worlds)
        self.facts: list[Formula] = []
        self.bound: list[Bound] = []  # the quantifiers that are being built, outermost first
        self.recursions: list[Recursion] = []  # the calls of recursive functions, but for those in recipes
        self.unfolding: Unfolding | None = None
        self.varied: frozenset[Type] = frozenset()  # the types of maps of which there may be several
        self.opened: tuple[object, ...] = ()  # functions that are unfolded where the argument shows how it is built
        self.partial: dict[str, TupleType | SetType] = {}  # functions, by name, that say nothing of an empty container
        self.texts: dict[str, int] = {}
        self.assumptions: set[str] = set()  # the names of the contracts that were relied on
        self.calls: dict[
            tuple[object, ...], tuple[object, object]
        ] = {}  # calls by function and arguments: what they give
        self.items: dict[
            int, tuple[Logic, object]
        ] = {}  # handles, by id, of containers that are known by more than them
        self._sorts: dict[Type, Sort] = {BoolType(): logic.BOOL, IntType(): logic.INT}
        self._functions: dict[str, Function] = {}
        self._defined: set[str] = set()
        self._names_of_constructors: dict[str, int] = {}
        self._recipes = [0]  # for each recipe that is being written down, how many unknowns were bound outside it
        self._samples: dict[Type, Logic] = {}
        self._names = itertools.count()

    @contextmanager
    def branch(self) -> Generator[None, None, None]:
        """Within, more may be stated, which is forgotten afterwards; sorts stay: z3 knows them by name, for good."""
        held: dict[str, object] = vars(self)
        before: dict[str, object] = {
            name: copy(x)  # pyright: ignore[reportUnknownArgumentType]
            for name, x in held.items()
            if isinstance(x, dict | list | set) and name not in LASTING
        }
        try:
            yield
        finally:
            held.update(before)

    def fresh_name(self, name: str) -> str:
        """A name that is not in use."""
        return f"{name}!{self.number}.{next(self._names)}"

    def unknown(self, name: str, type_: Type) -> Logic:
        """A fresh unknown of a type."""
        return logic.constant(self.fresh_name(name), self.sort(type_))

    def next_bound(self, type_: Type) -> Logic:
        """The unknown of the next quantifier, named by depth: formulas that say the same are then the same."""
        depth = len(self.bound) - self._recipes[-1]
        return logic.constant(f"x{len(self._recipes)}.{depth} of {_name(type_)}!{self.number}", self.sort(type_))

    @contextmanager
    def recipe(self) -> Generator[None, None, None]:
        """Within, the unknowns of quantifiers are counted anew: a recipe reads alike wherever it stands."""
        self._recipes.append(len(self.bound))
        try:
            yield
        finally:
            self._recipes.pop()

    @contextmanager
    def opening(self, functions: tuple[object, ...]) -> Generator[None, None, None]:
        """Within, these functions are unfolded where their first argument shows how it is built."""
        outside, self.opened = self.opened, functions
        try:
            yield
        finally:
            self.opened = outside

    @contextmanager
    def binding(self, unknown: Logic, guard: Formula) -> Generator[None, None, None]:
        """Within, the body of a quantifier is built."""
        self.bound.append(Bound(unknown, guard))
        try:
            yield
        finally:
            self.bound.pop()

    @contextmanager
    def within(self, bound: tuple[Bound, ...]) -> Generator[None, None, None]:
        """Within, the body of all these quantifiers is built."""
        outside, self.bound = self.bound, [*self.bound, *bound]
        try:
            yield
        finally:
            self.bound = outside

    @property
    def in_recipe(self) -> bool:
        """Whether what is built is a recipe, which may be used in any number of places, or in none."""
        return len(self._recipes) > 1

    def record(self, function: object, arguments: Mapping[str, object]) -> None:
        """Notes a recursive call; within a recipe it stands for no call that is made."""
        if not self.in_recipe:
            self.recursions.append(Recursion(function, arguments, tuple(self.bound)))

    def sample(self, type_: Type) -> Logic:
        """An unknown that stands for any member of a container while its shape is looked at."""
        if type_ not in self._samples:
            self._samples[type_] = self.unknown("sample", type_)
        return self._samples[type_]

    def function(self, name: str, arguments: Iterable[Type | Sort], result: Type | Sort) -> Function:
        """The function of this name, declared when it is first asked for."""
        if name not in self._functions:
            sorts = [self._as_sort(each) for each in arguments]
            self._functions[name] = logic.function(self._short(name), sorts, self._as_sort(result))
        return self._functions[name]

    def _short(self, name: str) -> str:
        """The name of a function for the solver: of one that is named after a recipe, what it is, and a number."""
        kind, is_recipe, _ = name.partition(" (") if "(" in name else (name, "", "")
        return f"{kind} {len(self._functions)}!{self.number}" if is_recipe else f"{name}!{self.number}"

    def meaningful(self, term: Logic) -> Formula:
        """That all parts are there that a term is made of: a field is one of what has it, a last member of some."""
        found: list[Formula] = []
        for each in logic.subterms(term):
            owner = logic.selected_from(each)
            if owner is not None:
                found.append(owner)
            elif logic.name_of(each) in self.partial:
                found.append(self.nonempty(self.partial[logic.name_of(each)], logic.argument(each, 0)))
        return logic.conj(*found)

    def _as_sort(self, type_: Type | Sort) -> Sort:
        return type_ if logic.is_sort(type_) else self.sort(cast("Type", type_))

    def sort(self, type_: Type) -> Sort:
        """The sort of a type; all types that it is made of are declared with it, as they may refer to each other."""
        if type_ not in self._sorts:
            self._declare(_closure(type_) - self._sorts.keys())
        return self._sorts[type_]

    def constructor(self, type_: Type, cls: type | None = None) -> Function:
        """The constructor of a dataclass, of a member of a union, or (None) of the value that an option holds."""
        return logic.constructor(self.sort(type_), _position(type_, cls))

    def made_by(self, type_: Type, term: Logic, cls: type | None = None) -> Formula:
        """Whether a term was made by a constructor."""
        branches = logic.branches(term)
        if branches is not None:
            condition, a, b = branches
            return logic.ite_formula(condition, self.made_by(type_, a, cls), self.made_by(type_, b, cls))
        maker = logic.maker(term)
        if maker is not None:
            return logic.boolean(logic.same_function(maker, self.constructor(type_, cls)))
        return logic.holds(logic.recognizer(self.sort(type_), _position(type_, cls)), term)

    def field(self, type_: Type, term: Logic, field: int, cls: type | None = None) -> Logic:
        """A field of what a constructor made."""
        branches = logic.branches(term)
        if branches is not None:
            condition, a, b = branches
            return logic.ite(condition, self.field(type_, a, field, cls), self.field(type_, b, field, cls))
        maker = logic.maker(term)
        if maker is not None and logic.same_function(maker, self.constructor(type_, cls)):
            return logic.argument(term, field)
        return logic.apply(logic.accessor(self.sort(type_), _position(type_, cls), field), term)

    def nothing(self, type_: OptionType) -> Logic:
        """The option that holds nothing."""
        return logic.apply(logic.constructor(self.sort(type_), 0))

    def member_of(self, type_: EnumType, member: Enum) -> Logic:
        """A member of an enumeration."""
        return logic.apply(logic.constructor(self.sort(type_), list(type_.cls).index(member)))

    def text(self, s: str) -> Logic:
        """A string."""
        code = self.texts.setdefault(s, len(self.texts))
        return logic.apply(logic.constructor(self.sort(TextType()), 0), logic.integer(code))

    def contains(self, type_: TupleType | SetType, handle: Logic, member: Logic) -> Formula:
        """Whether a container, given by its handle, has a member."""
        kind = "tuple" if isinstance(type_, TupleType) else "set"
        name = f"member of {kind} {self.sort(type_.element)}"
        return logic.holds(self.function(name, [type_, type_.element], BoolType()), handle, member)

    def nonempty(self, type_: TupleType | SetType, handle: Logic) -> Formula:
        """Whether a container, given by its handle, has any member: a predicate, so that few formulas quantify."""
        kind = f"{'tuple' if isinstance(type_, TupleType) else 'set'} of {self.sort(type_.element)}"
        predicate = self.function(f"nonempty {kind}", [type_], BoolType())
        if not self.is_defined(f"nonempty {kind}"):
            self._define_nonempty(type_, kind, predicate)
        return logic.holds(predicate, handle)

    def _define_nonempty(self, type_: TupleType | SetType, kind: str, predicate: Function) -> None:
        """That what has a member is not empty, and what is not empty has one."""
        witness = self.function(f"some member of {kind}", [type_], type_.element)
        whole, x = self.unknown("whole", type_), self.unknown("x", type_.element)
        member, some = self.contains(type_, whole, x), logic.holds(predicate, whole)
        self.define(f"nonempty {kind}", [whole, x], member, logic.implies(member, some))
        one = self.contains(type_, whole, logic.apply(witness, whole))
        self.define(f"some member of {kind}", [whole], some, logic.implies(some, one))

    def last_of(self, type_: TupleType | SetType) -> Function:
        """The function from a tuple, given by its handle, to its last member."""
        function = self.function(f"last of {self.sort(type_)}", [type_], type_.element)
        self.partial[function.name()] = type_
        return function

    def others_of(self, type_: TupleType | SetType) -> Function:
        """The function from a tuple, given by its handle, to all but the last member."""
        function = self.function(f"all but the last of {self.sort(type_)}", [type_], type_)
        self.partial[function.name()] = type_
        return function

    def length_of(self, type_: TupleType | SetType) -> Function:
        """The function from a tuple, given by its handle, to its length."""
        return self.function(f"length of {self.sort(type_)}", [type_], IntType())

    def entry(self, type_: MapType, handle: Logic, key: Logic) -> Logic:
        """What a map gives for a key, as an option."""
        for n, term in enumerate((handle, key)):
            branches = logic.branches(term)
            if branches is not None:
                condition, a, b = branches
                first, second = ((a, key), (b, key)) if n == 0 else ((handle, a), (handle, b))
                return logic.ite(condition, self.entry(type_, *first), self.entry(type_, *second))
        looked_up = self.function(f"get {self.sort(type_)}", [type_, type_.key], OptionType(type_.value))
        return logic.apply(looked_up, handle, key)

    def mention(self, type_: TupleType | SetType, handle: Logic) -> None:
        """Tells the solver of a container that it would otherwise meet within quantifiers alone, and never look at."""
        bound = {each.unknown.get_id() for each in self.bound}
        if self.in_recipe or any(each.get_id() in bound for each in logic.unknowns(handle)):
            return
        met = self.function(f"mentioned {self.sort(type_)}", [type_], BoolType())
        self.facts.append(logic.holds(met, handle))

    def is_defined(self, name: str) -> bool:
        """Whether facts have been stated under a name."""
        return name in self._defined

    def define(self, name: str, unknowns: list[Logic], trigger: Logic, *facts: Formula) -> None:
        """States, once for each name, facts that hold whatever the unknowns are."""
        if name not in self._defined:
            self._defined.add(name)
            self.facts.extend(
                logic.forall(unknowns, fact, "definition", trigger) if unknowns else fact for fact in facts
            )

    def _declare(self, missing: set[Type]) -> None:
        """Sorts for types that may refer to each other."""
        drafts: dict[Type, Draft] = {}
        for type_ in sorted(missing, key=_name):
            name = f"{_name(type_)}!{self.number}"
            match type_:
                case TupleType() | SetType() | MapType():
                    self._sorts[type_] = logic.opaque(name)
                case _:
                    drafts[type_] = logic.draft(name)
        for type_, draft in drafts.items():
            self._constructors(type_, draft, drafts)
        if drafts:
            for type_, sort in zip(drafts, logic.create(list(drafts.values())), strict=True):
                self._sorts[type_] = sort

    def _unique(self, name: str) -> str:
        """A name for a constructor or a field: no two have one, since in a file their sorts do not tell them apart."""
        known = self._names_of_constructors.get(name, 0)
        self._names_of_constructors[name] = known + 1
        return name if known == 0 else f"{name} {known + 1}"

    def _constructors(self, type_: Type, draft: Draft, drafts: dict[Type, Draft]) -> None:
        def part(each: Type) -> Draft | Sort:
            return drafts[each] if each in drafts else self._sorts[each]

        def declare(constructor: str, held: list[tuple[str, Draft | Sort]]) -> None:
            logic.declare(draft, self._unique(constructor), [(self._unique(field), each) for field, each in held])

        match type_:
            case TextType():
                declare("text", [("code", logic.INT)])
            case NoneType():
                declare("none", [])
            case EnumType(cls):
                for each in cls:
                    declare(each.name, [])
            case DataType(cls):
                declare(cls.__name__, [(f"{cls.__name__}.{name}", part(each)) for name, each in fields(cls).items()])
            case UnionType(members):
                for member in members:
                    declare(f"a {member.cls.__name__}", [(f"the {member.cls.__name__}", part(member))])
            case OptionType(inner):
                declare("nothing", [])
                declare("some", [("held", part(inner))])
            case _:
                raise AssertionError(f"{type_} is no datatype")


def _position(type_: Type, cls: type | None) -> int:
    match type_:
        case UnionType(members) if cls is not None:
            return members.index(DataType(cls))
        case OptionType():
            return 1
        case _:
            return 0


def _closure(type_: Type) -> set[Type]:
    found: set[Type] = set()
    todo = [type_]
    while todo:
        each = todo.pop()
        if each not in found:
            found.add(each)
            todo.extend(parts(each))
    return found


def _name(type_: Type) -> str:
    """What a type is called; no two types have one name."""
    match type_:
        case EnumType(cls) | DataType(cls):
            return f"{cls.__module__}.{cls.__qualname__}"
        case UnionType(members):
            return " or ".join(_name(each) for each in members)
        case OptionType(inner):
            return f"optional {_name(inner)}"
        case TupleType(element):
            return f"tuple of {_name(element)}"
        case SetType(element):
            return f"set of {_name(element)}"
        case MapType(key, value):
            return f"map from {_name(key)} to {_name(value)}"
        case _:
            return type(type_).__name__
