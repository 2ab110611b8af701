"""The extension type duration: a signed 64-bit number of milliseconds."""

from __future__ import annotations

import re

from deodar.impl.extensions.refusal import ExtensionRefusal
from deodar.impl.fields import Frozen, put
from deodar.impl.json_text import LONG_MAX, LONG_MIN
from deodar.impl.wording import quote

MS_OF_A_SECOND = 1_000
MS_OF_A_MINUTE = 60 * MS_OF_A_SECOND
MS_OF_AN_HOUR = 60 * MS_OF_A_MINUTE
MS_OF_A_DAY = 24 * MS_OF_AN_HOUR

# `5ms` is milliseconds, so the `m` of minutes must not be followed by an `s`.
_DURATION = re.compile(r"(-?)(?:([0-9]++)d)?(?:([0-9]++)h)?(?:([0-9]++)m(?!s))?(?:([0-9]++)s)?(?:([0-9]++)ms)?")
_UNITS = (MS_OF_A_DAY, MS_OF_AN_HOUR, MS_OF_A_MINUTE, MS_OF_A_SECOND, 1)
_MOST_DIGITS = 19  # of one part, leading zeros aside


class Duration(Frozen):
    """A length of time; `spelling` is the text that it was made from, or None if it was computed."""

    __slots__ = ("milliseconds", "spelling")

    milliseconds: int
    spelling: str | None

    def __init__(self, milliseconds: int, spelling: str | None = None) -> None:
        put(self, "milliseconds", milliseconds)
        put(self, "spelling", spelling)

    def __eq__(self, other: object) -> bool:
        return self.milliseconds == other.milliseconds if isinstance(other, Duration) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.milliseconds)


def duration(text: str) -> Duration:
    """The duration that `text` denotes: days, hours, minutes, seconds, milliseconds, in this order, at least one."""
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()[1:]):
        raise ExtensionRefusal(f"{quote(text)} is not a duration such as `1d2h3m4s5ms`")
    sign, *parts = match.groups()
    total = sum(_amount(part) * unit for part, unit in zip(parts, _UNITS, strict=True) if part)
    total = -total if sign else total
    if not LONG_MIN <= total <= LONG_MAX:
        raise ExtensionRefusal(f"the duration {quote(text)} is out of range")
    return Duration(total, text)


def _amount(digits: str) -> int:
    digits = digits.lstrip("0")
    return int(digits or "0") if len(digits) <= _MOST_DIGITS else LONG_MAX + 2


def _truncated(milliseconds: int, unit: int) -> int:
    """The quotient, rounded toward zero, where Python's `//` rounds down."""
    return milliseconds // unit if milliseconds >= 0 else -(-milliseconds // unit)


def to_milliseconds(x: Duration) -> int:
    """`x.toMilliseconds()`."""
    return x.milliseconds


def to_seconds(x: Duration) -> int:
    """`x.toSeconds()`."""
    return _truncated(x.milliseconds, MS_OF_A_SECOND)


def to_minutes(x: Duration) -> int:
    """`x.toMinutes()`."""
    return _truncated(x.milliseconds, MS_OF_A_MINUTE)


def to_hours(x: Duration) -> int:
    """`x.toHours()`."""
    return _truncated(x.milliseconds, MS_OF_AN_HOUR)


def to_days(x: Duration) -> int:
    """`x.toDays()`."""
    return _truncated(x.milliseconds, MS_OF_A_DAY)
