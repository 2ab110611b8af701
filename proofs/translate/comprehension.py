"""Comprehensions over containers, and `any` and `all`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from deodar.proofs.translate import logic
from deodar.proofs.translate.choice import chosen
from deodar.proofs.translate.coerce import coerce
from deodar.proofs.translate.container import Filtered, Flat, Image, Items, as_container
from deodar.proofs.translate.frame import Frame
from deodar.proofs.translate.logic import Formula
from deodar.proofs.translate.raised import Case, Outcome, Raised, some, then
from deodar.proofs.translate.symbol import Container, Symbol, Term
from deodar.proofs.translate.types import BoolType, SetType, TupleType

Comprehension = ast.GeneratorExp | ast.ListComp
Classes = dict[type[Exception] | None, bool]
"""Classes of exceptions, each with whether it has fields."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How the expressions within a comprehension are read: as values, as conditions, and what a condition tells."""

    translate: Callable[[ast.expr, Frame], Outcome]
    test: Callable[[ast.expr, Frame], tuple[Formula, Outcome]]
    assume: Callable[[ast.expr, bool, Frame], Frame]


class Body:
    """The parts of a comprehension, as functions of its variable."""

    def __init__(self, reader: Reader, node: Comprehension | ast.DictComp, frame: Frame) -> None:
        match node.generators[0]:
            case ast.comprehension(ast.Name(variable), over, conditions, 0):
                pass
            case _:
                raise frame.refuse(node, "a comprehension with something else than a name")
        self.node, self.frame, self.variable, self.conditions = node, frame, variable, conditions
        self.reader = reader
        value = node.value if isinstance(node, ast.DictComp) else node.elt
        self.nested = len(node.generators) > 1
        self._value = _over_the_rest(node, value) if self.nested else value
        self.over = reader.translate(over, frame)
        base = as_container(frame.world, self.over.value)
        if base is None:
            raise frame.refuse(over, "a comprehension over something that is no container")
        self.base = base

    def condition(self, x: Symbol) -> Formula:
        """Whether an element is taken."""
        formula, outcome = self._admitted(x)[:2]
        if outcome:
            raise self.frame.refuse(self.node, "a condition of a comprehension that may raise")
        return formula

    def element(self, x: Symbol) -> Outcome:
        """What becomes of an element that is taken."""
        return self.read(self._value, x)

    def read(self, node: ast.expr, x: Symbol) -> Outcome:
        """An expression that mentions the variable, for an element that is taken."""
        return self.reader.translate(node, self._admitted(x)[2])

    def looked_at(self, read: Callable[[Symbol], Outcome]) -> tuple[Symbol | None, Classes]:
        """What some element becomes, if there may be any, and the classes of exceptions that reading one raises.

        The elements are read within the quantifiers that range over the container, so that what these tell is known,
        and the calls of recursive functions are seen.
        """
        values, raised = list[Symbol](), Classes()

        def visit(x: Symbol) -> Formula:
            outcome = read(x)
            values.append(outcome.value)
            raised.update({cls: case.payload is not None for cls, case in outcome.raised.items()})
            return logic.TRUE

        self.base.forall(visit)
        return (values[0] if values else None), raised

    def claim(self, x: Symbol) -> tuple[Formula, Outcome]:
        """What becomes of it, as a condition."""
        return self.reader.test(self._value, self._admitted(x)[2])

    def _admitted(self, x: Symbol) -> tuple[Formula, Raised, Frame]:
        inner = self.frame.bind({self.variable: x})
        formula, raised = logic.TRUE, Raised()
        for condition in self.conditions:
            passed, outcome = self.reader.test(condition, inner)
            formula, raised = logic.conj(formula, passed), then(inner.world, raised, outcome.raised)
            inner = self.reader.assume(condition, True, inner)
        return formula, raised, inner


def _over_the_rest(node: Comprehension | ast.DictComp, value: ast.expr) -> ast.expr:
    """For each member of the first container of several: what the comprehension makes with it of the others."""
    rest = ast.copy_location(ast.GeneratorExp(value, node.generators[1:]), node)
    return ast.copy_location(ast.Call(ast.copy_location(ast.Name("tuple", ast.Load()), node), [rest], []), node)


def quantified(reader: Reader, node: Comprehension, some_member: bool, frame: Frame) -> Outcome:
    """`any` or `all`. It stops early, so that what it raises depends on the order of members: nothing may be raised."""
    body = Body(reader, node, frame)
    if body.looked_at(lambda x: body.claim(x)[1])[1]:
        raise frame.refuse(node, "`any` or `all` over a claim that may raise")
    if some_member:
        result = body.base.exists(lambda x: logic.conj(body.condition(x), body.claim(x)[0]))
    else:
        result = body.base.forall(lambda x: logic.implies(body.condition(x), body.claim(x)[0]))
    return Outcome(Term(BoolType(), result), body.over.raised)


def transformed(reader: Reader, node: Comprehension, as_tuple: bool, frame: Frame) -> Outcome:
    """`tuple` or `frozenset` of a comprehension."""
    body = Body(reader, node, frame)
    sample, classes = body.looked_at(body.element)
    if sample is None:
        with frame.world.recipe():
            sample = body.element(body.base.sample()).value
    member = cast("Container", sample).type.element if body.nested else sample.type
    kind = TupleType(member) if as_tuple else SetType(member)
    raised = then(frame.world, body.over.raised, raised_by_some(body, classes))
    made: Container
    if body.nested:
        admitted = Filtered(body.base.type, body.base, body.condition) if body.conditions else body.base
        made = Flat(kind, admitted, lambda x: cast("Container", body.element(x).value))
    elif isinstance(body.base, Items) and not body.conditions:
        items = (body.element(each).value for each in body.base.items)
        made = Items(frame.world, kind, tuple(coerce(frame.world, each, kind.element) for each in items))
    else:
        admitted = Filtered(body.base.type, body.base, body.condition) if body.conditions else body.base
        made = Image(kind, admitted, lambda x: body.element(x).value)
    return Outcome(made, raised)


def raised_by_some(body: Body, classes: Classes) -> Raised:
    """What building a whole container raises: what the first element that raises does."""

    def fails(x: Symbol) -> Formula:
        return logic.conj(body.condition(x), some(body.element(x).raised))

    match list(classes.items()):
        case []:
            return {}
        case [(cls, False)]:
            return {cls: Case(body.base.exists(fails), None)}
        case [(cls, True)]:
            first = body.element(chosen(body.frame.world, body.base, fails)).raised[cls]
            return {cls: Case(body.base.exists(fails), first.payload)}
        case _:
            raise body.frame.refuse(body.node, "elements that may raise exceptions of several classes")
