"""A run: shards started, their counts added up, their findings written down, the outcome judged."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from deodar.drt import case_file
from deodar.drt.canary import flown
from deodar.drt.crew import Crew, LocalCrew
from deodar.drt.earlier import asked_again
from deodar.drt.event_log import EventLog
from deodar.drt.finding import Finding, short_signature
from deodar.drt.gates import taking_part
from deodar.drt.known_issues import NO_ISSUES, KnownIssues
from deodar.drt.lanes import Lane
from deodar.drt.outcome import Outcome
from deodar.drt.run_state import State, counts_of, save, tally_of
from deodar.drt.shard import Course, Ended, Event, Plan, Progress
from deodar.drt.tally import Tally
from deodar.drt.targets import TARGETS

KEPT = 3  # findings of one signature
PATIENCE_SECONDS = 30.0  # for shards that are to stop: one may be shrinking
POLL_SECONDS = 0.25
SAVE_SECONDS = 20.0
MOST_STARTS = 5  # of one shard without a new chunk between them


def run(
    plan: Plan,
    folder: Path,
    watch: Callable[[Outcome], None],
    events_file: IO[str] | None = None,
    *,
    canaries: int = 0,
    resumed: State | None = None,
    issues: KnownIssues = NO_ISSUES,
    crew: Crew | None = None,
) -> Outcome:
    """Run the plan to its end, or to an interrupt. `watch` is called a few times a second. Without a crew, run here."""
    with _terminated_like_interrupted():
        running = _Run(plan, folder, watch, EventLog(events_file), resumed, issues, crew or LocalCrew(plan))
        try:
            running.begin(canaries)
            running.follow()
        except KeyboardInterrupt:
            running.stop()
        return running.close()


@contextmanager
def _terminated_like_interrupted() -> Generator[None, None, None]:
    """SIGTERM ends a run as Ctrl-C does."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Run:
    """The shards of a run, and what came of them so far."""

    def __init__(  # noqa: PLR0917  # what a run is told
        self,
        plan: Plan,
        folder: Path,
        watch: Callable[[Outcome], None],
        log: EventLog,
        resumed: State | None,
        issues: KnownIssues,
        crew: Crew,
    ) -> None:
        tallies = {target: Tally() for target in plan.targets}
        before = 0.0
        self._courses: list[dict[str, Course]] = [{} for _ in range(plan.shards)]
        if resumed is not None:
            before, self._courses = resumed.elapsed, resumed.courses
            tallies |= {target: tally_of(counts) for target, counts in resumed.counts.items()}
        self._outcome = Outcome(plan, time.monotonic() - before, tallies, memory_mb=[0.0] * plan.shards, issues=issues)
        self._folder = folder
        self._watch = watch
        self._log = log
        self._saved = time.monotonic()
        self._crew = crew
        self._shards: set[int] = set()
        self._starts = [0] * plan.shards

    def begin(self, canaries: int) -> None:
        """Ask again what earlier runs have found, fly the canaries, then start the shards."""
        plan = self._outcome.plan
        self._log.begun(self._outcome)
        began = time.monotonic()
        try:
            if not any(self._courses):  # a run that goes on has asked it
                self._ask_again()
            if canaries:
                self._outcome.canaries = flown(plan.targets, plan.seed, canaries)
        finally:
            self._outcome.started += time.monotonic() - began  # the time of the run is for its own tests
        for index in range(plan.shards):
            self._start(index)

    def _ask_again(self) -> None:
        for again in asked_again(self._folder, self._outcome.plan.engines, self._outcome.plan.targets):
            self._outcome.again.append(again)
            if again.found is not None:
                finding, difference = again.found
                tally = self._outcome.tallies[finding.target]
                tally.disagreements += 1
                tally.signatures[short_signature(TARGETS[finding.target], difference)] += 1
                self._log.finding(finding, self._keep(finding))

    def _start(self, index: int) -> None:
        """Let a shard go on from where it is."""
        plan = self._outcome.plan
        seconds = None if plan.seconds is None else max(0.0, plan.seconds - self._outcome.elapsed)
        self._crew.start(index, self._courses[index], seconds)
        self._shards.add(index)
        self._starts[index] += 1

    def follow(self, patience: float | None = None) -> None:
        """Take in what the shards send until all have ended, or until patience ends."""
        until = None if patience is None else time.monotonic() + patience
        while self._shards and (until is None or time.monotonic() < until):
            event = self._crew.event(POLL_SECONDS)
            if event is None:
                self._replace_lost()
            else:
                self._take(event)
            self._watch(self._outcome)
            self._log.progress(self._outcome)
            if time.monotonic() - self._saved > SAVE_SECONDS:
                self._save()

    def _take(self, event: Event) -> None:
        match event:
            case Progress(index, target, tally, course, memory):
                self._outcome.memory_mb[index] = memory
                self._outcome.tallies[target].add(tally)
                self._courses[index][target] = course
                self._starts[index] = 1
            case Ended(index, failure, again):
                self._shards.discard(index)
                self._crew.ended(index)
                self._outcome.failures += [failure] if failure else []
                if again and not self._outcome.interrupted:
                    self._again(index, "its memory was used up")
            case Finding():
                self._log.finding(event, self._keep(event))

    def _replace_lost(self) -> None:
        """One that is lost could not say that it ended: what it told is kept, its chunk is run again."""
        for index, reason in self._crew.lost():
            self._shards.discard(index)
            if self._outcome.interrupted:
                self._outcome.failures.append(f"process {index}: {reason}")
            else:
                self._again(index, reason)

    def _again(self, index: int, reason: str) -> None:
        if self._starts[index] >= MOST_STARTS:
            self._outcome.failures.append(f"process {index} was started {MOST_STARTS} times in vain: {reason}")
            return
        self._outcome.restarts.append(f"process {index}: {reason}")
        self._start(index)

    def stop(self) -> None:
        """End the run in order; a second interrupt ends it at once."""
        self._outcome.interrupted = True
        self._crew.stop()
        with suppress(KeyboardInterrupt):
            self.follow(PATIENCE_SECONDS)

    def _save(self) -> None:
        self._saved = time.monotonic()
        outcome = self._outcome
        counts = {target: counts_of(tally) for target, tally in outcome.tallies.items()}
        save(State(plan=outcome.plan, elapsed=outcome.elapsed, courses=self._courses, counts=counts), self._folder)

    def close(self) -> Outcome:
        """Judge what came of the run."""
        outcome = self._outcome
        self._crew.close()
        outcome.gates += taking_part(outcome.plan.engines, outcome.tallies.values())
        # In the pull-request lane, Hypothesis decides what is varied, and not the generator alone.
        if outcome.plan.lane is not Lane.PULL_REQUEST and not outcome.interrupted:
            for name, tally in outcome.tallies.items():
                demand = TARGETS[name].gates
                outcome.gates += [] if demand is None else demand(tally)
        self._save()
        self._log.ended(outcome)
        return outcome

    def _keep(self, finding: Finding) -> Path | None:
        """Write a finding down, if it is among the three smallest of its signature; None if it is there already."""
        kept = self._outcome.findings.setdefault(finding.signature, [])
        if any(other.case == finding.case for other, _ in kept):
            return None
        written = case_file.write(finding, self._folder)
        kept.append((finding, written))
        kept.sort(key=lambda each: each[0].size)
        for _, path in kept[KEPT:]:
            path.unlink()
            path.with_name(f"test_{path.stem}.py").unlink()
        del kept[KEPT:]
        return written
