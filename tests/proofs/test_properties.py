"""The theorems as properties of the running model: the same functions, on random policies."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deodar.model.policy import Policy
from deodar.proofs.lemma import Lemma, Vacuous
from deodar.proofs.program import Program, changed, forget
from deodar.proofs.search import is_for_the_solver
from deodar.proofs.situation import FATES, Situation
from deodar.proofs.translate.function import signature
from deodar.proofs.translate.types import DataType, MapType, TupleType

SITUATION = Situation(Program())
PLAIN = [pytest.param(each, id=each.name) for each in Program().lemmas() if is_for_the_solver(each)]


def policies_of(situation: Situation) -> st.SearchStrategy[Policy]:
    """Policies with a known fate; few ids, so that they collide."""
    return st.builds(
        situation.policy,
        st.sampled_from(["policy0", "policy1", "policy2"]),
        st.sampled_from(["permit", "forbid"]),
        st.sampled_from([None, *FATES]),
    )


def arguments_of(theorem: Lemma[...], situation: Situation) -> st.SearchStrategy[dict[str, object]]:
    """Arguments for a theorem."""
    one = policies_of(situation)
    made: dict[str, st.SearchStrategy[object]] = {}
    for name, type_ in signature(theorem.function)[0].items():
        match type_:
            case TupleType():
                made[name] = st.lists(one, max_size=4).map(tuple)
            case MapType():
                made[name] = st.just(situation.entities)
            case DataType(cls) if cls.__name__ == "Policy":
                made[name] = one
            case _:
                made[name] = st.just(situation.request)
    return st.fixed_dictionaries(made)


def true_or_vacuous(theorem: Lemma[...], arguments: dict[str, object]) -> bool:
    """Whether a theorem holds of its arguments, or says nothing of them."""
    try:
        return theorem(**arguments)
    except Vacuous:
        return True


@pytest.mark.parametrize("theorem", PLAIN)
def test_theorem_holds_of_random_policies(theorem: Lemma[...]) -> None:
    @settings(max_examples=60, deadline=None, database=None, derandomize=True)
    @given(arguments_of(theorem, SITUATION))
    def holds(arguments: dict[str, object]) -> None:
        assert true_or_vacuous(theorem, arguments)

    holds()


def test_random_policies_refute_an_authorizer_that_allows_by_default() -> None:
    program = changed("deodar.model.authorizer", "if permits and not forbids:", "if not forbids:")
    try:
        theorem = next(each for each in program.lemmas() if each.name == "default_deny")

        @settings(max_examples=200, deadline=None, database=None, derandomize=True)
        @given(arguments_of(theorem, Situation(program)))
        def holds(arguments: dict[str, object]) -> None:
            assert true_or_vacuous(theorem, arguments)

        with pytest.raises(AssertionError):
            holds()
    finally:
        forget(program)
