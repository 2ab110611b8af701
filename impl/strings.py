"""Strings and patterns between the quotes: reading their escapes, and writing them in the canonical spelling."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from deodar.impl.expr import Pattern, Wildcard
from deodar.impl.printable import ALWAYS, FIRST

_ESCAPE = re.compile(
    r"""\\(?: (?P<simple>[nrt\\0'"])
        |   x(?P<hex>[0-7][0-9a-fA-F])
        |   u\{(?P<unicode>[0-9a-fA-F][0-9a-fA-F_]*+)\}
        |   (?P<star>\*)
        |   x[0-9a-fA-F]{0,2}
        |   u\{[^\\{}]{0,12}\}?
        |   .
        )
      | \r""",
    re.VERBOSE | re.DOTALL,
)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "0": "\0", "'": "'", '"': '"'}

_RUNS = re.compile(r"\*|[^*]++")

# A literal star while its pattern is being read. No text can hold this code point: surrogates are refused beforehand.
_LITERAL_STAR = "\udc2a"


class BadEscape(NamedTuple):
    """A part of a string that means nothing: its offsets between the quotes, and why it is wrong."""

    start: int
    end: int
    kind: str
    message: str
    help: str | None


def unescape(raw: str) -> tuple[str, list[BadEscape]]:
    """The string that is spelled `raw` between its quotes, and all bad escapes in it."""
    if "\\" not in raw and "\r" not in raw:
        return raw, []
    return _substitute(raw, star=None)


def unescape_pattern(raw: str) -> tuple[Pattern, list[BadEscape]]:
    """The pattern that is spelled `raw` between its quotes: `*` in any spelling but `\\*` is a wildcard."""
    value, bad = _substitute(raw, star=_LITERAL_STAR)
    return tuple(run if run is Wildcard.STAR else run.replace(_LITERAL_STAR, "*") for run in pattern_of(value)), bad


def pattern_of(value: str) -> Pattern:
    """The pattern in which every `*` is a wildcard."""
    return tuple(Wildcard.STAR if run == "*" else run for run in _RUNS.findall(value))


def _substitute(raw: str, star: str | None) -> tuple[str, list[BadEscape]]:
    """`raw` with its escapes replaced, `\\*` by `star` or else refused, and the bad ones listed."""
    bad: list[BadEscape] = []

    def meaning(match: re.Match[str]) -> str:
        if (simple := match["simple"]) is not None:
            return _SIMPLE[simple]
        if (digits := match["hex"]) is not None:
            return chr(int(digits, 16))
        if (digits := match["unicode"]) is not None and (character := _code_point(digits)) is not None:
            return character
        if match["star"] is not None and star is not None:
            return star
        bad.append(_bad_escape(match))
        return ""

    return _ESCAPE.sub(meaning, raw), bad


def _code_point(digits: str) -> str | None:
    """The character of `\\u{digits}`, or None if there is none."""
    digits = digits.replace("_", "")
    if len(digits) > 6:
        return None
    code = int(digits, 16)
    return None if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)


def _bad_escape(match: re.Match[str]) -> BadEscape:
    written = match[0]
    if written == "\r":
        hint = "write `\\r`, or end the line by a line feed alone"
        return BadEscape(*match.span(), "bare-carriage-return", "a string cannot hold a bare carriage return", hint)
    if written in ("\\\n", "\\\r"):
        hint = "close the string on the line where it begins, or write the line feed without a backslash"
        return BadEscape(*match.span(), "bad-escape", "a backslash cannot continue a string on the next line", hint)
    return BadEscape(*match.span(), "bad-escape", f"`{written}` is not an escape", _escape_help(written))


def _escape_help(written: str) -> str:
    if written.startswith("\\x"):
        return "`\\x` takes two hexadecimal digits from `\\x00` to `\\x7f`; use `\\u{...}` beyond"
    if written.startswith("\\u"):
        return "write a code point as `\\u{1f600}`: one to six hexadecimal digits, at most 10ffff, no surrogate"
    if written == "\\*":
        return "`\\*` is for the patterns of `like` only; write `*`"
    return "the escapes are `\\n \\r \\t \\\\ \\0 \\' \\\" \\x41 \\u{41}`; write `\\\\` for a backslash"


# ---------------------------------------------------------------------------------------------------------------------
# The canonical spelling

_CANONICAL = {"\0": "\\0", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\", '"': '\\"', "'": "\\'"}


@cache
def _edges(table: str) -> list[int]:
    """Where the ranges of a table of `deodar.impl.printable` begin and end, in turns."""
    return list(accumulate(int(distance, 16) for distance in table.split()))


def _is_in(table: str, character: str) -> bool:
    return bisect_right(_edges(table), ord(character)) % 2 == 1


def escape(value: str) -> str:
    """The canonical spelling of a string, without the quotes."""
    if value.isascii() and value.isprintable() and not any(mark in value for mark in "\\\"'"):
        return value
    spelled = [_spell(character) for character in value]
    if spelled and _is_in(FIRST, value[0]):
        spelled[0] = _spell_code(value[0])
    return "".join(spelled)


def escape_pattern(pattern: Pattern) -> str:
    """The canonical spelling of a pattern, without the quotes."""
    return "".join("*" if isinstance(part, Wildcard) else _escape_literal(part) for part in pattern)


def _escape_literal(text: str) -> str:
    return "".join(
        "\\*" if character == "*" else _spell_code(character) if _is_in(FIRST, character) else _spell(character)
        for character in text
    )


def _spell(character: str) -> str:
    return _CANONICAL.get(character) or (_spell_code(character) if _is_in(ALWAYS, character) else character)


def _spell_code(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"
