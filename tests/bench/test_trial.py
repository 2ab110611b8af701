"""The trial times each step of both engines, and compares what they decide."""

from __future__ import annotations

import pytest
from bench import trial
from bench.reading import Answer


def test_both_engines_take_each_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert trial.main(60, 100) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("60 policies, 100 entities")
    assert [line[:28].rstrip() for line in lines[2:]] == [
        *("read the policies", "read the entities", "the first answer", "all answers", "all answers again"),
        *("one policy more", "the first answer after it", "all answers after it"),
    ]


def test_other_decisions_are_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(trial, "deodar_answer", lambda _: Answer("allow", (), ()))
    assert trial.main(40, 60) == 1
    assert "the answers differ: all answers" in capsys.readouterr().out
