"""What an expression may raise, and when.

An exception is either of a class that the model raises on purpose, with its fields, or anything else (`cls` is None:
a crash, an exhausted stack, a result that no rule gives). No two cases are true at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import equal, merge
from deodar.proofs.translate.logic import Formula
from deodar.proofs.translate.symbol import Struct, Symbol
from deodar.proofs.translate.world import World


@dataclass(frozen=True, slots=True)
class Case:
    """When an exception of one class is raised, and with which fields."""

    condition: Formula
    payload: Struct | None


Raised = dict[type[Exception] | None, Case]  # by class; a class that is not there is not raised


@dataclass(frozen=True, slots=True)
class Outcome:
    """The value of an expression, which means nothing where it raises."""

    value: Symbol
    raised: Raised


def some(raised: Raised) -> Formula:
    """Whether anything is raised."""
    return logic.disj(*(case.condition for case in raised.values()))


def where(condition: Formula, raised: Raised) -> Raised:
    """What is raised, provided that the condition is true."""
    kept = {cls: Case(logic.conj(condition, case.condition), case.payload) for cls, case in raised.items()}
    return {cls: case for cls, case in kept.items() if not logic.is_false(case.condition)}


def then(world: World, first: Raised, second: Raised) -> Raised:
    """What is raised by two expressions, one after the other."""
    return either(world, some(first), first, second) if first and second else first or second


def either(world: World, condition: Formula, a: Raised, b: Raised) -> Raised:
    """What is raised by one expression where the condition is true, else by the other."""
    first, second = where(condition, a), where(logic.neg(condition), b)
    joined = {**first, **second}
    for cls in first.keys() & second.keys():
        one, other = first[cls], second[cls]
        payload = one.payload
        if one.payload is not None and other.payload is not None:
            merged = merge(world, condition, one.payload, other.payload)
            payload = merged if isinstance(merged, Struct) else None
        joined[cls] = Case(logic.disj(one.condition, other.condition), payload)
    return joined


def agreement(world: World, a: Outcome, b: Outcome) -> list[Formula]:
    """That two outcomes are one: they raise the same, and where they raise nothing, they give the same value."""
    facts = [logic.disj(some(b.raised), equal(world, a.value, b.value))]
    for cls in {**a.raised, **b.raised}:
        one, other = (each.raised.get(cls, Case(logic.FALSE, None)) for each in (a, b))
        facts += [logic.implies(one.condition, other.condition), logic.implies(other.condition, one.condition)]
        if one.payload is not None and other.payload is not None:
            facts.append(logic.implies(other.condition, equal(world, one.payload, other.payload)))
    return facts
