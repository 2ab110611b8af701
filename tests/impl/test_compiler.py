"""What the compiler does beyond the rules of evaluation: constants, chains, shared work."""

from __future__ import annotations

import pytest

import deodar
from deodar.impl.compiler import compile_expression
from deodar.impl.entities import Entities
from deodar.impl.evaluate import NOBODY
from deodar.impl.expr import And, GetAttr, Has, Variable
from deodar.impl.frame import Constant, Frame
from deodar.impl.parser import parse_expression
from deodar.impl.request import EMPTY_CONTEXT
from deodar.impl.value import equal
from deodar.impl.value_json import read_value

FRAME = Frame(NOBODY, NOBODY, NOBODY, EMPTY_CONTEXT, Entities.empty())


@pytest.mark.parametrize(
    ("expression", "data"),
    [
        pytest.param('[1, true, ["x"], {}]', [1, True, ["x"], {}], id="a set"),
        pytest.param("{b: 1, a: {}}", {"a": {}, "b": 1}, id="a record"),
        pytest.param('ip("::1")', {"__extn": {"fn": "ip", "arg": "::1"}}, id="a constructor"),
        pytest.param('duration("1d").toHours()', 24, id="a method of a constant"),
        pytest.param('[T::"x", T::"y"]', [{"__entity": {"type": "T", "id": i}} for i in "xy"], id="entities"),
    ],
)
def test_a_constant_is_the_value_of_its_expression(expression: str, data: object) -> None:
    code = compile_expression(parse_expression(expression))
    assert isinstance(code, Constant)
    assert equal(code(FRAME), read_value(data, 9))


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param('ip("x")', id="a malformed string"),
        pytest.param("ip(1)", id="an argument of another kind"),
        pytest.param("ip()", id="no argument"),
        pytest.param("[context.x]", id="a set of what depends on the request"),
    ],
)
def test_what_errs_or_varies_is_no_constant(expression: str) -> None:
    code = compile_expression(parse_expression(expression))
    assert not isinstance(code, Constant)
    with pytest.raises(deodar.EvaluationError):
        deodar.evaluate(parse_expression(expression), {"principal": 'A::"a"', "action": 'A::"a"', "resource": 'A::"a"'})


def test_an_error_in_a_branch_that_is_not_taken_is_none() -> None:
    assert deodar.evaluate('if true then 1 else ip("x")') == 1
    assert deodar.evaluate('false && ip("x").isIpv4()') is False


def test_record_members_are_evaluated_in_the_order_of_their_keys() -> None:
    for expression, kind in (
        ('{b: 1 + "a", a: 9223372036854775807 + 1}', "overflow"),
        ('{b: 1 + "a", B: 9223372036854775807 + 1}', "overflow"),
        ('{"\U00010000": 1 + "a", "\uffff": 9223372036854775807 + 1}', "overflow"),
    ):
        with pytest.raises(deodar.EvaluationError) as failed:
            deodar.evaluate(expression)
        assert failed.value.kind == kind


def test_a_path_is_joined_only_where_it_is_one() -> None:
    variable = Variable(-1, -1, "context")
    first = Has(-1, -1, variable, "a")
    for left, expected in (
        (GetAttr(-1, -1, variable, "b"), "b"),  # another attribute
        (GetAttr(-1, -1, Variable(-1, -1, "principal"), "a"), "a"),  # of something else
    ):
        tree = And(-1, -1, first, Has(-1, -1, left, "c"))
        request = {"principal": 'A::"a"', "action": 'A::"a"', "resource": 'A::"a"', "context": {"a": {"c": 1}}}
        with pytest.raises(deodar.EvaluationError, match=f"`{expected}`|does not exist"):
            deodar.evaluate(tree, request)
