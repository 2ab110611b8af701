"""`decimal`: numbers with at most four decimal places.

Rule: Cedar.Spec.Ext.Decimal.
"""

from __future__ import annotations

from deodar.model.extension.digits import number
from deodar.model.value import Decimal, in_int64

DECIMAL_PLACES = 4


def decimal(s: str) -> Decimal | None:
    """The decimal that a string writes: `-` or nothing, digits, a point, one to four digits. Rule: Decimal.parse."""
    sign = -1 if s.startswith("-") else 1
    left, _, right = s.removeprefix("-").partition(".")
    whole, fraction = number(left), number(right)
    if whole is None or fraction is None or len(right) > DECIMAL_PLACES:
        return None
    units = sign * (whole * 10**DECIMAL_PLACES + fraction * 10 ** (DECIMAL_PLACES - len(right)))
    return Decimal(units) if in_int64(units) else None
