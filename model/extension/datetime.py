"""`datetime`: an instant, to the millisecond.

Rule: Cedar.Spec.Ext.Datetime. The calendar is the Gregorian one, carried back to the year 0; there are no leap seconds.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from deodar.model.extension.digits import DIGITS
from deodar.model.extension.duration import MILLIS_PER_DAY, MILLIS_PER_HOUR, MILLIS_PER_MINUTE, MILLIS_PER_SECOND
from deodar.model.value import Datetime, Duration, in_int64

DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DAYS_BEFORE_1970 = 719_528  # from 0000-01-01


def is_leap(year: int) -> bool:
    """Whether a year has 29 days in February."""
    return (year % 4 == 0 and year % 100 != 0) or year % 400 == 0


def days_in_month(year: int, month: int) -> int:
    """How many days a month from 1 to 12 has."""
    return DAYS_IN_MONTH[month - 1] + (1 if month == 2 and is_leap(year) else 0)


def days_before_year(year: int) -> int:
    """How many days lie between 0000-01-01 and the first of January of a year from 0."""
    return year * 365 + (year + 3) // 4 - (year + 99) // 100 + (year + 399) // 400


def fields(s: str, shape: str) -> list[int] | None:
    """The numbers in a string of the given shape, where each run of `0` stands for as many digits, or None."""
    fits = len(s) == len(shape) and all(
        char in DIGITS if wanted == "0" else char == wanted for char, wanted in zip(s, shape, strict=True)
    )
    if not fits:
        return None
    separators = frozenset(shape) - {"0"}
    return [int(digits) for digits in "".join(" " if char in separators else char for char in s).split()]


def date_millis(s: str) -> int | None:
    """The milliseconds at the start of a day written as `YYYY-MM-DD`, or None."""
    parts = fields(s, "0000-00-00")
    if parts is None:
        return None
    year, month, day = parts
    if not (1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
        return None
    days = days_before_year(year) + sum(days_in_month(year, m) for m in range(1, month)) + day - 1
    return (days - DAYS_BEFORE_1970) * MILLIS_PER_DAY


def time_millis(s: str) -> int | None:
    """The milliseconds of a time of day written as `Thh:mm:ss` or `Thh:mm:ss.SSS`, or None."""
    parts = fields(s, "T00:00:00") or fields(s, "T00:00:00.000")
    if parts is None:
        return None
    hour, minute, second, millis = [*parts, 0][:4]
    if hour > 23 or minute > 59 or second > 59:
        return None
    return hour * MILLIS_PER_HOUR + minute * MILLIS_PER_MINUTE + second * MILLIS_PER_SECOND + millis


def offset_millis(s: str) -> int | None:
    """The distance from UTC in milliseconds written as `Z`, `+hhmm` or `-hhmm`, or None."""
    if s == "Z":
        return 0
    parts = fields(s.replace("-", "+", 1), "+0000")
    if parts is None:
        return None
    hour, minute = divmod(parts[0], 100)
    if hour > 23 or minute > 59:
        return None
    return (-1 if s.startswith("-") else 1) * (hour * MILLIS_PER_HOUR + minute * MILLIS_PER_MINUTE)


def datetime(s: str) -> Datetime | None:
    """The instant that a string writes: a day, or a day, a time and a distance from UTC. Rule: Datetime.parse."""
    date = date_millis(s[:10])
    if date is None or len(s) == 10:
        return None if date is None else Datetime(date)
    zone_at = -1 if s.endswith("Z") else -5
    time, offset = time_millis(s[10:zone_at]), offset_millis(s[zone_at:])
    return None if time is None or offset is None else Datetime(date + time - offset)


def civil(t: Datetime) -> str | None:
    """The instant as `YYYY-MM-DDThh:mm:ss.SSSZ`, or None where its year does not have four digits."""
    days, millis = divmod(t.millis, MILLIS_PER_DAY)
    day = days + DAYS_BEFORE_1970
    if not 0 <= day < days_before_year(10_000):
        return None
    year = bisect_right(range(10_000), day, key=days_before_year) - 1
    lengths = [days_in_month(year, month) for month in range(1, 13)]
    starts = list(accumulate(lengths, initial=days_before_year(year)))
    month = bisect_right(starts, day)
    date = f"{year:04}-{month:02}-{day - starts[month - 1] + 1:02}"
    minutes, seconds = divmod(millis // MILLIS_PER_SECOND, 60)
    return f"{date}T{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{millis % MILLIS_PER_SECOND:03}Z"


def offset(t: Datetime, d: Duration) -> Datetime | None:
    """The instant a duration later, or None beyond 64 bits. Rule: Datetime.offset."""
    millis = t.millis + d.millis
    return Datetime(millis) if in_int64(millis) else None


def duration_since(t: Datetime, u: Datetime) -> Duration | None:
    """How much later `t` is than `u`, or None beyond 64 bits. Rule: Datetime.durationSince."""
    millis = t.millis - u.millis
    return Duration(millis) if in_int64(millis) else None


def to_date(t: Datetime) -> Datetime | None:
    """The start of the day in UTC, or None beyond 64 bits. Rule: Datetime.toDate."""
    millis = t.millis // MILLIS_PER_DAY * MILLIS_PER_DAY
    return Datetime(millis) if in_int64(millis) else None


def to_time(t: Datetime) -> Duration:
    """The time since the start of the day in UTC. Rule: Datetime.toTime."""
    return Duration(t.millis % MILLIS_PER_DAY)
