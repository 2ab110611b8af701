"""The theorems about the validator hold of templates and links that are tried, and say something of some of them."""

from __future__ import annotations

import pytest

from deodar.model.expr import Expr
from deodar.model.schema import Environment
from deodar.proofs.lemma import Lemma, lemma, lemmas_of, requires
from deodar.proofs.program import Program
from deodar.proofs.prove import Status, prove
from deodar.proofs.theorems import links, validator
from deodar.proofs.type_mutants import try_type_mutant
from deodar.proofs.type_search import has_example, search
from deodar.proofs.validation_mutants import VALIDATION_MUTANTS


@pytest.mark.parametrize("theorem", [pytest.param(each, id=each.name) for each in lemmas_of(validator)])
def test_no_template_that_is_tried_refutes_what_is_proved_of_it(theorem: Lemma[...]) -> None:
    assert has_example(theorem)
    assert search(theorem, "", seed=2, tries=1000) is None


def test_a_counterexample_about_templates_shows_the_template_and_its_link() -> None:
    name = "a slot of the principal is filled as one of the resource"
    result = try_type_mutant(next(each for each in VALIDATION_MUTANTS if each.mutant.edit.name == name))
    assert result.cedar is not None
    policy, linked = result.cedar.partition("policy:\n")[2].splitlines()[:2]
    assert policy.startswith("  permit(principal")
    assert " ?" in policy
    assert linked.startswith("linked:   ?principal is ")


@lemma()
def premises_that_no_expression_meets(x: Expr, env: Environment) -> bool:
    """What is not itself is typed in another mode."""
    requires(x != x)  # noqa: PLR0124  # on purpose
    return env.mode != env.mode  # as above


def test_premises_that_no_expression_meets_are_a_doubt() -> None:
    result = prove(premises_that_no_expression_meets, Program())
    assert result.status is Status.PROVED
    assert "nothing that was tried meets the premises" in result.doubts


def test_what_fills_slots_is_not_taken_for_a_request_environment() -> None:
    """Either is called `env` in the theorems about it."""
    assert prove(links.a_link_is_its_substitution, Program()).holds
