"""Strict reading of JSON text, and the places of values in it."""

from __future__ import annotations

import json

import pytest

from deodar.impl.errors import EntitiesError
from deodar.impl.json_place import Mistake, json_finding, json_findings, path_text
from deodar.impl.json_text import BadNumber, depth_of, read_json


def read(text: str, max_depth: int = 100) -> object:
    return read_json(text, error=EntitiesError, source_name="e.json", max_depth=max_depth)


def read_last(text: str) -> object:
    return read_json(text, error=EntitiesError, source_name="e.json", max_depth=100, repeated_keys="last")


@pytest.mark.parametrize(
    ("text", "data"),
    [
        pytest.param(' {"a": [1, "b", true, null]} ', {"a": [1, "b", True, None]}, id="ordinary"),
        pytest.param("[9223372036854775807, -9223372036854775808]", [2**63 - 1, -(2**63)], id="the range of a long"),
        pytest.param("9223372036854775808", BadNumber("9223372036854775808"), id="beyond it"),
        pytest.param("1" * 5000, BadNumber("1" * 5000), id="far beyond it"),
        pytest.param("[1.0, 1e2, -0, 1E400]", [BadNumber(t) for t in ("1.0", "1e2", "-0", "1E400")], id="no integers"),
        pytest.param('"\\ud83d\\ude00 \\\\ud800"', "😀 \\ud800", id="a pair of surrogates"),
        pytest.param('"\ufeff"', "\ufeff", id="a byte order mark in a string"),
    ],
)
def test_json_is_read(text: str, data: object) -> None:
    assert read(text) == data


def test_the_last_of_repeated_members_counts_where_asked_for() -> None:
    assert read_last('{"a": 1, "a": 2}') == {"a": 2}
    with pytest.raises(EntitiesError):
        read_last('{"a": 1, "a": NaN}')


REFUSED = [
    pytest.param("", "invalid-json", "expected a JSON value, found the end of the text", id="nothing"),
    pytest.param("[1,]", "invalid-json", "expected a JSON value, found `]`", id="a trailing comma"),
    pytest.param('{"a":1,}', "invalid-json", "expected a member name in double quotes, found `}`", id="after a member"),
    pytest.param("{'a':1}", "invalid-json", "expected a member name in double quotes, found `'`", id="single quotes"),
    pytest.param(
        "[1 // x\n]", "invalid-json", "expected `,` or the end of the list or object, found `/`", id="comment"
    ),
    pytest.param('{"a" 1}', "invalid-json", "expected `:` after the member name, found `1`", id="no colon"),
    pytest.param("[1] x", "invalid-json", "expected the end of the document, found `x`", id="more after the end"),
    pytest.param('["abc', "invalid-json", "this string has no closing quote", id="a string without end"),
    pytest.param('["a\nb"]', "invalid-json", "control characters in a JSON string must be escaped", id="a control"),
    pytest.param('["\\q"]', "invalid-json", "this is not an escape of JSON", id="another escape"),
    pytest.param('["\\u12"]', "invalid-json", "`\\u` needs four hexadecimal digits", id="too few digits"),
    pytest.param("[1.]", "invalid-json", "expected `,` or the end of the list or object, found `.`", id="no fraction"),
    pytest.param("[NaN]", "invalid-json", "`NaN` is not a JSON value", id="not a number"),
    pytest.param("-Infinity", "invalid-json", "`-Infinity` is not a JSON value", id="infinity"),
    pytest.param("\ufeff[]", "byte-order-mark", "the text starts with a byte order mark", id="a byte order mark"),
    pytest.param('["\ud800"]', "lone-surrogate", "the text has an unpaired surrogate", id="a raw surrogate"),
    pytest.param('["\\ud800"]', "lone-surrogate", "the string has an unpaired surrogate", id="a high surrogate"),
    pytest.param('["\\udc00"]', "lone-surrogate", "the string has an unpaired surrogate", id="a low surrogate"),
    pytest.param('{"\\ud800\\u0041": 1}', "lone-surrogate", "the string has an unpaired surrogate", id="in a name"),
    pytest.param('{"a": 1, "\\u0061": 2}', "repeated-member", "the member `a` is repeated", id="a repeated member"),
    pytest.param(
        "[[]," + "[" * 100 + "]" * 101, "nested-too-deeply", "the document is nested more than 100 levels deep", id="d"
    ),
    pytest.param(
        '\\"' + "[" * 200 + '"', "nested-too-deeply", "the document is nested more than 100 levels deep", id="q"
    ),
]


