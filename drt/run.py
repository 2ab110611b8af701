"""A run: shards started, their counts added up, their findings written down, the outcome judged."""

from __future__ import annotations

import json
import multiprocessing
import queue
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.context import SpawnProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event as StopEvent
from pathlib import Path
from typing import IO

from deodar.drt import case_file
from deodar.drt.deep import on_a_large_stack
from deodar.drt.finding import Finding
from deodar.drt.gates import Gate, gates
from deodar.drt.shard import Ended, Event, Plan, Progress, Shard
from deodar.drt.tally import Tally

KEPT = 3  # findings of one signature
PATIENCE_SECONDS = 30.0  # for shards that are to stop: one may be shrinking
POLL_SECONDS = 0.25


@dataclass(slots=True)
class Outcome:
    """What came of a run so far."""

    plan: Plan
    started: float
    tallies: dict[str, Tally]
    findings: dict[str, list[tuple[Finding, Path]]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    interrupted: bool = False
    gates: list[Gate] = field(default_factory=list)

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
    outcome = Outcome(plan, time.monotonic(), {target: Tally() for target in plan.targets})
    context = multiprocessing.get_context("spawn")
    events: Queue[Event] = context.Queue()
    stop = context.Event()
    shards = [
        context.Process(target=_work, args=(plan, index, events, stop), daemon=True) for index in range(plan.shards)
    ]
    for shard in shards:
        shard.start()
    log = _Log(events_file)
    try:
        _follow(shards, events, outcome, folder, watch, log)
    except KeyboardInterrupt:
        outcome.interrupted = True
        stop.set()
        _follow(shards, events, outcome, folder, watch, log, PATIENCE_SECONDS)
    for shard in shards:
        shard.terminate()
        shard.join()
    if "authorize" in outcome.tallies and not outcome.interrupted:
        outcome.gates = gates(outcome.tallies["authorize"])
    log.ended(outcome)
    return outcome


def _follow(
    shards: list[SpawnProcess],
    events: Queue[Event],
    outcome: Outcome,
    folder: Path,
    watch: Callable[[Outcome], None],
    log: _Log,
    patience: float | None = None,
) -> None:
    """Take in what the shards send until all have ended."""
    until = None if patience is None else time.monotonic() + patience
    running = sum(1 for shard in shards if shard.is_alive())
    while running > 0 and (until is None or time.monotonic() < until):
        try:
            event = events.get(timeout=POLL_SECONDS)
        except queue.Empty:
            dead = [shard for shard in shards if not shard.is_alive()]
            if len(dead) == len(shards):  # nothing more will come; one that was killed could not say that it ended
                outcome.failures += [f"a process ended with status {d.exitcode}" for d in dead if d.exitcode]
                return
            watch(outcome)
            continue
        match event:
            case Progress(target, tally):
                outcome.tallies[target].add(tally)
                log.progress(outcome, target)
            case Ended(failure):
                running -= 1
                outcome.failures += [failure] if failure else []
            case Finding():
                _keep(outcome, event, folder)
                log.finding(event)
        watch(outcome)


def _keep(outcome: Outcome, finding: Finding, folder: Path) -> None:
    """Write a finding down, if it is among the three smallest of its signature."""
    kept = outcome.findings.setdefault(finding.signature, [])
    if any(other.case == finding.case for other, _ in kept):
        return
    kept.append((finding, case_file.write(finding, folder)))
    kept.sort(key=lambda each: each[0].size)
    for _, path in kept[KEPT:]:
        path.unlink()
        path.with_name(f"test_{path.stem}.py").unlink()
    del kept[KEPT:]


class _Log:
    """The events of a run as JSON lines."""

    def __init__(self, file: IO[str] | None) -> None:
        self._file = file

    def _write(self, event: str, **members: object) -> None:
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
        totals = {
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
