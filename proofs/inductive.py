"""Proving a lemma by induction: one question for each way in which the argument can be built.

In each case the lemma is assumed of the calls that the recursive functions make on parts of the argument. The
termination guard has seen to it that they are strict parts of the arguments of those functions; that these are parts of
the lemma's own is seen to here (`smaller.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from types import FunctionType
from typing import cast

from deodar.proofs.cases import Case, cases_of
from deodar.proofs.lemma import By, Lemma
from deodar.proofs.query import Query, query
from deodar.proofs.smaller import smaller_calls
from deodar.proofs.statement import claim, unbounded
from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import equal, to_term
from deodar.proofs.translate.container import from_term
from deodar.proofs.translate.function import signature, unfold, unknown_function
from deodar.proofs.translate.logic import Formula, Logic
from deodar.proofs.translate.outside import OutsideSubset
from deodar.proofs.translate.raised import Case as Raise
from deodar.proofs.translate.raised import Outcome, some
from deodar.proofs.translate.solver import SEED, TIMEOUT_MILLIS, Verdict
from deodar.proofs.translate.source import file_of, qualified_name
from deodar.proofs.translate.symbol import Symbol
from deodar.proofs.translate.types import BoolType
from deodar.proofs.translate.world import Recursion, Unfolding, World


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What the solver says of one case."""

    name: str
    verdict: Verdict
    seconds: float  # in all
    solver_seconds: float
    assumptions: frozenset[str]
    query: Query

    @property
    def proved(self) -> bool:
        """Whether the lemma holds in this case."""
        return self.verdict is Verdict.IMPOSSIBLE


def cases(lemma: Lemma[...]) -> list[Case]:
    """The cases of a lemma that is proved by induction."""
    assert lemma.induction is not None
    return cases_of(signature(lemma.function)[0][lemma.induction.on], lemma.induction.together)


def prove_case(
    ground: Ground,
    case: Case,
    *,
    timeout_millis: int = TIMEOUT_MILLIS,
    seed: int = SEED,
    conclusion: bool | None = None,
) -> CaseResult:
    """Proves a lemma in one case; with a conclusion, what it would say if that were all that it concludes."""
    start, name = perf_counter(), f"{ground.lemma.name}.{case.name}"
    facts, goal, assumptions = ground.question(case, conclusion=conclusion)
    asked = query(name, [*facts, goal])
    answer = asked.ask(timeout_millis=timeout_millis, seed=seed)
    if conclusion is None and answer.verdict is Verdict.UNKNOWN:
        facts, goal, assumptions = ground.question(case, told=True)
        asked = query(name, [*facts, goal])
        answer = asked.ask(timeout_millis=timeout_millis, seed=seed)
    return CaseResult(case.name, answer.verdict, perf_counter() - start, answer.seconds, assumptions, asked)


class Ground:
    """What all cases of a lemma have in common: the arguments but for the one, the lemmas and definitions used."""

    def __init__(self, lemma: Lemma[...]) -> None:
        assert lemma.induction is not None
        self.lemma, self.induction, self.world = lemma, lemma.induction, World()
        self.arguments = unbounded(self.world, lemma)
        claim(self.world, lemma, self.arguments)  # so that what does not depend on the case is read once
        self.known = background(self.world, lemma, self.arguments)

    def question(
        self, case: Case, *, conclusion: bool | None = None, told: bool = False
    ) -> tuple[list[Formula], Formula, frozenset[str]]:
        """What is known in a case, and the formula that is then impossible if the lemma holds.

        The solver comes upon most that it needs of other lemmas by itself; it can be told what they say of the parts.
        """
        with self.world.branch():
            facts, goal = self._question(case, conclusion, told)
            return facts, goal, frozenset(self.world.assumptions)

    def _question(self, case: Case, conclusion: bool | None, told: bool) -> tuple[list[Formula], Formula]:
        world, lemma, induction = self.world, self.lemma, self.induction
        world.recursions.clear()
        subject = case.build(world)
        arguments = {**self.arguments, induction.on: subject.value}
        world.unfolding = Unfolding(induction.functions, subject.value)
        stated = claim(world, lemma, arguments, conclusion=conclusion)
        made = [each for each in world.recursions if each.function in induction.functions[:1]]
        calls = smaller_calls(world, made, induction.on, arguments)
        assumed = _distinct([_hypothesis(world, lemma, induction.general, each, arguments) for each in calls])
        hypotheses = [logic.where_true(each, stated.refuted) for each in assumed]
        others = [fact for each in calls if told for fact in _of_parts(world, lemma, each, arguments)]
        facts = [*world.facts, *self.known, *hypotheses, *_distinct(others), subject.provided]
        return facts, logic.stated_once(stated.refuted)


def background(world: World, lemma: Lemma[...], arguments: Mapping[str, Symbol]) -> list[Formula]:
    """The lemmas and the definitions that the proof of a lemma, about some arguments, uses."""
    used = [_any_arguments(world, each, arguments) for each in lemma.using]
    return [*used, *(each for f, by in lemma.unfolding.items() for each in _definition(world, f, by))]


