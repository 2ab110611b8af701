"""Strict reading of JSON text.

`read_json(text, error=..., source_name=..., max_depth=..., repeated_keys=...)` gives Python data: dict, list, str,
int, bool, None, and `BadNumber` for a number that is no signed 64-bit integer (fractions, exponents, `-0`, huge
ones), so that the reader can refuse it with its path. It refuses, with an exception of class `error`: text that is
not JSON, repeated member names (or takes the last, if `repeated_keys` is "last"), unpaired surrogates, a byte order
mark, nesting beyond `max_depth`. A reader that refuses a value of the data makes its findings, with their places in
the text, by `deodar.impl.json_place.json_findings`.
"""

from __future__ import annotations

import json
import re
from array import array
from itertools import accumulate
from typing import Literal, NamedTuple

from deodar.impl.deep import with_room
from deodar.impl.errors import DeodarError, Finding
from deodar.impl.json_place import MOST_FINDINGS, NOTHING, TOKEN, places
from deodar.impl.source import Source
from deodar.impl.wording import LESS_DEEPLY, REMOVE_ONE, WHOLE_CHARACTER, quote

LONG_MIN, LONG_MAX = -(2**63), 2**63 - 1
_DIGITS_OF_A_LONG = 20  # with the sign; a longer number is not even converted, as that takes quadratic time


class BadNumber(NamedTuple):
    """A number of a JSON text, as written, that is no signed 64-bit integer."""

    text: str


_SURROGATE = re.compile("[\ud800-\udfff]")
_UNPAIRED_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)
_NOT_JSON_WORDS = ("NaN", "Infinity", "-Infinity")
_VALUE_HELP = (
    'a value is `"text"`, `1`, `true`, `false`, `null`, `[...]` or `{...}`; `,` separates, nothing follows the last'
)
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")

# What the standard library says about text that is not JSON, and how we say it.
_SENTENCES = {
    "Expecting value": "expected a JSON value",
    "Expecting ',' delimiter": "expected `,` or the end of the list or object",
    "Expecting ':' delimiter": "expected `:` after the member name",
    "Expecting property name enclosed in double quotes": "expected a member name in double quotes",
    "Illegal trailing comma before end of object": "expected a member name in double quotes",
    "Illegal trailing comma before end of array": "expected a JSON value",
    "Extra data": "expected the end of the document",
    "Unterminated string starting at": "this string has no closing quote",
    "Invalid control character at": "control characters in a JSON string must be escaped",
    "Invalid \\escape": "this is not an escape of JSON",
    "Invalid \\uXXXX escape": "`\\u` needs four hexadecimal digits",
}


def read_json(
    text: str,
    *,
    error: type[DeodarError],
    source_name: str,
    max_depth: int,
    repeated_keys: Literal["refuse", "last"] = "refuse",
) -> object:
    """The data in a JSON text; see the module docstring for what is refused."""
    source = Source(text, source_name)
    first = _first_look(source, max_depth)
    if first is not None:
        raise error([first], source_name)
    reading = _Reading(repeated_keys == "refuse")
    try:
        data: object = with_room(reading.decode, text)
    except json.JSONDecodeError as failure:
        raise error([_syntax_finding(source, failure)], source_name) from None
    except RecursionError:
        finding = source.finding("nested-too-deeply", "the document is nested too deeply", 0, 0, LESS_DEEPLY)
        raise error([finding], source_name) from None
    suspicious = reading.suspicious or _has_unpaired_escape(text)
    findings = _second_look(source, reading.refuse_repeated_keys) if suspicious else []
    if findings:
        raise error(findings, source_name)
    return data


def _first_look(source: Source, max_depth: int) -> Finding | None:
    """What makes the text unfit for being read at all."""
    text = source.text
    surrogate = None if text.isascii() else _SURROGATE.search(text)
    if surrogate is not None:
        return source.finding(
            "lone-surrogate", "the text has an unpaired surrogate", *surrogate.span(), WHOLE_CHARACTER
        )
    if text.startswith("\ufeff"):
        return source.finding("byte-order-mark", "the text starts with a byte order mark", 0, 1, "remove it")
    if depth_of(text) > max_depth:
        message = f"the document is nested more than {max_depth} levels deep"
        return source.finding("nested-too-deeply", message, *_too_deep_at(text, max_depth), LESS_DEEPLY)
    return None


