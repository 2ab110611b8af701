"""A run that is cut short goes on: nothing is counted twice, and a process that is killed is replaced."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deodar.drt.crew import hash_seed
from deodar.drt.lanes import Lane
from deodar.drt.run import run
from deodar.drt.run_state import StateError, load
from deodar.drt.shard import Plan
from deodar.drt.tally import MOST_KEPT, Distinct, Tally
from deodar.drt.verdict import Finish, verdict


def plan(**changes: object) -> Plan:
    made = Plan(("model", "impl"), ("evaluate",), Lane.BULK, 1, None, 300, 1)
    return Plan(**({name: getattr(made, name) for name in Plan.__slots__} | changes))


def test_a_run_can_be_read_back(tmp_path: Path) -> None:
    outcome = run(plan(), tmp_path, lambda _: None)
    state = load(tmp_path)
    assert state.plan == plan()
    assert state.counts["evaluate"].tests == outcome.tallies["evaluate"].tests == 300
    assert state.courses[0]["evaluate"].left == 0


def test_a_run_that_is_over_has_nothing_left_to_do(tmp_path: Path) -> None:
    run(plan(), tmp_path, lambda _: None)
    again = run(plan(), tmp_path, lambda _: None, resumed=load(tmp_path))
    assert again.tallies["evaluate"].tests == 300


def test_the_parts_of_a_run_are_the_whole(tmp_path: Path) -> None:
    whole = run(plan(tests=600), tmp_path / "whole", lambda _: None).tallies["evaluate"]
    parts = Tally()
    for part in range(2):
        parts.add(run(plan(tests=600, part=part, parts=2), tmp_path / str(part), lambda _: None).tallies["evaluate"])
    assert (parts.tests, list(parts.distinct)) == (whole.tests, list(whole.distinct))


def test_a_process_without_memory_is_replaced_and_loses_nothing(tmp_path: Path) -> None:
    outcome = run(plan(memory_mb=1), tmp_path, lambda _: None)
    assert outcome.restarts
    assert outcome.failures == []
    assert outcome.tallies["evaluate"].tests == 300


def test_a_killed_process_is_replaced(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "deodar", "drt", "run", "--processes", "1", "--target", "evaluate", "--seed", "1"]
    run_ = subprocess.Popen([*command, "--tests", "1500", "--out", str(tmp_path)], stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not (workers := workers_of(run_.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(workers[0], signal.SIGKILL)
    output, _ = run_.communicate(timeout=600)
    assert run_.returncode == 0
    assert "a process was replaced" in output
    assert load(tmp_path).counts["evaluate"].tests == 1_500


def workers_of(parent: int) -> list[int]:
    """The processes that a run started, without the one that watches over shared memory."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


SURROGATE = """import json, sys
for line in sys.stdin:
    hello = json.loads(line)["op"] == "hello"
    print('{"ops": ["evaluate"]}' if hello else '{"value": "\\\\ud800"}', flush=True)
"""


def test_an_answer_that_is_no_text_is_a_finding(tmp_path: Path) -> None:
    program = tmp_path / "engine.py"
    program.write_text(SURROGATE)
    name = "cmd:" + shlex.join([sys.executable, str(program)])
    outcome = run(plan(engines=("model", name), tests=100), tmp_path, lambda _: None)
    assert (outcome.failures, outcome.tallies["evaluate"].tests) == ([], 100)
    assert all(f"fault: {name} it answers with half of a surrogate pair" in found for found in outcome.findings)
    assert verdict(outcome).finish is Finish.DISAGREE


def test_an_engine_that_dies_again_and_again_is_given_up_and_the_others_go_on(tmp_path: Path) -> None:
    outcome = run(plan(engines=("model", "cmd:false", "impl"), tests=300), tmp_path, lambda _: None)
    tally = outcome.tallies["evaluate"]
    assert (outcome.failures, tally.tests, tally.disagreements, tally.answered["impl"]) == ([], 300, 100, 300)
    assert list(tally.signatures) == ["evaluate: fault: cmd:false given up after 10 deaths in a row"]
    assert all("given up after 10 deaths in a row" in found for found in outcome.findings)
    assert verdict(outcome).finish is Finish.DISAGREE


def test_there_may_be_no_run_to_go_on_with(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="there is no run to go on with"):
        load(tmp_path)
    (tmp_path / "state.json").write_text("{}")
    with pytest.raises(StateError, match="is not the state of a run"):
        load(tmp_path)


def test_the_hashes_of_one_process_vary() -> None:
    two = plan(shards=2, seed=7)
    assert [hash_seed(two, index) for index in range(2)] == [0, 7]
    assert hash_seed(plan(seed=7), 0) == 0


def test_many_digests_are_counted_in_little_memory() -> None:
    seen = Distinct()
    for number in range(4 * MOST_KEPT):
        seen.add(number * 0x9E3779B97F4A7C15 % 2**64)
    assert len(list(seen)) <= MOST_KEPT
    assert abs(len(seen) - 4 * MOST_KEPT) < 0.02 * 4 * MOST_KEPT
