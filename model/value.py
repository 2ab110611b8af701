"""The values of the language.

Rule: Cedar.Spec.Value. Each kind of value is a class of its own, so that equality never mistakes one kind for another:
`Bool(True)` and `Long(1)` differ, though Python's `True` and `1` do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from deodar.model.map import Map

INT_MIN = -(2**63)
INT_MAX = 2**63 - 1

EntityType: TypeAlias = str  # a path: identifiers joined by `::`
Attr: TypeAlias = str  # any string, the empty one included


@dataclass(frozen=True, slots=True)
class Bool:
    """true or false."""

    value: bool


@dataclass(frozen=True, slots=True)
class Long:
    """A signed 64-bit integer."""

    value: int


@dataclass(frozen=True, slots=True)
class String:
    """A sequence of Unicode scalar values, compared code point by code point."""

    value: str


@dataclass(frozen=True, slots=True)
class EntityUID:
    """A reference to an entity, which need not be in the store."""

    type: EntityType
    id: str


@dataclass(frozen=True, slots=True)
class Set:
    """A finite set; its elements may be of different kinds."""

    elements: frozenset[Value]


@dataclass(frozen=True, slots=True)
class Record:
    """A finite map from attributes to values."""

    attrs: Map[Attr, Value]


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number with four decimal places; `units` is a signed 64-bit count of ten-thousandths."""

    units: int


@dataclass(frozen=True, slots=True)
class IPAddr:
    """An address with its prefix length; host bits are kept. `bits` is 32 for IPv4, 128 for IPv6."""

    bits: int
    address: int
    prefix: int


@dataclass(frozen=True, slots=True)
class Datetime:
    """An instant: a signed 64-bit count of milliseconds since 1970-01-01T00:00:00Z."""

    millis: int


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time: a signed 64-bit count of milliseconds."""

    millis: int


Value: TypeAlias = Bool | Long | String | EntityUID | Set | Record | Decimal | IPAddr | Datetime | Duration

TRUE = Bool(True)
FALSE = Bool(False)


def in_int64(i: int) -> bool:
    """Whether a signed 64-bit integer can hold `i`."""
    return INT_MIN <= i <= INT_MAX
