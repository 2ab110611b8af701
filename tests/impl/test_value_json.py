"""Values from JSON data and back."""

from __future__ import annotations

from enum import IntEnum, StrEnum

import pytest

from deodar.impl.deep import with_room
from deodar.impl.expr import EntityUID
from deodar.impl.extensions.datetime import Datetime
from deodar.impl.extensions.duration import Duration
from deodar.impl.json_text import BadNumber
from deodar.impl.value import RecordValue, SetValue, Value, equal
from deodar.impl.value_json import ValueRefused, read_uid, read_value
from deodar.impl.value_to_json import value_to_json


class Word(StrEnum):
    A = "a"


class Number(IntEnum):
    ONE = 1


def extn(function: str, *arguments: object) -> dict[str, object]:
    return {"__extn": {"fn": function, "args": list(arguments)}}


READ = [
    pytest.param(Word.A, "a", id="a string of another class"),
    pytest.param(Number.ONE, 1, id="a long of another class"),
    pytest.param(EntityUID("A", "x"), EntityUID("A", "x"), id="an entity is itself"),
    pytest.param({"__entity": {"type": "A", "id": "x"}}, EntityUID("A", "x"), id="an entity escape"),
    pytest.param([1, True, 1], SetValue([1, True]), id="a list is a set"),
    pytest.param({"type": "A", "id": "x"}, RecordValue({"type": "A", "id": "x"}), id="a bare uid is a record"),
    pytest.param({"__extn": {"fn": 1}}, RecordValue({"__extn": RecordValue({"fn": 1})}), id="no call"),
    pytest.param(
        extn("offset", extn("datetime", "1970-01-01"), extn("duration", "1s")), Datetime(1_000), id="calls nest"
    ),
    pytest.param(extn("toDays", extn("duration", "48h")), 2, id="a call may give a long"),
]


@pytest.mark.parametrize(("data", "expected"), READ)
def test_read(data: object, expected: Value) -> None:
    found = read_value(data, 10)
    assert equal(found, expected)
    assert type(found) is type(expected)


REFUSED = [
    pytest.param(None, "null", (), id="null"),
    pytest.param(1.0, "not-a-long", (), id="a float"),
    pytest.param(BadNumber("-0"), "not-a-long", (), id="a negative zero"),
    pytest.param(2**63, "not-a-long", (), id="an integer too large"),
    pytest.param(10**10_000, "not-a-long", (), id="an integer of ten thousand digits"),
    pytest.param((1, 2), "not-json", (), id="a tuple"),
    pytest.param(b"x", "not-json", (), id="bytes"),
    pytest.param({"a": {1: 2}}, "not-json", ("a",), id="a member name that is no string"),
    pytest.param([0, {"a": "\ud800"}], "lone-surrogate", (1, "a"), id="half a surrogate pair"),
    pytest.param({"\ud800": 1}, "lone-surrogate", ("\ud800",), id="half a surrogate pair in a name"),
    pytest.param([[[[[]]]]], "nested-too-deeply", (0, 0, 0, 0), id="a list too deep"),
    pytest.param({"__entity": {"type": "1", "id": ""}}, "invalid-type-name", ("__entity",), id="no type name"),
    pytest.param({"__expr": "1"}, "expr-escape", ("__expr",), id="the escape that was removed"),
    pytest.param(extn("ipaddr", "::"), "unknown-function", ("__extn",), id="a type's name for a function's"),
    pytest.param(extn("ip"), "arity", ("__extn",), id="no argument"),
    pytest.param(extn("ip", 1), "type", ("__extn",), id="an argument of another kind"),
    pytest.param(extn("ip", "x"), "extension", ("__extn",), id="a malformed string"),
    pytest.param([extn("ip", None)], "null", (0, "__extn"), id="null for an argument"),
]


