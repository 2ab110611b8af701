"""Expressions of the subset as symbolic values, with what they may raise, in Python's order of evaluation."""

from __future__ import annotations

import ast
from types import FunctionType

from deodar.model.map import Map
from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import apart, coerce, join, merge, to_term
from deodar.proofs.translate.comprehension import Reader, quantified, transformed
from deodar.proofs.translate.construct import construct
from deodar.proofs.translate.container import Items, as_container
from deodar.proofs.translate.frame import Frame
from deodar.proofs.translate.lift import lift
from deodar.proofs.translate.logic import Formula
from deodar.proofs.translate.mapping import mapping
from deodar.proofs.translate.narrow import classes_of, first_place, held, is_instance_of_any, is_none, narrowed, path_of
from deodar.proofs.translate.operator import combine, compare, formula, truth, truthy
from deodar.proofs.translate.raised import Case, Outcome, either, then, where
from deodar.proofs.translate.sequence import all_but_last, has_members, last, length
from deodar.proofs.translate.symbol import Container, Struct, Symbol, Term
from deodar.proofs.translate.types import (
    DataType,
    IntType,
    MapType,
    NeverType,
    OptionType,
    SetType,
    TupleType,
)


def translate(node: ast.expr, frame: Frame) -> Outcome:
    """The value of an expression."""
    world = frame.world
    known = path_of(node)
    if known is not None and known in frame.bindings:
        return Outcome(frame.bindings[known], {})
    match node:
        case ast.Constant(value):
            return Outcome(lift(world, value), {})
        case ast.Name() | ast.Attribute() if frame.resolve(node) is not None:
            return Outcome(lift(world, frame.resolve(node)), {})
        case ast.Attribute(base, name):
            return _attribute(node, base, name, frame)
        case ast.BoolOp(op, operands):
            return _connective(isinstance(op, ast.And), operands, frame)
        case ast.UnaryOp(ast.Not(), operand):
            test = translate(operand, frame)
            return Outcome(truth(logic.neg(truthy(test.value, operand, frame))), test.raised)
        case ast.UnaryOp(ast.USub(), operand):
            whole = translate(operand, frame)
            return Outcome(Term(IntType(), logic.subtract(logic.integer(0), to_term(world, whole.value))), whole.raised)
        case ast.BinOp(left, op, right):
            first, second = _both(left, right, frame)
            return Outcome(combine(node, op, first.value, second.value, frame), second.raised)
        case ast.Compare(left, ops, rights):
            return _comparison(node, left, ops, rights, frame)
        case ast.IfExp(test, a, b):
            return _conditional(test, a, b, frame)
        case ast.Call():
            return _call(node, frame)
        case ast.Subscript(base, index):
            return _subscript(node, base, index, frame)
        case ast.Tuple([ast.Starred(first), *others]) if others:
            whole, added = translate(first, frame), _enumeration(node, others, frame)
            joined = combine(node, ast.Add(), whole.value, added.value, frame)
            return Outcome(joined, then(world, whole.raised, added.raised))
        case ast.Tuple([]):
            return Outcome(Items(world, TupleType(NeverType()), ()), {})
        case ast.Tuple(elements) | ast.Set(elements) if elements:
            return _enumeration(node, elements, frame)
        case _:
            raise frame.refuse(node, f"`{ast.unparse(node)}` is no expression that the proofs can read")


def test_of(node: ast.expr, frame: Frame) -> tuple[Formula, Outcome]:
    """A condition, where containers count as true if they have members."""
    match node:
        case ast.BoolOp(op, operands):
            outcome = _connective(isinstance(op, ast.And), operands, frame)
        case _:
            outcome = translate(node, frame)
    return truthy(outcome.value, node, frame), outcome


def assume(node: ast.expr, result: bool, frame: Frame) -> Frame:
    """The surroundings in which a test has come out true, or false."""
    match node:
        case ast.UnaryOp(ast.Not(), operand):
            return assume(operand, not result, frame)
        case ast.BoolOp(ast.And(), operands) if result:
            for operand in operands:
                frame = assume(operand, True, frame)
            return frame
        case ast.BoolOp(ast.Or(), operands) if not result:
            for operand in operands:
                frame = assume(operand, False, frame)
            return frame
        case ast.Compare(place, [_], [_]) | ast.Call(_, [place, _]) if first_place(node) is not None:
            return frame.bind(narrowed(node, result, frame, translate(place, frame).value))
        case _:
            return frame


