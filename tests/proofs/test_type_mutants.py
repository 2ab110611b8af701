"""A bug planted in the typing rules makes its theorem fall; an edit that only loses precision does not.

All of them are tried by `make prove`; here are some of each kind.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deodar.proofs.edit import Edit, TypeMutant
from deodar.proofs.type_mutants import LESS_PRECISE, TYPE_MUTANTS, try_less_precise, try_type_mutant
from deodar.proofs.written import case_text


@pytest.mark.parametrize("planted", [pytest.param(each, id=each.mutant.edit.name) for each in TYPE_MUTANTS[::8]])
def test_planted_bug_makes_its_theorem_fall(planted: TypeMutant) -> None:
    assert try_type_mutant(planted).as_expected


@pytest.mark.parametrize("edit", [pytest.param(each, id=each.name) for each in LESS_PRECISE[:1]])
def test_an_edit_that_loses_precision_stays_proved(edit: Edit) -> None:
    assert try_less_precise(edit).as_expected


def test_a_counterexample_is_shown_in_the_language_and_replays(tmp_path: Path) -> None:
    planted = next(each for each in TYPE_MUTANTS if each.mutant.edit.name == "`+` takes anything on the right")
    result = try_type_mutant(planted)
    assert result.cedar is not None
    assert result.cedar.startswith("schema:\n  entity Group;")
    assert "policy:\n  permit(principal, action, resource) when { (" in result.cedar
    assert result.replay is not None
    assert result.replay.answer["broken"] == "finds a policy valid that fails: type"
    file = tmp_path / "case.json"
    file.write_text(case_text("type_soundness", result.replay), encoding="ascii")
    replayed = subprocess.run(
        [sys.executable, "-m", "deodar", "drt", "replay", str(file)], capture_output=True, text=True, check=False
    )
    assert "soundness: a valid policy on conforming data" in replayed.stdout
    assert "the engines agree" in replayed.stdout  # the typing of the tree has not the bug
