"""The theorems about types are proved in every case, and say something in every case that an expression can be."""

from __future__ import annotations

import pytest

from deodar.proofs.inductive import Ground, cases, prove_case
from deodar.proofs.lemma import Lemma, lemmas_of
from deodar.proofs.program import Program
from deodar.proofs.theorems import types

PROGRAM = Program()
LEMMAS = lemmas_of(types)
NEVER_TYPED = {  # literals are bools, longs, strings and entities; `unknown` has no signature
    *(f"Lit {kind}" for kind in ("Set", "Record", "Decimal", "IPAddr", "Datetime", "Duration")),
    "Call unknown",
}


@pytest.mark.parametrize("theorem", [pytest.param(each, id=each.name) for each in LEMMAS])
def test_theorem_is_proved_in_every_case(theorem: Lemma[...]) -> None:
    ground = Ground(theorem)
    assert [each.name for each in cases(theorem) if not prove_case(ground, each).proved] == []


def test_type_soundness_says_nothing_only_of_what_is_never_well_typed() -> None:
    ground = Ground(types.type_soundness)
    vacuous = {each.name for each in cases(types.type_soundness) if prove_case(ground, each, conclusion=False).proved}
    assert vacuous == NEVER_TYPED


def test_type_soundness_has_a_case_for_every_construct() -> None:
    names = {each.name for each in cases(types.type_soundness)}
    assert len(names) == 65
    assert {"And", "BinaryApp mem", "BinaryApp get_tag", "UnaryApp Like", "RecordExpr", "Call offset"} <= names
