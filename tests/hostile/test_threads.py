"""Threads share an authorizer while others swap it: every answer is that of the snapshot which was asked."""

from __future__ import annotations

import pytest
from tests.hostile import threads

import deodar

FEW_SECONDS = 2.0


def test_every_answer_is_that_of_the_snapshot_that_was_asked() -> None:
    outcome = threads.run(FEW_SECONDS)
    assert outcome.faults == []
    assert outcome.answers > 100
    assert outcome.swaps > 6


def test_the_snapshots_answer_in_different_ways_and_with_errors() -> None:
    answers = [threads.expected(authorizer) for authorizer in threads.snapshots()]
    assert len({repr(each) for each in answers}) == len(answers)
    assert any(response.errors for each in answers for response in each)
    assert {"allow", "deny"} == {response.decision.value for each in answers for response in each}


def test_a_wrong_answer_ends_the_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    right = threads.expected

    def wrong(authorizer: deodar.Authorizer) -> tuple[deodar.Response, ...]:
        return tuple(reversed(right(authorizer)))

    monkeypatch.setattr(threads, "expected", wrong)
    assert threads.main(["--time", "20"]) == 1
    assert "Response" in capsys.readouterr().out
