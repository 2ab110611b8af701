"""Planted bugs in extension values, sets and the hierarchy: functions and constants of the engine, replaced by name."""

from __future__ import annotations

import re
from typing import Any

from deodar.drt.mutants.mutant import Mutant, constant, patch


def _not_in_itself(original: Any) -> object:
    def line(store: object, uid: object) -> object:
        return original(store, uid) - {uid}

    return line


def _rounds_down(_: object) -> object:
    def truncated(milliseconds: int, unit: int) -> int:
        return milliseconds // unit

    return truncated


def _same_address(_: object) -> object:
    def equal(one: Any, other: Any) -> bool:
        return type(one) is type(other) and (one.width, one.address) == (other.width, other.address)

    return equal


def _same_spelling(_: object) -> object:
    def equal(one: Any, other: Any) -> bool:
        return type(one) is type(other) and one.spelling == other.spelling

    return equal


def _wraps(_: object) -> object:
    def in_range(milliseconds: int, _what: str) -> int:
        return (milliseconds + 2**63) % 2**64 - 2**63

    return in_range


def _host_bits(_: object) -> object:
    return property(lambda ip: ip.address)


def _without_centuries(_: object) -> object:
    def is_leap(year: int) -> bool:
        return year % 4 == 0

    return is_leap


def _prefixes(original: Any) -> object:
    """A prefix length with leading zeros is accepted."""
    return re.compile(original.pattern.replace("(?:/(", "(?:/0*("))


EXT = "extensions"
MUTANTS = (
    Mutant(
        "not-in-itself", "hierarchy", "an entity is not in itself", patch("entities", "Entities.line", _not_in_itself)
    ),
    Mutant(
        "durations-round-down",
        EXT,
        "parts of a negative duration are rounded down",
        patch("extensions.duration", "_truncated", _rounds_down),
    ),
    Mutant(
        "ip-forgets-prefix",
        EXT,
        "ip addresses are equal whatever their prefix",
        patch("extensions.ipaddr", "IPAddr.__eq__", _same_address),
    ),
    Mutant(
        "ip-by-spelling",
        EXT,
        "ip addresses are equal if they are spelled so",
        patch("extensions.ipaddr", "IPAddr.__eq__", _same_spelling),
    ),
    Mutant(
        "ip-first-is-address",
        EXT,
        "a range begins at the address it is written with",
        patch("extensions.ipaddr", "IPAddr.first", _host_bits),
    ),
    Mutant(
        "decimal-by-spelling",
        EXT,
        "`1.0` and `1.00` are different",
        patch("extensions.decimal", "Decimal.__eq__", _same_spelling),
    ),
    Mutant(
        "datetime-by-spelling",
        EXT,
        "datetimes are equal if they are spelled so",
        patch("extensions.datetime", "Datetime.__eq__", _same_spelling),
    ),
    Mutant(
        "duration-by-spelling",
        EXT,
        "durations are equal if they are spelled so",
        patch("extensions.duration", "Duration.__eq__", _same_spelling),
    ),
    Mutant(
        "every-fourth-year", EXT, "1900 is a leap year", patch("extensions.datetime", "_is_leap", _without_centuries)
    ),
    Mutant("datetime-wraps", EXT, "datetimes wrap around", patch("extensions.datetime", "_in_range", _wraps)),
    Mutant(
        "decimal-max-too-large",
        EXT,
        "a decimal may be one unit too large",
        patch("extensions.decimal", "LONG_MAX", lambda most: most + 1),
    ),
    Mutant(
        "duration-min-too-large",
        EXT,
        "the smallest duration is refused",
        patch("extensions.duration", "LONG_MIN", lambda least: least + 1),
    ),
    Mutant(
        "decimal-two-places",
        EXT,
        "a decimal is padded to five digits",
        patch("extensions.decimal", "DECIMAL_PLACES", constant(5)),
    ),
    Mutant(
        "minute-of-a-hundred",
        EXT,
        "a minute of a datetime has 100 seconds",
        patch("extensions.datetime", "MS_OF_A_MINUTE", constant(100_000)),
    ),
    Mutant(
        "loopback-address-only",
        EXT,
        "of IPv4, only 127.0.0.0 is loopback",
        patch("extensions.ipaddr", "_LOOPBACK_V4", lambda whole: type(whole)(32, whole.address, 32, "")),
    ),
    Mutant(
        "multicast-too-wide",
        EXT,
        "of IPv4, 240.0.0.0/4 is multicast too",
        patch("extensions.ipaddr", "_MULTICAST_V4", lambda whole: type(whole)(32, whole.address, 3, "")),
    ),
    Mutant(
        "ip-prefix-zeros", EXT, "a prefix length may have leading zeros", patch("extensions.ipaddr", "_V4", _prefixes)
    ),
)
