"""The tester's own score: how many tests, and how many seconds of a processor, it takes to find each planted bug.

A seed is one hunt: cases from random bytes, each built once and put to the model once, then to every mutant of the
target that is not found yet. The seconds of a mutant are those of making the cases, of the model, and of the mutant
itself, up to the first difference: what a run with this one mutant would have taken.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from statistics import median

from deodar.drt.built import Built, built, cases_of_a_source, length_of_a_source
from deodar.drt.choice import Choices, derived_seed, random_bytes
from deodar.drt.compare import difference
from deodar.drt.deep import on_a_large_stack
from deodar.drt.engines import MUTANT_PREFIX, engine
from deodar.drt.engines.mutant_engine import MutantEngine
from deodar.drt.finding import Finding, investigate
from deodar.drt.mutants import MUTANTS
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import Target

MODEL = "model"


@dataclass(frozen=True, slots=True)
class Hunt:
    """What came of one seed for one mutant."""

    mutant: str
    seed: int
    found: bool
    tests: int
    """Until it was found, or all that were made."""
    cpu_seconds: float
    touched: int
    """How often its place was reached."""
    choices: bytes = b""
    """Of the case that found it."""


@dataclass(slots=True)
class _Prey:
    mutant: str
    engine: MutantEngine
    own_seconds: float = 0.0


def hunt(target_name: str, mutants: Sequence[str], seed: int, tests: int, cpu_seconds: float | None) -> list[Hunt]:
    """Hunt the mutants of one target with one seed, for so many tests or seconds of the processor at most."""
    target, model = TARGETS[target_name], engine(MODEL)
    alive = [_Prey(name, MutantEngine(name)) for name in mutants]
    ended: list[Hunt] = []
    shared, done, began = 0.0, 0, time.process_time()
    cases = _cases(target, derived_seed("score", target_name, seed))
    while alive and done < tests and (cpu_seconds is None or time.process_time() - began < cpu_seconds):
        start = time.process_time()
        made = next(cases)
        wanted = target.ask(model, made.case)
        shared += time.process_time() - start
        done += target.tests_per_case
        for prey in alive.copy():
            start = time.process_time()
            differs = difference({MODEL: wanted, prey.engine.name: target.ask(prey.engine, made.case)})
            prey.own_seconds += time.process_time() - start
            if differs is not None:
                alive.remove(prey)
                seconds = shared + prey.own_seconds
                ended.append(Hunt(prey.mutant, seed, True, done, seconds, prey.engine.touched, made.choices))
    return ended + [
        Hunt(prey.mutant, seed, False, done, shared + prey.own_seconds, prey.engine.touched) for prey in alive
    ]


def _cases(target: Target, seed: int) -> Iterator[Built]:
    """Cases without end, as a run makes them."""
    each = cases_of_a_source(target)
    for block in random_bytes(seed, length_of_a_source(each)):
        yield from built(target, Choices(block), each)


def _hunt(target_name: str, mutants: Sequence[str], seed: int, tests: int, cpu_seconds: float | None) -> list[Hunt]:
    return on_a_large_stack(hunt, target_name, mutants, seed, tests, cpu_seconds)


def hunts(
    mutants: Iterable[str], seeds: int, tests: int, cpu_seconds: float | None, processes: int
) -> Iterator[list[Hunt]]:
    """The hunts for these mutants, a target and a seed at a time, as they end."""
    by_target: dict[str, list[str]] = {}
    for name in mutants:
        by_target.setdefault(MUTANTS[name].target, []).append(name)
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        waiting = [
            pool.submit(_hunt, target, names, seed, tests, cpu_seconds)
            for seed in range(1, seeds + 1)
            for target, names in by_target.items()
        ]
        for each in waiting:
            yield each.result()


def counterexample(found: Hunt) -> Finding | None:
    """What a user would be shown of a bug that was found; None if the case does not show it again."""
    target = TARGETS[MUTANTS[found.mutant].target]
    engines = {name: engine(name) for name in (MODEL, MUTANT_PREFIX + found.mutant)}
    case = target.build(Choices(found.choices).choose)
    differs = difference({name: target.ask(each, case) for name, each in engines.items()})
    return None if differs is None else investigate(target, engines, found.choices, differs, found.seed)


@dataclass(slots=True)
class Score:
    """All hunts, and what they come to."""

    hunts: list[Hunt] = field(default_factory=list[Hunt])

    @property
    def mutants(self) -> list[str]:
        """Those that were hunted."""
        return list(dict.fromkeys(each.mutant for each in self.hunts))

    def of(self, mutants: Iterable[str]) -> Score:
        """The score of some of the mutants."""
        wanted = frozenset(mutants)
        return Score([each for each in self.hunts if each.mutant in wanted])

    @property
    def found(self) -> list[Hunt]:
        """The hunts with an end."""
        return [each for each in self.hunts if each.found]

    def found_share(self, tests: int) -> float:
        """The share of the hunts that ended within so many tests."""
        within = sum(each.found and each.tests <= tests for each in self.hunts)
        return within / len(self.hunts) if self.hunts else 0.0

    @property
    def survivors(self) -> list[str]:
        """The mutants that some hunt did not find."""
        return list(dict.fromkeys(each.mutant for each in self.hunts if not each.found))

    def tests(self) -> tuple[float, float]:
        """Tests until found: median and 90th percentile."""
        return _median_and_ninth([each.tests for each in self.found])

    def cpu_seconds(self) -> tuple[float, float]:
        """Seconds of a processor until found: median and 90th percentile."""
        return _median_and_ninth([each.cpu_seconds for each in self.found])


def _median_and_ninth(values: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return (median(ordered), ordered[min(len(ordered) - 1, len(ordered) * 9 // 10)]) if ordered else (0.0, 0.0)
