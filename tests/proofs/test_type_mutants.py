"""Each bug planted in the typing rules makes its theorem fall; edits that only lose precision do not."""

from __future__ import annotations

import pytest

from deodar.proofs.mutants import Edit
from deodar.proofs.type_mutants import LESS_PRECISE, TYPE_MUTANTS, TypeMutant, try_less_precise, try_type_mutant


@pytest.mark.parametrize("planted", [pytest.param(each, id=each.mutant.edit.name) for each in TYPE_MUTANTS])
def test_planted_bug_makes_its_theorem_fall(planted: TypeMutant) -> None:
    assert try_type_mutant(planted).as_expected


@pytest.mark.parametrize("edit", [pytest.param(each, id=each.name) for each in LESS_PRECISE])
def test_an_edit_that_loses_precision_stays_proved(edit: Edit) -> None:
    assert try_less_precise(edit).as_expected


def test_a_counterexample_is_shown_in_the_language() -> None:
    planted = next(each for each in TYPE_MUTANTS if each.mutant.edit.name == "`+` takes anything on the right")
    cedar = try_type_mutant(planted).cedar
    assert cedar is not None
    assert cedar.startswith("schema:\n  entity Group;")
    assert "policy:\n  permit(principal, action, resource) when { (" in cedar
