"""Tokens, escapes and the canonical spelling of strings."""

from __future__ import annotations

import pytest

from deodar.impl.expr import Pattern, Wildcard
from deodar.impl.lexer import explain_invalid, tokenize
from deodar.impl.strings import escape, escape_pattern, unescape, unescape_pattern

STAR = Wildcard.STAR
INVISIBLE = "remove this character, which no one can see; in a string write it as an escape"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \t\n\v\f\r\x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000", [], id="every blank"),
        pytest.param("a//b\rc", ["a", "c"], id="a carriage return ends a comment"),
        pytest.param("a//b\u2028c", ["a"], id="a line separator ends no comment"),
        pytest.param("a / b", ["a", "/", "b"], id="a slash alone"),
        pytest.param("a:::b", ["a", "::", ":", "b"], id="the longest match"),
        pytest.param("1<-1", ["1", "<", "-", "1"], id="less than minus one"),
        pytest.param("!!=", ["!", "!="], id="not, unequal"),
        pytest.param("1has a", ["1", "has", "a"], id="a number touches a keyword"),
        pytest.param('"a\\"b"c', ['"a\\"b"', "c"], id="an escaped quote"),
        pytest.param('"// a"', ['"// a"'], id="no comment in a string"),
        pytest.param("?principal ?", ["?principal", "?"], id="a slot"),
    ],
)
def test_the_tokens_of_a_text(text: str, tokens: list[str]) -> None:
    found = tokenize(text)
    assert found.texts == [*tokens, "", ""]
    assert [text[start : start + len(token)] for token, start in zip(*found, strict=True)] == found.texts


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("é a", ["\0", "a"], id="a letter"),
        pytest.param("²٣", ["\0٣"], id="digits beyond ASCII"),
        pytest.param('"abc', ["\0abc"], id="a string that is not closed"),
        pytest.param('"abc\\"', ['\0abc\\"'], id="a string that ends with an escaped quote"),
        pytest.param("'a' b", ["'a'", "b"], id="single quotes"),
    ],
)
def test_an_invalid_token_passes_for_no_other(text: str, tokens: list[str]) -> None:
    assert tokenize(text).texts == [*tokens, "", ""]


@pytest.mark.parametrize("token", ["", "a", "_1", "12", '"a"', "?a", "::", "="])
def test_a_valid_token_needs_no_explanation(token: str) -> None:
    assert explain_invalid(token) is None


@pytest.mark.parametrize(
    ("token", "kind", "hint"),
    [
        pytest.param('"a', "unterminated-string", 'close it with `"`', id="a string without end"),
        pytest.param("'a'", "invalid-token", "use `\"` in place of `'`", id="single quotes"),
        pytest.param("&", "invalid-token", "did you mean `&&`?", id="an ampersand"),
        pytest.param("#", "invalid-token", "comments begin with `//`", id="a hash"),
        pytest.param("\ufeff", "invalid-token", "remove the byte order mark", id="a byte order mark"),
        pytest.param("\u200b", "invalid-token", INVISIBLE, id="a blank that is none"),
        pytest.param(
            "é",
            "invalid-token",
            "identifiers are ASCII; other characters stand in strings and comments only",
            id="a letter beyond ASCII",
        ),
    ],
)
def test_an_invalid_token_is_explained(token: str, kind: str, hint: str | None) -> None:
    found = explain_invalid(token)
    assert found is not None
    assert (found.kind, found.help) == (kind, hint)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        pytest.param("abc", "abc", id="no escape"),
        pytest.param("\\n\\r\\t\\\\\\0\\'\\\"", "\n\r\t\\\0'\"", id="simple escapes"),
        pytest.param("\\x41\\x7f\\x00", "A\x7f\0", id="two digits"),
        pytest.param("\\u{0}\\u{10FFFF}\\u{1_F_6_0_0}\\u{41_}", "\0\U0010ffff\U0001f600A", id="code points"),
        pytest.param("\\012", "\x0012", id="nul takes no digits"),
        pytest.param("a\nb\t\x01\ufeff", "a\nb\t\x01\ufeff", id="raw characters"),
    ],
)
def test_escapes_are_read(raw: str, value: str) -> None:
    assert unescape(raw) == (value, [])


BAD_ESCAPES = [
    *(f"\\{letter}" for letter in "abfve/$NXUdc *\n1"),
    "\\x80", "\\x4", "\\x", "\\xg0", "\\u0041", "\\u{}", "\\u{_1}", "\\u{ 41}", "\\u{0000041}", "\\u{D800}",
    "\\u{110000}", "\\u{41", "\\u", "\\u{1__", "\r",
]  # fmt: skip


@pytest.mark.parametrize("raw", BAD_ESCAPES)
def test_a_bad_escape_is_found_where_it_is(raw: str) -> None:
    _, bad = unescape(f"ab{raw}")
    assert [escape.start for escape in bad] == [2]
    assert bad[0].end > 3 or raw == "\r"
    assert bad[0].kind == ("bare-carriage-return" if raw == "\r" else "bad-escape")


def test_all_bad_escapes_are_found() -> None:
    _, bad = unescape("\\q\\n\\u{}\r\\*")
    assert [escape.message for escape in bad] == [
        "`\\q` is not an escape",
        "`\\u{}` is not an escape",
        "a string cannot hold a bare carriage return",
        "`\\*` is not an escape",
    ]


@pytest.mark.parametrize(
    ("raw", "pattern"),
    [
        pytest.param("", (), id="empty"),
        pytest.param("a*b", ("a", STAR, "b"), id="a wildcard"),
        pytest.param("**", (STAR, STAR), id="two wildcards"),
        pytest.param("\\*", ("*",), id="a literal star"),
        pytest.param("\\u{2a}\\x2a", (STAR, STAR), id="an escaped star is a wildcard"),
        pytest.param("\\\\*", ("\\", STAR), id="a backslash, then a wildcard"),
        pytest.param("a\\*b\\n", ("a*b\n",), id="literals run together"),
    ],
)
def test_patterns_are_read(raw: str, pattern: Pattern) -> None:
    assert unescape_pattern(raw) == (pattern, [])


@pytest.mark.parametrize(
    ("value", "spelling"),
    [
        pytest.param("plain text", "plain text", id="plain"),
        pytest.param('it\'s "a\\b"', 'it\\\'s \\"a\\\\b\\"', id="quotes"),
        pytest.param("\0\t\n\r", "\\0\\t\\n\\r", id="simple escapes"),
        pytest.param("\x01\x7f\u200b\u2028\ufeff", "\\u{1}\\u{7f}\\u{200b}\\u{2028}\\u{feff}", id="not printable"),
        pytest.param("é中😀", "é中😀", id="printable"),
        pytest.param("\u0301a\u0301", "\\u{301}a\u0301", id="a combining mark first"),
        pytest.param("\U0001fae8", "\U0001fae8", id="an emoji younger than Python 3.11"),
        pytest.param("a\ufe0f\ue000\U0010ffff", "a\\u{fe0f}\\u{e000}\\u{10ffff}", id="beyond all characters"),
        pytest.param("*", "*", id="a star"),
        pytest.param("", "", id="empty"),
    ],
)
def test_strings_are_spelled_canonically(value: str, spelling: str) -> None:
    assert escape(value) == spelling
    assert unescape(spelling) == (value, [])


def test_patterns_are_spelled_canonically() -> None:
    pattern: Pattern = ("a*\u0301'", STAR, "\n")
    assert escape_pattern(pattern) == "a\\*\\u{301}\\'*\\n"
    assert unescape_pattern(escape_pattern(pattern)) == (pattern, [])
