"""The quick way to read entities reads what the thorough way reads, or leaves the document to it."""

from __future__ import annotations

import json
from typing import Any

import pytest

import deodar
from deodar.impl.entity_json import Entity, EntityReader, read_entities
from deodar.impl.expr import EntityUID
from deodar.impl.plain_entities import plain_entities
from deodar.impl.value import Value
from deodar.impl.value_json import read_value

GROUP: dict[str, Any] = {"uid": {"type": "G", "id": "g"}, "attrs": {}, "parents": []}


def user(**attrs: object) -> dict[str, Any]:
    return {"uid": {"type": "NS::User", "id": "u"}, "attrs": attrs, "parents": [GROUP["uid"], GROUP["uid"]]}


class Text(str):
    """A string that is not exactly one."""

    __slots__ = ()


def plain(document: object) -> list[Entity] | None:
    def value(data: object) -> Value:
        return read_value(data, 124)

    return plain_entities(document, Entity, value)


PLAIN = [
    pytest.param([], id="nothing"),
    pytest.param([GROUP, user(a=1, b=True, c="x", d=2**63 - 1, e=-(2**63), f="")], id="flat attributes"),
    pytest.param([user(r={"a": {"b": [1, {"c": 2}, []]}}, s=["x", 1, True])], id="records and sets"),
    pytest.param([user(e={"__entity": {"type": "G", "id": "g"}})], id="references"),
    pytest.param([user(d={"__extn": {"fn": "decimal", "arg": "1.5"}})], id="extension values"),
    pytest.param([{**user(), "tags": {"t": 1, "u": ["x"]}}], id="tags"),
    pytest.param([{"uid": {"type": "Action", "id": "a"}, "attrs": {}, "parents": []}], id="an action without parents"),
    pytest.param([GROUP, GROUP], id="an entity twice"),
    pytest.param([GROUP, {**GROUP, "uid": {"type": "G", "id": "h"}}], id="two entities of a type"),
]
UNUSUAL = [
    pytest.param({"a": 1}, id="no list"),
    pytest.param([1], id="a number for an entity"),
    pytest.param(["abc"], id="a text for an entity"),
    pytest.param([{**GROUP, "more": 1}], id="a member more"),
    pytest.param([{**GROUP, "tags": {}, "more": 1}], id="two members more"),
    pytest.param([{"uid": GROUP["uid"], "attrs": {}}], id="a member less"),
    pytest.param([{**GROUP, "uid": {"__entity": GROUP["uid"]}}], id="an escape for a uid"),
    pytest.param([{**GROUP, "uid": {**GROUP["uid"], "more": 1}}], id="a uid with a member more"),
    pytest.param([{**GROUP, "uid": "G"}], id="a text for a uid"),
    pytest.param([{**GROUP, "uid": {"type": "1G", "id": "g"}}], id="a type that is no name"),
    pytest.param([{**GROUP, "uid": {"type": ["G"], "id": "g"}}], id="a list for a type"),
    pytest.param([GROUP, {**GROUP, "uid": {"type": "G", "id": 1}}], id="a number for an id of a type met before"),
    pytest.param([GROUP, {**GROUP, "uid": {"type": ["G"], "id": "g"}}], id="a list for a type, later"),
    pytest.param([{**GROUP, "attrs": []}], id="a list for attributes"),
    pytest.param([{**GROUP, "tags": 1}], id="a number for tags"),
    pytest.param([{**GROUP, "parents": {}}], id="an object for parents"),
    pytest.param([user(a=None)], id="null"),
    pytest.param([user(a=1.5)], id="a fraction"),
    pytest.param([user(a=2**63)], id="a number that is no long"),
    pytest.param([user(ä=1)], id="a name beyond ASCII"),
    pytest.param([user(d={"__extn": {"fn": "decimal", "arg": "x"}})], id="an extension value that is none"),
    pytest.param([{**user(), "uid": {"type": "Action", "id": "a"}}], id="an action with a parent"),
]
ONLY_DATA = [
    pytest.param([user(a="ä")], id="a string beyond ASCII"),
]
UNUSUAL_DATA = [
    pytest.param([{**GROUP, "attrs": {1: 2}}], id="a name that is no string"),
    pytest.param([{**GROUP, "attrs": {Text("a"): 2}}], id="a name that is not exactly a string"),
    pytest.param([GROUP, {**GROUP, "uid": {"type": Text("G"), "id": "g"}}], id="a type that is not exactly a string"),
    pytest.param([user(a="\ud800")], id="an unpaired surrogate"),
]


@pytest.mark.parametrize("document", PLAIN)
def test_a_well_formed_document_is_read_as_the_thorough_way_reads_it(document: list[Any]) -> None:
    thorough, _ = read_entities(document, EntityReader())
    for given in (document, json.dumps(document), json.dumps(document, indent=2)):
        found = plain(given)
        assert found == thorough
        assert [list(entity.attrs) for entity in found] == [list(entity.attrs) for entity in thorough]
        assert [entity.parents for entity in found] == [entity.parents for entity in thorough]
    assert [entity.attrs is not element["attrs"] for entity, element in zip(thorough, document, strict=True)] == [
        True
    ] * len(document)


@pytest.mark.parametrize("document", [*UNUSUAL, *UNUSUAL_DATA])
def test_the_thorough_way_has_to_see_whatever_else(document: object) -> None:
    assert plain(document) is None


@pytest.mark.parametrize("document", [*UNUSUAL, *ONLY_DATA])
def test_so_it_is_for_texts(document: object) -> None:
    assert plain(json.dumps(document, ensure_ascii=False)) is None


@pytest.mark.parametrize("document", ONLY_DATA)
def test_data_may_be_beyond_ascii(document: object) -> None:
    assert plain(document) == read_entities(document, EntityReader())[0]


@pytest.mark.parametrize(
    "member",
    [
        pytest.param('"a": 1, "a": 1', id="a repeated name"),
        pytest.param('"a" : 1, "a": 1', id="a repeated name behind a blank"),
        pytest.param('"a"\n: 1', id="a line that ends before the colon"),
        pytest.param('"r": {"b": 1, "b": 2}', id="a repeated name in a record"),
        pytest.param('"a": -0', id="minus nought"),
        pytest.param('"a": "\\u0041"', id="an escape"),
        pytest.param('"a": NaN', id="no number"),
        pytest.param(f'"a": {"1" * 5_000}', id="more digits than Python reads"),
        pytest.param(f'"a": {"[" * 100_000}{"]" * 100_000}', id="deeper than any stack"),
        pytest.param('"a": 1,', id="a comma too many"),
    ],
)
def test_texts_that_are_unusual(member: str) -> None:
    text = json.dumps([GROUP]).replace('"attrs": {}', f'"attrs": {{{member}}}')
    assert plain(text) is None


def test_the_data_that_was_given_may_change_afterwards() -> None:
    document = [user(a=1)]
    store = deodar.Entities.from_json(document)
    document[0]["attrs"]["a"] = 2
    assert store.by_uid[EntityUID("NS::User", "u")].attrs["a"] == 1


def test_actions_in_actions_are_left_to_the_thorough_way_and_read() -> None:
    document = [
        {"uid": {"type": "Action", "id": "view"}, "attrs": {}, "parents": [{"type": "Action", "id": "read"}]},
        {**GROUP, "tags": {"t": 1}},
    ]
    store = deodar.Entities.from_json(document)
    assert store.to_json() == document
