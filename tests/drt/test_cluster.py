"""Runs on a Dask cluster of two worker processes, one of which is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from distributed import KilledWorker

from deodar.drt.cluster import Cluster, ClusterCrew, ClusterError, stint
from deodar.drt.lanes import Lane
from deodar.drt.outcome import Outcome
from deodar.drt.run import run
from deodar.drt.shard import Ended, Plan, Progress

NOWHERE = "tcp://127.0.0.1:1"


@dataclass
class Running:
    """A cluster of this machine."""

    folder: Path
    address: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"log{len(self.processes)}").open("wb") as log:
            command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:], "--no-dashboard"]
            started = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)
        self.processes.append(started)
        return started

    def worker(self) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self.folder))
        return self.start("worker", self.address, *options)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A scheduler with two workers."""
    made = Running(tmp_path_factory.mktemp("cluster"))
    where = made.folder / "scheduler.json"
    made.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(where))
    deadline = time.monotonic() + 120
    while not where.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    made.address = where.read_text().partition('"address": "')[2].partition('"')[0]
    made.worker()
    made.worker()
    yield made
    for process in made.processes:
        process.kill()
        process.wait()


def plan(**changes: object) -> Plan:
    made = Plan(("model", "impl"), ("evaluate",), Lane.BULK, 1, None, 1_200, 2)
    return Plan(**({name: getattr(made, name) for name in Plan.__slots__} | changes))


def test_the_command_line_takes_an_address(cluster: Running, tmp_path: Path) -> None:
    options = ("--dask", cluster.address, "--target", "evaluate", "--tests", "60", "--lane", "bulk")
    command = [sys.executable, "-m", "deodar", "drt", "run", *options, "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "60 tests in" in done.stdout


def test_a_lost_worker_loses_no_test_and_none_is_counted_twice(
    cluster: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deodar.drt.cluster.STINT_SECONDS", 0.5)
    connected = Cluster(cluster.address)
    connected.client.wait_for_workers(2, 120)
    assert connected.workers == 2
    killed: list[int] = []

    def kill_one(outcome: Outcome) -> None:
        tests = outcome.tallies["evaluate"].tests
        if tests and not killed:
            victim = cluster.processes[1]
            os.kill(victim.pid, signal.SIGKILL)
            killed.append(tests)

    far = run(plan(), tmp_path / "far", kill_one, crew=connected.crew(plan()))
    near = run(plan(), tmp_path / "near", lambda _: None).tallies["evaluate"]
    assert killed
    assert killed[0] < 1_200
    assert far.failures == []
    found = far.tallies["evaluate"]
    assert (found.tests, found.cases) == (near.tests, near.cases) == (1_200, 1_200)
    assert list(found.distinct) == list(near.distinct)


def test_there_may_be_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deodar.drt.cluster.CONNECT_SECONDS", 1)
    with pytest.raises(ClusterError, match=r"there is no Dask scheduler at `tcp://127.0.0.1:1`: .*\n.*dask scheduler"):
        Cluster(NOWHERE)
    with pytest.raises(ClusterError, match="there is no Dask scheduler at `nonsense://x`"):
        Cluster("nonsense://x")


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ModuleNotFoundError('no', name='distributed')")
    command = [sys.executable, "-m", "deodar", "drt", "run", "--dask", NOWHERE]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)
    assert done.returncode != 0
    assert "pip install 'deodar[cluster]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_stint_ends_behind_a_chunk_and_another_goes_on_from_there() -> None:
    one = plan(shards=1, tests=150)
    first = stint(one, 0, {}, None, 0.0)
    progress, ended = first
    assert isinstance(progress, Progress)
    assert (progress.tally.tests, progress.course.left) == (100, 50)
    assert ended == Ended(0, again=True)
    second = stint(one, 0, {"evaluate": progress.course}, None, 1_000.0)
    assert [getattr(event, "tally", None) and event.tally.tests for event in second] == [50, None]  # type: ignore[union-attr]
    assert second[-1] == Ended(0, again=False)


def test_a_stint_that_cannot_run_says_why() -> None:
    assert stint(plan(engines=("turbo",)), 0, {}, None, 1.0) == [
        Ended(0, "ValueError: there is no engine `turbo`: the engines are `model`, `impl`, `cedarpy` and `cmd:PROGRAM`")
    ]


class Told:
    """A task that ended in some way."""

    def __init__(self, status: str, failure: BaseException | None = None) -> None:
        self.status = status
        self.failure = failure
        self.was_cancelled = False

    def done(self) -> bool:
        return self.status != "pending"

    def result(self, timeout: float | None = None) -> list[object]:
        raise TimeoutError(timeout)

    def exception(self, timeout: float | None = None) -> BaseException | None:  # noqa: ARG002
        return self.failure

    def cancel(self) -> None:
        self.was_cancelled = True


class ToldClient:
    """A scheduler that has one task."""

    def __init__(self, told: Told, workers: int = 1) -> None:
        self.status = "running"
        self.told = told
        self.workers = workers

    def submit(self, *_: object, pure: bool) -> Told:
        assert not pure
        return self.told

    def scheduler_info(self, n_workers: int) -> dict[str, object]:
        assert n_workers == -1
        return {"workers": dict.fromkeys(range(self.workers))}

    def close(self) -> None:
        self.status = "closed"


def crew_of(client: ToldClient) -> ClusterCrew:
    crew = ClusterCrew(plan(), client)  # type: ignore[arg-type]
    crew.start(0, {}, None)
    return crew


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        pytest.param(Told("error", KilledWorker("task", None, 3)), "its workers were lost", id="workers lost"),
        pytest.param(Told("cancelled"), "the cluster gave it up: cancelled", id="cancelled"),
    ],
)
def test_a_stint_that_the_cluster_gives_up_is_lost(told: Told, reason: str) -> None:
    crew = crew_of(ToldClient(told))
    assert crew.event(0.0) is None
    ((index, why),) = crew.lost()
    assert index == 0
    assert reason in why
    assert crew.lost() == []


def test_a_worker_that_cannot_run_it_is_a_failure() -> None:
    crew = crew_of(ToldClient(Told("error", ModuleNotFoundError("No module named 'deodar'"))))
    assert crew.event(0.0) == Ended(0, "ModuleNotFoundError: No module named 'deodar'")


def test_a_stint_whose_result_is_lost_with_its_worker_is_waited_for() -> None:
    client = ToldClient(Told("finished"))
    crew = crew_of(client)
    assert crew.event(0.0) is None
    assert crew.lost() == []
    crew.close()
    assert client.told.was_cancelled


def test_without_workers_the_shards_end_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    client = ToldClient(Told("pending"), workers=0)
    crew = crew_of(client)
    assert crew.lost() == []
    assert crew.event(0.0) is None
    monkeypatch.setattr("deodar.drt.cluster.WORKERS_SECONDS", -1.0)
    assert crew.lost() == []
    assert client.told.was_cancelled
    assert crew.event(0.0) == Ended(0, "the cluster has no worker left")


def test_without_a_scheduler_the_shards_end() -> None:
    client = ToldClient(Told("pending"))
    crew = crew_of(client)
    client.status = "closed"
    assert crew.lost() == []
    assert crew.event(0.0) == Ended(0, "the scheduler of the cluster is gone")
    crew.start(1, {}, None)
    assert crew.event(0.0) == Ended(1, "the scheduler of the cluster is gone")
    crew.close()
