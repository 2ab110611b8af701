"""The cases of a chunk on their way: built, put to every engine, compared, counted.

Engines in this process are asked case by case. A process is asked about some cases together, and works on them while
the other engines answer and the next cases are built.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from deodar.drt.built import Built, built
from deodar.drt.case import Case
from deodar.drt.compare import Difference, abstains, difference
from deodar.drt.engines.command_engine import CommandEngine
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.finding import short_signature
from deodar.drt.lanes import Source
from deodar.drt.measures import POLICIES_SAMPLE, REACHED_SAMPLE, count_policies, count_reached, count_responses, digest
from deodar.drt.pipeline import Pipeline
from deodar.drt.tally import Tally
from deodar.drt.targets.target import Target

MOST_INVESTIGATED = 3  # of one short signature, in one shard
TOGETHER = 25  # cases in a row for a process


@dataclass(frozen=True, slots=True)
class _Begun:
    """Cases that processes are working on, and what the other engines have said."""

    cases: list[Built]
    told: dict[str, list[Answer]]
    pipelines: dict[str, Pipeline]


class Chunk:
    """Checks the cases of a chunk, and counts."""

    def __init__(
        self, target: Target, engines: Mapping[str, Engine], stop_if_over: Callable[[], None], each: int = 1
    ) -> None:
        self._target = target
        self._each = each
        self._engines = engines
        self._stop_if_over = stop_if_over
        self._teller = engines.get("impl") or next(iter(engines.values()))  # of what any can tell, the fastest
        self._processes = {name: each for name, each in engines.items() if isinstance(each, CommandEngine)}
        self._together = TOGETHER if self._processes else each
        self._built: list[Built] = []
        self._begun: _Begun | None = None
        self._seen: Counter[str] = Counter()
        self.tally = Tally()
        self.differences: list[tuple[bytes, Difference]] = []

    def check(self, source: Source) -> None:
        """Build the cases; the answers are compared now or, with a process among the engines, a little later."""
        self._stop_if_over()
        for made in built(self._target, source, self._each):
            self._built.append(made)
            if len(self._built) >= self._together:
                self._begin()

    def finish(self) -> None:
        """Compare what is still on its way."""
        self._begin()
        self._compare()

    def _begin(self) -> None:
        """Put the cases that are built to the engines, when those before them are compared."""
        self._compare()
        begun, self._built = self._built, []
        cases = [each.case for each in begun]
        pipelines = {name: Pipeline(self._target, process, cases) for name, process in self._processes.items()}
        told = {name: self._asked(engine, cases) for name, engine in self._engines.items() if name not in pipelines}
        self._begun = _Begun(begun, told, pipelines)
        if not pipelines:
            self._compare()

    def _asked(self, engine: Engine, cases: list[Case]) -> list[Answer]:
        answers: list[Answer] = []
        for case in cases:
            self._stop_if_over()
            answers.append(self._target.ask(engine, case))
        return answers

    def _compare(self) -> None:
        if self._begun is None:
            return
        begun, self._begun = self._begun, None
        told = begun.told | {name: each.answers(self._stop_if_over) for name, each in begun.pipelines.items()}
        for place, made in enumerate(begun.cases):
            given = {name: told[name][place] for name in self._engines}
            self.tally.answered.update(name for name, answer in given.items() if not abstains(answer))
            found = difference(given)
            if found is not None:
                self._differs(made.choices, found)
            self._count(made.case, next(iter(given.values())))

    def _differs(self, choices: bytes, found: Difference) -> None:
        self.tally.disagreements += 1
        signature = short_signature(self._target, found)
        self.tally.signatures[signature] += 1
        self._seen[signature] += 1
        if self._seen[signature] <= MOST_INVESTIGATED:
            self.differences.append((choices, found))

    def _count(self, case: Case, answer: Answer) -> None:
        tally = self.tally
        responses = answer.get("responses")
        tests = len(responses) if isinstance(responses, list) else 1
        tally.cases += 1
        tally.tests += tests
        tally.refused += "error" in answer
        tally.distinct.add(digest(case))
        if self._target.count is not None:
            self._target.count(tally.measures, case, answer)
        if self._target.name == "authorize":
            count_responses(tally.measures, answer)
            if tally.cases % POLICIES_SAMPLE == 0:
                count_policies(tally.measures, case, answer)
            if tally.cases % REACHED_SAMPLE == 0:
                count_reached(tally.measures, self._target, self._teller, case)
