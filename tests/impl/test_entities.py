"""The entity store: documents, snapshots, the hierarchy."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import pytest

from deodar.impl.entities import Entities
from deodar.impl.entity_json import Entity
from deodar.impl.errors import EntitiesError
from deodar.impl.expr import EntityUID


def uid(entity_id: str, entity_type: str = "G") -> EntityUID:
    return EntityUID(entity_type, entity_id)


def entity(entity_id: str, *parents: str, entity_type: str = "G", **attrs: object) -> dict[str, object]:
    """An element of a document; the parents are groups."""
    return {
        "uid": {"type": entity_type, "id": entity_id},
        "attrs": attrs,
        "parents": [{"type": "G", "id": parent} for parent in parents],
    }


REFUSED = [
    pytest.param({}, [("not-a-list", None)], id="an object"),
    pytest.param(None, [("not-a-list", None)], id="null"),
    pytest.param([1], [("not-an-entity", "[0]")], id="a number for an entity"),
    pytest.param([{}], [("missing-field", "[0]")] * 3, id="an entity without anything"),
    pytest.param(
        [entity("a", x=1.5, y=None), entity("b", "1x"), {**entity("c"), "tags": []}],
        [("not-a-long", "[0].attrs.x"), ("null", "[0].attrs.y"), ("not-an-object", "[2].tags")],
        id="mistakes in several entities",
    ),
    pytest.param(
        [{"uid": "G", "attrs": [], "parents": {}}],
        [("not-a-uid", "[0].uid"), ("not-an-object", "[0].attrs"), ("not-a-list", "[0].parents")],
        id="mistakes in every field",
    ),
    pytest.param([{**entity("a"), "parents": [1]}], [("not-a-uid", "[0].parents[0]")], id="a number for a parent"),
    pytest.param(
        [entity("a"), entity("a", x=1)], [("duplicate-entity", "[1].uid")], id="another entity of the same uid"
    ),
    pytest.param([entity("a", x=True), entity("a", x=1)], [("duplicate-entity", "[1].uid")], id="true is not 1"),
    pytest.param([entity("b"), entity("a", "a")], [("cycle", "[1].parents")], id="its own parent"),
    pytest.param(
        [entity("a", "b", entity_type="Action")], [("action-parent", "[0].parents[0]")], id="a group of actions"
    ),
    pytest.param([{**entity("a"), "attrs": {1: 2}}], [("not-json", '[0].attrs["1"]')], id="a name that is no string"),
]


@pytest.mark.parametrize(("document", "findings"), REFUSED)
def test_refused(document: object, findings: list[tuple[str, str | None]]) -> None:
    with pytest.raises(EntitiesError) as refused:
        Entities.from_json(document)
    assert [(finding.kind, finding.path) for finding in refused.value.findings] == findings


def test_a_refusal_of_text_shows_the_place() -> None:
    text = '[\n  {"uid": {"type": "User", "id": "a"},\n   "attr": {"x": 1}, "parents": []},\n  {"uid": 1}]'
    with pytest.raises(EntitiesError) as refused:
        Entities.from_json(text)
    assert str(refused.value) == (
        "<entities>:2:3: the entity has no `attrs` at `[0]`\n"
        '  2 |   {"uid": {"type": "User", "id": "a"},\n'
        "        ^ help: rename `attr`\n"
        "<entities>:4:3: the entity has no `attrs` at `[1]`\n"
        '  4 |   {"uid": 1}]\n'
        '        ^^^^^^^^^^ help: add `"attrs": {}`\n'
        "<entities>:4:3: the entity has no `parents` at `[1]`\n"
        '  4 |   {"uid": 1}]\n'
        '        ^^^^^^^^^^ help: add `"parents": []`\n'
        "<entities>:4:11: this names no entity at `[1].uid`\n"
        '  4 |   {"uid": 1}]\n'
        '                ^ help: write `{"type": "User", "id": "alice"}`'
    )


def test_a_cycle_is_named() -> None:
    with pytest.raises(EntitiesError) as refused:
        Entities.from_json([entity("z", "a"), entity("a", "x", "b"), entity("b", "c"), entity("c", "a")])
    assert refused.value.findings[0].message == (
        'the entities `G::"a"` in `G::"b"` in `G::"c"` in `G::"a"` are their own ancestors'
    )


def test_a_long_cycle_is_named_in_short() -> None:
    length = 50_000
    with pytest.raises(EntitiesError) as refused:
        Entities.from_json([entity(str(n), str((n + 1) % length)) for n in range(length)])
    assert 'in `G::"3"` in ... in `G::"49997"` in' in refused.value.findings[0].message


@pytest.mark.parametrize(("levels", "accepted"), [(124, True), (125, False), (10_000, False)])
def test_the_levels_of_a_document(levels: int, accepted: bool) -> None:
    value: list[object] = []
    for _ in range(levels - 1):
        value = [value]
    text = json.dumps([entity("a")]).replace('"attrs": {}', '"attrs": {"x": ' + "[" * levels + "]" * levels + "}")
    for document in (text, [entity("a", x=value)]):
        if accepted:
            assert len(Entities.from_json(document)) == 1
        else:
            with pytest.raises(EntitiesError) as refused:
                Entities.from_json(document)
            assert refused.value.kind == "nested-too-deeply"


def test_ancestors_are_closed_and_missing_parents_end_the_way() -> None:
    store = Entities.from_json([entity("a", "b", "c"), entity("b", "d"), entity("c", "d"), entity("d", "gone")])
    assert store.ancestors(uid("a")) == {uid("b"), uid("c"), uid("d"), uid("gone")}
    assert store.line(uid("gone")) == {uid("gone")}
    assert store.ancestors(uid("nobody")) == frozenset()


@pytest.mark.no_cover  # for its length
def test_a_chain_of_100_000_parents_is_no_burden() -> None:
    length = 100_000
    started = time.process_time()
    store = Entities.from_json([entity(str(n), str(n + 1)) for n in range(length)])
    assert len(store.line(uid("0"))) == length + 1
    # Each of these lines is long, and only so many are remembered.
    assert all(len(store.line(uid(str(n)))) == length + 1 - n for n in range(0, length // 2, 1_000))
    assert sum(map(len, store.lines.values())) < 5_000_000
    assert time.process_time() - started < 30


def test_ten_thousand_groups_on_one_user() -> None:
    groups = [str(n) for n in range(10_000)]
    store = Entities.from_json([entity("u", *groups, entity_type="U"), *(entity(group, "top") for group in groups)])
    assert len(store.ancestors(uid("u", "U"))) == 10_001


def test_reading_the_store() -> None:
    store = Entities.from_json(json.dumps([{**entity("a", "b", x=1), "tags": {"t": "y"}}]))
    found = store.get(uid("a"))
    assert found is not None
    assert (dict(found.attrs), dict(found.tags), found.parents) == ({"x": 1}, {"t": "y"}, (uid("b"),))
    assert repr(found) == (
        "Entity(EntityUID(type='G', id='a'), attrs={'x': 1}, parents=(EntityUID(type='G', id='b'),), tags={'t': 'y'})"
    )
    assert store.get(uid("b")) is None
    assert uid("a") in store
    assert uid("b") not in store
    assert list(store) == [found]
    assert hash(found) == hash(Entity(uid("a"), {}, (), {}))
    assert found != "a"
    assert repr(store) == "<Entities: 1 entities>"
    assert store.to_json() == [{**entity("a", "b", x=1), "tags": {"t": "y"}}]
    assert Entities.from_json(store.to_json()) == store
    assert hash(Entities.from_json(store.to_json())) == hash(store)
    assert store != []


def test_an_entity_may_be_repeated_word_for_word() -> None:
    store = Entities.from_json([entity("a", "b", "c", x=[1, 2]), entity("a", "c", "b", "b", x=[2, 1])])
    assert len(store) == 1


def test_adding_upserting_and_removing_make_new_snapshots() -> None:
    store = Entities.from_json([entity("a", "b"), entity("b", "c"), entity("c")])
    assert store.line(uid("a")) == {uid("a"), uid("b"), uid("c")}

    added = store.add([entity("d", "a"), entity("b", "c")])
    assert added.ancestors(uid("d")) == {uid("a"), uid("b"), uid("c")}

    replaced = store.upsert(Entities.from_json([entity("b", x=1)]))
    assert replaced.ancestors(uid("a")) == {uid("b")}

    removed = store.remove([uid("b"), 'G::"nobody"', {"type": "G", "id": "c"}])
    assert removed.ancestors(uid("a")) == frozenset()
    assert len(removed) == 1

    assert len(store) == 3
    assert store.ancestors(uid("a")) == {uid("b"), uid("c")}


CHANGES: list[object] = [
    pytest.param(lambda store: store.add([entity("b", x=1)]), "duplicate-entity", id="adding a changed entity"),
    pytest.param(lambda store: store.add([entity("c", "a")]), "cycle", id="adding what closes a cycle"),
    pytest.param(lambda store: store.upsert([entity("b", "a")]), "cycle", id="replacing with what closes a cycle"),
    pytest.param(
        lambda store: store.upsert([entity("c"), entity("c", x=1)]), "duplicate-entity", id="replacing with two at once"
    ),
    pytest.param(lambda store: store.remove(["G::'a'"]), "not-a-uid", id="removing what is no entity"),
]


@pytest.mark.parametrize(("change", "kind"), CHANGES)
def test_a_refused_change_leaves_the_store_alone(change: Callable[[Entities], Entities], kind: str) -> None:
    store = Entities.from_json([entity("a", "b"), entity("b", "c")])
    with pytest.raises(EntitiesError) as refused:
        change(store)
    assert refused.value.kind == kind
    assert store == Entities.from_json([entity("a", "b"), entity("b", "c")])


def test_a_document_is_read_on_the_last_frames_of_the_stack() -> None:
    document = [entity("a", x=json.loads("[" * 60 + "]" * 60))]

    def dig(depth: int) -> int:
        return dig(depth - 1) if depth else len(Entities.from_json(document))

    frames = 0
    frame = sys._getframe()
    while frame.f_back is not None:
        frames, frame = frames + 1, frame.f_back
    assert dig(sys.getrecursionlimit() - frames - 60) == 1


def test_a_bad_type_in_an_entity_escape_has_its_place():
    document = [{"uid": {"__entity": {"type": "1x", "id": "a"}}, "attrs": {}, "parents": []}]
    with pytest.raises(EntitiesError) as refused:
        Entities.from_json(document)
    assert refused.value.findings[0].path == "[0].uid.__entity"


def test_a_malformed_escape_leaves_the_plain_form():
    written = {"__entity": {"type": "User"}, "type": "User", "id": "bob"}
    assert uid("bob", "User") in Entities.from_json([{"uid": written, "attrs": {}, "parents": []}])
