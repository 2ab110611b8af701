"""The simplifications that keep formulas small change nothing that they mean."""

from __future__ import annotations

from random import Random

import pytest
import z3

from deodar.proofs.translate import logic
from deodar.proofs.translate.logic import Formula

ATOMS = [z3.Bool(name) for name in "pqrs"]


def formula(rng: Random, depth: int) -> Formula:
    """A random formula over a few atoms."""
    match rng.randrange(5) if depth > 0 else 4:
        case 0:
            return logic.conj(*(formula(rng, depth - 1) for _ in range(rng.randrange(1, 4))))
        case 1:
            return logic.disj(*(formula(rng, depth - 1) for _ in range(rng.randrange(1, 4))))
        case 2:
            return logic.neg(formula(rng, depth - 1))
        case 3:
            return logic.ite_formula(*(formula(rng, depth - 1) for _ in range(3)))
        case _:
            return rng.choice(ATOMS)


def same(f: Formula, g: Formula) -> bool:
    """Whether two formulas have one meaning."""
    solver = z3.Solver()
    solver.add(f != g)
    return str(solver.check()) == "unsat"


def test_what_a_formula_comes_to_where_a_goal_is_true_is_the_same_there() -> None:
    rng, shorter = Random(1), 0
    for _ in range(200):
        f, goal = logic.disj(formula(rng, 2), formula(rng, 2)), logic.conj(formula(rng, 1), formula(rng, 1))
        simplified = logic.where_true(f, goal)
        assert same(z3.And(simplified, goal), z3.And(f, goal))
        shorter += len(simplified.sexpr()) < len(f.sexpr())
    assert shorter > 20


def test_the_parts_of_what_is_concluded_say_what_the_whole_does() -> None:
    rng, several = Random(2), 0
    for _ in range(200):
        f = logic.disj(*(formula(rng, 2) for _ in range(3)))
        parts = logic.told_apart(f)
        assert same(z3.And(*parts), f)
        several += len(parts) > 1
    assert several > 20


@pytest.mark.parametrize(
    ("f", "goal", "expected"),
    [
        pytest.param("p or q", "p", "p or q", id="a choice that is not denied stays"),
        pytest.param("not p or q", "p", "q", id="a denied one is left out"),
        pytest.param("not (p and r) or q", "p and r", "q", id="one that is denied in parts, too"),
        pytest.param("not p", "p", "False", id="nothing is left"),
    ],
)
def test_choices_that_the_goal_denies_are_left_out(f: str, goal: str, expected: str) -> None:
    assert logic.same_term(logic.where_true(read(f), read(goal)), read(expected))


def read(text: str) -> Formula:
    """A formula that is written in Python."""
    p, q, r, _ = ATOMS
    texts = {
        "p": p,
        "p or q": logic.disj(p, q),
        "q": q,
        "not p or q": logic.disj(logic.neg(p), q),
        "p and r": logic.conj(p, r),
        "not (p and r) or q": logic.disj(logic.neg(logic.conj(p, r)), q),
        "not p": logic.neg(p),
        "False": logic.FALSE,
    }
    return texts[text]


def test_a_call_of_the_solver_that_fails_raises_at_once_and_only_once() -> None:
    with pytest.raises(z3.Z3Exception, match="Sort mismatch"):
        z3.And(z3.IntVal(1), ATOMS[0])
    assert z3.is_and(z3.And(ATOMS[0], ATOMS[1]))
