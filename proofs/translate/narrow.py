"""What a test tells about the values that it looks at: the branch behind it knows them more closely."""

from __future__ import annotations

import ast

from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import recast
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


def classes_of(node: ast.expr, frame: Frame) -> tuple[type, ...]:
    """The classes that `isinstance` is asked about: one, or several as `A | B`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return (*classes_of(node.left, frame), *classes_of(node.right, frame))
    cls = frame.resolve(node)
    if not isinstance(cls, type):
        raise frame.refuse(node, "`isinstance` with something else than classes")
    return (cls,)


def is_instance_of_any(world: World, x: Symbol, classes: tuple[type, ...]) -> Formula:
    """Whether a value is of one of some dataclasses."""
    return logic.disj(*(is_instance(world, x, each) for each in classes))


def as_instance_of_any(world: World, x: Symbol, classes: tuple[type, ...]) -> Symbol:
    """A value that is known to be of one of some dataclasses."""
    if len(classes) == 1:
        return as_instance(world, x, classes[0])
    match _unwrapped(world, x):
        case Term(UnionType(members) as own, term):
            some = tuple(each for each in members if each.cls in classes)
            return Term(UnionType(some), recast(world, own, some, term, UnionType(some)))
        case other:
            return other


def _unwrapped(world: World, x: Symbol) -> Symbol:
    """What an option holds, if a value is one; for a value that is known not to be None."""
    return held(world, x) if isinstance(x, Term) and isinstance(x.type, OptionType) else x


def is_instance(world: World, x: Symbol, cls: type) -> Formula:
    """Whether a value is of a dataclass."""
    match x:
        case Term(OptionType()):
            return logic.conj(logic.neg(is_none(world, x)), is_instance(world, held(world, x), cls))
        case Term(UnionType(members) as type_, term) if DataType(cls) in members:
            return world.made_by(type_, term, cls)
        case Term(DataType(own)) | Struct(DataType(own)):
            return logic.boolean(own is cls)
        case _:
            return logic.FALSE


def as_instance(world: World, x: Symbol, cls: type) -> Symbol:
    """A value that is known to be of a dataclass."""
    match _unwrapped(world, x):
        case Term(UnionType(members) as type_, term) if DataType(cls) in members:
            return Term(DataType(cls), world.field(type_, term, 0, cls))
        case other:
            return other


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
            return {path: as_instance_of_any(world, value, classes_of(kind, frame))}
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
