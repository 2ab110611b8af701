"""`python -m bench` measures what was asked for, and its status tells whether the targets are met."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench import __main__ as command
from bench.measure import Timing
from bench.reading import Reading
from bench.result import Figure


def test_the_status_tells_whether_the_targets_are_met(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    peer_us = 50.0

    def measure(readings: list[Reading]) -> list[Timing]:
        return [Timing(reading.name, 2.0) for reading in readings[:-1]] + [Timing("cedarpy", peer_us)]

    monkeypatch.setattr(command, "measure", measure)
    monkeypatch.setattr(command, "measure_figures", lambda: [Figure("f", 1.0, "ms", 2.0, False)])
    out = tmp_path / "out.json"
    assert command.main(["--workload", "tinytodo", "--size", "5", "--json", str(out)]) == 0
    assert [row["dict_ratio"] for row in json.loads(out.read_text())["rows"]] == [25.0]
    peer_us = 49.0
    assert command.main(["--workload", "tinytodo", "--size", "5"]) == 1
    assert command.main(["--quick"]) == 0
    peer_us = 34.0
    assert command.main(["--quick"]) == 1


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        pytest.param([], 30, id="the applications at every size"),
        pytest.param(["--quick"], 6, id="their smallest and largest size"),
        pytest.param(["--workload", "rbac", "--size", "7"], 1, id="one workload"),
    ],
)
def test_options_choose_the_workloads(arguments: list[str], count: int) -> None:
    assert len(list(command.chosen(command.read_options(arguments)))) == count


def test_an_unknown_workload_is_wrong_usage() -> None:
    with pytest.raises(SystemExit):
        command.read_options(["--workload", "chess"])
