"""Patterns of `match`: when a value matches, and what is known then."""

from __future__ import annotations

import ast

from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import NOWHERE, apart, equal, merge
from deodar.proofs.translate.expression import translate
from deodar.proofs.translate.frame import Frame
from deodar.proofs.translate.logic import Formula
from deodar.proofs.translate.narrow import as_instance, is_instance, is_none
from deodar.proofs.translate.operator import truth
from deodar.proofs.translate.outside import OutsideSubset
from deodar.proofs.translate.sequence import all_but_last, has_members, last
from deodar.proofs.translate.symbol import Container, Struct, Symbol, Term
from deodar.proofs.translate.types import TupleType

Bindings = dict[str, Symbol]


def matches(pattern: ast.pattern, x: Symbol, path: str | None, frame: Frame) -> tuple[Formula, Bindings]:
    """Whether a value, found under a path, matches; and the names that the pattern binds, the path itself included."""
    match pattern:
        case ast.MatchAs(None, None):
            return logic.TRUE, {}
        case ast.MatchAs(None, str(name)):
            return logic.TRUE, {name: x}
        case ast.MatchAs(inner, str(name)) if inner is not None:
            condition, bindings = matches(inner, x, name, frame)
            return condition, {name: x, **bindings}
        case ast.MatchValue(value):
            return equal(frame.world, x, translate(value, frame).value), {}
        case ast.MatchSingleton(None):
            return is_none(frame.world, x), {}
        case ast.MatchSingleton(bool(value)):
            return equal(frame.world, x, truth(logic.boolean(value))), {}
        case ast.MatchClass(_, _, []):
            return _class(pattern, x, path, frame)
        case ast.MatchSequence(patterns) if isinstance(x, Container) and isinstance(x.type, TupleType):
            return _sequence(patterns, x, frame)
        case ast.MatchOr(patterns):
            return _alternatives([matches(each, x, None, frame) for each in patterns], pattern, frame)
        case _:
            raise frame.refuse(pattern, f"`{ast.unparse(pattern)}` is no pattern that the proofs can read")


def _class(pattern: ast.MatchClass, x: Symbol, path: str | None, frame: Frame) -> tuple[Formula, Bindings]:
    cls, patterns = frame.resolve(pattern.cls), pattern.patterns
    if not isinstance(cls, type):
        raise frame.refuse(pattern, "a pattern of something that is no class")
    condition = is_instance(frame.world, x, cls)
    if logic.is_false(condition):
        return condition, {}
    instance = as_instance(frame.world, x, cls)
    bindings: Bindings = {} if path is None else {path: instance}
    if not patterns:
        return condition, bindings
    if not isinstance(instance, Term | Struct):
        raise OutsideSubset(NOWHERE, f"`{cls.__name__}` has no fields")
    parts = list(apart(frame.world, instance).fields.values())
    for inner, part in zip(patterns, parts, strict=False):
        if logic.is_false(condition):
            return condition, {}
        holds, found = matches(inner, part, None, frame)
        condition, bindings = logic.conj(condition, holds), {**bindings, **found}
    return condition, bindings


def _alternatives(
    alternatives: list[tuple[Formula, Bindings]], pattern: ast.pattern, frame: Frame
) -> tuple[Formula, Bindings]:
    """The first of some patterns that matches; all bind the same names."""
    alternatives = [each for each in alternatives if not logic.is_false(each[0])]
    if not alternatives:
        return logic.FALSE, {}
    *others, (condition, bindings) = alternatives
    for earlier, bound in reversed(others):
        if bound.keys() != bindings.keys():
            raise frame.refuse(pattern, "alternatives that bind different names")
        bindings = {name: merge(frame.world, earlier, x, bindings[name]) for name, x in bound.items()}
        condition = logic.disj(earlier, condition)
    return condition, bindings


def _sequence(patterns: list[ast.pattern], x: Container, frame: Frame) -> tuple[Formula, Bindings]:
    """A tuple with as many members as there are patterns, each of which matches."""
    if any(isinstance(each, ast.MatchStar) for each in patterns):
        raise frame.refuse(patterns[0], "a pattern for the rest of a tuple")
    condition, bindings, rest = logic.TRUE, Bindings(), x
    for each in reversed(patterns):
        condition = logic.conj(condition, has_members(rest))
        if logic.is_false(condition):
            return condition, {}
        holds, found = matches(each, last(frame.world, rest), None, frame)
        condition, bindings = logic.conj(condition, holds), {**bindings, **found}
        rest = all_but_last(frame.world, rest)
    return logic.conj(condition, logic.neg(has_members(rest))), bindings


def matches_all(
    pattern: ast.pattern, xs: list[Symbol], paths: list[str | None], frame: Frame
) -> tuple[Formula, Bindings]:
    """The same for several subjects at once: `case p, q:` against `match x, y:`."""
    if isinstance(pattern, ast.MatchAs) and pattern.pattern is None and pattern.name is None:
        return logic.TRUE, {}
    if not isinstance(pattern, ast.MatchSequence) or len(pattern.patterns) != len(xs):
        raise frame.refuse(pattern, "a pattern that does not have one part for each subject")
    condition, bindings = logic.TRUE, Bindings()
    for each, x, path in zip(pattern.patterns, xs, paths, strict=True):
        if logic.is_false(condition):
            return condition, {}
        holds, found = matches(each, x, path, frame)
        condition, bindings = logic.conj(condition, holds), {**bindings, **found}
    return condition, bindings
