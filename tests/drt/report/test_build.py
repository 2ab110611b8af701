"""The report that events make: figures, coverage, disagreements; and events that cannot be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deodar.drt.report.build import again, report
from deodar.drt.report.events import EventsError, read_events
from deodar.drt.report.hunts import ScoreError, read_hunts
from deodar.drt.report.report import UNFINISHED, Report, ReportError, read_report

Events = list[dict[str, Any]]
Write = Callable[..., Path]


def made(events: Events, written: Write) -> Report:
    return report(read_events(written(events)))


def test_a_report_says_what_the_run_came_to(eventful: Events, written: Write) -> None:
    found = made(eventful, written)
    assert (found.finish, found.verdict) == ("disagree", "4,400 tests in 60 s: 3 disagreements")
    assert (found.tests, found.distinct) == (4_400, 550)
    assert [gate.met for gate in found.gates] == [True, False]
    assert [(bug.mutant, bug.area, bug.canary) for bug in found.planted] == [
        ("not-in-itself", "hierarchy", True),
        ("permit-overrides-forbid", "decision", True),
    ]
    assert [(moment.seconds, moment.tests) for moment in found.moments][-1] == (60.0, 4_400)
    assert len(found.targets["authorize"].rates) == 9


def test_coverage_is_held_against_what_there_can_be(eventful: Events, written: Write) -> None:
    pairs = made(eventful, written).coverage["operator pairs"]
    assert pairs.counts == {"! +": 1, "! ==": 60, "&& ==": 900}
    assert (pairs.seen, pairs.possible) == (2, 646)
    assert "! &&" in pairs.missing
    assert "! +" not in pairs.missing


def test_decisions_are_told_apart(eventful: Events, written: Write) -> None:
    found = made(eventful, written).decisions["authorize"]
    assert (found.allow, found.forbidden, found.not_permitted, found.refused) == (400, 100, 490, 10)
    assert found.kinds == {"type": 50}


def test_a_disagreement_has_its_case_in_cedar_and_the_command_that_replays_it(eventful: Events, written: Write) -> None:
    (group,) = made(eventful, written).disagreements
    (case,) = group.cases
    assert (group.count, group.signature) == (3, "authorize: decision: model deny, impl allow")
    assert case.parts["policies"].startswith("// p0\nforbid(principal, action, resource) when { ")
    assert case.replay == "deodar drt replay out/drt/authorize_1.json"
    assert case.answers.keys() == {"model", "impl"}


def test_only_the_files_that_are_left_are_shown(eventful: Events, written: Write) -> None:
    larger = {**eventful[-2], "file": "out/drt/authorize_2.json", "nodes": 9}
    again_the_same = {**eventful[-2], "file": None}
    (group,) = made([*eventful[:-1], larger, again_the_same, eventful[-1]], written).disagreements
    assert [case.file for case in group.cases] == ["out/drt/authorize_1.json"]


def test_a_case_that_has_no_text_is_there_as_data(eventful: Events, written: Write) -> None:
    odd = {**eventful[-2], "case": {"policies": {"staticPolicies": {"p": 5}, "templates": {}, "templateLinks": []}}}
    (group,) = made([*eventful[:-2], odd, eventful[-1]], written).disagreements
    assert group.cases[0].parts.keys() <= {"policies"}
    assert group.cases[0].case == odd["case"]


def test_a_run_that_was_killed_has_a_report(eventful: Events, written: Write) -> None:
    found = made(eventful[:-1], written)
    assert (found.finish, found.verdict) == (UNFINISHED, "the run was killed: there is no verdict")
    assert (found.tests, found.coverage, found.measures) == (4_400, {}, {})
    assert [(group.count, len(group.cases)) for group in found.disagreements] == [(None, 1)]


def test_the_last_line_may_be_cut_short(eventful: Events, written: Write) -> None:
    path = written(eventful)
    path.write_bytes(path.read_bytes()[:-40])
    assert report(read_events(path)).finish == UNFINISHED


def test_half_a_character_in_an_answer_is_told_by_its_number(eventful: Events, written: Write) -> None:
    answers = {"impl": {"told": "\ud83d\ude00 \ud800 \\ud800 \\\ude00"}}
    (group,) = made([*eventful[:-2], {**eventful[-2], "answers": answers}, eventful[-1]], written).disagreements
    assert group.cases[0].answers == {"impl": {"told": "\U0001f600 \\ud800 \\ud800 \\\\ude00"}}


def test_a_run_that_went_on_is_one_run(eventful: Events, written: Write) -> None:
    stopped = {**eventful[-1], "seconds": 30.0, "interrupted": True, "finish": "no tests"}
    half = len(eventful) // 2
    found = made([*eventful[:half], stopped, eventful[0], *eventful[half:]], written)
    assert (found.finish, found.interrupted, found.seconds) == ("disagree", False, 60.0)
    assert [moment.seconds for moment in found.moments] == [6.0 * step for step in range(1, 11)]


def test_the_command_that_runs_the_same_once_more(eventful: Events, written: Write) -> None:
    assert again(made(eventful, written)) == (
        "deodar drt run --time 60s --lane nightly --seed 7 --engine model --engine impl "
        "--target authorize --target parse"
    )
    part = {**eventful[0], "tests": 500, "part": "2/4"}
    assert "--tests 500 --lane nightly --seed 7 --shard 2/4" in again(made([part, *eventful[1:]], written))


def test_a_long_run_is_told_in_few_moments(eventful: Events, written: Write) -> None:
    many = [
        {**event, "seconds": step + event["seconds"] / 1_000, "tests": step * 10, "process_seconds": step / 10}
        if event["event"] == "progress"
        else {**event, "seconds": step + event["seconds"] / 1_000}
        for step in range(1, 1_001)
        for event in eventful[1:4]
    ]
    found = made([eventful[0], *many, eventful[-1]], written)
    assert len(found.moments) == 240
    assert len(found.targets["authorize"].rates) == 60
    assert found.moments[-1].seconds > 1_000


def test_a_report_is_read_back_as_it_was(eventful: Events, written: Write, tmp_path: Path) -> None:
    found = made(eventful, written)
    path = tmp_path / "report.json"
    path.write_text(found.model_dump_json(), encoding="utf-8")
    assert read_report(path) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "", "its first line is no `begin`\n  help: `deodar drt run --out DIR` writes events", id="an empty file"
        ),
        pytest.param("[1]\n", "input should be an object\n  help: `deodar drt run --out DIR` writes", id="no event"),
        pytest.param('{"event": "dance"}\n', "events.jsonl:1: ", id="an unknown event"),
        pytest.param('{"event": "end"}\n', "field required at `end.seconds`", id="an event without its members"),
        pytest.param("\x00\x01\n", "events.jsonl:1: ", id="no JSON"),
    ],
)
def test_events_that_cannot_be_read(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EventsError) as refused:
        read_events(path)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"format": "deodar events 9"}, "in the format `deodar events 9`; this version reads", id="format"),
        pytest.param({"processes": -1}, "greater than or equal to 0 at `begin.processes`", id="a negative count"),
        pytest.param({"time": "soon"}, "at `begin.time`", id="a time that is none"),
    ],
)
def test_a_beginning_that_is_wrong(changes: dict[str, object], words: str, eventful: Events, written: Write) -> None:
    with pytest.raises(EventsError) as refused:
        read_events(written([{**eventful[0], **changes}]))
    assert words in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EventsError, match="cannot read"):
        read_events(tmp_path / "events.jsonl")
    with pytest.raises(ReportError, match="cannot read"):
        read_report(tmp_path / "report.json")
    with pytest.raises(ScoreError, match="cannot read"):
        read_hunts(tmp_path / "mutants.json")


def test_a_score_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mutants.json"
    hunts = [{"mutant": "not-in-itself", "seed": 1, "found": True, "tests": 96, "cpu_seconds": 0.1, "choices": ""}]
    path.write_text(json.dumps({"hunts": hunts, "areas": {"not-in-itself": "hierarchy"}, "counterexamples": {}}))
    (bug,) = read_hunts(path)
    assert (bug.area, bug.tests, bug.canary) == ("hierarchy", 96, False)
    path.write_text("{}")
    with pytest.raises(ScoreError, match="is no score: field required at `hunts`\n  help: `deodar drt mutants --json"):
        read_hunts(path)
