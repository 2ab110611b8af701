"""Recursion that does not descend is refused with file and line: it would satisfy any contract."""

from __future__ import annotations

import pytest

from deodar.model.lub import lub
from deodar.model.type import Mode, SetT, Type
from deodar.proofs.inductive import Ground, cases, prove_case
from deodar.proofs.lemma import lemma
from deodar.proofs.program import changed, forget
from deodar.proofs.run import walk


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        pytest.param(
            "policy",
            "return conditions_before(conditions[:-1], And(",
            "return conditions_before(conditions, And(",
            id="the same argument",
        ),
        pytest.param(
            "policy",
            "    if not conditions:\n        return x\n",
            "",
            id="a tuple that may be empty without its last",
        ),
        pytest.param(
            "evaluator",
            "if as_bool(evaluate(x1, req, es)):\n                return evaluate(x2, req, es)",
            "if as_bool(evaluate(x1, req, es)):\n                return evaluate(x, req, es)",
            id="the whole expression",
        ),
        pytest.param(
            "evaluator",
            "            return variable(var, req)",
            "            return evaluate(Variable(var), req, es)",
            id="a new one",
        ),
        pytest.param(
            "evaluator",
            "        case Lit(v):\n            return v",
            "        case Lit(v):\n            return evaluate(Lit(v), req, es)",
            id="an expression built from its parts",
        ),
        pytest.param(
            "evaluator",
            "def as_bool(v: Value) -> bool:\n",
            "def ping(v: Value) -> Value:\n    return pong(v)\n\n\n"
            "def pong(v: Value) -> Value:\n    return ping(v)\n\n\n"
            "def as_bool(v: Value) -> bool:\n",
            id="two functions that call each other",
        ),
        pytest.param(
            "validator",
            "for x1 in xs for kind in name_faults(x1, schema)",
            "for x1 in xs for kind in name_faults(x, schema)",
            id="the whole expression for each of its parts",
        ),
        pytest.param(
            "validator",
            "case UnaryApp(_, x1) | HasAttr(x1, _) | GetAttr(x1, _):",
            "case (UnaryApp() as x1) | HasAttr(x1, _) | GetAttr(x1, _):",
            id="the whole expression in one of several alternatives",
        ),
    ],
)
def test_recursion_that_does_not_descend_is_refused(module: str, old: str, new: str) -> None:
    program = changed(f"deodar.model.{module}", old, new)
    try:
        message = walk(program).outside
    finally:
        forget(program)
    assert message is not None
    assert message.startswith(f"model/{module}.py:")
    assert "recurses on no strict part of an argument" in message


@lemma(recursion=lub, on="ty1")
def no_type_is_that_of_sets(ty1: Type, ty2: Type, mode: Mode) -> bool:  # noqa: ARG001  # a type beside it
    """Not so; but assumed of the type of sets of a type it would follow for the type."""
    made = lub(SetT(SetT(ty1)), ty1, mode)
    return not isinstance(ty1, SetT) or (made is None and made is not None)


def test_a_lemma_is_not_assumed_of_greater_arguments() -> None:
    ground = Ground(no_type_is_that_of_sets)
    unproved = [case.name for case in cases(no_type_is_that_of_sets) if not prove_case(ground, case).proved]
    assert unproved == ["SetT"]
