"""The translator agrees with Python on random ground arguments, and a translator with a bug does not."""

from __future__ import annotations

from types import FunctionType
from typing import Any

import pytest
from tests.proofs.agreement import EVALUATING, PURE, disagreements
from tests.proofs.samples import (
    SAMPLES,
    algebra,
    both,
    by_key,
    counted,
    first_and_last,
    last_of_built,
    of_both,
    on_condition,
    same_kind,
    shape,
    some_below_all,
    sum_or_product,
    truth,
    with_one_more,
    within,
)

from deodar.model.authorizer import error_policies, is_authorized, satisfied_policies
from deodar.model.evaluator import variable
from deodar.model.value import in_int64
from deodar.proofs.translate import container, expression, logic, mapping, operator, pattern, statement
from deodar.proofs.translate.logic import Formula, Logic
from deodar.proofs.translate.raised import Outcome
from deodar.proofs.translate.symbol import Term
from deodar.proofs.translate.types import IntType

CALLS = 16  # of each function; the figure, 10,000 in all, is reached by `python -m tests.proofs.agreement`


@pytest.mark.parametrize(
    "translated", [pytest.param(each, id=each.__name__) for each in (*PURE, *EVALUATING, *SAMPLES)]
)
def test_translation_gives_what_python_gives(translated: FunctionType) -> None:
    assert list(disagreements((translated,), CALLS, seed=CALLS)) == []


def ite_swapped(condition: Formula, a: Logic, b: Logic, real: Any = logic.ite) -> Logic:
    return real(condition, b, a)


def any_for_all(*given: Any, real: Any = expression.quantified) -> Outcome:
    reader, node, some_member, frame = given
    return real(reader, node, not some_member, frame)


def first_subject_only(case: Any, xs: Any, paths: Any, frame: Any, real: Any = statement.matches_all) -> Any:
    parts = getattr(case, "patterns", None)
    return real(case, xs, paths, frame) if parts is None else pattern.matches(parts[0], xs[0], paths[0], frame)


BUGS = [
    pytest.param(operator, "equal", lambda *_: logic.TRUE, satisfied_policies, id="everything is equal"),
    pytest.param(
        operator, "subset", lambda *xs: logic.neg(xs[2].forall(lambda _: logic.FALSE)), within, id="`<=` of sets"
    ),
    pytest.param(operator, "is_none", lambda *_: logic.FALSE, error_policies, id="nothing is None"),
    pytest.param(operator, "contains", lambda *_: logic.TRUE, algebra, id="every set has every member"),
    pytest.param(logic, "less_eq", logic.less, in_int64, id="`<=` of integers"),
    pytest.param(logic, "subtract", logic.add, sum_or_product, id="`-` is `+`"),
    pytest.param(logic, "ite", ite_swapped, variable, id="branches are swapped"),
    pytest.param(expression, "where", lambda _, raised: raised, both, id="`and` does not stop early"),
    pytest.param(expression, "then", lambda _w, _a, b: b, both, id="errors of the first operand are lost"),
    pytest.param(expression, "either", lambda _w, _c, a, _b: a, on_condition, id="errors of one branch count for both"),
    pytest.param(statement, "either", lambda *_: {}, truth, id="errors of branches are lost"),
    pytest.param(expression, "quantified", any_for_all, some_below_all, id="`any` is `all`"),
    pytest.param(container.Filtered, "exists", lambda c, claim: c.base.exists(claim), is_authorized, id="filters"),
    pytest.param(
        container.Flat, "exists", lambda c, claim: claim(c.sample()), of_both, id="one pair of members is enough"
    ),
    pytest.param(statement, "matches_all", first_subject_only, same_kind, id="the second subject of `match`"),
    pytest.param(
        pattern, "has_members", lambda _: logic.TRUE, shape, id="a tuple has as many members as are asked for"
    ),
    pytest.param(expression, "length", lambda *_: logic.integer(1), counted, id="every tuple has one member"),
    pytest.param(expression, "all_but_last", lambda _, whole: whole, first_and_last, id="`[:-1]` leaves nothing out"),
    pytest.param(expression, "last", lambda *_: Term(IntType(), logic.integer(0)), with_one_more, id="the last is 0"),
    pytest.param(mapping, "equal", lambda *_: logic.TRUE, last_of_built, id="an entry is found under every key"),
    pytest.param(mapping, "contains", lambda *_: logic.TRUE, by_key, id="a map has every key"),
]


@pytest.mark.parametrize(("module", "name", "bug", "witness"), BUGS)
def test_a_bug_in_the_translator_is_noticed(
    monkeypatch: pytest.MonkeyPatch, module: object, name: str, bug: object, witness: FunctionType
) -> None:
    monkeypatch.setattr(module, name, bug)
    assert next(disagreements((witness,), 100, seed=3), None) is not None
