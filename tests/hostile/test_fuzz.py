"""Mutated documents into every reader: a value or a refusal comes out, nothing else. `fuzz.py` does it for longer."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.hostile.fuzz import TARGETS, Target, feed
from tests.hostile.mutation import mutated

TABLE = [pytest.param(target, id=target.name) for target in TARGETS]


@pytest.mark.parametrize("target", TABLE)
@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(seed=st.integers(0, 2**32))
def test_a_mutated_document_is_read_or_refused(target: Target, seed: int) -> None:
    random = Random(seed)
    assert feed(target, mutated(random.choice(target.seeds), random)) in ("read", "refused")


@pytest.mark.parametrize("target", TABLE)
@settings(max_examples=30, derandomize=True, deadline=None, database=None)
@given(document=st.text(st.characters()))
def test_any_text_is_read_or_refused(target: Target, document: str) -> None:
    assert feed(target, document) in ("read", "refused")


@pytest.mark.parametrize("target", [row for row in TABLE if "expression" not in str(row.id)])
def test_the_documents_that_are_mutated_are_accepted(target: Target) -> None:
    assert [feed(target, seed) for seed in target.seeds] == ["read"] * len(target.seeds)


def test_mutation_is_repeatable_and_changes_something() -> None:
    document = "permit(principal, action, resource);"
    made = [mutated(document, Random(seed)) for seed in range(100)]
    assert made == [mutated(document, Random(seed)) for seed in range(100)]
    assert sum(text != document for text in made) > 80
