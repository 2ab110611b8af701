"""A run: the walk over the sources, the contracts, the theorems, and, if asked for, the planted bugs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from deodar.proofs.induction import ContractResult, prove_contract
from deodar.proofs.lemma import Lemma
from deodar.proofs.mutants import HARMLESS, MUTANTS, MutantResult, try_harmless, try_mutant
from deodar.proofs.program import Program
from deodar.proofs.prove import Result, prove
from deodar.proofs.translate.contract import contracts_of
from deodar.proofs.translate.outside import OutsideSubset
from deodar.proofs.translate.source import shown
from deodar.proofs.translate.subset import check_subset
from deodar.proofs.translate.termination import check_termination


@dataclass(frozen=True, slots=True)
class Walk:
    """What the walk over the sources saw, or where they leave the subset that can be proved."""

    functions: int
    recursive: int
    outside: str | None

    @property
    def holds(self) -> bool:
        """Whether all sources lie in the subset, and all recursion descends."""
        return self.outside is None


Step: TypeAlias = Walk | ContractResult | Result | MutantResult


def theorems(program: Program, only: Collection[str] = ()) -> list[Lemma[...]]:
    """The theorems of these names, or all of them."""
    return [each for each in program.lemmas() if not only or each.name in only]


def run(program: Program, *, timeout_millis: int, only: Collection[str] = (), mutants: bool = False) -> Iterator[Step]:
    """Each result as it comes. A source outside the subset ends the run: nothing can be said of it."""
    seen = walk(program)
    yield seen
    if seen.holds:
        try:
            yield from _proofs(program, timeout_millis, only, mutants)
        except OutsideSubset as failure:
            yield Walk(0, 0, str(failure))


def _proofs(program: Program, timeout_millis: int, only: Collection[str], mutants: bool) -> Iterator[Step]:
    for contract in contracts_of(program.modules()):
        yield prove_contract(contract, program, timeout_millis=timeout_millis)
    for lemma in theorems(program, only):
        yield prove(lemma, program, timeout_millis=timeout_millis)
    if mutants:
        yield from (try_mutant(each) for each in MUTANTS if not only or each.falls in only)
        yield from (try_harmless(each) for each in HARMLESS if not only)


def walk(program: Program) -> Walk:
    """Looks at every function of the provable modules, whether a theorem unfolds it or not."""
    modules = program.modules()
    try:
        return Walk(sum(check_subset(each) for each in modules), check_termination(modules), None)
    except OutsideSubset as failure:
        return Walk(0, 0, str(failure))
    except SyntaxError as failure:
        return Walk(0, 0, f"{shown(failure.filename or '')}:{failure.lineno}: {failure.msg}")


def holds(step: Step) -> bool:
    """Whether a step came out as it must."""
    return step.as_expected if isinstance(step, MutantResult) else step.holds
