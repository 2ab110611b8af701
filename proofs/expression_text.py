"""Expressions in the syntax of the language, with all parentheses: how a counterexample shows them."""

from __future__ import annotations

import json
from typing import assert_never

from deodar.model.expr import (
    And,
    BinaryApp,
    BinaryOp,
    Call,
    Expr,
    ExtFun,
    GetAttr,
    HasAttr,
    Is,
    IsEmpty,
    IsIn,
    Ite,
    Justchar,
    Like,
    Lit,
    Neg,
    Not,
    Or,
    RecordExpr,
    SetExpr,
    UnaryApp,
    Variable,
)
from deodar.model.value import Bool, EntityUID, Long, String, Value

CONSTRUCTORS = (ExtFun.DECIMAL, ExtFun.IP, ExtFun.DATETIME, ExtFun.DURATION)
METHODS = (
    BinaryOp.CONTAINS,
    BinaryOp.CONTAINS_ALL,
    BinaryOp.CONTAINS_ANY,
    BinaryOp.HAS_TAG,
    BinaryOp.GET_TAG,
)


def expression_text(x: Expr) -> str:
    """An expression as text."""
    match x:
        case Lit(v):
            return literal_text(v)
        case Variable(var):
            return var.value
        case Ite(x1, x2, x3):
            return f"(if {expression_text(x1)} then {expression_text(x2)} else {expression_text(x3)})"
        case And(x1, x2):
            return f"({expression_text(x1)} && {expression_text(x2)})"
        case Or(x1, x2):
            return f"({expression_text(x1)} || {expression_text(x2)})"
        case UnaryApp():
            return unary_text(x)
        case BinaryApp(op, x1, x2) if op in METHODS:
            return f"{expression_text(x1)}.{op.value}({expression_text(x2)})"
        case BinaryApp(op, x1, x2):
            return f"({expression_text(x1)} {op.value} {expression_text(x2)})"
        case IsIn(x1, name, x2):
            return f"({expression_text(x1)} is {name} in {expression_text(x2)})"
        case HasAttr(x1, attr):
            return f"({expression_text(x1)} has {json.dumps(attr)})"
        case GetAttr(x1, attr):
            return f"{expression_text(x1)}[{json.dumps(attr)}]"
        case SetExpr(xs):
            return f"[{', '.join(expression_text(each) for each in xs)}]"
        case RecordExpr(axs):
            return "{" + ", ".join(f"{json.dumps(ax.attr)}: {expression_text(ax.x)}" for ax in axs) + "}"
        case Call(fn, xs):
            return call_text(fn, xs)
        case _:
            assert_never(x)


def literal_text(v: Value) -> str:
    """A literal as text."""
    match v:
        case Bool(b):
            return "true" if b else "false"
        case Long(i):
            return f"({i})" if i < 0 else str(i)
        case String(s):
            return json.dumps(s)
        case EntityUID(name, each):
            return f"{name}::{json.dumps(each)}"
        case _:
            return f"<{v!r}>"  # no text means it


def unary_text(x: UnaryApp) -> str:
    """An operator on one operand as text."""
    operand = expression_text(x.x1)
    match x.op:
        case Not():
            return f"!{operand}"
        case Neg():
            return f"-({operand})"
        case IsEmpty():
            return f"{operand}.isEmpty()"
        case Like(pattern):
            text = "".join(each.char if isinstance(each, Justchar) else "*" for each in pattern)
            return f"({operand} like {json.dumps(text)})"
        case Is(name):
            return f"({operand} is {name})"
        case _:
            assert_never(x.op)


def call_text(fn: ExtFun, xs: tuple[Expr, ...]) -> str:
    """A call of an extension function as text: a method has its receiver before it."""
    arguments = [expression_text(each) for each in xs]
    if fn in CONSTRUCTORS or not arguments:
        return f"{fn.value}({', '.join(arguments)})"
    return f"{arguments[0]}.{fn.value}({', '.join(arguments[1:])})"
