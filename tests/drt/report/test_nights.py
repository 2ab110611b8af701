"""Two nights compared: what is slower, lost, new or gone, and what is only chance."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deodar.command_line.exit_status import ExitStatus
from deodar.drt.report.build import report
from deodar.drt.report.events import read_events
from deodar.drt.report.nights import Comparison, Speed
from deodar.drt.report.nights import compare as compared
from deodar.drt.report_commands import compare

Events = list[dict[str, Any]]
Write = Callable[..., Path]
Quiet = Callable[..., Events]
COUNTS = {"pair ! ==": 60, "pair && ==": 900, "kind overflow": 3, "operator like satisfied": 500}


@pytest.fixture
def nights(written: Write) -> Callable[[Events, Events], Comparison]:
    def made(old: Events, new: Events) -> Comparison:
        before, after = (report(read_events(written(events))) for events in (old, new))
        return compared(before, after, 0.1)

    return made


Nights = Callable[[Events, Events], Comparison]


def test_two_nights_that_are_alike(nights: Nights, quiet: Quiet) -> None:
    found = nights(quiet(), quiet())
    assert not found.worse
    assert found.unlike == []
    assert {rate.target: rate.speed for rate in found.rates} == {"authorize": Speed.SAME, "parse": Speed.SAME}
    assert (found.lost, found.rare, found.gained, found.gates) == ([], [], [], [])


@pytest.mark.parametrize(
    ("rate", "speed"),
    [
        pytest.param(80.0, Speed.SLOWER, id="a fifth slower"),
        pytest.param(95.0, Speed.SAME, id="within the threshold"),
        pytest.param(140.0, Speed.FASTER, id="faster"),
    ],
)
def test_a_target_is_slower_beyond_threshold_and_noise(rate: float, speed: Speed, nights: Nights, quiet: Quiet) -> None:
    found = nights(quiet(100.0), quiet(rate))
    assert found.rates[0].speed is speed
    assert found.worse is (speed is Speed.SLOWER)


def test_a_difference_within_the_noise_is_none(nights: Nights, quiet: Quiet) -> None:
    def noisy(rate: float) -> Events:
        events = quiet(rate)
        for event in events:
            if event["event"] == "progress" and event["target"] == "authorize":
                event["process_seconds"] *= 2.0 if event["seconds"] % 12 else 1.5
        return events

    found = nights(noisy(100.0), noisy(85.0))
    assert found.rates[0].new < 0.9 * found.rates[0].old
    assert found.rates[0].speed is Speed.SAME


def test_few_figures_are_not_judged(nights: Nights, quiet: Quiet) -> None:
    short = [event for event in quiet() if event.get("seconds", 60.0) in {6.0, 60.0}]
    assert {rate.speed for rate in nights(short, quiet(10.0)).rates} == {Speed.UNKNOWN}


def test_coverage_is_lost_where_chance_is_no_explanation(nights: Nights, quiet: Quiet) -> None:
    found = nights(quiet(measures=COUNTS), quiet(measures={"pair && ==": 900, "pair || ==": 1}))
    lost = {(item.dimension, item.item) for item in found.lost}
    assert lost == {
        ("operator pairs", "! =="),
        ("operators", "like"),
        ("operators and outcomes", "like satisfied"),
    }
    assert [(item.item, item.expected) for item in found.rare] == [("overflow", 3.0)]
    assert [item.item for item in found.gained] == ["|| =="]
    assert found.worse


def test_a_shorter_night_may_miss_what_is_rare(nights: Nights, quiet: Quiet) -> None:
    short = quiet(measures={})
    short[-1]["targets"]["authorize"]["cases"] //= 50
    found = nights(quiet(measures=COUNTS), short)
    assert {item.item for item in found.lost} == {"&& =="}
    assert {item.item for item in found.rare} == {"! ==", "overflow", "like", "like satisfied"}


def test_what_is_seen_far_less_often_has_faded(nights: Nights, quiet: Quiet) -> None:
    found = nights(quiet(measures=COUNTS), quiet(measures={**COUNTS, "pair && ==": 20, "pair ! ==": 1}))
    assert [item.item for item in found.faded] == ["&& =="]
    assert found.worse


def test_a_gate_that_is_missed_now(nights: Nights, quiet: Quiet) -> None:
    gate = {"name": "allow", "found": "12.0%", "wanted": "25% to 60%", "met": False}
    found = nights(quiet(), quiet(gates=[gate]))
    assert [(change.name, change.old, change.new, change.met) for change in found.gates] == [
        ("allow", "40.4%", "12.0%", False)
    ]
    assert found.worse
    assert not nights(quiet(gates=[gate]), quiet()).worse


def test_disagreements_are_new_gone_or_the_same(nights: Nights, quiet: Quiet, eventful: Events) -> None:
    signature = "authorize: decision: model deny, impl allow"
    assert nights(quiet(), eventful).new_disagreements == [signature]
    assert nights(eventful, quiet()).gone_disagreements == [signature]
    assert nights(eventful, eventful).same_disagreements == [signature]


def test_nights_that_are_hard_to_compare_say_so(nights: Nights, quiet: Quiet) -> None:
    new = quiet()[:-1]
    new[0] = {**new[0], "engines": ["model", "impl", "cedarpy"]}
    assert nights(quiet(), new).unlike == [
        "engines: model / impl before, model / impl / cedarpy now",
        "the newer run did not end: its coverage is unknown",
    ]


def test_the_exit_status_tells_what_got_worse(
    quiet: Quiet, eventful: Events, written: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = written(quiet(), "good.jsonl")
    slow = written(quiet(50.0), "slow.jsonl")
    bad = written(eventful, "bad.jsonl")
    assert compare(good, good) is ExitStatus.OK
    assert "nothing got worse" in capsys.readouterr().out
    assert compare(good, slow) is ExitStatus.FAILURE
    assert "authorize" in capsys.readouterr().out
    assert compare(good, slow, slower=60.0) is ExitStatus.OK
    assert compare(good, bad) is ExitStatus.ENGINES_DISAGREE
    assert "NEW disagreement: authorize: decision: model deny, impl allow" in capsys.readouterr().out
    assert compare(good, tmp_path / "none.json") is ExitStatus.FAILURE
    assert "cannot read" in capsys.readouterr().err


def test_a_comparison_is_there_as_json(
    quiet: Quiet, written: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "report.json"
    old.write_text(report(read_events(written(quiet()))).model_dump_json())
    assert compare(old, written(quiet(50.0)), as_json=True) is ExitStatus.FAILURE
    printed = json.loads(capsys.readouterr().out)
    assert printed["format"] == "deodar comparison 1"
    assert [(rate["target"], rate["speed"]) for rate in printed["rates"]] == [
        ("authorize", "slower"),
        ("parse", "the same"),
    ]
    old.write_text("{}")
    assert compare(old, old) is ExitStatus.FAILURE
    assert "is no report: field required at `plan`" in capsys.readouterr().err
