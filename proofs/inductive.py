"""Proving a lemma by induction: one question for each way in which the argument can be built.

In each case the lemma is assumed of the calls that the recursive functions make on parts of the argument. The
termination guard has seen to it that they are strict parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from types import FunctionType
from typing import cast

from deodar.proofs.cases import Case, cases_of
from deodar.proofs.lemma import Induction, Lemma
from deodar.proofs.statement import claim, unbounded
from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import equal, to_term
from deodar.proofs.translate.container import from_term
from deodar.proofs.translate.contract import contract_of
from deodar.proofs.translate.function import signature, unfold, unknown_function
from deodar.proofs.translate.logic import Formula, Logic
from deodar.proofs.translate.outside import OutsideSubset
from deodar.proofs.translate.solver import SEED, TIMEOUT_MILLIS, Verdict, ask
from deodar.proofs.translate.source import file_of
from deodar.proofs.translate.symbol import Symbol
from deodar.proofs.translate.world import Recursion, Unfolding, World


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What the solver says of one case."""

    name: str
    verdict: Verdict
    seconds: float  # in all
    solver_seconds: float
    assumptions: frozenset[str]

    @property
    def proved(self) -> bool:
        """Whether the lemma holds in this case."""
        return self.verdict is Verdict.IMPOSSIBLE


def cases(lemma: Lemma[...]) -> list[Case]:
    """The cases of a lemma that is proved by induction."""
    assert lemma.induction is not None
    return cases_of(signature(lemma.function)[0][lemma.induction.on])


def prove_case(
    lemma: Lemma[...],
    case: Case,
    *,
    timeout_millis: int = TIMEOUT_MILLIS,
    seed: int = SEED,
    conclusion: bool | None = None,
) -> CaseResult:
    """Proves a lemma in one case; with a conclusion, what it would say if that were all that it concludes."""
    start = perf_counter()
    formulas, world = question(lemma, case, conclusion=conclusion)
    answer = ask(formulas, timeout_millis=timeout_millis, seed=seed)
    return CaseResult(case.name, answer.verdict, perf_counter() - start, answer.seconds, frozenset(world.assumptions))


def question(lemma: Lemma[...], case: Case, *, conclusion: bool | None = None) -> tuple[list[Formula], World]:
    """The formulas that cannot all be true if the lemma holds in a case."""
    assert lemma.induction is not None
    world, induction = World(), lemma.induction
    subject = case.build(world)
    arguments = {**unbounded(world, lemma), induction.on: subject.value}
    world.unfolding = Unfolding(induction.functions, subject.value)
    stated = claim(world, lemma, arguments, conclusion=conclusion)
    calls = [each for each in world.recursions if each.function is induction.functions[0]]
    hypotheses = _distinct([_hypothesis(world, lemma, induction, each, arguments) for each in calls])
    known = background(world, lemma)
    return [*world.facts, *known, *hypotheses, subject.provided, stated.refuted], world


def background(world: World, lemma: Lemma[...]) -> list[Formula]:
    """The lemmas and the definitions that a proof uses."""
    used = [_any_arguments(world, each) for each in lemma.using]
    return [*used, *(each for f, parameter in lemma.unfolding.items() for each in _definition(world, f, parameter))]


def _hypothesis(
    world: World, lemma: Lemma[...], induction: Induction, call: Recursion, arguments: dict[str, Symbol]
) -> Formula:
    """The lemma, of the arguments of a recursive call."""
    types = signature(lemma.function)[0]
    made = cast("dict[str, Symbol]", {name: x for name, x in call.arguments.items() if name in types})
    anything = {name: world.unknown(name, types[name]) for name in induction.general if name not in made}
    made = {**arguments, **made, **{name: from_term(world, types[name], x) for name, x in anything.items()}}
    guards = [each.guard for each in call.bound]
    guards += [world.meaningful(to_term(world, cast("Symbol", x))) for x in call.arguments.values()]
    with world.within(call.bound):
        stated = logic.neg(claim(world, lemma, made).refuted)
    unknowns = [*(each.unknown for each in call.bound), *anything.values()]
    return _for_all(unknowns, [*(each.guard for each in call.bound), *guards], stated, lemma)


def _for_all(unknowns: list[Logic], guards: list[Formula], stated: Formula, lemma: Lemma[...]) -> Formula:
    """That something holds of all values, if the guards do."""
    body = logic.implies(logic.conj(*guards), stated)
    if not unknowns:
        return body
    trigger = logic.cover([*guards, stated], unknowns)
    if trigger is None:
        raise OutsideSubset(file_of(lemma.function), f"nothing in `{lemma.name}` tells when the solver is to use it")  # pyright: ignore[reportArgumentType]  # a field, no method
    return logic.forall(unknowns, body, lemma.name, trigger)


def _any_arguments(world: World, lemma: Lemma[...]) -> Formula:
    """A lemma, of whatever arguments."""
    types = signature(lemma.function)[0]
    unknowns = {name: world.unknown(name, type_) for name, type_ in types.items()}
    stated = claim(world, lemma, {name: from_term(world, types[name], x) for name, x in unknowns.items()})
    return _for_all(list(unknowns.values()), [], logic.neg(stated.refuted), lemma)


def _definition(world: World, function: FunctionType, parameter: str) -> list[Formula]:
    """What a recursive function gives, for each way to build the argument for a parameter."""
    types = signature(function)[0]
    if contract_of(function).raises:
        raise OutsideSubset(file_of(function), f"the definition of `{function.__name__}`, which may raise")
    facts: list[Formula] = []
    for case in cases_of(types[parameter]):
        arguments = {name: from_term(world, type_, world.unknown(name, type_)) for name, type_ in types.items()}
        arguments[parameter] = case.build(world).value
        called = unknown_function(world, function, list(arguments.values())).value
        given = unfold(world, function, arguments).value
        trigger = to_term(world, called)
        same = equal(world, called, given)
        facts.append(logic.forall(logic.unknowns(trigger), same, function.__name__, trigger))
    return facts


def _distinct(formulas: list[Formula]) -> list[Formula]:
    """Each formula once."""
    return list({each.get_id(): each for each in formulas}.values())
