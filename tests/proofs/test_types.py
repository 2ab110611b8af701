"""Type soundness says something in every case that an expression can be; that it is proved, the ledger tells."""

from __future__ import annotations

from collections import Counter
from random import Random

from deodar.model import parse_expression
from deodar.model.type import Mode
from deodar.proofs.inductive import Ground, cases, prove_case
from deodar.proofs.lemma import Vacuous
from deodar.proofs.theorems import types
from deodar.proofs.type_search import environment, expression, expression_text, situations

NEVER_TYPED = {  # literals are bools, longs, strings and entities; `unknown` has no signature
    *(f"Lit {kind}" for kind in ("Set", "Record", "Decimal", "IPAddr", "Datetime", "Duration")),
    "Call unknown",
}


def test_type_soundness_says_nothing_only_of_what_is_never_well_typed() -> None:
    ground = Ground(types.type_soundness)
    vacuous = {each.name for each in cases(types.type_soundness) if prove_case(ground, each, conclusion=False).proved}
    assert vacuous == NEVER_TYPED


def test_type_soundness_has_a_case_for_every_construct() -> None:
    names = {each.name for each in cases(types.type_soundness)}
    assert len(names) == 65
    assert {"And", "BinaryApp mem", "BinaryApp get_tag", "UnaryApp Like", "RecordExpr", "Call offset"} <= names


def test_random_well_typed_expressions_of_each_construct_are_sound() -> None:
    """The theorem, called: so it is not only z3 that says so, and of each construct there are well-typed examples."""
    rng, everywhere, examples = Random(3), situations(), Counter[str]()
    environments = (environment(Mode.STRICT), environment(Mode.PERMISSIVE))
    for case in cases(types.type_soundness):
        for _ in range(400):
            x, situation = expression(rng, 2, case.name.split()), rng.choice(everywhere)
            env = rng.choice(environments)
            try:
                assert types.type_soundness(x, frozenset(), env, situation.request, situation.entities)
            except Vacuous:
                continue
            examples[case.name.split()[0]] += 1
            assert parse_expression(expression_text(x)) == x
    assert len(examples) == 13
    assert min(examples.values()) >= 10
