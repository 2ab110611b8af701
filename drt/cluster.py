"""The crew of a Dask cluster: shards run on its workers, a stint at a time.

A stint is a task that runs some chunks from where the shard is, and gives back all that it has to tell at once. Dask
runs it again, on another worker, if its worker is lost: what the lost one did was not told, and what is told is told by
one stint only. So no chunk is lost, and none is counted twice.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast

from distributed import Client, KilledWorker

from deodar.drt.deep import on_a_large_stack
from deodar.drt.engines.in_process import installed_version
from deodar.drt.finding import Finding
from deodar.drt.shard import Course, Ended, Event, Plan, Progress, Shard

STINT_SECONDS = 5.0
CONNECT_SECONDS = 10
WORKERS_SECONDS = 30.0  # for the first worker, or another one when the last is lost
GATHER_SECONDS = 5.0
POLL_SECONDS = 0.05
SCHEDULER_GONE = "the scheduler of the cluster is gone"
HELP = "help: start one with `dask scheduler`, and workers with `dask worker ADDRESS`"


class ClusterError(ValueError):
    """The cluster cannot do the shards."""


class _Client(Protocol):
    """A connection to a Dask scheduler."""

    status: str

    def wait_for_workers(self, n_workers: int, timeout: float) -> None: ...

    def run(self, function: Callable[[], str]) -> dict[str, str]: ...

    def scheduler_info(self, n_workers: int) -> dict[str, Any]: ...

    def submit(self, function: Callable[..., list[Event]], *args: object, pure: bool) -> _Future: ...

    def close(self) -> None: ...


class _Future(Protocol):
    """A task of Dask."""

    status: str

    def done(self) -> bool: ...

    def result(self, timeout: float | None = None) -> Any: ...

    def exception(self, timeout: float | None = None) -> BaseException | None: ...

    def cancel(self) -> None: ...


_connect = cast(Callable[..., _Client], Client)  # it has no types of its own


def stint(plan: Plan, index: int, courses: Mapping[str, Course], seconds: float | None, length: float) -> list[Event]:
    """What a worker does: chunks of a shard for so many seconds, the last one to its end; all that they tell."""
    events: list[Event] = []
    until = time.monotonic() + length
    try:
        shard = Shard(plan, index, courses, seconds, events.append, lambda: False)
        try:
            again = on_a_large_stack(shard.run, lambda: time.monotonic() > until)
        finally:
            shard.close()
        events.append(Ended(index, again=again))
    except (ValueError, OSError, ImportError) as failed:
        events.append(Ended(index, f"{type(failed).__name__}: {failed}"))
    return events


def version() -> str:
    """The version of deodar, told by a worker."""
    return installed_version("deodar")


class Cluster:
    """A cluster that can do shards; `ClusterError` if it cannot."""

    def __init__(self, address: str) -> None:
        try:
            self.client = _connect(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as failure:
            raise ClusterError(f"there is no Dask scheduler at `{address}`: {failure}\n  {HELP}") from None
        try:
            self._check(address)
        except ClusterError:
            self.client.close()
            raise

    def _check(self, address: str) -> None:
        try:
            self.client.wait_for_workers(1, timeout=WORKERS_SECONDS)
            versions = self.client.run(version)
        except TimeoutError:
            raise ClusterError(f"the cluster at `{address}` has no worker\n  {HELP}") from None
        except (ImportError, AttributeError) as failure:
            words = f"a worker of `{address}` cannot run deodar: {failure}"
            raise ClusterError(f"{words}\n  help: pip install 'deodar[drt,cluster]' where the workers are") from None
        others = sorted({f"{told} on {worker}" for worker, told in versions.items() if told != version()})
        if others:
            words = f"this is deodar {version()}, but it is {', '.join(others)}"
            raise ClusterError(f"{words}\n  help: install the same one everywhere")

    @property
    def workers(self) -> int:
        """How many workers there are now."""
        return _workers(self.client)

    def crew(self, plan: Plan) -> ClusterCrew:
        """Those who do the shards of a plan; they take the connection with them when they are through."""
        return ClusterCrew(plan, self.client)


def _workers(client: _Client) -> int:
    return len(client.scheduler_info(n_workers=-1).get("workers", ()))  # without a scheduler, nothing is told


class ClusterCrew:
    """Shards on a cluster."""

    def __init__(self, plan: Plan, client: _Client) -> None:
        self._plan = plan
        self._client = client
        self._stints: dict[int, _Future] = {}
        self._courses: dict[int, dict[str, Course]] = {}
        self._deadline: float | None = None
        self._ready: deque[Event] = deque()
        self._lost: list[tuple[int, str]] = []
        self._stopping = False
        self._alone_since: float | None = None

    def start(self, index: int, courses: Mapping[str, Course], seconds: float | None) -> None:
        """Put the next stint of a shard to the cluster."""
        self._deadline = None if seconds is None else time.monotonic() + seconds
        self._courses[index] = dict(courses)
        self._submit(index)

    def _submit(self, index: int) -> None:
        if self._gone:
            self._ready.append(Ended(index, SCHEDULER_GONE))
            return
        left = None if self._deadline is None else max(0.0, self._deadline - time.monotonic())
        task = (self._plan, index, self._courses[index], left, STINT_SECONDS)
        self._stints[index] = self._client.submit(stint, *task, pure=False)

    @property
    def _gone(self) -> bool:
        """Whether the scheduler is gone: Dask tries to reach it for a while, and then closes the connection."""
        return self._client.status == "closed"

    def event(self, seconds: float) -> Event | None:
        """The next thing that a stint has told."""
        until = time.monotonic() + seconds
        while not self._ready:
            for index, future in list(self._stints.items()):
                if future.done():
                    self._collect(index, future)
            if self._ready or time.monotonic() > until:
                break
            time.sleep(POLL_SECONDS)
        return self._ready.popleft() if self._ready else None

    def _collect(self, index: int, future: _Future) -> None:
        """Take in what a stint gave back, whole or not at all."""
        match future.status:
            case "finished":
                try:
                    told: list[Event] = future.result(timeout=GATHER_SECONDS)
                except TimeoutError:
                    return  # the worker that has it is lost: Dask runs it again
                del self._stints[index]
                self._take(index, told)
            case "error":
                del self._stints[index]
                failure = future.exception()
                if isinstance(failure, KilledWorker):
                    self._lost.append((index, "its workers were lost, one after the other"))
                else:
                    self._ready.append(Ended(index, f"{type(failure).__name__}: {failure}"))
            case other:
                del self._stints[index]
                self._lost.append((index, f"the cluster gave it up: {other}"))

    def _take(self, index: int, told: list[Event]) -> None:
        for event in told:
            match event:
                case Progress():
                    self._courses[index][event.target] = event.course
                    self._ready.append(event)
                case Finding():
                    self._ready.append(event)
                case Ended(again=True) if not self._stopping:
                    self._submit(index)
                case Ended():
                    self._ready.append(Ended(index, event.failure))

    def ended(self, index: int) -> None:
        """Nothing of the shard is left on the cluster."""
        self._courses.pop(index, None)

    def lost(self) -> list[tuple[int, str]]:
        """Shards that the cluster gave up; all of them end if there is no scheduler, or has been no worker for long."""
        if self._gone:
            self._end_all(SCHEDULER_GONE)
        elif _workers(self._client):
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = time.monotonic()
        elif time.monotonic() - self._alone_since > WORKERS_SECONDS:
            self._end_all("the cluster has no worker left")
        lost, self._lost = self._lost, []
        return lost

    def _end_all(self, why: str) -> None:
        for index, future in self._stints.items():
            if not self._gone:
                future.cancel()
            self._ready.append(Ended(index, why))
        self._stints.clear()

    def stop(self) -> None:
        """Let the stints that run be the last ones."""
        self._stopping = True

    def close(self) -> None:
        """Leave the cluster as it was."""
        if not self._gone:
            for future in self._stints.values():
                future.cancel()
        self._client.close()
