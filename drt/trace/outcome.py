"""What one engine makes of one expression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from deodar.drt.data import Json
from deodar.drt.engines.protocol import UNKNOWN
from deodar.drt.explicit_value import canonical
from deodar.drt.show import in_cedar


@dataclass(frozen=True, slots=True)
class Value:
    """It has a value, in the explicit JSON form."""

    value: Json


@dataclass(frozen=True, slots=True)
class Fails:
    """It fails with a kind of error."""

    kind: str


@dataclass(frozen=True, slots=True)
class SomeValue:
    """It has a value that is not told."""

    other: bool
    """It is none of those that other engines tell."""


@dataclass(frozen=True, slots=True)
class NotTold:
    """The engine cannot be asked, or it refuses or breaks: why, in words."""

    why: str


Outcome: TypeAlias = Value | Fails | SomeValue | NotTold
TRUE, FALSE = Value(True), Value(False)


def same(one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes are the same, as far as they are told."""
    match one, other:
        case (NotTold(), _) | (_, NotTold()):
            return True
        case Value(value), Value(other_value):
            return canonical(value) == canonical(other_value)
        case Fails(kind), Fails(other_kind):
            return kind == other_kind or UNKNOWN in (kind, other_kind)
        case (SomeValue(is_other), Value()) | (Value(), SomeValue(is_other)):
            return not is_other
        case _:
            return type(one) is type(other)


def is_true(outcome: Outcome) -> bool:
    """Whether it is true, and not only equal to it in Python."""
    return isinstance(outcome, Value) and outcome.value is True


def is_false(outcome: Outcome) -> bool:
    """Whether it is false."""
    return isinstance(outcome, Value) and outcome.value is False


def in_words(outcome: Outcome) -> str:
    """A value in Cedar syntax, or how it fails."""
    match outcome:
        case Value(value):
            return in_cedar(value)
        case Fails(kind):
            return f"fails: {kind}"
        case SomeValue(other):
            return "another value" if other else "some value"
        case NotTold(why):
            return f"({why})"


def as_json(outcome: Outcome) -> dict[str, Json]:
    """The same as data."""
    match outcome:
        case Value(value):
            return {"value": value}
        case Fails(kind):
            return {"fails": kind}
        case SomeValue(other):
            return {"value_not_told": "another" if other else "some"}
        case NotTold(why):
            return {"not_told": why}
