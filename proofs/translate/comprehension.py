"""Comprehensions over one container, and `any` and `all`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import coerce, to_term
from deodar.proofs.translate.container import Filtered, Image, Items
from deodar.proofs.translate.frame import Frame
from deodar.proofs.translate.logic import Formula
from deodar.proofs.translate.raised import Case, Outcome, Raised, some, then
from deodar.proofs.translate.symbol import Container, Symbol, Term
from deodar.proofs.translate.types import BoolType, SetType, TupleType

Comprehension = ast.GeneratorExp | ast.ListComp


@dataclass(frozen=True, slots=True)
class Reader:
    """How the expressions within a comprehension are read: as values, as conditions, and what a condition tells."""

    translate: Callable[[ast.expr, Frame], Outcome]
    test: Callable[[ast.expr, Frame], tuple[Formula, Outcome]]
    assume: Callable[[ast.expr, bool, Frame], Frame]


class _Body:
    """The parts of a comprehension, as functions of its variable."""

    def __init__(self, reader: Reader, node: Comprehension, frame: Frame) -> None:
        match node.generators:
            case [ast.comprehension(ast.Name(variable), over, conditions, 0)]:
                pass
            case _:
                raise frame.refuse(node, "a comprehension over more than one container")
        self.node, self.frame, self.variable, self.conditions = node, frame, variable, conditions
        self.reader = reader
        self.over = reader.translate(over, frame)
        if not isinstance(self.over.value, Container):
            raise frame.refuse(over, "a comprehension over something that is no container")
        self.base: Container = self.over.value

    def condition(self, x: Symbol) -> Formula:
        """Whether an element is taken."""
        formula, outcome = self._admitted(x)[:2]
        if outcome:
            raise self.frame.refuse(self.node, "a condition of a comprehension that may raise")
        return formula

    def element(self, x: Symbol) -> Outcome:
        """What becomes of an element that is taken."""
        return self.reader.translate(self.node.elt, self._admitted(x)[2])

    def claim(self, x: Symbol) -> tuple[Formula, Outcome]:
        """What becomes of it, as a condition."""
        return self.reader.test(self.node.elt, self._admitted(x)[2])

    def _admitted(self, x: Symbol) -> tuple[Formula, Raised, Frame]:
        inner = self.frame.bind({self.variable: x})
        formula, raised = logic.TRUE, Raised()
        for condition in self.conditions:
            passed, outcome = self.reader.test(condition, inner)
            formula, raised = logic.conj(formula, passed), then(inner.world, raised, outcome.raised)
            inner = self.reader.assume(condition, True, inner)
        return formula, raised, inner


def quantified(reader: Reader, node: Comprehension, some_member: bool, frame: Frame) -> Outcome:
    """`any` or `all`. It stops early, so that what it raises depends on the order of members: nothing may be raised."""
    body = _Body(reader, node, frame)
    if body.claim(body.base.sample())[1].raised:
        raise frame.refuse(node, "`any` or `all` over a claim that may raise")
    if some_member:
        result = body.base.exists(lambda x: logic.conj(body.condition(x), body.claim(x)[0]))
    else:
        result = body.base.forall(lambda x: logic.implies(body.condition(x), body.claim(x)[0]))
    return Outcome(Term(BoolType(), result), body.over.raised)


def transformed(reader: Reader, node: Comprehension, as_tuple: bool, frame: Frame) -> Outcome:
    """`tuple` or `frozenset` of a comprehension."""
    body = _Body(reader, node, frame)
    sample = body.element(body.base.sample())
    kind = TupleType(sample.value.type) if as_tuple else SetType(sample.value.type)
    raised = then(frame.world, body.over.raised, _raised_by_some(body, sample))
    made: Container
    if isinstance(body.base, Items) and not body.conditions:
        items = (body.element(each).value for each in body.base.items)
        made = Items(frame.world, kind, tuple(coerce(frame.world, each, kind.element) for each in items))
    else:
        admitted = Filtered(body.base.type, body.base, body.condition) if body.conditions else body.base
        made = Image(kind, admitted, lambda x: body.element(x).value)
    return Outcome(made, raised)


def _raised_by_some(body: _Body, sample: Outcome) -> Raised:
    """What building a whole container raises: whatever some element raises, if all that raise raise the same."""
    if not sample.raised:
        return {}
    match list(sample.raised.items()):
        case [(cls, case)] if case.payload is None or _closed(case.payload, body):
            reached = body.base.exists(lambda x: logic.conj(body.condition(x), some(body.element(x).raised)))
            return {cls: Case(reached, case.payload)}
        case _:
            raise body.frame.refuse(body.node, "elements that may raise different exceptions, so that order matters")


def _closed(payload: Symbol, body: _Body) -> bool:
    """Whether the fields of an exception are the same for all elements."""
    other = body.element(body.base.sample()).raised
    mine = to_term(body.frame.world, payload)
    return all(
        c.payload is not None and logic.same_term(to_term(body.frame.world, c.payload), mine) for c in other.values()
    )
