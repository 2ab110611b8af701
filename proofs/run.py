"""A run: the walk over the sources, the contracts, the theorems, and, if asked for, the planted bugs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from deodar.proofs.job import Contract, Job, Options, Theorem, in_processes, mutations, perform
from deodar.proofs.lemma import Lemma
from deodar.proofs.program import Program
from deodar.proofs.report import Step, Walk
from deodar.proofs.translate.contract import contracts_of
from deodar.proofs.translate.outside import OutsideSubset
from deodar.proofs.translate.solver import TIMEOUT_MILLIS
from deodar.proofs.translate.source import shown
from deodar.proofs.translate.subset import check_subset
from deodar.proofs.translate.termination import check_termination


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does."""

    only: tuple[str, ...] = ()  # theorems; all of them if none is named
    mutants: bool = False
    options: Options = field(default_factory=lambda: Options(TIMEOUT_MILLIS))
    processes: int = 1


def theorems(program: Program, only: Collection[str] = ()) -> list[Lemma[...]]:
    """The theorems of these names, or all of them."""
    return [each for each in program.lemmas() if not only or each.name in only]


def run(program: Program, plan: Plan) -> Iterator[Step]:
    """Each result as it comes. A source outside the subset ends the run: nothing can be said of it."""
    seen = walk(program)
    yield seen
    if seen.holds:
        try:
            yield from _proofs(program, plan)
        except OutsideSubset as failure:
            yield Walk(0, 0, str(failure))


def _proofs(program: Program, plan: Plan) -> Iterator[Step]:
    jobs: list[Job] = [Contract(each.name) for each in contracts_of(program.modules())]
    jobs += [Theorem(each.name) for each in theorems(program, plan.only)]
    jobs += mutations(plan.only) if plan.mutants else []
    if plan.processes > 1 and not program.copies:
        yield from in_processes(jobs, plan.options, plan.processes)
    else:  # a changed program lives in this process alone
        yield from (perform(each, program, plan.options) for each in jobs)


def walk(program: Program) -> Walk:
    """Looks at every function of the provable modules, whether a theorem unfolds it or not."""
    modules = program.modules()
    try:
        return Walk(sum(check_subset(each) for each in modules), check_termination(modules), None)
    except OutsideSubset as failure:
        return Walk(0, 0, str(failure))
    except SyntaxError as failure:
        return Walk(0, 0, f"{shown(failure.filename or '')}:{failure.lineno}: {failure.msg}")
