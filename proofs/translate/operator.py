"""Operators on symbolic values: arithmetic, comparison, set algebra, and what Python takes for true."""

from __future__ import annotations

import ast
from typing import cast

from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import coerce, contains, equal, join, subset, to_term
from deodar.proofs.translate.container import Filtered, Joined, as_container
from deodar.proofs.translate.frame import Frame
from deodar.proofs.translate.logic import Formula, Logic
from deodar.proofs.translate.narrow import is_none
from deodar.proofs.translate.symbol import Container, Nothing, Symbol, Term
from deodar.proofs.translate.types import BoolType, IntType, MapType, OptionType, SetType, TupleType


def truth(f: Formula) -> Term:
    """A truth value."""
    return Term(BoolType(), f)


def formula(x: Symbol, node: ast.AST, frame: Frame) -> Formula:
    """A value that must be a bool."""
    if isinstance(x, Term) and isinstance(x.type, BoolType):
        return cast("Formula", x.logic)
    raise frame.refuse(node, "a truth value is needed here")


def truthy(x: Symbol, node: ast.AST, frame: Frame) -> Formula:
    """Whether Python takes a value for true: a bool that is, or a container that has members."""
    members = as_container(frame.world, x)
    return formula(x, node, frame) if members is None else members.exists(lambda _: logic.TRUE)


def combine(node: ast.expr, op: ast.operator, a: Symbol, b: Symbol, frame: Frame) -> Symbol:
    """Arithmetic on integers, set algebra, and one tuple after another."""
    match a, op, b:
        case Term(IntType(), i), _, Term(IntType(), j):
            return Term(IntType(), _number(node, op, i, j, frame))
        case Container(), _, Container():
            type_ = join(a.type, b.type)
            first, second = coerce(frame.world, a, type_), coerce(frame.world, b, type_)
            if isinstance(first, Container) and isinstance(second, Container):
                return _joined(node, op, first, second, frame)
        case _:
            pass
    raise frame.refuse(node, "an operator on values that do not have it")


def _number(node: ast.expr, op: ast.operator, i: Logic, j: Logic, frame: Frame) -> Logic:
    match op:
        case ast.Add():
            return logic.add(i, j)
        case ast.Sub():
            return logic.subtract(i, j)
        case ast.Mult():
            return logic.multiply(i, j)
        case _:
            raise frame.refuse(node, "arithmetic other than `+`, `-` and `*`")


def _joined(node: ast.expr, op: ast.operator, a: Container, b: Container, frame: Frame) -> Container:
    world = frame.world
    match a.type, op:
        case (TupleType(), ast.Add()) | (SetType(), ast.BitOr()):
            return Joined(a.type, a, b)
        case SetType(), ast.BitAnd():
            return Filtered(a.type, a, lambda x: contains(world, b, x))
        case SetType(), ast.Sub():
            return Filtered(a.type, a, lambda x: logic.neg(contains(world, b, x)))
        case _:
            raise frame.refuse(node, "an operator that containers do not have")


def compare(node: ast.expr, op: ast.cmpop, a: Symbol, b: Symbol, frame: Frame) -> Formula:
    """One comparison of two values."""
    world = frame.world
    match op, a, b:
        case ast.Eq(), _, _:
            return equal(world, a, b)
        case ast.NotEq(), _, _:
            return logic.neg(equal(world, a, b))
        case ast.Is(), _, Nothing():
            return is_none(world, a)
        case ast.IsNot(), _, Nothing():
            return logic.neg(is_none(world, a))
        case ast.In(), _, _:
            return _member(node, a, b, frame)
        case ast.NotIn(), _, _:
            return logic.neg(_member(node, a, b, frame))
        case ast.Lt(), Term(IntType(), i), Term(IntType(), j):
            return logic.less(i, j)
        case ast.LtE(), Term(IntType(), i), Term(IntType(), j):
            return logic.less_eq(i, j)
        case ast.Gt(), Term(IntType(), i), Term(IntType(), j):
            return logic.less(j, i)
        case ast.GtE(), Term(IntType(), i), Term(IntType(), j):
            return logic.less_eq(j, i)
        case ast.LtE(), Container(), Container() if isinstance(a.type, SetType):
            return subset(world, a, b)
        case _:
            raise frame.refuse(node, "a comparison of values that do not have it")


def _member(node: ast.expr, x: Symbol, y: Symbol, frame: Frame) -> Formula:
    """`in`"""
    match y:
        case Container():
            return contains(frame.world, y, x)
        case Term(MapType() as type_, handle):
            entry = frame.world.entry(type_, handle, to_term(frame.world, coerce(frame.world, x, type_.key)))
            return logic.neg(is_none(frame.world, Term(OptionType(type_.value), entry)))
        case _:
            raise frame.refuse(node, "`in` something that is no container")
