"""The jobs of a run: each proves one contract or theorem, or tries one edit, in whatever process it is done."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from deodar.proofs.induction import prove_contract
from deodar.proofs.mutants import HARMLESS, MUTANTS, MutantResult, try_harmless, try_mutant
from deodar.proofs.program import Program
from deodar.proofs.prove import Result, prove
from deodar.proofs.query import Query
from deodar.proofs.report import Asked, Checks, ContractReport, MutantReport, Step, TheoremReport
from deodar.proofs.translate.contract import contracts_of
from deodar.proofs.translate.solver import SEED, Verdict
from deodar.proofs.type_mutants import LESS_PRECISE, TYPE_MUTANTS, try_less_precise, try_type_mutant


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Theorem:
    """A theorem by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Mutation:
    """An edit by its name."""

    name: str


Job: TypeAlias = Contract | Theorem | Mutation


@dataclass(frozen=True, slots=True)
class Options:
    """How proofs are made, and what is asked of them beyond."""

    timeout_millis: int
    sanity: bool = True  # whether each statement is looked at, too
    seeds: int = 1
    keep: bool = False  # whether questions are kept as text
    second: bool = False  # whether the second solver is asked


def perform(job: Job, program: Program, options: Options) -> Step:
    """Does a job."""
    match job:
        case Contract(name):
            return _contract(name, program, options)
        case Theorem(name):
            lemma = next(each for each in program.lemmas() if each.name == name)
            result = prove(lemma, program, timeout_millis=options.timeout_millis, sane=not options.sanity)
            return _theorem(result, program, options)
        case Mutation(name):
            return _mutation(name)


def in_processes(jobs: Sequence[Job], options: Options, processes: int) -> Iterator[Step]:
    """Does jobs in several processes, of the program as it is; gives what comes of them in their order.

    Proofs by induction take longest and are begun first, so that no process waits for the last of them.
    """
    inductions = {each.name for each in _program().lemmas() if each.induction is not None}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_collect_seldom) as pool:
        begun = {
            job: pool.submit(_perform_here, job, options)
            for job in sorted(jobs, key=lambda job: not (isinstance(job, Theorem) and job.name in inductions))
        }
        try:
            yield from (begun[job].result() for job in jobs)
        finally:
            pool.shutdown(cancel_futures=True)


def _collect_seldom() -> None:
    """Formulas are many objects, of which few are garbage before a job is done."""
    gc.set_threshold(100_000)


def _perform_here(job: Job, options: Options) -> Step:
    return perform(job, _program(), options)


@cache
def _program() -> Program:
    return Program()


def _contract(name: str, program: Program, options: Options) -> ContractReport:
    contract = next(each for each in contracts_of(program.modules()) if each.name == name)
    found = prove_contract(contract, program, timeout_millis=options.timeout_millis)
    checks = _checks(() if found.query is None else (found.query,), options)
    return ContractReport(contract.name, contract.statement, found.holds, found.seconds, checks)


def _theorem(result: Result, program: Program, options: Options) -> TheoremReport:
    lemma, found = result.lemma, result.counterexample
    return TheoremReport(
        lemma.name,
        lemma.statement,
        lemma.official,
        result.status,
        result.seconds,
        {each.name: each.verdict.value for each in result.cases},
        result.assumptions,
        result.doubts,
        None if found is None else found.to_cedar(program),
        None if found is None else found.case_of(program),
        _checks(result.queries, options),
    )


def _checks(queries: Sequence[Query], options: Options) -> Checks:
    """What more is asked about the questions of a proof."""
    seeds = (each for each in range(1, options.seeds + 1) if each != SEED)
    unstable = tuple(each for each in seeds if not all(_is_answered(query, each, options) for query in queries))
    kept = queries if options.keep or options.second else ()
    return Checks(tuple(_asked(each, options) for each in kept), unstable)


def _is_answered(query: Query, seed: int, options: Options) -> bool:
    return query.ask(timeout_millis=options.timeout_millis, seed=seed).verdict is Verdict.IMPOSSIBLE


def _asked(query: Query, options: Options) -> Asked:
    text = query.to_smt2()
    if not options.second:
        return Asked(query.name, text, None)
    from deodar.proofs.second_solver import second_verdict  # noqa: PLC0415  # it comes with an extra of its own

    return Asked(query.name, text, second_verdict(text, options.timeout_millis))


def _mutation(name: str) -> MutantReport:
    for planted in MUTANTS:
        if planted.edit.name == name:
            return _mutant(try_mutant(planted))
    for typed in TYPE_MUTANTS:
        if typed.mutant.edit.name == name:
            return _mutant(try_type_mutant(typed))
    harmless = {each.name: try_harmless for each in HARMLESS} | {each.name: try_less_precise for each in LESS_PRECISE}
    edit = next(each for each in (*HARMLESS, *LESS_PRECISE) if each.name == name)
    return _mutant(harmless[name](edit))


def _mutant(result: MutantResult) -> MutantReport:
    return MutantReport(result.name, result.theorem, result.as_expected, result.seconds, result.cedar, result.replay)


def mutations(only: Sequence[str]) -> list[Mutation]:
    """All edits, or those that must make one of these theorems fall."""
    bugs = [*MUTANTS, *(each.mutant for each in TYPE_MUTANTS)]
    harmless = [] if only else [*HARMLESS, *LESS_PRECISE]
    chosen = [each.edit for each in bugs if not only or each.falls in only]
    return [Mutation(each.name) for each in (*chosen, *harmless)]
