"""The verdict on a run: what it says, and that a run without tests says nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from deodar.drt import run as run_module
from deodar.drt.gates import Gate
from deodar.drt.lanes import Lane
from deodar.drt.run import Outcome, run
from deodar.drt.score import Hunt
from deodar.drt.shard import Plan
from deodar.drt.tally import Tally
from deodar.drt.verdict import Finish, verdict

PLAN = Plan(("model", "impl"), ("authorize",), Lane.NIGHTLY, 1, 60.0, None, 1)
MISSED = Gate("allow", "2.0%", "25% to 60%", False)
LOST = Hunt("not-in-itself", 1, False, 100_000, 60.0, 5)


def outcome(tests: int, disagreements: int = 0) -> Outcome:
    return Outcome(PLAN, time.monotonic() - 5, {"authorize": Tally(tests=tests, disagreements=disagreements)})


@pytest.mark.parametrize(
    ("found", "finish", "sentence"),
    [
        pytest.param(outcome(80), Finish.AGREE, "80 tests in N s: the engines agree", id="tests"),
        pytest.param(
            replace(outcome(80), interrupted=True),
            Finish.AGREE,
            "80 tests in N s, then stopped: the engines agree",
            id="stopped after some tests",
        ),
        pytest.param(outcome(1_600, 3), Finish.DISAGREE, "1,600 tests in N s: 3 disagreements", id="disagreements"),
        pytest.param(
            replace(outcome(0), interrupted=True),
            Finish.NO_TESTS,
            "the run was stopped before its first test: there is no verdict",
            id="stopped before the first test",
        ),
        pytest.param(outcome(0), Finish.NO_TESTS, "no test was run: there is no verdict", id="no test"),
        pytest.param(
            replace(outcome(80), gates=[MISSED]),
            Finish.NOT_SOUND,
            "80 tests in N s: no disagreement, but a gate was missed",
            id="a gate missed",
        ),
        pytest.param(
            replace(outcome(80), canaries=[LOST]),
            Finish.NOT_SOUND,
            "80 tests in N s: no disagreement, but a planted bug was not found",
            id="a planted bug missed",
        ),
        pytest.param(
            replace(outcome(80), failures=["OSError: no space"]),
            Finish.NOT_SOUND,
            "80 tests in N s, but not all could run",
            id="a process failed",
        ),
    ],
)
def test_the_verdict_says_what_is_known(found: Outcome, finish: Finish, sentence: str) -> None:
    came = verdict(found)
    assert (came.finish, re.sub(r"in \d+ s", "in N s", came.sentence)) == (finish, sentence)


def test_a_run_that_is_stopped_during_the_canaries_has_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_targets: Sequence[str], _seed: int, _count: int) -> list[Hunt]:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "flown", interrupted)
    stopped = run(PLAN, tmp_path, lambda _: None, canaries=3)
    assert stopped.interrupted
    assert verdict(stopped).finish is Finish.NO_TESTS
