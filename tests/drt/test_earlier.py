"""What a run has found is what the next one begins with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deodar.drt import earlier
from deodar.drt.case_file import write
from deodar.drt.earlier import asked_again
from deodar.drt.finding import Finding

USER = {"type": "User", "id": "a"}
REQUEST = {"principal": USER, "action": {"type": "Action", "id": "view"}, "resource": USER, "context": {}}
BROKEN = "mutant:not-in-itself"
AGAIN = ("--target", "authorize", "--tests", "1", "--seed", "1")


def case(test: str) -> dict[str, object]:
    body = {"Value": True} if test == "true" else {test: {"left": {"Var": "principal"}, "right": {"Var": "principal"}}}
    policy: dict[str, object] = {scope: {"op": "All"} for scope in ("principal", "action", "resource")}
    policy |= {"effect": "permit", "conditions": [{"kind": "when", "body": body}]}
    policies = {"staticPolicies": {"p0": policy}, "templates": {}, "templateLinks": []}
    return {"policies": policies, "entities": [], "requests": [REQUEST]}


def found(folder: Path, test: str = "in", target: str = "authorize") -> Path:
    """The case file of a case with one policy, `when { principal TEST principal }`."""
    return write(Finding(target, f"a signature with {test}", case(test), {}, b"\x01", 1, False, 9, 0.0), folder)


def drt(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deodar", "drt", "run", "--out", str(folder), "--processes", "1", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)


def test_what_is_still_there_is_told_at_once_and_makes_the_run_red(tmp_path: Path) -> None:
    file = found(tmp_path)
    done = drt(tmp_path, "--engine", "model", "--engine", BROKEN, *AGAIN)
    events = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    assert done.returncode == 7, done.stdout + done.stderr
    assert "found before, and still there: 1 of these" in done.stdout
    assert [event["event"] for event in events[:2]] == ["begin", "disagreement"]
    assert events[-1]["again"] == [{"file": str(file), "differs": True, "unreadable": ""}]


def test_of_what_is_mended_it_is_told_that_the_engines_agree(tmp_path: Path) -> None:
    file = found(tmp_path)
    (tmp_path / "authorize_empty.json").touch()
    done = drt(tmp_path, "--engine", "model", "--engine", "impl", *AGAIN)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"found before, and the engines agree on it now: {file}" in done.stdout
    assert f"left out: `{tmp_path / 'authorize_empty.json'}` is no case file" in done.stdout
    assert "still there" not in done.stdout


def test_a_run_finds_again_what_the_run_before_it_found(tmp_path: Path) -> None:
    arguments = ("--engine", "model", "--engine", BROKEN, "--target", "authorize", "--seed", "1")
    first = drt(tmp_path, *arguments, "--tests", "120")
    files = {path.name for path in tmp_path.glob("authorize_*.json")}
    second = drt(tmp_path, *arguments, "--tests", "1")
    assert first.returncode == second.returncode == 7
    assert f"found before, and still there: {len(files)} of these" in second.stdout
    assert len(list(tmp_path.glob("authorize_*.json"))) >= len(files)  # a smaller one may take the place of one of them


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "is no case file: invalid json", id="an empty file"),
        pytest.param('{"format": "deodar case 1"}', "is no case file: field required at `target`", id="half of one"),
        pytest.param("\x00\xff", "is no case file: invalid json", id="what is no text"),
    ],
)
def test_a_damaged_file_is_left_out_with_a_notice(text: str, words: str, tmp_path: Path) -> None:
    damaged = tmp_path / "authorize_damaged.json"
    damaged.write_text(text, encoding="latin-1")
    whole = found(tmp_path)
    again = {each.file: each for each in asked_again(tmp_path, ("model", BROKEN), ("authorize",))}
    assert words in again[damaged].unreadable
    assert again[whole].found is not None


def test_a_case_that_is_no_case_of_its_target_is_left_out_with_a_notice(tmp_path: Path) -> None:
    file = found(tmp_path, target="alike")
    data = json.loads(file.read_text())
    file.write_text(json.dumps({**data, "case": {**data["case"], "policies": 1}}))
    (again,) = asked_again(tmp_path, ("model", "impl"), ("alike",))
    assert again.unreadable.startswith(f"the case in `{file}` cannot be asked: AssertionError")


def test_choices_that_are_none_are_refused(tmp_path: Path) -> None:
    file = found(tmp_path)
    file.write_text(file.read_text().replace('"choices": "01"', '"choices": "0x"'))
    (again,) = asked_again(tmp_path, ("model", BROKEN), ("authorize",))
    assert again.unreadable.endswith("at `choices`")


def test_other_targets_and_other_files_are_left_alone(tmp_path: Path) -> None:
    found(tmp_path)
    (tmp_path / "report.json").write_text("{}")
    (tmp_path / "state.json").write_text("{}")
    assert list(asked_again(tmp_path, ("model", BROKEN), ("evaluate",))) == []


def test_the_newest_files_are_asked_and_no_more_than_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [found(tmp_path, test) for test in ("in", "==", "true")]
    for age, file in enumerate(files):
        os.utime(file, (1_000 - age, 1_000 - age))
    monkeypatch.setattr(earlier, "MOST_FILES", 2)
    assert [each.file for each in asked_again(tmp_path, ("model", BROKEN), ("authorize",))] == files[:2]


def test_no_more_time_is_spent_than_so_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found(tmp_path)
    monkeypatch.setattr(earlier, "MOST_SECONDS", -1.0)
    assert list(asked_again(tmp_path, ("model", BROKEN), ("authorize",))) == []
