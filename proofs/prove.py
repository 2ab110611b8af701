"""Proving: the theorems for any number of policies, the contracts they rely on, and the sanity of each statement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from time import perf_counter

from deodar.model.schema import Environment
from deodar.proofs.counterexample import Refutation
from deodar.proofs.inductive import CaseResult, Ground, background, cases, prove_case
from deodar.proofs.lemma import Lemma
from deodar.proofs.program import Program
from deodar.proofs.query import Query, query
from deodar.proofs.refute import NotReplayed, refute
from deodar.proofs.statement import claim, unbounded
from deodar.proofs.translate import logic
from deodar.proofs.translate.contract import CONTRACTS
from deodar.proofs.translate.function import signature
from deodar.proofs.translate.solver import TIMEOUT_MILLIS, Verdict, ask
from deodar.proofs.translate.types import DataType
from deodar.proofs.translate.world import World
from deodar.proofs.type_search import has_example, search


class Status(Enum):
    """What came of a theorem."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a theorem, and how far to trust it."""

    lemma: Lemma[...]
    status: Status
    seconds: float  # of the proof, without the look at its statement
    assumptions: tuple[str, ...]  # the contracts that it relies on and that are not proved
    counterexample: Refutation | None
    doubts: tuple[str, ...]  # the sanity checks that failed
    cases: tuple[CaseResult, ...] = ()  # of an induction
    queries: tuple[Query, ...] = ()  # what the solver was asked: all must be impossible

    @property
    def holds(self) -> bool:
        """Whether the theorem is proved and its statement is sane."""
        return self.status is Status.PROVED and not self.doubts


ABSURD = "it is proved with its conclusion replaced by false, too"
ABSURD_MILLIS = 1_000  # to look for such a proof: the theorems themselves have theirs in less
ASSUMED = frozenset(contract.name for contract in CONTRACTS if not contract.proved)


def prove(lemma: Lemma[...], program: Program, *, timeout_millis: int = TIMEOUT_MILLIS, sane: bool = False) -> Result:
    """Proves a theorem, or looks for what refutes it; `sane` tells that its statement has been looked at already."""
    if lemma.induction is not None:
        return _by_induction(lemma, timeout_millis, sane)
    start = perf_counter()
    world = World()
    stated = claim(world, lemma, unbounded(world, lemma))
    known = [logic.where_true(each, stated.refuted) for each in background(world, lemma, stated.arguments)]
    asked = query(lemma.name, [*world.facts, *known, logic.stated_once(stated.refuted)])
    verdict = asked.ask(timeout_millis=timeout_millis).verdict
    seconds = perf_counter() - start
    assumptions = tuple(sorted(world.assumptions & ASSUMED))
    found, doubts = None, list[str]()
    if verdict is Verdict.IMPOSSIBLE:
        status = Status.PROVED
        doubts = [] if sane else _doubts(lemma, program, timeout_millis)
    else:
        try:
            found = search(lemma, "Lit") if _about_types(lemma) else refute(lemma, program)
        except NotReplayed:
            doubts = ["the solver's counterexample does not fail in Python"]
        status = Status.UNKNOWN if found is None else Status.REFUTED
    return Result(lemma, status, seconds, assumptions, found, tuple(doubts), queries=(asked,))


def _by_induction(lemma: Lemma[...], timeout_millis: int, sane: bool) -> Result:
    """Proves a theorem case by case; where a case has no proof, random arguments of its kind may show why."""
    start = perf_counter()
    ground = Ground(lemma)
    found = tuple(prove_case(ground, each, timeout_millis=timeout_millis) for each in cases(lemma))
    seconds = perf_counter() - start
    refuting = next((shown for each in found if not each.proved and (shown := search(lemma, each.name))), None)
    unproved = Status.UNKNOWN if refuting is None else Status.REFUTED
    status = Status.PROVED if all(each.proved for each in found) else unproved
    absurd = (prove_case(ground, each, timeout_millis=timeout_millis, conclusion=False) for each in cases(lemma))
    doubts = () if sane or status is not Status.PROVED or not all(each.proved for each in absurd) else (ABSURD,)
    assumptions = tuple(sorted(frozenset[str]().union(*(each.assumptions for each in found)) & ASSUMED))
    queries = tuple(each.query for each in found)
    return Result(lemma, status, seconds, assumptions, refuting, doubts, found, queries)


def _doubts(lemma: Lemma[...], program: Program, timeout_millis: int) -> list[str]:
    """The sanity checks that fail: premises that nothing meets, or facts that prove anything."""
    doubts: list[str] = []
    try:
        met = has_example(lemma) if _about_types(lemma) else refute(lemma, program, vacuous=True) is not None
        if met is False:
            doubts.append("nothing that was tried meets the premises")
    except NotReplayed:
        doubts.append("what meets the premises for the solver does not meet them in Python")
    world = World()
    absurd = claim(world, lemma, unbounded(world, lemma), conclusion=False)
    known = background(world, lemma, absurd.arguments)
    asked = [*world.facts, *known, absurd.refuted]
    if ask(asked, timeout_millis=min(timeout_millis, ABSURD_MILLIS)).verdict is Verdict.IMPOSSIBLE:
        doubts.append(ABSURD)
    return doubts


def _about_types(lemma: Lemma[...]) -> bool:
    """Whether a lemma speaks of a request environment, or a reach: examples take a schema (see `type_search.py`)."""
    types = signature(lemma.function)[0]  # pyright: ignore[reportArgumentType]  # a field, no method
    return types.get("env") == DataType(Environment) or "reach" in types
