"""Rows and figures are held to their targets, and come out as a table and as JSON."""

from __future__ import annotations

import io
import json

import pytest
from bench.measure import Timing
from bench.report import print_figures, print_rows
from bench.result import Figure, Row, row_of
from bench.results import Results
from bench.targets import target_of
from rich.console import Console

TIMINGS = [Timing("deodar, dict", 2.0), Timing("deodar, prepared", 1.0), Timing("cedarpy", 20.0)]


def test_a_ratio_says_how_many_times_as_fast() -> None:
    made = row_of("tinytodo", 5, TIMINGS, 4.0)
    assert (made.dict_ratio, made.prepared_ratio) == (10.0, 20.0)


@pytest.mark.parametrize(
    ("target", "margin", "met"),
    [
        pytest.param(10.0, 1.0, True, id="the slower reading reaches the target"),
        pytest.param(10.5, 1.0, False, id="the slower reading misses the target"),
        pytest.param(14.0, 0.7, True, id="a margin lowers the target"),
        pytest.param(None, 1.0, True, id="nothing is promised"),
    ],
)
def test_a_row_is_held_to_its_target(target: float | None, margin: float, met: bool) -> None:
    assert row_of("tinytodo", 5, TIMINGS, target).meets(margin) is met


@pytest.mark.parametrize(
    ("value", "more_is_better", "margin", "met"),
    [
        pytest.param(99.0, True, 1.0, False, id="a rate below its target"),
        pytest.param(99.0, True, 0.7, True, id="a rate within the margin"),
        pytest.param(101.0, False, 1.0, False, id="a time above its target"),
        pytest.param(101.0, False, 0.7, True, id="a time within the margin"),
    ],
)
def test_a_figure_is_held_to_its_target(value: float, more_is_better: bool, margin: float, met: bool) -> None:
    assert Figure("f", value, "ms", 100.0, more_is_better).meets(margin) is met


def test_a_figure_without_a_target_is_met() -> None:
    assert Figure("f", 1.0, "ms", None, False).meets(1.0)


def test_the_applications_of_the_paper_have_targets() -> None:
    assert [target_of(name) for name in ("tinytodo", "gdrive", "github", "errors-1000")] == [25.0, 25.0, 25.0, None]


def test_the_table_shows_both_readings_and_the_verdict() -> None:
    console = Console(file=io.StringIO(), width=120)
    print_rows([row_of("tinytodo", 5, TIMINGS, 15.0)], 1.0, console)
    print_figures([Figure("import deodar", 31.5, "ms", 50.0, False)], 1.0, console)
    assert isinstance(console.file, io.StringIO)
    text = " ".join(console.file.getvalue().replace("│", " ").split())
    assert "tinytodo 5 2.00 1.00 20.0 10.0 20.0 15 missed" in text
    assert "import deodar 31.5 ms at most 50 met" in text


def test_json_has_every_number() -> None:
    document = json.loads(
        Results([Row("gdrive", 5, 2.0, 1.0, 20.0, None)], [Figure("f", 1.0, "ms", 2.0, False)]).as_json()
    )
    assert document["rows"] == [
        {
            "workload": "gdrive",
            "n": 5,
            "dict_us": 2.0,
            "prepared_us": 1.0,
            "peer_us": 20.0,
            "target": None,
            "dict_ratio": 10.0,
            "prepared_ratio": 20.0,
        }
    ]
    assert document["figures"] == [{"name": "f", "value": 1.0, "unit": "ms", "target": 2.0, "more_is_better": False}]
