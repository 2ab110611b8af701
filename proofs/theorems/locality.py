"""What an expression does not ask the entity store for does not matter: the first step to what levels promise.

Rule: Cedar.Thm.Validation.Levels, for level 0, without types. An expression of level 0 looks up no entity.
"""

from __future__ import annotations

from typing import assert_never

from deodar.model.entities import Entities
from deodar.model.error import EvaluationError
from deodar.model.evaluator import evaluate
from deodar.model.expr import (
    And,
    BinaryApp,
    BinaryOp,
    Call,
    Expr,
    GetAttr,
    HasAttr,
    IsIn,
    Ite,
    Lit,
    Or,
    RecordExpr,
    SetExpr,
    UnaryApp,
    Variable,
)
from deodar.model.request import Request
from deodar.proofs.lemma import lemma, requires
from deodar.proofs.theorems.raw import evaluates_to, failure_of


def looks_nothing_up(x: Expr) -> bool:
    """The expression is made of literals, variables, and operators that look up no entity."""
    match x:
        case Lit() | Variable():
            return True
        case And(x1, x2):
            return looks_nothing_up(x1) and looks_nothing_up(x2)
        case Or(x1, x2):
            return looks_nothing_up(x1) and looks_nothing_up(x2)
        case Ite(x1, x2, x3):
            return looks_nothing_up(x1) and looks_nothing_up(x2) and looks_nothing_up(x3)
        case UnaryApp(_, x1):
            return looks_nothing_up(x1)
        case BinaryApp(op, x1, x2):
            asks = op in (BinaryOp.MEM, BinaryOp.HAS_TAG, BinaryOp.GET_TAG)
            return not asks and looks_nothing_up(x1) and looks_nothing_up(x2)
        case IsIn() | HasAttr() | GetAttr():
            return False
        case SetExpr(xs) | Call(_, xs):
            return all(looks_nothing_up(x1) for x1 in xs)
        case RecordExpr(axs):
            return all(looks_nothing_up(ax.x) for ax in axs)
        case _:
            assert_never(x)


@lemma(recursion=(evaluate, looks_nothing_up), on="x", together=(UnaryApp, BinaryApp, Call))
def what_looks_nothing_up_needs_no_store(x: Expr, req: Request, es: Entities, other: Entities) -> bool:
    """An expression of operators that look up no entity has one value, or one error, whatever is in the store."""
    requires(looks_nothing_up(x))
    try:
        v = evaluate(x, req, es)
    except EvaluationError as error:
        return failure_of(x, req, other) == error.kind
    return evaluates_to(x, v, req, other)