def _hypothesis(
    world: World, lemma: Lemma[...], general: tuple[str, ...], call: Recursion, arguments: Mapping[str, Symbol]
) -> Formula:
    """A lemma, of the arguments of a recursive call."""
    types = signature(lemma.function)[0]
    made = cast("dict[str, Symbol]", {name: x for name, x in call.arguments.items() if name in types})
    anything = {name: world.unknown(name, types[name]) for name in general if name not in made}
    own = {**made, **{name: from_term(world, types[name], x) for name, x in anything.items()}}
    guards = [each.guard for each in call.bound]
    guards += [world.meaningful(to_term(world, cast("Symbol", x))) for x in call.arguments.values()]
    with world.within(call.bound):
        stated = logic.neg(claim(world, lemma, {name: own.get(name, arguments.get(name)) for name in types}).refuted)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]  # one of them has it
    unknowns = [*(each.unknown for each in call.bound), *anything.values()]
    return _for_all(unknowns, [*(each.guard for each in call.bound), *guards], stated, lemma)


def _of_parts(world: World, lemma: Lemma[...], call: Recursion, arguments: Mapping[str, Symbol]) -> list[Formula]:
    """What the lemmas that a proof uses say of the arguments of a recursive call, those that have no others."""
    with world.opening(lemma.opened):
        return [
            _hypothesis(world, each, (), call, arguments)
            for each in lemma.using
            if signature(each.function)[0].keys() - set(each.fixed) <= call.arguments.keys()
        ]


def _for_all(unknowns: list[Logic], guards: list[Formula], stated: Formula, lemma: Lemma[...]) -> Formula:
    """That something holds of all values, if the guards do; a part that speaks of fewer values is told by itself."""
    apart = [] if lemma.met or not unknowns else logic.told_apart(stated)
    spoken_of = [logic.mentioned([*guards, each], unknowns) for each in apart]
    if all(len(each) == len(unknowns) for each in spoken_of):
        return _quantified(unknowns, guards, stated, lemma)
    parts = zip(spoken_of, apart, strict=True)
    return logic.conj(*(_quantified(some, guards, each, lemma) for some, each in parts))


def _quantified(unknowns: list[Logic], guards: list[Formula], stated: Formula, lemma: Lemma[...]) -> Formula:
    body = logic.implies(logic.conj(*guards), stated)
    if not unknowns:
        return body
    triggers = logic.covers([*guards, stated], unknowns, tuple(qualified_name(each) for each in lemma.met))
    if not triggers:
        raise OutsideSubset(file_of(lemma.function), f"nothing in `{lemma.name}` tells when the solver is to use it")  # pyright: ignore[reportArgumentType]  # a field, no method
    return logic.forall(unknowns, body, lemma.name, *triggers)


def _any_arguments(world: World, lemma: Lemma[...], fixed: Mapping[str, Symbol]) -> Formula:
    """A lemma, of whatever arguments, but for those that are fixed."""
    types = signature(lemma.function)[0]
    unknowns = {name: world.unknown(name, type_) for name, type_ in types.items() if name not in lemma.fixed}
    own = {name: from_term(world, types[name], x) for name, x in unknowns.items()}
    arguments = {name: own[name] if name in own else fixed[name] for name in types}
    stated = claim(world, lemma, arguments, opened=False)
    return _for_all(list(unknowns.values()), [], logic.neg(stated.refuted), lemma)


def _definition(world: World, function: FunctionType, by: By) -> list[Formula]:
    """What a recursive function gives, for each way to build the argument for a parameter."""
    types, facts = signature(function)[0], list[Formula]()
    for case in cases_of(types[by.parameter]):
        if by.classes and case.name.split()[0] not in {each.__name__ for each in by.classes}:
            continue
        arguments = {name: from_term(world, type_, world.unknown(name, type_)) for name, type_ in types.items()}
        arguments[by.parameter] = case.build(world).value
        called = unknown_function(world, function, list(arguments.values()))
        given = unfold(world, function, arguments)
        trigger = to_term(world, called.value)
        facts += [
            logic.forall(logic.unknowns(trigger), each, function.__name__, trigger)
            for each in _same(world, called, given)
        ]
    return facts


def _same(world: World, called: Outcome, given: Outcome) -> list[Formula]:
    """That two outcomes are the same: what they raise, and the value if they raise nothing."""
    failed = some(given.raised)
    facts = [logic.disj(failed, each) for each in _agree(world, called.value, given.value)]
    for cls, case in called.raised.items():
        other = given.raised.get(cls, Raise(logic.FALSE, None))
        facts += [logic.implies(case.condition, other.condition), logic.implies(other.condition, case.condition)]
        if case.payload is not None and other.payload is not None:
            facts.append(logic.implies(other.condition, equal(world, case.payload, other.payload)))
    return facts


def _agree(world: World, a: Symbol, b: Symbol) -> tuple[Formula, ...]:
    """That two values are the same, of truth values in two implications: the solver does better with these."""
    if not isinstance(a.type, BoolType):
        return (equal(world, a, b),)
    first, second = cast("Formula", to_term(world, a)), cast("Formula", to_term(world, b))
    return logic.implies(first, second), logic.implies(second, first)


def _distinct(formulas: list[Formula]) -> list[Formula]:
    """Each formula once."""
    return list({each.get_id(): each for each in formulas}.values())
