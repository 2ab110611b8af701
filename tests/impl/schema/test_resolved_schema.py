"""Types, and the look-ups of a resolved schema."""

from __future__ import annotations

import pickle

import pytest

from deodar.impl.expr import EntityUID
from deodar.impl.schema.document import Schema
from deodar.impl.schema.ordering import MOST_CYCLES, dependencies_first
from deodar.impl.schema.schema import RequestEnvironment
from deodar.impl.schema.types import (
    BOOL,
    LONG,
    STRING,
    Attribute,
    EntityType,
    Extension,
    RecordType,
    SetType,
    Type,
    show,
)

SCHEMA = Schema.parse(
    """
    entity A in [B]; entity B in [C, D]; entity C in [A]; entity D enum ["x", "y", "x"];
    entity Tagged { n: Long } tags Bool;
    namespace N {
        action top; action mid in top; action low in ["mid"] appliesTo { principal: [A, B, A], resource: D };
    }
    """
).resolved


def action(name: str) -> EntityUID:
    return EntityUID("N::Action", name)


def test_equal_types_are_one_object() -> None:
    record = RecordType({"a": Attribute(SetType(EntityType("A"))), "b": Attribute(LONG, required=False)})
    assert RecordType({"b": Attribute(LONG, required=False), "a": Attribute(SetType(EntityType("A")))}) is record
    assert RecordType(dict(record.attributes), is_open=True) is not record
    assert EntityType("A", "B") is EntityType("B", "A")
    assert EntityType("A").name == "A"
    for type_ in (record, SetType(LONG), EntityType("A", "B"), BOOL, Extension.IPADDR):
        assert pickle.loads(pickle.dumps(type_)) is type_


DEEP = RecordType({"a": Attribute(RecordType({"b": Attribute(SetType(SetType(SetType(LONG))))}))})
WIDE = RecordType({f"a{number}": Attribute(LONG) for number in range(8)})


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (BOOL, "Bool"),
        (Extension.DATETIME, "datetime"),
        (EntityType("N::A", "B"), "B | N::A"),
        (SetType(STRING), "Set<String>"),
        (RecordType({"if": Attribute(LONG, required=False)}, is_open=True), '{"if"?: Long, ...}'),
        (DEEP, "{a: {b: Set<Set<...>>}}"),
        (RecordType({"x": Attribute(DEEP)}), "{x: {a: {b: Set<...>}}}"),
        (SetType(RecordType({"x": Attribute(DEEP)})), "Set<{x: {a: {...}}}>"),
        (WIDE, "{a0: Long, a1: Long, a2: Long, a3: Long, a4: Long, a5: Long, ...}"),
    ],
)
def test_a_type_is_shown_in_few_words(type_: Type, text: str) -> None:
    assert show(type_) == text
    assert text in repr(type_) or isinstance(type_, EntityType | SetType | Extension) or type_ is BOOL


def test_representations_tell_the_class() -> None:
    assert [repr(SetType(LONG)), repr(EntityType("A"))] == ["SetType(Long)", "EntityType('A')"]


def test_ancestors_of_entity_types_are_closed_through_cycles() -> None:
    assert SCHEMA.ancestors_of("A") == {"A", "B", "C", "D"}
    assert SCHEMA.ancestors_of("A") is SCHEMA.ancestors_of("A")
    assert SCHEMA.ancestors_of("D") == frozenset()
    assert SCHEMA.ancestors_of("Nope") == frozenset()


def test_descendants_of_entity_types() -> None:
    assert SCHEMA.descendants_of("D") == {"A", "B", "C"}
    assert SCHEMA.descendants_of("D") is SCHEMA.descendants_of("D")
    assert SCHEMA.descendants_of("Tagged") == SCHEMA.descendants_of("Nope") == frozenset()


def test_groups_of_actions() -> None:
    assert SCHEMA.action_ancestors_of(action("low")) == {action("mid"), action("top")}
    assert SCHEMA.action_ancestors_of(action("low")) is SCHEMA.action_ancestors_of(action("low"))
    assert SCHEMA.action_descendants_of(action("top")) == {action("mid"), action("low")}
    assert SCHEMA.action_descendants_of(action("mid")) == {action("low")}
    assert SCHEMA.action_descendants_of(action("mid")) is SCHEMA.action_descendants_of(action("mid"))
    assert SCHEMA.action_ancestors_of(action("x")) == SCHEMA.action_descendants_of(action("x")) == frozenset()
    assert SCHEMA.action_types == {"N::Action"}


def test_attributes_tags_and_ids() -> None:
    assert SCHEMA.attributes_of("Tagged") == RecordType({"n": Attribute(LONG)})
    assert SCHEMA.tags_of("Tagged") is BOOL
    assert SCHEMA.tags_of("Nope") is None
    assert dict(SCHEMA.attributes_of("N::Action").attributes) == {}
    assert SCHEMA.entity_types["D"].ids == ("x", "y")
    assert [SCHEMA.has_id(EntityUID("D", "x")), SCHEMA.has_id(EntityUID("D", "z"))] == [True, False]
    assert [SCHEMA.has_id(EntityUID("A", "z")), SCHEMA.has_id(EntityUID("Nope", "z"))] == [True, True]


def test_request_environments() -> None:
    low = action("low")
    expected = [RequestEnvironment("A", low, "D"), RequestEnvironment("B", low, "D")]
    assert list(SCHEMA.environments()) == list(SCHEMA.environments([low])) == expected
    assert SCHEMA.environment_count() == 2


def test_dependencies_come_first() -> None:
    assert dependencies_first({"a": ["b", "c"], "b": ["c"], "c": []}) == (["c", "b", "a"], [])


def test_cycles_are_told_up_to_a_number() -> None:
    order, cycles = dependencies_first({str(number): [str(number)] for number in range(MOST_CYCLES + 5)})
    assert (len(order), len(cycles)) == (MOST_CYCLES + 5, MOST_CYCLES)
    assert cycles[0] == ("0", "0")
