"""Blocks of statements as symbolic values: what a function returns, and what it raises."""

from __future__ import annotations

import ast
from collections.abc import Callable

from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import NOWHERE, coerce, merge
from deodar.proofs.translate.container import from_term
from deodar.proofs.translate.expression import assume, test_of, translate
from deodar.proofs.translate.frame import Frame
from deodar.proofs.translate.logic import Formula
from deodar.proofs.translate.narrow import path_of
from deodar.proofs.translate.operator import formula, truth
from deodar.proofs.translate.outside import OutsideSubset
from deodar.proofs.translate.pattern import matches, matches_all
from deodar.proofs.translate.raised import Case, Outcome, Raised, either, some, then, where
from deodar.proofs.translate.solver import impossible
from deodar.proofs.translate.symbol import Nothing, Struct, Symbol
from deodar.proofs.translate.types import OptionType, Type

_Block = Callable[[], Outcome]


class Unreachable(Exception):
    """Control cannot get here: the branch counts for nothing."""


def block(body: list[ast.stmt], frame: Frame, returns: Type) -> Outcome:
    """What the rest of a function does. A refusal that knows no line gets that of the statement."""
    try:
        return _block(body, frame, returns)
    except OutsideSubset as failure:
        if failure.place != NOWHERE or not body:
            raise
        raise frame.refuse(body[0], failure.what) from failure


def _block(body: list[ast.stmt], frame: Frame, returns: Type) -> Outcome:
    if not body:
        return _end(frame, returns, falls_off=True)
    node, *rest = body
    match node:
        case ast.Expr(ast.Constant(str())) | ast.Pass():
            return block(rest, frame, returns)
        case ast.Return(value) if value is not None:
            result = translate(value, frame)
            returned = coerce(frame.world, result.value, returns)
            if frame.conclusion is not None:
                returned = truth(logic.boolean(frame.conclusion))
            return Outcome(returned, result.raised)
        case ast.Expr(ast.Call(ast.Name("requires"), [premise])):
            return _requires(premise, rest, frame, returns)
        case ast.Expr(ast.Call(ast.Name("assert_never"))):
            return _end(frame, returns, falls_off=False)
        case ast.Expr(ast.Call() as call):
            first = translate(call, frame)
            return _after(first, rest, frame, returns)
        case ast.Assign([ast.Name(name)], value) | ast.AnnAssign(ast.Name(name), _, value) if value is not None:
            result = translate(value, frame)
            return _after(result, rest, frame.bind({name: result.value}), returns)
        case ast.If(test, positive, negative):
            condition, outcome = test_of(test, frame)
            chosen = _branch(
                condition,
                lambda: block([*positive, *rest], assume(test, True, frame).given(condition), returns),
                lambda: block([*negative, *rest], assume(test, False, frame).given(logic.neg(condition)), returns),
                frame,
            )
            return Outcome(chosen.value, then(frame.world, outcome.raised, chosen.raised))
        case ast.Match(subject, cases):
            return _match(subject, cases, rest, frame, returns)
        case ast.Raise(ast.Call() as made, None):
            return _raise(made, frame, returns)
        case ast.Try(attempt, [handler], [], []):
            return _try(attempt, handler, rest, frame, returns)
        case _:
            raise frame.refuse(node, f"`{ast.unparse(node).splitlines()[0]}` is no statement that the proofs can read")


def _after(first: Outcome, rest: list[ast.stmt], frame: Frame, returns: Type) -> Outcome:
    second = block(rest, frame, returns)
    return Outcome(second.value, then(frame.world, first.raised, second.raised))


def _end(frame: Frame, returns: Type, *, falls_off: bool) -> Outcome:
    """The end of a function without `return`: None where the type allows it, else a place that must not be reached."""
    if falls_off and isinstance(returns, OptionType):
        return Outcome(coerce(frame.world, Nothing(), returns), {})
    if impossible(frame.path):
        raise Unreachable
    return Outcome(_any_value(frame, returns), {None: Case(logic.TRUE, None)})


def _any_value(frame: Frame, type_: Type) -> Symbol:
    """Some value, for a place where there is none."""
    return from_term(frame.world, type_, frame.world.unknown("no value", type_))


