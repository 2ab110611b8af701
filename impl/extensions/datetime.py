"""The extension type datetime: a signed 64-bit number of milliseconds since 1970-01-01T00:00:00Z.

The calendar is the proleptic Gregorian one, without leap seconds; unlike Python's it has a year 0.
"""

from __future__ import annotations

import re

from deodar.impl.extensions.duration import MS_OF_A_DAY, MS_OF_A_MINUTE, MS_OF_A_SECOND, MS_OF_AN_HOUR, Duration
from deodar.impl.extensions.refusal import ExtensionRefusal
from deodar.impl.fields import Frozen, put
from deodar.impl.json_text import LONG_MAX, LONG_MIN
from deodar.impl.wording import quote

_DATETIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{3}))?(?:Z|([+-])([0-9]{2})([0-9]{2})))?"
)
_DAYS_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)  # in a common year
_DAYS_BEFORE_1970 = 719_528  # counted from 0000-01-01


class Datetime(Frozen):
    """An instant; `spelling` is the text that it was made from, or None if it was computed."""

    __slots__ = ("milliseconds", "spelling")

    milliseconds: int
    spelling: str | None

    def __init__(self, milliseconds: int, spelling: str | None = None) -> None:
        put(self, "milliseconds", milliseconds)
        put(self, "spelling", spelling)

    def __eq__(self, other: object) -> bool:
        return self.milliseconds == other.milliseconds if isinstance(other, Datetime) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.milliseconds)


def datetime(text: str) -> Datetime:
    """The instant that `text` denotes: a date, or a date and a time with `Z` or an offset such as `+0130`."""
    match = _DATETIME.fullmatch(text)
    if match is None:
        raise ExtensionRefusal(f"{quote(text)} is not a datetime such as `2024-10-15` or `2024-10-15T11:35:00Z`")
    sign = match[8]
    year, month, day, hour, minute, second, thousandths, offset_hour, offset_minute = (
        int(part or 0) for part in match.group(1, 2, 3, 4, 5, 6, 7, 9, 10)
    )
    if not (1 <= month <= 12 and 1 <= day <= _days_in(year, month)):
        raise ExtensionRefusal(f"the datetime {quote(text)} names no day of the calendar")
    if hour > 23 or minute > 59 or second > 59:
        raise ExtensionRefusal(f"the datetime {quote(text)} names no time of a day")
    if offset_hour > 23 or offset_minute > 59:
        raise ExtensionRefusal(f"the offset of the datetime {quote(text)} is a day or more, or has too many minutes")
    local = _days_since_1970(year, month, day) * MS_OF_A_DAY + _time(hour, minute, second) + thousandths
    offset = _time(offset_hour, offset_minute, 0)
    return Datetime(local + offset if sign == "-" else local - offset, text)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in(year: int, month: int) -> int:
    return _DAYS_BEFORE_MONTH[month] - _DAYS_BEFORE_MONTH[month - 1] + (month == 2 and _is_leap(year))


def _days_since_1970(year: int, month: int, day: int) -> int:
    leap_days = (year + 3) // 4 - (year + 99) // 100 + (year + 399) // 400  # in the years before this one
    in_year = _DAYS_BEFORE_MONTH[month - 1] + (month > 2 and _is_leap(year)) + day - 1
    return year * 365 + leap_days + in_year - _DAYS_BEFORE_1970


def _time(hour: int, minute: int, second: int) -> int:
    return hour * MS_OF_AN_HOUR + minute * MS_OF_A_MINUTE + second * MS_OF_A_SECOND


def offset(x1: Datetime, x2: Duration) -> Datetime:
    """`x1.offset(x2)`."""
    return Datetime(_in_range(x1.milliseconds + x2.milliseconds, "datetime"))


def duration_since(x1: Datetime, x2: Datetime) -> Duration:
    """`x1.durationSince(x2)`: the receiver minus the argument."""
    return Duration(_in_range(x1.milliseconds - x2.milliseconds, "duration"))


def to_date(x: Datetime) -> Datetime:
    """`x.toDate()`: midnight of the day, before 1970 too."""
    return Datetime(_in_range(x.milliseconds // MS_OF_A_DAY * MS_OF_A_DAY, "datetime"))


def to_time(x: Datetime) -> Duration:
    """`x.toTime()`: the time since midnight."""
    return Duration(x.milliseconds % MS_OF_A_DAY)


def _in_range(milliseconds: int, what: str) -> int:
    if not LONG_MIN <= milliseconds <= LONG_MAX:
        raise ExtensionRefusal(f"the {what} of {milliseconds} milliseconds is out of range")
    return milliseconds
