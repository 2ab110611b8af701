"""`duration`: a span of time in milliseconds.

Rule: Cedar.Spec.Ext.Datetime, Duration.
"""

from __future__ import annotations

from deodar.model.extension.digits import DIGITS, number
from deodar.model.value import Duration, in_int64

MILLIS_PER_SECOND = 1000
MILLIS_PER_MINUTE = 60 * MILLIS_PER_SECOND
MILLIS_PER_HOUR = 60 * MILLIS_PER_MINUTE
MILLIS_PER_DAY = 24 * MILLIS_PER_HOUR

UNITS = (
    ("d", MILLIS_PER_DAY),
    ("h", MILLIS_PER_HOUR),
    ("m", MILLIS_PER_MINUTE),
    ("s", MILLIS_PER_SECOND),
    ("ms", 1),
)


def magnitude(s: str, units: tuple[tuple[str, int], ...]) -> int | None:
    """The milliseconds of a series of numbers with units, each unit at most once and in the order of `units`."""
    if not s:
        return 0
    digits = s[: len(s) - len(s.lstrip("".join(DIGITS)))]
    rest = s[len(digits) :]
    unit = rest[: len(rest) - len(rest.lstrip("dhms"))]
    n = number(digits)
    later = [i for i, (name, _) in enumerate(units) if name == unit]
    if n is None or not later:
        return None
    tail = magnitude(rest[len(unit) :], units[later[0] + 1 :])
    return None if tail is None else n * units[later[0]][1] + tail


def duration(s: str) -> Duration | None:
    """The duration that a string such as `-1d2h3m4s5ms` writes; at least one part. Rule: Duration.parse."""
    text = s.removeprefix("-")
    millis = magnitude(text, UNITS) if text else None
    if millis is None:
        return None
    signed = -millis if s.startswith("-") else millis
    return Duration(signed) if in_int64(signed) else None


def whole(d: Duration, unit: int) -> int:
    """How many units of so many milliseconds a duration has, rounded toward zero. Rule: Duration.toSeconds."""
    return d.millis // unit if d.millis >= 0 else -(-d.millis // unit)