def _branch(condition: Formula, positive: _Block, negative: _Block, frame: Frame) -> Outcome:
    """One block or the other; a block that cannot be reached leaves the other alone."""
    if logic.is_true(condition):
        return positive()
    if logic.is_false(condition):
        return negative()
    try:
        first = positive()
    except Unreachable:
        return negative()
    try:
        second = negative()
    except Unreachable:
        return first
    raised = either(frame.world, condition, first.raised, second.raised)
    if logic.is_true(some(first.raised)):  # a value means nothing where it raises
        return Outcome(second.value, raised)
    if logic.is_true(some(second.raised)):
        return Outcome(first.value, raised)
    return Outcome(merge(frame.world, condition, first.value, second.value), raised)


def _requires(premise: ast.expr, rest: list[ast.stmt], frame: Frame, returns: Type) -> Outcome:
    """A lemma says nothing where its premise is false."""
    condition, outcome = test_of(premise, frame)
    if logic.is_false(condition):
        return Outcome(truth(logic.TRUE), outcome.raised)
    further = block(rest, frame.given(condition), returns)
    claimed = logic.implies(condition, formula(further.value, premise, frame))
    return Outcome(truth(claimed), then(frame.world, outcome.raised, where(condition, further.raised)))


def _match(
    subject: ast.expr, cases: list[ast.match_case], rest: list[ast.stmt], frame: Frame, returns: Type
) -> Outcome:
    several = isinstance(subject, ast.Tuple)
    subjects = subject.elts if isinstance(subject, ast.Tuple) else [subject]
    outcomes = [translate(each, frame) for each in subjects]
    paths = [path_of(each) for each in subjects]
    values = [each.value for each in outcomes]

    def arms(remaining: list[ast.match_case], inner: Frame) -> Outcome:
        if not remaining:
            return block(rest, inner, returns)
        arm, *others = remaining
        if several:
            condition, bindings = matches_all(arm.pattern, values, paths, inner)
        else:
            condition, bindings = matches(arm.pattern, values[0], paths[0], inner)
        if logic.is_false(condition):
            return arms(others, inner)
        matched = inner.bind(bindings)
        if arm.guard is not None:
            guard, tested = test_of(arm.guard, matched)
            if tested.raised:
                raise frame.refuse(arm.guard, "a guard that may raise")
            condition, matched = logic.conj(condition, guard), assume(arm.guard, True, matched)
        return _branch(
            condition,
            lambda: block([*arm.body, *rest], matched.given(condition), returns),
            lambda: arms(others, inner.given(logic.neg(condition))),
            frame,
        )

    chosen = arms(cases, frame)
    raised = outcomes[0].raised
    for each in outcomes[1:]:
        raised = then(frame.world, raised, each.raised)
    return Outcome(chosen.value, then(frame.world, raised, chosen.raised))


def _raise(made: ast.Call, frame: Frame, returns: Type) -> Outcome:
    result = translate(made, frame)
    if not isinstance(result.value, Struct) or not issubclass(result.value.type.cls, Exception):
        raise frame.refuse(made, "only exceptions with fields are raised")
    raised: Raised = {result.value.type.cls: Case(logic.TRUE, result.value)}
    return Outcome(_any_value(frame, returns), then(frame.world, result.raised, raised))


def _try(
    attempt: list[ast.stmt], handler: ast.ExceptHandler, rest: list[ast.stmt], frame: Frame, returns: Type
) -> Outcome:
    """One statement that may raise, and what is done if it raises an exception of one class."""
    cls = None if handler.type is None else frame.resolve(handler.type)
    if not (isinstance(cls, type) and issubclass(cls, Exception)):
        raise frame.refuse(handler, "`except` without the class of an exception")
    match attempt:
        case [ast.Return()]:
            tried = block(attempt, frame, returns)
            further = Outcome(tried.value, {})
        case [ast.Assign([ast.Name(name)], value)]:
            tried = translate(value, frame)
            further = block(rest, frame.bind({name: tried.value}), returns)
        case [ast.Expr(ast.Call() as call)]:
            tried = translate(call, frame)
            further = block(rest, frame, returns)
        case _:
            raise frame.refuse(handler, "`try` around more than one assignment, call or return")
    if any(each is not None and each is not cls and issubclass(each, cls) for each in tried.raised):
        raise frame.refuse(handler, "`except` that catches more than one class of exceptions")
    others: Raised = {each: case for each, case in tried.raised.items() if each is not cls}
    proceeds = Outcome(further.value, then(frame.world, others, further.raised))
    caught = tried.raised.get(cls)
    if caught is None:
        return proceeds
    inner = frame if handler.name is None or caught.payload is None else frame.bind({handler.name: caught.payload})
    return _branch(caught.condition, lambda: block([*handler.body, *rest], inner, returns), lambda: proceeds, frame)
