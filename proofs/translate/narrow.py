"""What a test tells about the values that it looks at: the branch behind it knows them more closely."""

from __future__ import annotations

import ast

from deodar.proofs.translate import logic
from deodar.proofs.translate.container import from_term
from deodar.proofs.translate.frame import Frame
from deodar.proofs.translate.logic import Formula
from deodar.proofs.translate.symbol import Nothing, Struct, Symbol, Term
from deodar.proofs.translate.types import DataType, OptionType, UnionType
from deodar.proofs.translate.world import World


def path_of(node: ast.expr) -> str | None:
    """The name of a place whose value cannot change: a variable, or a field of one."""
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(base, name):
            owner = path_of(base)
            return None if owner is None else f"{owner}.{name}"
        case _:
            return None


def is_none(world: World, x: Symbol) -> Formula:
    """Whether a value is None."""
    match x:
        case Nothing():
            return logic.TRUE
        case Term(OptionType() as type_, term):
            return logic.neg(world.made_by(type_, term))
        case _:
            return logic.FALSE


def is_instance(world: World, x: Symbol, cls: type) -> Formula:
    """Whether a value is of a dataclass."""
    match x:
        case Term(UnionType(members) as type_, term) if DataType(cls) in members:
            return world.made_by(type_, term, cls)
        case Term(DataType(own)) | Struct(DataType(own)):
            return logic.boolean(own is cls)
        case _:
            return logic.FALSE


def as_instance(world: World, x: Symbol, cls: type) -> Symbol:
    """A value that is known to be of a dataclass."""
    match x:
        case Term(UnionType(members) as type_, term) if DataType(cls) in members:
            return Term(DataType(cls), world.field(type_, term, 0, cls))
        case _:
            return x


def held(world: World, x: Symbol) -> Symbol:
    """A value that is known not to be None."""
    match x:
        case Term(OptionType(inner) as type_, term):
            return from_term(world, inner, world.field(type_, term, 0))
        case _:
            return x


def narrowed(test: ast.expr, outcome: bool, frame: Frame, value: Symbol | None) -> dict[str, Symbol]:
    """What is known of the place in a test once it has come out true, or false; `value` is what the place holds."""
    world, path = frame.world, first_place(test)
    if path is None or value is None:
        return {}
    match test:
        case ast.Compare(_, [ast.IsNot()], [ast.Constant(None)]):
            return {path: held(world, value) if outcome else Nothing()}
        case ast.Compare(_, [ast.Is()], [ast.Constant(None)]):
            return {path: Nothing() if outcome else held(world, value)}
        case ast.Call(ast.Name("isinstance"), [_, kind]) if outcome:
            cls = frame.resolve(kind)
            return {path: as_instance(world, value, cls)} if isinstance(cls, type) else {}
        case _:
            return {}


def first_place(test: ast.expr) -> str | None:
    """The place that a test of kind looks at."""
    match test:
        case ast.Compare(left, [ast.Is() | ast.IsNot()], [ast.Constant(None)]):
            return path_of(left)
        case ast.Call(ast.Name("isinstance"), [subject, _]):
            return path_of(subject)
        case _:
            return None
