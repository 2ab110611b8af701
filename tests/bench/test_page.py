"""The page has every number, and the pictures every series."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from bench.engines import deodar_readings
from bench.measure import Timing, assert_agreement
from bench.memory import grown, loader, memory_figures
from bench.page import write_page
from bench.peers import EXPRESSIBLE, decision_only, peer_readings
from bench.result import Figure, Row
from bench.results import Results
from bench.series import Point, with_entities, with_width
from bench.startup import change_ratios, documents, load_ratio, ready_ratio
from bench.workloads.catalogue import named

RESULTS = Results(
    [Row("rbac-1000", 1000, 4.0, 2.0, 2000.0, 250.0), Row("errors-1000", 1000, 4.0, 2.0, 8.0, None)],
    [Figure("one policy more", 900.0, "x cedarpy", 1000.0, True), Figure("memory", 0.5, "x cedarpy", 0.6, False)],
    [Point("rbac", size, engine, float(size)) for size in (10, 100) for engine in ("deodar, dict", "cedarpy")],
    {"rbac-100": [Timing("deodar, dict", 2.0), Timing("oso", 13_000.0)]},
)


def test_the_page_has_every_number(tmp_path: Path) -> None:
    text = write_page(tmp_path / "page", RESULTS, 1.0).read_text()
    assert "| rbac-1000 | 1,000 | 4.00 | 2.00 | 2,000.0 | 500.0 | 1,000.0 | 250 | met |" in text
    assert "| errors-1000 | 1,000 | 4.00 | 2.00 | 8.0 | 2.0 | 4.0 |  |  |" in text
    assert "| one policy more | 900.00 | x cedarpy | at least 1,000 | missed |" in text
    assert "| memory | 0.50 | x cedarpy | at most 0.6 | met |" in text
    assert "| rbac-100 | 2.0 | 13,000.0 |" in text
    assert "(policies.svg)" in text
    assert "(width.svg)" not in text
    svg = (tmp_path / "page" / "policies.svg").read_text()
    assert svg.startswith("<svg")
    assert "deodar, dict" in svg
    document = json.loads((tmp_path / "page" / "results.json").read_text())
    assert document["points"][0] == {"series": "rbac", "size": 10, "engine": "deodar, dict", "microseconds": 10.0}
    assert document["peers"] == {"rbac-100": {"deodar, dict": 2.0, "oso": 13_000.0}}


def test_a_page_without_the_rest_has_no_headings_for_it(tmp_path: Path) -> None:
    text = write_page(tmp_path, Results(RESULTS.rows), 1.0).read_text()
    assert text.count("## ") == 1


@pytest.mark.parametrize("name", EXPRESSIBLE)
def test_other_engines_decide_alike(name: str) -> None:
    workload = named(name, 40)
    readings = [decision_only(each) for each in (*deodar_readings(workload), *peer_readings(workload))]
    assert_agreement(readings, 80)
    decisions = {readings[0].answer(readings[0].decide(request)).decision for request in workload.requests}
    assert decisions == {"allow", "deny"}


@pytest.mark.parametrize("build", [with_entities, with_width])
def test_workloads_of_growing_stores_allow_and_deny(build: object) -> None:
    assert callable(build)
    reading, _ = deodar_readings(build(60))
    decisions = {reading.answer(reading.decide(request)).decision for request in reading.requests}
    assert decisions == {"allow", "deny"}


def test_ratios_of_what_comes_before_are_positive() -> None:
    assert load_ratio(20).value > 0
    assert ready_ratio("rbac", 20).value > 0
    assert all(figure.value > 0 for figure in change_ratios("rbac", 80))


def test_memory_is_told_where_the_system_tells_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(documents(3_000))))
    assert grown(loader("deodar", "entities")) > 100_000
    monkeypatch.setattr("bench.memory._STATM", tmp_path / "nothing")
    assert list(memory_figures()) == []
