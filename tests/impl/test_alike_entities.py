"""Entities of a large text that are written alike are read as the thorough way reads them, or left to it."""

from __future__ import annotations

import json
from copy import copy
from random import Random
from typing import Any

import pytest

import deodar
from deodar.impl import alike_entities, entity_json
from deodar.impl.alike_entities import MOST_PATTERNS, MOST_SINGLE
from deodar.impl.entity_json import LARGE, Entity, EntityReader, read_entities

Document = list[dict[str, Any]]


def user(name: str, attrs: dict[str, Any], *parents: str, **more: Any) -> dict[str, Any]:
    above = [{"type": "Group", "id": parent} for parent in parents]
    return {"uid": {"type": "NS::User", "id": name}, "attrs": attrs, "parents": above, **more}


def group(name: str) -> dict[str, Any]:
    return {"uid": {"type": "Group", "id": name}, "attrs": {}, "parents": []}


def thorough(text: str) -> list[Entity] | None:
    try:
        return read_entities(text, EntityReader())[0]
    except deodar.EntitiesError:
        return None


def order(entities: list[Entity] | None) -> object:
    """What equality of entities does not tell."""
    return [(list(each.attrs), list(each.tags), each.parents) for each in entities or []]


REFERENCE = {"__entity": {"type": "NS::User", "id": "x"}}
ALIKE: list[Any] = [
    pytest.param([user(f"u{n}", {}) for n in range(3)], id="nothing but uids"),
    pytest.param([user(f"u{n}", {"s": f"a{n}", "n": -n, "b": n > 1}) for n in range(3)], id="flat attributes"),
    pytest.param([user(f"u{n}", {"n": 10**n}) for n in range(19)], id="longs of any length"),
    pytest.param([user(f"u{n}", {"n": -(2**63) + n}) for n in range(3)], id="longs at the lower bound"),
    pytest.param([group("g0"), *(user(f"u{n}", {}, "g0", f"g{n}") for n in range(3)), group("g1")], id="parents"),
    pytest.param([user(f"u{n}", {}, "g", "g") for n in range(3)], id="a parent given twice"),
    pytest.param([user(f"u{n}", {"set": ["x"] * n}) for n in (2, 0, 3)], id="sets of any length"),
    pytest.param([user(f"u{n}", {"set": [1, "x", [True]]}) for n in range(3)], id="sets of different kinds"),
    pytest.param([user(f"u{n}", {"set": [[]]}) for n in range(3)], id="sets of empty sets"),
    pytest.param([user(f"u{n}", {"r": {"a": {"b": [n, {"c": 2}]}}}) for n in range(3)], id="records"),
    pytest.param([user(f"u{n}", {"o": REFERENCE, "s": [REFERENCE]}) for n in range(3)], id="entities"),
    pytest.param([user(f"u{n}", {"o": {"__entity": {"type": [n]}}}) for n in range(3)], id="no entity"),
    pytest.param([user(f"u{n}", {"o": {"__entity": n}}) for n in range(3)], id="no entity, either"),
    pytest.param([user(f"u{n}", {"ip": {"__extn": {"fn": "ip", "arg": f"10.0.0.{n}"}}}) for n in range(3)], id="calls"),
    pytest.param([user(f"u{n}", {"a": n}, tags={"t": "x", "l": [n]}) for n in range(3)], id="tags"),
    pytest.param(
        [{"parents": [], "tags": {}, "attrs": {"n": n}, "uid": {"id": f"u{n}", "type": "T"}} for n in range(3)],
        id="members in another order",
    ),
    pytest.param([each for n in range(3) for each in (user(f"u{n}", {"n": n}), group(f"g{n}"))], id="types in turn"),
    pytest.param([user("u", {"n": 1}), user("v", {"n": 1}), user("v", {"n": 1})], id="one given twice"),
    pytest.param([user(f"u{n}", {"a": 1} if n % 2 else {"b": 1}) for n in range(9)], id="attributes that not all have"),
    pytest.param([{**group(f"g{n}"), "uid": {"__entity": group(f"g{n}")["uid"]}} for n in range(3)], id="wrapped uids"),
    pytest.param(
        [
            {"uid": {"type": "Action", "id": f"a{n}"}, "attrs": {}, "parents": [{"type": "Action", "id": "all"}]}
            for n in range(3)
        ],
        id="actions",
    ),
    pytest.param([user(f"u{n}", {"text": "a" * 3_000}) for n in range(3)], id="long ones"),
]


@pytest.mark.parametrize("form", [{}, {"separators": (",", ":")}, {"indent": 1}, {"indent": "\t"}])
@pytest.mark.parametrize("document", ALIKE)
def test_a_document_is_read_as_the_thorough_way_reads_it(document: Document, form: dict[str, Any]) -> None:
    text = json.dumps(document, **form)
    found = alike_entities.alike_entities(text)
    assert found is not None
    assert found == thorough(text)
    assert order(found) == order(thorough(text))


