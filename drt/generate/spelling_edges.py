"""Spellings of extension values made part by part: each part at an edge of what it may be, or one of them beyond it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from typing import TypeAlias

from deodar.drt.choice import Choose
from deodar.drt.generate.types import Type

Edge: TypeAlias = Callable[[Choose, bool], str]
"""Makes a spelling, not well formed if so asked."""

YEARS = ("2024", "2023", "2000", "1900", "1970", "1969", "0000", "0004", "0100", "9999")
HOURS, BAD_HOURS = ("00", "01", "12", "23"), ("24", "-1", "1")
SIXTIETHS, BAD_SIXTIETHS = ("00", "01", "30", "59"), ("60", "61", "99", "5")
MILLISECONDS, BAD_MILLISECONDS = ("", ".000", ".001", ".999"), (".", ".1", ".0000", ",001")
SIGNS, BAD_SIGNS = ("+", "-"), ("", " ", "z")

UNITS = (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1))
"""The units of a duration in the order in which they must stand, in milliseconds."""
AMOUNTS = ("1", "0", "59", "60", "24", "999", "1000", "007")
MOST_MILLISECONDS = 2**63 - 1

WHOLES = ("0", "1", "9", "10", "007", "922337203685476")
FRACTIONS, BAD_FRACTIONS = ("0", "5", "50", "0001", "9999", "10"), ("", "00000", "5 ", "-5", "e1")
ALL_BUT_LAST = ("922337203685477.580", "-922337203685477.580")
"""Decimals that lack one digit; what it may be differs with the sign."""

OCTETS, BAD_OCTETS = (
    ("0", "1", "9", "10", "100", "127", "128", "223", "224", "240", "255"),
    ("256", "01", "", "1000", "a"),
)
PREFIXES_V4, BAD_PREFIXES_V4 = ("", "/32", "/31", "/24", "/8", "/4", "/1", "/0"), ("/33", "/08", "/", "/-1", "/100")
GROUPS, BAD_GROUPS = ("0", "1", "ff00", "feff", "ffff", "ABCD", "00ab", "7f00"), ("10000", "g", "00001", "+1")
PREFIXES_V6, BAD_PREFIXES_V6 = ("", "/128", "/127", "/64", "/8", "/7", "/1", "/0"), ("/129", "/064", "/", "/1000")


def _part(choose: Choose, good: Sequence[str], bad: Sequence[str], wrong: bool) -> str:
    pool = bad if wrong else good
    return pool[choose(len(pool))]


def _date(choose: Choose, wrong: int) -> str:
    year = YEARS[choose(len(YEARS))]
    month = 1 + choose(12)
    last = monthrange(int(year), month)[1]
    day = (1, last, 1 + choose(last))[choose(3)]
    if wrong == 1:
        day = (last + 1, 0)[choose(2)]
    if wrong == 2:
        month = (13, 0)[choose(2)]
    return f"{year}-{month:02}-{day:02}"


def datetime_edge(choose: Choose, beyond: bool) -> str:
    """A datetime: the first or last day of a month, the first or last minute of an hour."""
    wrong = 1 + choose(8) if beyond else 0
    date = _date(choose, wrong)
    if wrong <= 2 and not choose(3):
        return date
    clock = ":".join(
        (
            _part(choose, HOURS, BAD_HOURS, wrong == 3),
            _part(choose, SIXTIETHS, BAD_SIXTIETHS, wrong == 4),
            _part(choose, SIXTIETHS, BAD_SIXTIETHS, wrong == 5),
        )
    )
    clock += _part(choose, MILLISECONDS, BAD_MILLISECONDS, wrong == 6)
    if wrong < 7 and not choose(3):
        return f"{date}T{clock}Z"
    sign = _part(choose, SIGNS, BAD_SIGNS, wrong == 7 and choose(2) == 1)
    minutes = _part(choose, SIXTIETHS, BAD_SIXTIETHS, wrong == 8)
    return f"{date}T{clock}{sign}{_part(choose, HOURS, BAD_HOURS, wrong == 7)}{minutes}"


def duration_edge(choose: Choose, beyond: bool) -> str:
    """A duration: some of the units, or as much of one unit as there can be."""
    sign = ("", "-")[choose(2)]
    if not choose(4):
        unit, milliseconds = UNITS[choose(len(UNITS))]
        most = (MOST_MILLISECONDS + (1 if sign else 0)) // milliseconds
        return f"{sign}{most + (1 if beyond else 0)}{unit}"
    parts = [AMOUNTS[choose(len(AMOUNTS))] + unit for unit, _ in UNITS if choose(2)] or ["1ms"]
    if not beyond:
        return sign + "".join(parts)
    match choose(4):
        case 0:
            return sign + "".join(reversed(parts) if len(parts) > 1 else parts * 2)
        case 1:
            return sign + "".join([*parts, parts[0]])
        case 2:
            return sign + "".join(parts) + " "
        case _:
            return "--" + "".join(parts)


def decimal_edge(choose: Choose, beyond: bool) -> str:
    """A decimal: with one digit to four, or at the edge of what there is."""
    if not choose(3):
        n = choose(2)
        last = 7 + n  # the most, and the least
        return ALL_BUT_LAST[n] + str(last + 1 if beyond else last - choose(2))
    sign = ("", "-")[choose(2)]
    return f"{sign}{WHOLES[choose(len(WHOLES))]}.{_part(choose, FRACTIONS, BAD_FRACTIONS, beyond)}"


def _address_v4(choose: Choose, wrong: int) -> str:
    parts = [_part(choose, OCTETS, BAD_OCTETS, wrong == 1 + place) for place in range(4)]
    if wrong == 5:
        parts = (parts[:3], [*parts, "1"])[choose(2)]
    return ".".join(parts) + _part(choose, PREFIXES_V4, BAD_PREFIXES_V4, wrong == 6)


def _address_v6(choose: Choose, wrong: int) -> str:
    parts = [_part(choose, GROUPS, BAD_GROUPS, wrong == 1 + place // 4) for place in range(8)]
    if wrong == 3:
        parts = (parts[:7], [*parts, "1"])[choose(2)]
    elif wrong not in (1, 2) and choose(2):  # what is left out would not be seen
        start = choose(8)
        end = start + 1 + choose(8 - start)
        parts = [*(parts[:start] or [""]), "", *(parts[end:] or [""])]
        if wrong == 4:
            parts = [*parts, "", "1"]
    elif wrong == 4:
        parts = [*parts[:7], "1.2.3.4"]
    return ":".join(parts) + _part(choose, PREFIXES_V6, BAD_PREFIXES_V6, wrong >= 5)


def ip_edge(choose: Choose, beyond: bool) -> str:
    """An address or a range: at the edges of octets, groups and prefixes, with any run of groups left out."""
    wrong = 1 + choose(6) if beyond else 0
    return _address_v6(choose, wrong) if choose(2) else _address_v4(choose, wrong)


EDGES: dict[Type, Edge] = {
    Type.DECIMAL: decimal_edge,
    Type.IP: ip_edge,
    Type.DATETIME: datetime_edge,
    Type.DURATION: duration_edge,
}
