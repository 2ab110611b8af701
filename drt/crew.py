"""Those who do the shards of a run, and the crew of this machine: one process a shard."""

from __future__ import annotations

import gc
import multiprocessing
import os
import queue
import signal
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event as StopEvent
from typing import Protocol

from deodar.drt.deep import on_a_large_stack
from deodar.drt.shard import Course, Ended, Event, Plan, Shard


class Crew(Protocol):
    """Does shards. Of a shard that is lost, nothing is told but what was told before."""

    def start(self, index: int, courses: Mapping[str, Course], seconds: float | None) -> None:
        """Let a shard go on from its courses, for so many seconds at most."""
        ...

    def event(self, seconds: float) -> Event | None:
        """What a shard has told, waited for so many seconds."""
        ...

    def ended(self, index: int) -> None:
        """A shard has told that it ended."""
        ...

    def lost(self) -> list[tuple[int, str]]:
        """The shards that are gone and did not say so, and why; each is told once."""
        ...

    def stop(self) -> None:
        """Ask all to end."""
        ...

    def close(self) -> None:
        """End all that have not."""
        ...


def _work(  # noqa: PLR0917  # what a process is told
    plan: Plan,
    index: int,
    courses: Mapping[str, Course],
    seconds: float | None,
    events: Queue[Event],
    stop: StopEvent,
    parent: int,
) -> None:
    """What a process does; the one that started it hears of an interrupt, and tells this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    ended = Ended(index)
    try:
        shard = Shard(plan, index, courses, seconds, events.put, lambda: stop.is_set() or os.getppid() != parent)
        gc.collect()
        gc.freeze()  # the collector need not go through all that was loaded, again and again
        ended = Ended(index, again=on_a_large_stack(shard.run))
    except (ValueError, OSError, ImportError) as failed:
        ended = Ended(index, f"{type(failed).__name__}: {failed}")
    events.put(ended)


class LocalCrew:
    """A process for each shard; the last of several has hashes that vary with the seed, the others fixed ones."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._context = multiprocessing.get_context("spawn")
        self._events: Queue[Event] = self._context.Queue()
        self._stop = self._context.Event()
        self._shards: dict[int, BaseProcess] = {}

    def start(self, index: int, courses: Mapping[str, Course], seconds: float | None) -> None:
        """Give a shard a process."""
        arguments = (self._plan, index, courses, seconds, self._events, self._stop, os.getpid())
        process = self._context.Process(target=_work, args=arguments, daemon=True)
        before = os.environ.get("PYTHONHASHSEED")
        os.environ["PYTHONHASHSEED"] = str(hash_seed(self._plan, index))
        try:
            process.start()
        finally:
            if before is None:
                del os.environ["PYTHONHASHSEED"]
            else:
                os.environ["PYTHONHASHSEED"] = before
        self._shards[index] = process

    def event(self, seconds: float) -> Event | None:
        """What a process has sent."""
        try:
            return self._events.get(timeout=seconds)
        except queue.Empty:
            return None

    def ended(self, index: int) -> None:
        """Wait for the process."""
        self._shards.pop(index).join()

    def lost(self) -> list[tuple[int, str]]:
        """One that was killed could not say that it ended."""
        dead = {index: shard for index, shard in self._shards.items() if not shard.is_alive()}
        for index in dead:
            del self._shards[index]
        return [(index, f"it ended with status {shard.exitcode}") for index, shard in dead.items()]

    def stop(self) -> None:
        """Tell all processes."""
        self._stop.set()

    def close(self) -> None:
        """Kill those that are left."""
        for shard in self._shards.values():
            shard.kill()
            shard.join()


def hash_seed(plan: Plan, index: int) -> int:
    """Python's seed for hashes in a process of the run."""
    return plan.seed % 2**32 if plan.shards > 1 and index == plan.shards - 1 else 0
