"""The extension type decimal: a signed 64-bit number of ten-thousandths."""

from __future__ import annotations

import re

from deodar.impl.extensions.refusal import ExtensionRefusal
from deodar.impl.fields import Frozen, put
from deodar.impl.json_text import LONG_MAX, LONG_MIN
from deodar.impl.wording import quote

DECIMAL_PLACES = 4
_DECIMAL = re.compile(r"(-?)([0-9]++)\.([0-9]{1,4})")
_MOST_DIGITS = 15  # of the whole part, leading zeros aside


class Decimal(Frozen):
    """`units` ten-thousandths; `spelling` is the text that it was made from, for writing it out again."""

    __slots__ = ("spelling", "units")

    units: int
    spelling: str

    def __init__(self, units: int, spelling: str) -> None:
        put(self, "units", units)
        put(self, "spelling", spelling)

    def __eq__(self, other: object) -> bool:
        return self.units == other.units if isinstance(other, Decimal) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.units)


def decimal(text: str) -> Decimal:
    """The decimal that `text` denotes: one to four digits after the dot, and no other form."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise ExtensionRefusal(f"{quote(text)} is not a decimal such as `12.34`, with one to four digits after the dot")
    sign, whole, fraction = match.groups()
    digits = whole.lstrip("0")
    units = int(digits + fraction.ljust(DECIMAL_PLACES, "0")) if len(digits) <= _MOST_DIGITS else LONG_MAX + 2
    units = -units if sign else units
    if not LONG_MIN <= units <= LONG_MAX:
        raise ExtensionRefusal(f"the decimal {quote(text)} is out of range")
    return Decimal(units, text)


def less_than(x1: Decimal, x2: Decimal) -> bool:
    """`x1.lessThan(x2)`."""
    return x1.units < x2.units


def less_than_or_equal(x1: Decimal, x2: Decimal) -> bool:
    """`x1.lessThanOrEqual(x2)`."""
    return x1.units <= x2.units


def greater_than(x1: Decimal, x2: Decimal) -> bool:
    """`x1.greaterThan(x2)`."""
    return x1.units > x2.units


def greater_than_or_equal(x1: Decimal, x2: Decimal) -> bool:
    """`x1.greaterThanOrEqual(x2)`."""
    return x1.units >= x2.units
