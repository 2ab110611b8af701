"""The commands about reports: what they load, what they write, and what they refuse before a run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.refusals import MissingExtra, WrongUsage
from deodar.command_line.tools import extras_named
from deodar.drt import command_line
from deodar.drt.report_commands import report

Events = list[dict[str, Any]]
Write = Callable[..., Path]
LOADED = """
import sys
import deodar.drt.command_line
print(sorted({"jinja2", "vl_convert", "playwright"} & sys.modules.keys()))
"""


def test_what_draws_is_not_loaded_before_it_is_needed() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_report_is_written_beside_its_events(
    eventful: Events, written: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    events = written(eventful)
    assert report(events) is ExitStatus.OK
    page = events.with_name("report.html")
    assert capsys.readouterr().out == f"4,400 tests in 60 s: 3 disagreements\n  {page}\n"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["finish"] == "disagree"


def test_a_score_is_shown_by_area(eventful: Events, written: Write, tmp_path: Path) -> None:
    hunts = [
        {"mutant": "not-in-itself", "found": True, "tests": 96},
        {"mutant": "not-in-itself", "found": True, "tests": 32},
        {"mutant": "like-ignores-case", "found": False, "tests": 100_000},
    ]
    score = tmp_path / "mutants.json"
    score.write_text(json.dumps({"hunts": hunts, "areas": {"not-in-itself": "hierarchy", "like-ignores-case": "like"}}))
    page = tmp_path / "deep" / "night.html"
    assert report(written(eventful), page, score) is ExitStatus.OK
    text = page.read_text(encoding="utf-8")
    assert '<th scope="row">hierarchy</th><td class="n">2</td><td class="n">100.0%</td><td class="n">64</td>' in text
    assert '<td class="n">0.0%</td><td class="n"></td><td>like-ignores-case</td>' in text
    assert page.with_suffix(".json").exists()


def test_what_cannot_be_read_is_refused(
    eventful: Events, written: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(tmp_path / "none.jsonl") is ExitStatus.FAILURE
    assert "cannot read" in capsys.readouterr().err
    assert report(written(eventful), tmp_path / "page.html", tmp_path / "none.json") is ExitStatus.FAILURE
    assert not (tmp_path / "page.html").exists()
    with pytest.raises(WrongUsage, match=r"name the page, such as `report\.html`"):
        report(written(eventful), tmp_path / "report.json")


def test_a_report_that_cannot_be_written_changes_no_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "report.html").mkdir()
    status = command_line.run(targets=["evaluate"], tests=8, seed=1, processes=1, folder=tmp_path)
    printed = capsys.readouterr()
    assert status is ExitStatus.OK
    assert "there is no report: " in printed.err
    assert "the engines agree" in printed.out


def test_a_run_without_what_draws_is_refused_before_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(name: str) -> object:
        return None if name == "vl_convert" else find_spec(name)

    monkeypatch.setattr(command_line, "find_spec", without)
    with pytest.raises(MissingExtra, match=r"deodar\[drt\]"), extras_named():
        command_line.run(folder=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_run_with_a_score_that_cannot_be_read_is_refused_before_it_begins(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="cannot read"):
        command_line.run(folder=tmp_path / "out", mutants_file=tmp_path / "none.json")
    assert not (tmp_path / "out").exists()
