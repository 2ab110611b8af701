"""Strings, patterns, names and numbers as Cedar text, in any of the ways in which each can be written."""

from __future__ import annotations

from collections.abc import Sequence

from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.generate.names import is_plain

NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", "\0": "\\0", "'": "\\'", '"': '\\"'}
NEVER_RAW = frozenset('\\"\r')
ASCII = 0x80


def character(choose: Choose, c: str) -> str:
    """One character of a string, escaped where it must be, and sometimes where it need not be."""
    n = choose(24)
    if c in NAMED and (c in NEVER_RAW or n < 20):
        return NAMED[c]
    if n == 23:
        return (f"\\u{{{ord(c):x}}}", f"\\u{{{ord(c):04X}}}", f"\\u{{{ord(c):x}_}}")[choose(3)]
    if n == 22 and ord(c) < ASCII:
        return f"\\x{ord(c):02x}"
    return c


def string(choose: Choose, value: str) -> str:
    """A string literal."""
    return '"' + "".join([character(choose, c) for c in value]) + '"'


def pattern(choose: Choose, parts: Sequence[Json]) -> str:
    """A pattern: a star in a literal part is escaped, a wildcard may be written as an escaped star, too."""
    written: list[str] = []
    for part in parts:
        if isinstance(part, dict):
            literal = str(part["Literal"])
            written += ["\\*" if c == "*" else character(choose, c) for c in literal]
        else:
            written.append("*" if choose(16) < 15 else ("\\u{2a}", "\\x2a")[choose(2)])
    return '"' + "".join(written) + '"'


def name_or_string(choose: Choose, name: str) -> str:
    """A name where it can stand without quotes, mostly; else a string."""
    return name if is_plain(name) and choose(8) < 7 else string(choose, name)


def number(choose: Choose, value: int) -> str:
    """A number that is not negative, sometimes with leading zeros."""
    return str(value) if choose(16) < 15 else "00" + str(value)
