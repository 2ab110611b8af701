"""Nothing that is tried refutes a theorem, and what cannot be proved, or says nothing, is told.

That all theorems and contracts are proved is what the ledger is tested for; that each statement is sane, `make prove`.
"""

from __future__ import annotations

import pytest

from deodar.proofs.induction import prove_contract
from deodar.proofs.lemma import Lemma, lemma, lemmas_of, requires
from deodar.proofs.program import Program, changed, forget
from deodar.proofs.prove import Status, prove
from deodar.proofs.refute import refute
from deodar.proofs.search import is_for_the_solver, search
from deodar.proofs.translate.contract import CONTRACTS
from deodar.proofs.translate.solver import Answer, Verdict

PROGRAM = Program()
SUBJECTS = ("authorizer", "conjunction", "scopes", "slicing", "links")
LEMMAS = [each for name in SUBJECTS for each in lemmas_of(PROGRAM.module(f"deodar.proofs.theorems.{name}"))]


@pytest.mark.parametrize("theorem", [pytest.param(each, id=each.name) for each in LEMMAS])
def test_nothing_that_is_tried_refutes_what_is_proved(theorem: Lemma[...]) -> None:
    assert search(theorem, tries=500) is None
    if is_for_the_solver(theorem):
        assert refute(theorem, PROGRAM) is None


def test_the_theorems_of_the_published_story_are_among_them() -> None:
    names = {each.name for each in LEMMAS}
    assert {"allowed_only_if_explicitly_permitted", "forbid_overrides_permit", "default_deny"} <= names


def test_a_broken_contract_is_noticed() -> None:
    program = changed("deodar.model.policy", "    if not conditions:\n        return x\n", "")
    try:
        contract = next(each for each in CONTRACTS if each.function.endswith("conditions_before"))
        assert not prove_contract(contract, program).holds
    finally:
        forget(program)


@lemma()
def premises_that_nothing_meets(i: int) -> bool:
    """Whatever is above itself is zero."""
    requires(i > i)  # noqa: PLR0124  # on purpose
    return i == 0


@lemma()
def a_statement_that_is_false(i: int) -> bool:
    """No integer is negative."""
    return i >= 0


def test_premises_that_nothing_meets_are_a_doubt() -> None:
    result = prove(premises_that_nothing_meets, PROGRAM)
    assert result.status is Status.PROVED
    assert not result.holds
    assert result.doubts == (
        "nothing that was tried meets the premises",
        "it is proved with its conclusion replaced by false, too",
    )


def test_a_false_statement_is_refuted_with_its_arguments() -> None:
    result = prove(a_statement_that_is_false, PROGRAM)
    assert result.status is Status.REFUTED
    assert result.counterexample is not None
    assert a_statement_that_is_false(**result.counterexample.arguments) is False


def test_a_timeout_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deodar.proofs.query.ask", lambda *_, **__: Answer(Verdict.UNKNOWN, None, 10.0))
    result = prove(LEMMAS[0], PROGRAM)
    assert result.status is Status.UNKNOWN
    assert not result.holds