@pytest.mark.parametrize(("text", "kind", "message"), REFUSED)
def test_what_is_not_strict_json_is_refused(text: str, kind: str, message: str) -> None:
    with pytest.raises(EntitiesError) as refusal:
        read(text)
    assert (refusal.value.kind, refusal.value.findings[0].message) == (kind, message)


def test_all_repeated_members_are_found() -> None:
    with pytest.raises(EntitiesError) as refusal:
        read('{"a": {"b": 1, "b": [{"c": 1, "d": "x"}, {"c": 2}]},\n "a": "\\ud800"}')
    assert str(refusal.value) == (
        "e.json:1:16: the member `b` is repeated\n"
        '  1 | {"a": {"b": 1, "b": [{"c": 1, "d": "x"}, {"c": 2}]},\n'
        "                     ^^^ help: remove one of them\n"
        "e.json:2:2: the member `a` is repeated\n"
        '  2 |  "a": "\\ud800"}\n'
        "       ^^^ help: remove one of them\n"
        "e.json:2:7: the string has an unpaired surrogate\n"
        '  2 |  "a": "\\ud800"}\n'
        "            ^^^^^^^^ help: write the whole character, or both halves of the pair"
    )


def test_there_are_at_most_a_hundred_findings() -> None:
    with pytest.raises(EntitiesError) as refusal:
        read("[" + "NaN," * 200 + "1]")
    assert len(refusal.value.findings) == 100


def test_deep_json_is_read_if_the_limit_allows() -> None:
    assert read("[" * 9_000 + "]" * 9_000, max_depth=9_000)


def test_json_beyond_any_stack_is_refused() -> None:
    with pytest.raises(EntitiesError) as refusal:
        read("[" * 1_000_000 + "]" * 1_000_000, max_depth=2_000_000)
    assert refusal.value.kind == "nested-too-deeply"


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        pytest.param("1", 0, id="no level"),
        pytest.param('[{"a[[": "\\"[", "b": "\\\\"}, []]', 2, id="brackets in strings do not count"),
        pytest.param("]]", -1, id="no JSON"),
    ],
)
def test_the_depth_of_a_text(text: str, depth: int) -> None:
    assert depth_of(text) == depth


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        pytest.param((), "", id="the document"),
        pytest.param((0, "attrs", "age"), "[0].attrs.age", id="names and indices"),
        pytest.param(("a b", "é", 'q"'), '["a b"]["\\u00e9"]["q\\""]', id="names that are no identifiers"),
    ],
)
def test_a_path_is_shown(path: tuple[str | int, ...], shown: str) -> None:
    assert path_text(path) == shown


def test_mistakes_get_the_place_of_their_value() -> None:
    text = '{"a": [1, {"b c": 2}], "d": 3, "d": [4]}'
    paths: list[tuple[str | int, ...]] = [("a", 1, "b c"), ("a", 1), ("d", 0), ("d",), ("zz",), ()]
    found = json_findings(text, [Mistake(path, "k", "bad") for path in paths])
    assert [finding.span and text[finding.span.column - 1 : finding.span.end_column - 1] for finding in found] == [
        "2", '{"b c": 2}', "4", "[4]", text, text,
    ]  # fmt: skip


def test_mistakes_in_data_have_a_path_and_no_place() -> None:
    finding = json_finding(None, (0, "a"), "k", "bad", "mend it")
    assert (finding.path, finding.span) == ("[0].a", None)
    assert finding.render("x") == "x: bad at `[0].a`\n  help: mend it"


def test_a_long_document_is_searched_once() -> None:
    text = json.dumps([{"a": [index]} for index in range(20_000)])
    found = json_findings(text, [Mistake((index, "a", 0), "k", "bad") for index in range(0, 20_000, 200)])
    assert len(found) == 100
    assert found[99].span is not None
