"""Requests over few and over many policies are compared, and the bounds are looked at."""

from __future__ import annotations

import pytest
from bench import growth
from bench.result import Figure


def test_each_workload_is_measured_in_both_readings() -> None:
    figures = list(growth.growth_figures(few=20, many=60))
    assert [figure.target for figure in figures] == [3.0, 3.0, 3.0, 3.0, 8.0, 8.0]
    assert min(figure.value for figure in figures) > 0


@pytest.mark.parametrize(("value", "status"), [(2.9, 0), (3.1, 1)])
def test_the_status_tells_whether_a_request_takes_too_much_longer(
    value: float, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figure = Figure("rbac, dict: 100,000 policies against 1,000", value, "x the time", 3.0, more_is_better=False)
    monkeypatch.setattr(growth, "growth_figures", lambda: iter([figure]))
    assert growth.main() == status
    assert "rbac" in capsys.readouterr().out
