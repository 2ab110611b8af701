"""The spelling of strings and patterns in policy text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from deodar.model.expr import Justchar, Pattern, Star
from deodar.model.refusal import Refusal

SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "0": "\0", "'": "'", '"': '"'}
HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Char:
    """One character of a string literal after unescaping; `starred` if it was written `\\*`."""

    char: str
    starred: bool


def scalar(digits: str, most: int) -> str:
    """The character with a code point of at most `most`, written in hexadecimal."""
    if not digits or not all(digit in HEX_DIGITS for digit in digits):
        raise Refusal("bad-escape")
    point = int(digits, 16)
    if point > most or SURROGATE.match(chr(point)):
        raise Refusal("bad-escape")
    return chr(point)


def escape_at(s: str, i: int) -> tuple[Char, int]:
    """The character that the escape at `s[i] == "\\\\"` stands for, and the place after it."""
    kind = s[i + 1 : i + 2]
    if kind in SIMPLE_ESCAPES:
        return Char(SIMPLE_ESCAPES[kind], False), i + 2
    if kind == "*":
        return Char("*", True), i + 2
    if kind == "x" and len(s[i + 2 : i + 4]) == 2:
        return Char(scalar(s[i + 2 : i + 4], 0x7F), False), i + 4
    if kind == "u" and s[i + 2 : i + 3] == "{" and "}" in s[i:]:
        end = s.index("}", i)
        digits = s[i + 3 : end]
        if not digits.startswith("_") and len(digits.replace("_", "")) <= 6:
            return Char(scalar(digits.replace("_", ""), 0x10FFFF), False), end + 1
    raise Refusal("bad-escape")


def chars(s: str) -> list[Char]:
    """The characters between the quotes of a string literal, unescaped."""
    if "\r" in s:
        raise Refusal("bare-carriage-return")
    found: list[Char] = []
    i = 0
    while i < len(s):
        char, i = escape_at(s, i) if s[i] == "\\" else (Char(s[i], False), i + 1)
        found.append(char)
    return found


def unescape(literal: str) -> str:
    """The string that a literal, quotes included, writes."""
    found = chars(literal[1:-1])
    if any(char.starred for char in found):
        raise Refusal("bad-escape")
    return "".join(char.char for char in found)


def pattern(literal: str) -> Pattern:
    """The pattern that a literal writes: every star is a wildcard, however it is spelled, but `\\*`."""
    return tuple(
        Star() if char.char == "*" and not char.starred else Justchar(char.char) for char in chars(literal[1:-1])
    )


ESCAPED = {"\0": "\\0", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\", '"': '\\"', "'": "\\'"}


def escape(s: str) -> str:
    """The canonical spelling of a string, without quotes."""
    return "".join(ESCAPED.get(char) or (char if char.isprintable() else f"\\u{{{ord(char):x}}}") for char in s)