def _connective(conjunction: bool, operands: list[ast.expr], frame: Frame) -> Outcome:
    """`and`, `or`: later operands are reached only while the earlier ones leave the result open."""
    first, *rest = operands
    value, outcome = test_of(first, frame)
    if not rest:
        return Outcome(truth(value), outcome.raised)
    further = _connective(conjunction, rest, assume(first, conjunction, frame))
    reached = value if conjunction else logic.neg(value)
    other = formula(further.value, rest[0], frame)
    joined = logic.conj(value, other) if conjunction else logic.disj(value, other)
    return Outcome(truth(joined), then(frame.world, outcome.raised, where(reached, further.raised)))


def _conditional(test: ast.expr, a: ast.expr, b: ast.expr, frame: Frame) -> Outcome:
    condition, outcome = test_of(test, frame)
    first, second = translate(a, assume(test, True, frame)), translate(b, assume(test, False, frame))
    raised = either(frame.world, condition, first.raised, second.raised)
    return Outcome(merge(frame.world, condition, first.value, second.value), then(frame.world, outcome.raised, raised))


def _attribute(node: ast.expr, base: ast.expr, name: str, frame: Frame) -> Outcome:
    owner = translate(base, frame)
    if not isinstance(owner.value, Term | Struct) or not isinstance(owner.value.type, DataType):
        raise frame.refuse(node, f"`{ast.unparse(base)}` is of no one dataclass here, so `.{name}` says nothing")
    attribute = getattr(owner.value.type.cls, name, None)
    if isinstance(attribute, property) and isinstance(attribute.fget, FunctionType):
        result = frame.invoke(frame.world, attribute.fget, [owner.value])
        return Outcome(result.value, then(frame.world, owner.raised, result.raised))
    return Outcome(apart(frame.world, owner.value).fields[name], owner.raised)


def _both(left: ast.expr, right: ast.expr, frame: Frame) -> tuple[Outcome, Outcome]:
    first, second = translate(left, frame), translate(right, frame)
    return first, Outcome(second.value, then(frame.world, first.raised, second.raised))


def _comparison(node: ast.expr, left: ast.expr, ops: list[ast.cmpop], rights: list[ast.expr], frame: Frame) -> Outcome:
    """A comparison, or a chain of them: `a < b < c` looks at `c` only if `a < b`."""
    first, second = _both(left, rights[0], frame)
    result = compare(node, ops[0], first.value, second.value, frame)
    if not ops[1:]:
        return Outcome(truth(result), second.raised)
    further = _comparison(node, rights[0], ops[1:], rights[1:], frame)
    joined = logic.conj(result, formula(further.value, node, frame))
    return Outcome(truth(joined), then(frame.world, second.raised, where(result, further.raised)))


def _subscript(node: ast.Subscript, base: ast.expr, index: ast.expr, frame: Frame) -> Outcome:
    """`ts[-1]`, which raises on the empty tuple, `ts[:-1]`, and `m[key]`, which raises if there is no such entry."""
    owner = translate(base, frame)
    if isinstance(owner.value, Term) and isinstance(owner.value.type, MapType):
        entry = _lookup(node, base, index, frame)
        absent = is_none(frame.world, entry.value)
        known = any(logic.is_false(logic.conj(absent, each.guard)) for each in frame.world.bound)
        crash = {} if known else where(absent, {None: Case(logic.TRUE, None)})
        return Outcome(held(frame.world, entry.value), then(frame.world, entry.raised, crash))
    if not isinstance(owner.value, Container) or not isinstance(owner.value.type, TupleType):
        raise frame.refuse(node, "an index into something that is no tuple")
    if ast.unparse(index) == "-1":
        empty = logic.neg(has_members(owner.value))
        crash = where(empty, {None: Case(logic.TRUE, None)})
        return Outcome(last(frame.world, owner.value), then(frame.world, owner.raised, crash))
    if ast.unparse(index) == ":-1":
        return Outcome(all_but_last(frame.world, owner.value), owner.raised)
    raise frame.refuse(node, "an index other than `[-1]` and `[:-1]`")


