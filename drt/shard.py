"""A shard: the part of a run that one process does, chunk by chunk.

A chunk is some hundred cases of one target from a seed of its own, so that a run of so many tests is the same however
many processes share it. A shard sends what it counted, and every finding, to the process that started it.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from deodar.drt.built import cases_of_a_source, length_of_a_source
from deodar.drt.choice import derived_seed
from deodar.drt.chunk import MOST_INVESTIGATED, Chunk
from deodar.drt.compare import Difference
from deodar.drt.engines import engine
from deodar.drt.engines.command_engine import CommandEngine
from deodar.drt.engines.protocol import Engine
from deodar.drt.finding import Finding, investigate, short_signature
from deodar.drt.lanes import Lane, run_chunk
from deodar.drt.tally import Tally
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import Target

CHUNK = 100  # cases
LOOK_SECONDS = 0.02  # between two looks whether it is to stop: to ask costs as much as a request
FIRST_CHUNK = 10  # where the time decides: every target has its turn soon, however busy the machine is


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does."""

    engines: tuple[str, ...]
    targets: tuple[str, ...]
    lane: Lane
    seed: int
    seconds: float | None
    tests: int | None
    """Tests of each target; without it, the time decides."""
    shards: int
    """Processes of this run."""
    part: int = 0
    """Which part of the whole this run is, of as many as `parts`: one for each machine."""
    parts: int = 1
    memory_mb: int = 2_048
    """A process with more than that is replaced by a new one."""


@dataclass(frozen=True, slots=True)
class Course:
    """How far a shard is with a target."""

    place: int
    """Of the next chunk, among those of all shards."""
    left: int | None
    """Tests of all shards together; None where the time decides."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """What a shard has counted in a chunk, and where the next one is: a chunk is told once, when it is over."""

    shard: int
    target: str
    tally: Tally
    course: Course
    memory_mb: float
    """What the process takes."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A shard is done; `failure` says why it could not go on, `again` that it wants a new process."""

    shard: int
    failure: str = ""
    again: bool = False


Event = Progress | Finding | Ended


class Stopped(Exception):
    """The time is over, or nobody wants to know any more."""


class Shard:
    """One process of a run."""

    def __init__(  # noqa: PLR0917  # what a process is told
        self,
        plan: Plan,
        index: int,
        courses: Mapping[str, Course],
        seconds: float | None,
        send: Callable[[Event], None],
        stopped: Callable[[], bool],
    ) -> None:
        self._plan = plan
        self._index = index
        self._courses = dict(courses)
        self._send = send
        self._stopped = stopped
        self._engines = {name: engine(name) for name in plan.engines}
        self._investigated: Counter[str] = Counter()
        self._next_look = 0.0
        self._deadline = None if seconds is None else time.monotonic() + seconds

    def run(self, enough: Callable[[], bool] = lambda: False) -> bool:
        """Run chunk after chunk; whether it was enough, or the memory was used up, before the plan is done."""
        first = Course(self._plan.part * self._plan.shards + self._index, self._plan.tests)
        waiting = {TARGETS[name]: self._courses.get(name, first) for name in self._plan.targets}
        try:
            while waiting := {
                target: course for target, course in waiting.items() if course.left is None or course.left > 0
            }:
                target, course = min(waiting.items(), key=lambda each: each[1].seconds / each[0].share)
                waiting[target] = self._chunk(target, course)
                if enough() or memory_mb() > self._plan.memory_mb:
                    return True
        except Stopped:
            pass
        return False

    def close(self) -> None:
        """End the processes that are engines."""
        for tested in self._engines.values():
            if isinstance(tested, CommandEngine):
                tested.close()

    def _chunk(self, target: Target, course: Course) -> Course:
        """Run the next chunk of a target; gives the course behind it."""
        engines = {name: tested for name, tested in self._engines.items() if target.takes_part(tested)}
        if not engines:
            return replace(course, left=0)
        # All shards count the same tests down, each its own and as many for each of the others.
        shards = self._plan.shards * self._plan.parts
        each = 1 if self._plan.lane is Lane.PULL_REQUEST else cases_of_a_source(target)
        tests = target.tests_per_case * each * shards
        if course.left is None:
            sources = max(1, (CHUNK if course.seconds else FIRST_CHUNK) // each)
        else:
            sources = min(CHUNK // each, -(-course.left // tests))
        seed = derived_seed(self._plan.seed, target.name, course.place)
        counting = Chunk(target, engines, self._stop_if_over, each)
        began = time.monotonic()
        try:
            run_chunk(self._plan.lane, counting.check, seed, sources, length_of_a_source(each))
            counting.finish()
        finally:
            seconds = time.monotonic() - began
            left = None if course.left is None else course.left - sources * tests
            course = Course(course.place + shards, left, course.seconds + seconds)
            counting.tally.seconds = seconds
            self._send(Progress(self._index, target.name, counting.tally, course, memory_mb()))
            for choices, found in counting.differences:
                self._investigate(target, engines, choices, found, seed)
            self._go_on_without_the_dead()
        return course

    def _go_on_without_the_dead(self) -> None:
        """An engine that is given up is told once; its fault would hide whatever the others differ in."""
        self._engines = {
            name: tested
            for name, tested in self._engines.items()
            if not (isinstance(tested, CommandEngine) and tested.given_up)
        }

    def _stop_if_over(self) -> None:
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        if self._stopped() or (self._deadline is not None and now > self._deadline):
            raise Stopped

    def _investigate(
        self, target: Target, engines: dict[str, Engine], choices: bytes, found: Difference, seed: int
    ) -> None:
        signature = short_signature(target, found)
        self._investigated[signature] += 1
        if self._investigated[signature] <= MOST_INVESTIGATED and not self._stopped():
            self._send(investigate(target, engines, choices, found, seed))


def memory_mb() -> float:
    """How much memory this process takes, in units of a million bytes."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    # Elsewhere, what it took at most: in kilobytes, but on a Mac in bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
