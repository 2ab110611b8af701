"""A run: shards started, their counts added up, their findings written down, the outcome judged."""

from __future__ import annotations

import json
import multiprocessing
import queue
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event as StopEvent
from pathlib import Path
from typing import IO

from deodar.drt import case_file
from deodar.drt.data import Json
from deodar.drt.deep import on_a_large_stack
from deodar.drt.finding import Finding
from deodar.drt.gates import Gate
from deodar.drt.lanes import Lane
from deodar.drt.shard import Ended, Event, Plan, Progress, Shard
from deodar.drt.tally import Tally
from deodar.drt.targets import TARGETS

KEPT = 3  # findings of one signature
PATIENCE_SECONDS = 30.0  # for shards that are to stop: one may be shrinking
POLL_SECONDS = 0.25


@dataclass(slots=True)
class Outcome:
    """What came of a run so far."""

    plan: Plan
    started: float
    tallies: dict[str, Tally]
    findings: dict[str, list[tuple[Finding, Path]]] = field(default_factory=dict[str, list[tuple[Finding, Path]]])
    failures: list[str] = field(default_factory=list[str])
    interrupted: bool = False
    gates: list[Gate] = field(default_factory=list[Gate])

    @property
    def disagreements(self) -> int:
        """Over all targets."""
        return sum(tally.disagreements for tally in self.tallies.values())

    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.started


def _work(plan: Plan, index: int, events: Queue[Event], stop: StopEvent) -> None:
    """What a process does; the one that started it hears of an interrupt, and tells this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    failure = ""
    try:
        on_a_large_stack(Shard(plan, index, events.put, stop.is_set).run)
    except (ValueError, OSError, ImportError) as failed:
        failure = f"{type(failed).__name__}: {failed}"
    events.put(Ended(failure))


def run(plan: Plan, folder: Path, watch: Callable[[Outcome], None], events_file: IO[str] | None = None) -> Outcome:
    """Run the plan to its end, or to an interrupt. `watch` is called a few times a second."""
    running = _Run(plan, folder, watch, _Log(events_file))
    try:
        running.follow()
    except KeyboardInterrupt:
        running.stop()
    return running.close()


class _Run:
    """The shards of a run, and what came of them so far."""

    def __init__(self, plan: Plan, folder: Path, watch: Callable[[Outcome], None], log: _Log) -> None:
        self._outcome = Outcome(plan, time.monotonic(), {target: Tally() for target in plan.targets})
        self._folder = folder
        self._watch = watch
        self._log = log
        context = multiprocessing.get_context("spawn")
        self._events: Queue[Event] = context.Queue()
        self._stop = context.Event()
        self._left = plan.shards
        self._shards = [
            context.Process(target=_work, args=(plan, index, self._events, self._stop), daemon=True)
            for index in range(plan.shards)
        ]
        for shard in self._shards:
            shard.start()

    def follow(self, patience: float | None = None) -> None:
        """Take in what the shards send until all have ended, or until patience ends."""
        until = None if patience is None else time.monotonic() + patience
        while self._left > 0 and (until is None or time.monotonic() < until):
            try:
                self._take(self._events.get(timeout=POLL_SECONDS))
            except queue.Empty:
                # One that was killed could not say that it ended.
                if not any(shard.is_alive() for shard in self._shards):
                    self._left = 0
            self._watch(self._outcome)

    def _take(self, event: Event) -> None:
        match event:
            case Progress(target, tally):
                self._outcome.tallies[target].add(tally)
                self._log.progress(self._outcome, target)
            case Ended(failure):
                self._left -= 1
                self._outcome.failures += [failure] if failure else []
            case Finding():
                self._keep(event)
                self._log.finding(event)

    def stop(self) -> None:
        """End the run in order; a second interrupt ends it at once."""
        self._outcome.interrupted = True
        self._stop.set()
        with suppress(KeyboardInterrupt):
            self.follow(PATIENCE_SECONDS)

    def close(self) -> Outcome:
        """Judge what came of the run."""
        outcome = self._outcome
        for shard in self._shards:
            shard.join(POLL_SECONDS)
            if shard.exitcode:
                outcome.failures.append(f"a process ended with status {shard.exitcode}")
            shard.terminate()
            shard.join()
        # In the pull-request lane, Hypothesis decides what is varied, and not the generator alone.
        if outcome.plan.lane is not Lane.PULL_REQUEST and not outcome.interrupted:
            for name, tally in outcome.tallies.items():
                demand = TARGETS[name].gates
                outcome.gates += [] if demand is None else demand(tally)
        self._log.ended(outcome)
        return outcome

    def _keep(self, finding: Finding) -> None:
        """Write a finding down, if it is among the three smallest of its signature."""
        kept = self._outcome.findings.setdefault(finding.signature, [])
        if any(other.case == finding.case for other, _ in kept):
            return
        kept.append((finding, case_file.write(finding, self._folder)))
        kept.sort(key=lambda each: each[0].size)
        for _, path in kept[KEPT:]:
            path.unlink()
            path.with_name(f"test_{path.stem}.py").unlink()
        del kept[KEPT:]


class _Log:
    """The events of a run as JSON lines."""

    def __init__(self, file: IO[str] | None) -> None:
        self._file = file

    def _write(self, event: str, **members: Json) -> None:
        if self._file is not None:
            self._file.write(json.dumps({"event": event, **members}) + "\n")
            self._file.flush()

    def progress(self, outcome: Outcome, target: str) -> None:
        tally = outcome.tallies[target]
        self._write(
            "progress",
            seconds=round(outcome.elapsed, 2),
            target=target,
            tests=tally.tests,
            cases=tally.cases,
            distinct=len(tally.distinct),
            disagreements=tally.disagreements,
        )

    def finding(self, finding: Finding) -> None:
        self._write(
            "disagreement",
            target=finding.target,
            signature=finding.signature,
            case=finding.case,
            answers=finding.answers,
            flaky=finding.flaky,
            seconds=round(finding.seconds, 2),
        )

    def ended(self, outcome: Outcome) -> None:
        totals: dict[str, Json] = {
            name: {
                "tests": tally.tests,
                "cases": tally.cases,
                "distinct": len(tally.distinct),
                "refused": tally.refused,
                "process_seconds": round(tally.seconds, 2),
                "disagreements": tally.disagreements,
                "signatures": dict(tally.signatures),
                "measures": dict(sorted(tally.measures.items())),
            }
            for name, tally in outcome.tallies.items()
        }
        self._write(
            "end",
            seed=outcome.plan.seed,
            lane=outcome.plan.lane,
            engines=outcome.plan.engines,
            seconds=round(outcome.elapsed, 2),
            interrupted=outcome.interrupted,
            failures=outcome.failures,
            targets=totals,
            gates=[{"name": g.name, "found": g.found, "wanted": g.wanted, "met": g.met} for g in outcome.gates],
        )
