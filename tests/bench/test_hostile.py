"""The cases of an enemy are answered alike, and their bounds are looked at."""

from __future__ import annotations

import pytest
from bench import hostile


@pytest.mark.parametrize("case", hostile.CASES, ids=lambda case: case.name)
def test_a_case_is_answered_and_measured(case: hostile.Case) -> None:
    policies = hostile.deodar.PolicySet.parse(case.policies(60))
    assert min(hostile.times_of(policies, hostile.deodar.Entities.from_json(case.entities(60)))) > 0
    assert hostile.memory_of(case, 60) > 0


def test_the_status_tells_whether_a_bound_is_exceeded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(hostile, "times_of", lambda *_: (1.0, 1.0, 1.3))
    monkeypatch.setattr(hostile, "memory_of", lambda _, size: size)
    assert hostile.main(["--divide", "1000"]) == 1
    assert "exceeds the bound: groups of one user" in capsys.readouterr().out
    monkeypatch.setattr(hostile, "times_of", lambda *_: (1.0, 1.0, 1.1))
    assert hostile.main(["--divide", "1000"]) == 0
