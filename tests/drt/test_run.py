"""Runs from the command line: exit status, table, events, interrupt."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deodar.drt.lanes import Lane

DRT_RUN = (sys.executable, "-m", "deodar", "drt", "run")
SOME_TESTS = re.compile(r'"event": "progress".*"tests": [1-9]')


def drt(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*DRT_RUN, "--out", str(folder), "--processes", "1", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)


@pytest.mark.parametrize("lane", list(Lane))
def test_engines_that_agree(lane: Lane, tmp_path: Path) -> None:
    done = drt(tmp_path, "--tests", "240", "--seed", "1", "--lane", lane)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the engines agree" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("events.jsonl", "report.html", "report.json", "state.json")
    ]


def test_engines_that_disagree_leave_case_files(tmp_path: Path) -> None:
    arguments = ("--engine", "model", "--engine", "mutant:not-in-itself", "--target", "authorize", "--seed", "1")
    done = drt(tmp_path, *arguments, "--tests", "120")
    files = sorted(path.name for path in tmp_path.glob("*_*.json"))
    assert done.returncode == 7
    assert files
    assert len(list(tmp_path.glob("test_*.py"))) == len(files)
    assert all(f"deodar drt replay {tmp_path / name}" in done.stdout for name in files)


def test_a_run_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    def measured(name: str) -> object:
        path = tmp_path / name
        drt(tmp_path, "--target", "authorize", "--tests", "2000", "--seed", "9", "--json", str(path))
        end = json.loads(path.read_text().splitlines()[-1])
        return end["event"], end["targets"]["authorize"]["measures"], end["targets"]["authorize"]["distinct"]

    assert measured("a.jsonl") == measured("b.jsonl")


def test_events_are_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    arguments = ("--engine", "model", "--engine", "mutant:permit-overrides-forbid", "--target", "authorize")
    drt(tmp_path, *arguments, "--tests", "160", "--seed", "2", "--json", str(path))
    events = [json.loads(line) for line in path.read_text().splitlines()]
    assert [event["event"] for event in (events[0], events[-1])] == ["begin", "end"]
    assert {event["event"] for event in events[1:-1]} == {"progress", "coverage", "disagreement"}
    assert {event["file"] for event in events if event["event"] == "disagreement"} >= set(events[-1]["files"])
    assert events[-2]["covered"]["operator pairs"] > 0
    assert events[-1]["targets"]["authorize"]["tests"] > 100
    assert events[-1]["targets"]["authorize"]["disagreements"] > 0


def test_a_process_that_misbehaves_is_a_finding(tmp_path: Path) -> None:
    program = tmp_path / "engine.py"
    program.write_text("import sys\nfor line in sys.stdin: print('nonsense', flush=True)\n")
    engine = f"cmd:{sys.executable} {program}"
    done = drt(
        tmp_path / "out", "--engine", "impl", "--engine", engine, "--target", "parse", "--tests", "3", "--seed", "1"
    )
    assert done.returncode == 7
    assert "fault: cmd:" in done.stdout


def test_the_closing_lines_of_a_run_name_an_engine_that_was_given_up(tmp_path: Path) -> None:
    arguments = ("--engine", "model", "--engine", "impl", "--engine", "cmd:false", "--target", "evaluate")
    done = drt(tmp_path, *arguments, "--tests", "300", "--seed", "1")
    (replay,) = re.findall(r"deodar drt replay (\S+\.json)", done.stdout)
    finding = json.loads(Path(replay).read_text())
    assert done.returncode == 7, done.stdout + done.stderr
    assert "evaluate: fault: cmd:false given up after 10 deaths in a row" in done.stdout
    assert done.stdout.splitlines()[-2].endswith("s: 100 disagreements")
    assert finding["answers"]["cmd:false"]["fault"].startswith("given up after 10 deaths in a row")
    assert not any("fault" in finding["answers"][name] for name in ("model", "impl"))
    assert "cmd:false does not answer, or answers only so many of: evaluate 33.3%" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--engine", "model"], "one engine alone", id="one engine"),
        pytest.param(["--engine", "model", "--engine", "turbo"], "no engine `turbo`", id="an unknown engine"),
        pytest.param(["--target", "dance"], "no target `dance`", id="an unknown target"),
        pytest.param(["--time", "soon"], "`soon` is no time", id="no time"),
        pytest.param(["--time", "-1"], "is no time", id="a negative time"),
        pytest.param(["--lane", "fast"], "fast", id="an unknown lane"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str, tmp_path: Path) -> None:
    done = drt(tmp_path, *arguments)
    assert done.returncode == 64
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupt_ends_a_run_in_order(tmp_path: Path) -> None:
    run = stopped_after_some_tests(tmp_path, signal.SIGINT)
    assert run.returncode == 130
    assert "then stopped: the engines agree" in run.stdout
    assert "Traceback" not in run.stderr


def test_sigterm_keeps_the_results(tmp_path: Path) -> None:
    run = stopped_after_some_tests(tmp_path, signal.SIGTERM)
    assert run.returncode == 130
    assert "then stopped: the engines agree" in run.stdout
    assert json.loads((tmp_path / "state.json").read_text())["format"] == "deodar run 1"
    assert json.loads((tmp_path / "events.jsonl").read_text().splitlines()[-1])["interrupted"] is True
    assert json.loads((tmp_path / "report.json").read_text())["interrupted"] is True
    assert "then stopped: the engines agree" in (tmp_path / "report.html").read_text()


def stopped_after_some_tests(folder: Path, how: signal.Signals) -> subprocess.CompletedProcess[str]:
    """A run that is sent a signal, as a terminal does: all of its processes are."""
    command = [*DRT_RUN, "--out", str(folder), "--time", "1200", "--processes", "1", "--target", "evaluate"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    events = folder / "events.jsonl"
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline and not (events.exists() and SOME_TESTS.search(events.read_text())):
        time.sleep(0.1)
    os.killpg(run.pid, how)
    output, complaints = run.communicate(timeout=600)
    return subprocess.CompletedProcess(command, run.returncode, output, complaints)
