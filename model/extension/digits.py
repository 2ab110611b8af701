"""Numbers written with the ASCII digits 0 to 9, as all extension types write theirs."""

from __future__ import annotations

DIGITS = frozenset("0123456789")


def all_digits(s: str) -> bool:
    """Whether a string is one or more ASCII digits."""
    return s != "" and all(char in DIGITS for char in s)


def number(s: str) -> int | None:
    """The number that a string of ASCII digits writes, or None. Leading zeros are allowed, of any number."""
    return int(s.lstrip("0") or "0") if all_digits(s) and len(s.lstrip("0")) <= LONGEST else None


LONGEST = 40  # digits after the leading zeros: more than any number of 128 bits has