FIRST = json.dumps(user("u", {"n": 1, "s": "x"}, "g"))
ODD: list[Any] = [
    pytest.param("{}", id="no list"),
    pytest.param("[]", id="no entity"),
    pytest.param(f"[{FIRST}", id="an open list"),
    pytest.param(f"[{FIRST},]", id="a comma before the end"),
    pytest.param(f"[{FIRST} {FIRST}]", id="no comma"),
    pytest.param(f"[{FIRST}, {FIRST},, {FIRST}]", id="two commas"),
    pytest.param(f"[{FIRST}, {FIRST}] 1", id="something behind the end"),
    pytest.param(f"[{FIRST}, 1]", id="no object"),
    pytest.param(f"[{FIRST}, {FIRST.replace('1', '1, `n`: 2').replace('`', chr(34))}]", id="a repeated name"),
    pytest.param(f"[{FIRST}, {FIRST.replace('1', '01')}]", id="a number with a zero before it"),
    pytest.param(f"[{FIRST}, {FIRST.replace('1', '-0')}]", id="a negative zero"),
    pytest.param(f"[{FIRST}, {FIRST.replace('1', '1.0')}]", id="a fraction"),
    pytest.param(f"[{FIRST}, {FIRST.replace('1', '9223372036854775808')}]", id="a number that is too large"),
    pytest.param(f"[{FIRST}, {FIRST.replace('1', 'null')}]", id="null"),
    pytest.param(f"[{FIRST}, {FIRST.replace('x', chr(10))}]", id="a control character"),
    pytest.param(f"[{FIRST}, {FIRST.replace('x', chr(92) + 'n')}]", id="an escape"),
    pytest.param(f"[{FIRST}, {FIRST.replace('x', 'é')}]", id="beyond ASCII"),
    pytest.param(f"[{FIRST}, {FIRST.replace('Group', 'if')}]", id="a parent whose type is none"),
    pytest.param(f"[{FIRST}, {FIRST.replace('Group', 'if')}]", id="a parent of two members"),
    pytest.param(f'[{FIRST}, {FIRST.replace("""id": "g""", """id": 1, "id": "g""")}]', id="a parent named twice"),
    pytest.param(f"[{FIRST}, {FIRST.replace('[{', '[1, {')}]", id="a parent that is no object"),
    pytest.param(f"[{FIRST}, {FIRST.replace('[{', '[,{')}]", id="parents that are no JSON"),
    pytest.param(f"[{FIRST}, {FIRST.replace('[{', '[' + '{' * 5_000)}]", id="parents that are too deep"),
    pytest.param(f"[{'[' * 5_000}]", id="too deep"),
    pytest.param(f"[{{{'{' * 5_000}]", id="objects that are too deep"),
    pytest.param(
        json.dumps([user(f"u{n}", {"ip": {"__extn": {"fn": "ip", "arg": f"10.0.0.{n}"}}}) for n in range(250, 260)]),
        id="a call that fails",
    ),
    pytest.param(json.dumps([user(f"u{n}", {f"a{n}": 1}) for n in range(MOST_SINGLE + 1)]), id="too many kinds"),
    pytest.param(
        json.dumps(
            [user(f"u{n}", {"a": 1, f"a{n % (MOST_PATTERNS - 1)}": 1}) for n in range(32 * MOST_PATTERNS)],
        ),
        id="kinds that are told apart by too many tries",
    ),
]


@pytest.mark.parametrize("text", ODD)
def test_whatever_else_is_left_to_the_other_ways(text: str) -> None:
    assert alike_entities.alike_entities(text) is None


def test_no_damage_is_overlooked() -> None:
    random = Random(1)
    parts = [user(f"u{n}", {"a": {"b": [n, 7]}, "s": f"x{n}", "o": REFERENCE}, f"g{n % 2}") for n in range(6)]
    whole = json.dumps([group("g0"), group("g1"), *parts, user("last", {"ip": 1}, "g0", tags={"t": True})])
    read = 0
    for _ in range(4_000):
        start = random.randrange(len(whole))
        text = whole[:start] + random.choice(PIECES) + whole[start + random.randrange(3) :]
        found = alike_entities.alike_entities(text)
        if found is not None:
            read += 1
            assert found == thorough(text), text
            assert order(found) == order(thorough(text)), text
    assert read > 400


PIECES = [
    "",
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "0",
    "-",
    "1",
    ".",
    "e",
    "true",
    "null",
    "\\",
    "\t",
    '"b": 1, ',
    "[]",
]


def test_a_large_text_is_read_so() -> None:
    document = [group("g"), *(user(f"u{n}", {"name": f"n{n}", "age": n}, "g") for n in range(3_000))]
    text = json.dumps(document)
    assert len(text) > LARGE
    store = deodar.Entities.from_json(text)
    assert store.to_json() == document
    assert store == deodar.Entities.from_json(document)
    entity = next(each for each in store if each.uid.id == "u7")
    assert entity.parents[0] is next(iter(store)).uid
    twice = f"[{json.dumps(document[0])}, {text[1:]}"
    assert len(deodar.Entities.from_json(twice)) == len(document)


def test_a_mistake_in_a_large_text_is_told_of() -> None:
    document = [user(f"u{n}", {"name": f"n{n}"}, "g") for n in range(3_000)]
    document[2_000]["attrs"]["name"] = None
    with pytest.raises(deodar.EntitiesError, match="null"):
        deodar.Entities.from_json(json.dumps(document))
    document[2_000]["attrs"]["name"] = "n"
    document[2_001] = {**document[2_000], "attrs": {"name": "m"}}
    with pytest.raises(deodar.EntitiesError, match="given twice"):
        deodar.Entities.from_json(json.dumps(document))


def test_attributes_are_read_when_they_are_asked_for() -> None:
    def unread() -> Entity:
        return Entity.unread(deodar.EntityUID("T", "t"), (), '{"a": 1}', '{"t": [2]}')

    assert unread().attrs == {"a": 1}
    assert repr(unread().tags) == "{'t': SetValue([2])}"
    assert unread() == unread()
    assert copy(unread()) == unread()
    entity = unread()
    entity.read()
    assert entity_json.Entity.__getattr__(entity, "attrs") is entity.attrs  # as if another thread had been faster
    with pytest.raises(AttributeError, match="no attribute 'other'"):
        entity.other  # type: ignore[attr-defined]  # noqa: B018  # that is the point