class _Reading:
    """One run of the standard library's decoder; `suspicious` is set where the text must be looked at again."""

    def __init__(self, refuse_repeated_keys: bool) -> None:
        self.refuse_repeated_keys = refuse_repeated_keys
        self.suspicious = False

    def decode(self, text: str) -> object:
        data: object = json.loads(
            text,
            object_pairs_hook=self._object if self.refuse_repeated_keys else None,
            parse_int=_integer,
            parse_float=BadNumber,
            parse_constant=self._constant,
        )
        return data

    def _object(self, members: list[tuple[str, object]]) -> dict[str, object]:
        result = dict(members)
        if len(result) != len(members):
            self.suspicious = True
        return result

    def _constant(self, word: str) -> BadNumber:
        self.suspicious = True
        return BadNumber(word)


def _integer(text: str) -> int | BadNumber:
    if len(text) > _DIGITS_OF_A_LONG or text == "-0":
        return BadNumber(text)
    value = int(text)
    return value if LONG_MIN <= value <= LONG_MAX else BadNumber(text)


def _has_unpaired_escape(text: str) -> bool:
    return "\\u" in text and _UNPAIRED_ESCAPE.search(text.replace("\\\\", "xx")) is not None


def depth_of(text: str) -> int:
    """How deep lists and objects are nested in a JSON text; any number if the text is not JSON."""
    outside_strings = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
    steps = outside_strings.encode("ascii", "ignore").translate(_STEP, _NO_STEP)
    return max(accumulate(array("b", steps)), default=0)


_STEP = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")  # as signed bytes: one level up, one level down
_NO_STEP = bytes(code for code in range(256) if code not in b"[{]}")


def _too_deep_at(text: str, max_depth: int) -> tuple[int, int]:
    """The offsets of the bracket that goes beyond the limit."""
    depth = 0
    for match in TOKEN.finditer(text):
        if match[0] in "[{":
            depth += 1
        elif match[0] in "]}":
            depth -= 1
        if depth > max_depth:
            return match.span()
    return 0, 0  # not JSON: quotes and brackets are interleaved in a way that the two counts understand differently


def _syntax_finding(source: Source, failure: json.JSONDecodeError) -> Finding:
    start = failure.pos
    message = _SENTENCES.get(failure.msg.removesuffix(": "), "this is not JSON")
    word = _WORD.match(source.text, start)
    end = word.end() if word else min(start + 1, len(source.text))
    found = quote(source.text[start:end]) if start < len(source.text) else "the end of the text"
    if message.startswith("expected"):
        message = f"{message}, found {found}"
    return source.finding("invalid-json", message, start, end, _syntax_help(source.text, start))


def _syntax_help(text: str, start: int) -> str:
    before = text[:start].rstrip()
    if text.startswith(("//", "/*", "#"), start):
        return "JSON has no comments"
    if before.endswith(",") and text.startswith(("]", "}"), start):
        return "remove the comma before it"
    if text.startswith("'", start):
        return "JSON strings stand in double quotes"
    if start >= len(text):
        return "the document is cut off, or a bracket or quote is not closed"
    return _VALUE_HELP


def _second_look(source: Source, refuse_repeated_keys: bool) -> list[Finding]:
    """Repeated names, unpaired surrogates and words that are not JSON, each with its place."""
    findings: list[Finding] = []
    for place in places(source.text, NOTHING):
        token = source.text[place.start : place.end]
        if place.repeated and refuse_repeated_keys:
            message = f"the member {quote(json.loads(token))} is repeated"
            findings.append(source.finding("repeated-member", message, place.start, place.end, REMOVE_ONE))
        if token in _NOT_JSON_WORDS:
            message = f"{quote(token)} is not a JSON value"
            findings.append(source.finding("invalid-json", message, place.start, place.end, _VALUE_HELP))
        elif token[0] == '"' and _has_unpaired_escape(token):
            message = "the string has an unpaired surrogate"
            findings.append(source.finding("lone-surrogate", message, place.start, place.end, WHOLE_CHARACTER))
        if len(findings) == MOST_FINDINGS:
            break
    return findings