def _enumeration(node: ast.expr, elements: list[ast.expr], frame: Frame) -> Outcome:
    outcomes = [translate(each, frame) for each in elements]
    element = outcomes[0].value.type
    raised = outcomes[0].raised
    for each in outcomes[1:]:
        element, raised = join(element, each.value.type), then(frame.world, raised, each.raised)
    type_ = TupleType(element) if isinstance(node, ast.Tuple) else SetType(element)
    return Outcome(Items(frame.world, type_, tuple(coerce(frame.world, o.value, element) for o in outcomes)), raised)


def _call(node: ast.Call, frame: Frame) -> Outcome:
    """A call of a function, a class, a built-in on a comprehension, or of `.get` on a map."""
    target = frame.resolve(node.func)
    match node.func, target, node.args:
        case _, FunctionType(), arguments:
            outcomes = [translate(each, frame) for each in arguments]
            result = frame.invoke(frame.world, target, [each.value for each in outcomes])
            return Outcome(result.value, _in_turn([*outcomes, result], frame))
        case _, type(), [ast.DictComp() | ast.Dict() as entries] if target is Map:
            return mapping(Reader(translate, test_of, assume), entries, frame)
        case _, type(), arguments if target not in {tuple, frozenset}:
            outcomes = [translate(each, frame) for each in arguments]
            built = construct(node, target, [each.value for each in outcomes], frame)
            return Outcome(built, _in_turn(outcomes, frame))
        case ast.Name("isinstance"), _, [subject, kind]:
            asked = translate(subject, frame)
            found = is_instance_of_any(frame.world, asked.value, classes_of(kind, frame))
            return Outcome(truth(found), asked.raised)
        case ast.Name("any" | "all" as name), _, [ast.GeneratorExp() | ast.ListComp() as claim]:
            return quantified(Reader(translate, test_of, assume), claim, name == "any", frame)
        case ast.Name("tuple" | "frozenset" as name), _, [ast.GeneratorExp() | ast.ListComp() as recipe]:
            return transformed(Reader(translate, test_of, assume), recipe, name == "tuple", frame)
        case ast.Name("frozenset"), _, []:
            return Outcome(Items(frame.world, SetType(NeverType()), ()), {})
        case ast.Name("frozenset"), _, [container]:
            made = translate(container, frame)
            members = as_container(frame.world, made.value)
            if members is not None:
                as_set = coerce(frame.world, members, SetType(members.type.element))
                return Outcome(as_set, made.raised)
        case ast.Name("len"), _, [counted]:
            whole = translate(counted, frame)
            if isinstance(whole.value, Container) and isinstance(whole.value.type, TupleType):
                return Outcome(Term(IntType(), length(frame.world, whole.value)), whole.raised)
        case ast.Attribute(owner, "get"), None, [key]:
            entry = _lookup(node, owner, key, frame)
            return Outcome(_flat(frame, entry.value), entry.raised)
        case _:
            pass
    raise frame.refuse(node, f"`{ast.unparse(node)}` is no call that the proofs can read")


def _in_turn(outcomes: list[Outcome], frame: Frame) -> dict[type[Exception] | None, Case]:
    raised: dict[type[Exception] | None, Case] = {}
    for each in outcomes:
        raised = then(frame.world, raised, each.raised)
    return raised


def _lookup(node: ast.expr, owner: ast.expr, key: ast.expr, frame: Frame) -> Outcome:
    first, second = _both(owner, key, frame)
    if not isinstance(first.value, Term) or not isinstance(first.value.type, MapType):
        raise frame.refuse(node, "`.get` of something that is no map")
    type_ = first.value.type
    key_term = to_term(frame.world, coerce(frame.world, second.value, type_.key))
    entry = frame.world.entry(type_, first.value.logic, key_term)
    return Outcome(Term(OptionType(type_.value), entry), second.raised)


def _flat(frame: Frame, x: Symbol) -> Symbol:
    """What `.get` gives: an entry that is None reads like one that is not there."""
    world = frame.world
    match x:
        case Term(OptionType(OptionType() as inner) as type_, term):
            entry = logic.ite(world.made_by(type_, term), world.field(type_, term, 0), world.nothing(inner))
            return Term(inner, entry)
        case _:
            return x
