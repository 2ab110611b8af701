"""When two values are equal, and what a set takes for one element."""

from __future__ import annotations

import time

import pytest

from deodar.impl.expr import EntityUID
from deodar.impl.extensions.datetime import Datetime
from deodar.impl.extensions.decimal import decimal
from deodar.impl.extensions.duration import Duration, duration
from deodar.impl.extensions.ipaddr import ip
from deodar.impl.value import RecordValue, SetValue, Value, article_and_kind, equal, kind_name

EQUAL = [
    pytest.param(SetValue([1, 2, 1]), SetValue([2, 1]), id="sets have neither order nor repetitions"),
    pytest.param(SetValue([SetValue([1, 2])]), SetValue([SetValue([2, 1])]), id="sets are compared deeply"),
    pytest.param(RecordValue({"a": 1, "b": 2}), RecordValue({"b": 2, "a": 1}), id="records have no order"),
    pytest.param(decimal("1.0"), decimal("1.0000"), id="decimals are compared by value"),
    pytest.param(duration("60m"), Duration(3_600_000), id="durations are compared by value"),
    pytest.param(ip("10.0.0.1"), ip("10.0.0.1/32"), id="an address is a range of one"),
    pytest.param(SetValue([decimal("1.0"), decimal("1.00")]), SetValue([decimal("1.000")]), id="in sets too"),
    pytest.param(SetValue([]), SetValue([]), id="empty sets"),
]
DIFFERENT = [
    pytest.param(True, 1, id="a bool is no long"),
    pytest.param(1, "1", id="a long is no string"),
    pytest.param(SetValue([True]), SetValue([1]), id="not in a set either"),
    pytest.param(RecordValue({"a": False}), RecordValue({"a": 0}), id="nor in a record"),
    pytest.param(SetValue([SetValue([True])]), SetValue([SetValue([1])]), id="nor further down"),
    pytest.param(SetValue([EntityUID("a", "b")]), RecordValue({"a": "b"}), id="a set of an entity, and a record"),
    pytest.param(
        SetValue([SetValue([EntityUID("a", "b")])]), SetValue([RecordValue({"a": "b"})]), id="the same inside a set"
    ),
    pytest.param(Datetime(0), Duration(0), id="an instant is no length of time"),
    pytest.param(SetValue([Datetime(0)]), SetValue([Duration(0)]), id="the same in a set"),
    pytest.param(EntityUID("A", "x"), EntityUID("NS::A", "x"), id="types count with their namespace"),
    pytest.param(SetValue([]), RecordValue({}), id="an empty set is no empty record"),
    pytest.param(RecordValue({"a": 1}), RecordValue({"a": 1, "b": 2}), id="a record with more is another one"),
    pytest.param(ip("10.0.0.1/24"), ip("10.0.0.2/24"), id="host bits count"),
]


@pytest.mark.parametrize(("x1", "x2"), EQUAL)
def test_equal(x1: Value, x2: Value) -> None:
    assert equal(x1, x2)
    assert hash(x1) == hash(x2)
    assert len(SetValue([x1, x2])) == 1


@pytest.mark.parametrize(("x1", "x2"), DIFFERENT)
def test_different(x1: Value, x2: Value) -> None:
    assert not equal(x1, x2)
    assert not equal(x2, x1)
    assert len(SetValue([x1, x2])) == 2
    assert x2 not in SetValue([x1])


def test_a_set_keeps_the_first_spelling_in_the_order_given() -> None:
    elements = list(SetValue([2, True, decimal("1.0"), 1, decimal("1.00"), 2, False]))
    assert elements == [2, True, decimal("1.0"), 1, False]
    assert [type(element).__name__ for element in elements] == ["int", "bool", "Decimal", "int", "bool"]


def test_a_record_is_read_like_a_mapping() -> None:
    record = RecordValue({"a": 1, "b": SetValue(["x"])})
    assert list(record) == ["a", "b"]
    assert len(record) == 2
    assert record["a"] == 1
    assert "b" in record
    assert "c" not in record
    assert repr(record) == "RecordValue({'a': 1, 'b': SetValue(['x'])})"


def test_sets_and_records_are_not_pythons() -> None:
    assert SetValue([1]) != {1}
    assert RecordValue({"a": 1}) != {"a": 1}


def test_a_million_elements_are_near_linear() -> None:
    started = time.process_time()
    million = SetValue(range(1_000_000))
    mixed = SetValue([True, *range(300_000)])
    assert 999_999 in million
    assert len(mixed) == 300_001
    assert time.process_time() - started < 20


def test_kinds_are_named_as_in_messages() -> None:
    values: list[Value] = [True, 1, "", EntityUID("NS::A", "x"), SetValue([]), RecordValue({}), ip("::"), Datetime(0)]
    assert [kind_name(value) for value in values] == [
        "bool", "long", "string", "(entity of type NS::A)", "set", "record", "ipaddr", "datetime",
    ]  # fmt: skip
    assert article_and_kind(type(ip("::"))) == "an ipaddr"
    assert article_and_kind(str) == "a string"