@pytest.mark.parametrize(("data", "kind", "path"), REFUSED)
def test_refused(data: object, kind: str, path: tuple[str | int, ...]) -> None:
    with pytest.raises(ValueRefused) as refused:
        read_value(data, 4)
    mistake = refused.value.mistake(("top",))
    assert (mistake.kind, mistake.path) == (kind, ("top", *path))
    assert mistake.message


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param({"__entity": {"type": "B", "id": "y"}, "type": "A", "id": "x"}, "B", id="the escape wins"),
        pytest.param({"__entity": {"type": "B"}, "type": "A", "id": "x"}, "A", id="unless it names nothing"),
        pytest.param({"__entity": {"type": "B", "id": "y", "__entity": {"type": "C", "id": "z"}}}, "B", id="only one"),
    ],
)
def test_two_forms_of_a_uid_in_one(data: object, expected: str) -> None:
    assert read_uid(data).type == expected


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param({"type": "A"}, "not-a-uid", id="no id"),
        pytest.param({"__entity": "A"}, "not-a-uid", id="text in the escape"),
        pytest.param({"__expr": 'A::"x"'}, "expr-escape", id="the escape that was removed"),
        pytest.param("A", "not-a-uid", id="text"),
        pytest.param({"type": "A", "id": "\udfff"}, "lone-surrogate", id="half a surrogate pair"),
        pytest.param({"type": "A ", "id": ""}, "invalid-type-name", id="a blank"),
        pytest.param({"__entity": {"type": "1x", "id": ""}}, "invalid-type-name", id="no type name in the escape"),
    ],
)
def test_refused_uids(data: object, kind: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        read_uid(data)
    assert refused.value.kind == kind


@pytest.mark.parametrize(
    "data",
    [
        pytest.param([True, 1, "x", {"a": {"__entity": {"type": "A", "id": "x"}}}], id="plain kinds"),
        pytest.param({"__extn": {"fn": "ip", "arg": "::1/8"}}, id="an ipaddr"),
        pytest.param({"__extn": {"fn": "decimal", "arg": "01.50"}}, id="a decimal keeps its spelling"),
        pytest.param({"__extn": {"fn": "duration", "arg": "60m"}}, id="a duration keeps its spelling"),
        pytest.param({"__extn": {"fn": "datetime", "arg": "2024-01-01"}}, id="a datetime keeps its spelling"),
    ],
)
def test_json_is_written_as_it_was_read(data: object) -> None:
    assert value_to_json(read_value(data, 10)) == data


@pytest.mark.parametrize(
    "value", [pytest.param(Datetime(2**63 - 1), id="an instant"), pytest.param(Duration(-(2**63)), id="a duration")]
)
def test_computed_values_are_read_back(value: Value) -> None:
    assert equal(read_value(value_to_json(value), 10), value)


def test_a_value_deeper_than_the_stack_is_written() -> None:
    value: Value = 1
    for _ in range(20_000):
        value = SetValue([value])
    data = value_to_json(value)
    depth = 0
    while isinstance(data, list):
        (data,) = data
        depth += 1
    assert (depth, data) == (20_000, 1)
    assert with_room(equal, value, value)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"__entity": {"type": "a", "id": "", "x": 1.5}}, id="a fraction beside an entity"),
        pytest.param({"__entity": {"type": "a", "id": "", "x": [{"y": 2**63}]}}, id="a wide number below it"),
        pytest.param({"__extn": {"fn": "ip", "arg": "::1", "args": [1.5]}}, id="arguments that are not used"),
        pytest.param({"__extn": {"fn": "ip", "args": ["::1"], "x": 1.5}}, id="a fraction beside arguments"),
    ],
)
def test_a_number_that_is_no_long_is_refused_where_nothing_reads_it(value):
    with pytest.raises(ValueRefused) as refused:
        read_value(value, 9)
    assert refused.value.kind == "not-a-long"


@pytest.mark.parametrize(
    "uid",
    [
        pytest.param({"__expr": 'User::"a"'}, id="alone"),
        pytest.param({"type": "User", "id": "a", "__expr": ""}, id="beside a type and an id"),
        pytest.param({"__entity": {"type": "User", "id": "a"}, "__expr": "x"}, id="beside another escape"),
    ],
)
def test_a_uid_with_the_escape_that_was_removed_is_refused(uid):
    with pytest.raises(ValueRefused) as refused:
        read_uid(uid)
    assert refused.value.kind == "expr-escape"
