"""Each part of an expression is typed once: typing it again would double the time with each level of nesting."""

import pytest

from deodar import model
from deodar.model import typechecker
from deodar.model.deep import with_room
from deodar.model.expr import (
    And,
    AttrExpr,
    BinaryApp,
    BinaryOp,
    GetAttr,
    Is,
    IsIn,
    Ite,
    Lit,
    Or,
    RecordExpr,
    SetExpr,
    UnaryApp,
    Var,
    Variable,
)
from deodar.model.schema import environments
from deodar.model.type import Mode
from deodar.model.value import TRUE, String

SCHEMA = model.resolve(
    model.parse_schema_text(
        "entity User tags User; action view appliesTo { principal: User, resource: User, context: {ok: Bool} };"
    )
)
(ENVIRONMENT,) = environments(SCHEMA, Mode.STRICT)
OK = GetAttr(Variable(Var.CONTEXT), "ok")
LEVELS = 200


@pytest.mark.parametrize(
    ("around", "others"),
    [
        pytest.param(lambda x: RecordExpr((AttrExpr("a", x),)), 1, id="a record"),
        pytest.param(
            lambda x: RecordExpr((AttrExpr("a", Lit(TRUE)), AttrExpr("b", x))), 2, id="the last of two members"
        ),
        pytest.param(lambda x: GetAttr(RecordExpr((AttrExpr("a", x),)), "a"), 2, id="an attribute of a record"),
        pytest.param(lambda x: SetExpr((x,)), 1, id="a set"),
        pytest.param(lambda x: And(OK, x), 3, id="the right of a conjunction"),
        pytest.param(lambda x: Or(x, OK), 3, id="the left of a disjunction"),
        pytest.param(lambda x: Ite(OK, x, Lit(TRUE)), 4, id="a branch"),
        pytest.param(lambda x: BinaryApp(BinaryOp.EQ, x, OK), 3, id="an operand"),
        pytest.param(lambda x: BinaryApp(BinaryOp.GET_TAG, x, Lit(String("t"))), 2, id="what a tag is asked of"),
        pytest.param(lambda x: IsIn(x, "User", Variable(Var.PRINCIPAL)), 2, id="what is asked for a type"),
        pytest.param(lambda x: UnaryApp(Is("User"), x), 1, id="an operand of `is`"),
    ],
)
def test_each_part_of_a_deeply_nested_expression_is_typed_once(monkeypatch, around, others):
    typed = []
    once = typechecker.type_of

    def counting(x, c, env):
        typed.append(x)
        return once(x, c, env)

    monkeypatch.setattr(typechecker, "type_of", counting)
    x = OK
    for _ in range(LEVELS):
        x = around(x)

    def from_the_start():
        typed.clear()
        return counting(x, typechecker.NO_CAPABILITIES, ENVIRONMENT)

    with_room(from_the_start)
    assert len(typed) == 2 + others * LEVELS
