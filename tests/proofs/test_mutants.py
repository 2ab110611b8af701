"""A planted bug makes its theorem fall, with a counterexample that fails in Python; a harmless edit does not.

All of them are tried by `make prove`; here are some of each kind.
"""

from __future__ import annotations

import pytest

from deodar.model.authorizer import is_authorized
from deodar.proofs.edit import Edit, Mutant
from deodar.proofs.mutants import HARMLESS, MUTANTS, try_harmless, try_mutant
from deodar.proofs.program import EditDoesNotApply, Program, changed, forget
from deodar.proofs.prove import Status, prove
from deodar.proofs.refute import refute
from deodar.proofs.situation import ENTITIES, REQUEST


@pytest.mark.parametrize("mutant", [pytest.param(each, id=each.edit.name) for each in MUTANTS[::8]])
def test_planted_bug_is_refuted(mutant: Mutant) -> None:
    result = try_mutant(mutant)
    assert result.as_expected
    assert result.counterexample is not None


@pytest.mark.parametrize("edit", [pytest.param(each, id=each.name) for each in HARMLESS[:1]])
def test_harmless_edit_stays_proved(edit: Edit) -> None:
    assert try_harmless(edit).as_expected


def test_an_authorizer_that_allows_by_default_is_refuted_by_no_policies_at_all() -> None:
    result = try_mutant(MUTANTS[0])
    assert result.counterexample is not None
    assert result.counterexample.arguments["policies"] == ()
    assert result.cedar == (
        "policies: none at all\n"
        'entities: [{"uid": {"type": "User", "id": "alice"}, "attrs": {}, "parents": []}]\n'
        'request:  User::"alice", Action::"view", Photo::"beach.jpg", context {}\n'
        "answer to `policies`: allow; determining: none; erroring: none"
    )


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("default_deny", id="default deny falls"),
        pytest.param("allowed_only_if_explicitly_permitted", id="explicit permit falls"),
    ],
)
def test_what_an_authorizer_that_allows_by_default_breaks(name: str) -> None:
    edit = MUTANTS[0].edit
    program = changed(edit.module, edit.old, edit.new)
    try:
        lemma = next(each for each in program.lemmas() if each.name == name)
        result = prove(lemma, program)
        assert result.status is Status.REFUTED
        assert result.counterexample is not None
        assert lemma(**result.counterexample.arguments) is False
        real = next(each for each in Program().lemmas() if each.name == name)
        assert refute(real, Program()) is None
    finally:
        forget(program)


def test_a_copy_never_touches_the_model() -> None:
    program = changed("deodar.model.authorizer", "if permits and not forbids:", "if not forbids:")
    try:
        assert (
            program.function("deodar.model.authorizer", "is_authorized")(REQUEST, ENTITIES, ()).decision.value
            == "allow"
        )
        assert is_authorized(REQUEST, ENTITIES, ()).decision.value == "deny"
    finally:
        forget(program)


def test_an_edit_that_fits_nowhere_is_no_mutant() -> None:
    with pytest.raises(EditDoesNotApply, match="contains 0 times"):
        changed("deodar.model.authorizer", "if permits or permits:", "if forbids:")
