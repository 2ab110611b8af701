"""Entities, requests and contexts that are read and checked by a schema."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deodar.impl.entities import Entities
from deodar.impl.errors import EntitiesError, RequestError
from deodar.impl.expr import EntityUID
from deodar.impl.extensions.ipaddr import IPAddr, ip
from deodar.impl.json_place import MOST_FINDINGS
from deodar.impl.request import Request
from deodar.impl.schema.conformance import check_value
from deodar.impl.schema.document import Schema
from deodar.impl.schema.request_conformance import check_request
from deodar.impl.schema.typed_json import read_typed
from deodar.impl.schema.types import LONG, Attribute, RecordType, SetType
from deodar.impl.value import RecordValue, SetValue
from deodar.impl.value_json import ValueRefused

SCHEMA = Schema.parse(
    """
    entity Team in [Org]; entity Org; entity Colour enum ["red", "green"];
    entity User in [Team] {
        admin?: Bool, age?: Long, name?: String, home?: ipaddr, born?: datetime, boss?: User, shade?: Colour,
        sizes?: Set<Long>, address?: { city: String, zip?: String }, may?: Action, friends?: Set<User>,
    } tags Set<String>;
    action top; action mid in top; action view in mid appliesTo {
        principal: User, resource: [Team, Colour], context: { mfa?: Bool, from?: ipaddr }
    };
    """
)


def user(attrs: object = None, **others: object) -> dict[str, object]:
    """An element of a document: a user with these attributes."""
    return {"uid": {"type": "User", "id": "u"}, "attrs": attrs or {}, "parents": [], **others}


def refusal(*entities: object) -> EntitiesError:
    with pytest.raises(EntitiesError) as caught:
        Entities.from_json(list(entities), SCHEMA)
    return caught.value


OFFSET = {"fn": "offset", "args": ["2024-01-01", {"fn": "duration", "arg": "1d"}]}
VALUES: list[Any] = [
    pytest.param("home", "10.0.0.1", ip("10.0.0.1"), id="an extension value as a string"),
    pytest.param("home", {"fn": "ip", "arg": "::1"}, ip("::1"), id="an extension value as a call"),
    pytest.param("home", {"__extn": {"fn": "ip", "arg": "::1"}}, ip("::1"), id="an extension value as an escape"),
    pytest.param("boss", {"type": "User", "id": "b"}, EntityUID("User", "b"), id="an entity as type and id"),
    pytest.param("boss", {"__entity": {"type": "User", "id": "b"}}, EntityUID("User", "b"), id="an escaped entity"),
    pytest.param("boss", EntityUID("User", "b"), EntityUID("User", "b"), id="an entity as an object of Python"),
    pytest.param("age", {"__extn": {"fn": "toDays", "arg": {"__extn": {"fn": "duration", "arg": "2d"}}}}, 2,
                 id="a long that a function computes"),
    pytest.param("may", {"type": "Action", "id": "top"}, EntityUID("Action", "top"), id="an action"),
    pytest.param("sizes", [1, 2, 1], SetValue([1, 2]), id="a set"),
    pytest.param("address", {"city": "c"}, RecordValue({"city": "c"}), id="a record"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "value"), VALUES)
def test_a_value_is_read_by_its_type(name: str, data: object, value: object) -> None:
    entity = Entities.from_json([user({name: data})], SCHEMA).get(EntityUID("User", "u"))
    assert entity is not None
    assert entity.attrs[name] == value


def test_arguments_are_read_by_the_types_of_parameters() -> None:
    entities = Entities.from_json([user({"born": OFFSET})], SCHEMA)
    plain = Entities.from_json([user({"born": "2024-01-02"})], SCHEMA)
    assert entities == plain


DEEP: Any = "x"
for _ in range(200):
    DEEP = [DEEP]

MISTAKES = [
    ({"home": "x"}, "extension", "[0].attrs.home"),
    ({"home": 1}, "type-mismatch", "[0].attrs.home"),
    ({"home": {"a": 1}}, "type-mismatch", "[0].attrs.home"),
    ({"home": {"fn": "ipp", "arg": "::1"}}, "unknown-function", "[0].attrs.home"),
    ({"home": {"fn": "ip", "args": []}}, "arity", "[0].attrs.home"),
    ({"home": {"fn": "ip", "arg": 1}}, "type", "[0].attrs.home"),
    ({"home": {"__extn": {"fn": "nope", "arg": "1"}}}, "unknown-function", "[0].attrs.home.__extn"),
    ({"home": {"fn": "decimal", "arg": "1.0"}}, "type-mismatch", "[0].attrs.home"),
    ({"home": None}, "null", "[0].attrs.home"),
    ({"boss": 'User::"b"'}, "type-mismatch", "[0].attrs.boss"),
    ({"boss": {"type": "Team", "id": "b"}}, "type-mismatch", "[0].attrs.boss"),
    ({"boss": {"type": "User"}}, "not-a-uid", "[0].attrs.boss"),
    ({"shade": {"type": "Colour", "id": "rde"}}, "invalid-enum-entity", "[0].attrs.shade"),
    ({"may": {"type": "Action", "id": "veiw"}}, "undeclared-action", "[0].attrs.may"),
    ({"sizes": 1}, "type-mismatch", "[0].attrs.sizes"),
    ({"sizes": [1, "a"]}, "type-mismatch", "[0].attrs.sizes"),
    ({"friends": [{"type": "User", "id": "a"}, {"type": "User"}]}, "not-a-uid", "[0].attrs.friends[1]"),
    ({"sizes": DEEP}, "nested-too-deeply", None),
    ({"address": 1}, "type-mismatch", "[0].attrs.address"),
    ({"address": {}}, "missing-attribute", "[0].attrs.address"),
    ({"address": {"city": "c", "zpi": "1"}}, "unexpected-attribute", "[0].attrs.address.zpi"),
    ({"address": {"city": "c", 1: "1"}}, "unexpected-attribute", "[0].attrs.address"),
    ({"address": {"city": None}}, "null", "[0].attrs.address.city"),
    ({"address": {"city": 1}}, "type-mismatch", "[0].attrs.address.city"),
    ({"admin": "true"}, "type-mismatch", "[0].attrs.admin"),
    ({"age": True}, "type-mismatch", "[0].attrs.age"),
    ({"agee": 1}, "unexpected-entity-attr", "[0].attrs.agee"),
]


@pytest.mark.parametrize(("attrs", "kind", "path"), MISTAKES)
def test_a_wrong_attribute(attrs: dict[str, object], kind: str, path: str | None) -> None:
    (finding,) = refusal(user(attrs)).findings
    assert finding.kind == kind
    assert path is None or finding.path == path


def test_the_finding_shows_the_place_in_the_text() -> None:
    with pytest.raises(EntitiesError) as caught:
        Entities.from_json('[{"uid": {"type": "User", "id": "u"}, "parents": [],\n  "attrs": {"nmae": "x"}}]', SCHEMA)
    assert str(caught.value) == (
        "<entities>:2:21: the entity type `User` has no attribute `nmae` at `[0].attrs.nmae`\n"
        '  2 |   "attrs": {"nmae": "x"}}]\n'
        "                          ^^^ help: did you mean `name`?"
    )


def test_all_mistakes_of_all_entities_are_told() -> None:
    team = {"uid": {"type": "Team", "id": "t"}, "attrs": {"x": 1}, "parents": [], "tags": {"a": "b"}}
    colour = {"uid": {"type": "Colour", "id": "blue"}, "attrs": {}, "parents": [{"type": "Org", "id": "o"}]}
    nobody = {"uid": {"type": "Usr", "id": "t"}, "attrs": {"x": 1}, "parents": []}
    error = refusal(team, colour, nobody, user(tags={"a": "b"}, parents=[{"type": "Colour", "id": "blue"}]))
    assert [finding.kind for finding in error.findings] == ["type-mismatch"]
    error = refusal(team, colour, nobody, user(tags={"a": [1]}, parents=[{"type": "Colour", "id": "blue"}]))
    assert [(finding.path, finding.kind, finding.help) for finding in error.findings] == [
        ("[0].attrs.x", "unexpected-entity-attr", "the type has no attributes"),
        ("[0].tags.a", "unexpected-entity-tag", "leave it out, or declare `tags` in the schema"),
        ("[1].uid", "invalid-enum-entity", "there are `red`, `green`"),
        ("[1].parents[0]", "invalid-ancestor-type", "its ancestors are of no type: leave its parents out"),
        ("[2].uid", "unexpected-entity-type", "did you mean `User`?"),
        ("[3].parents[0]", "invalid-enum-entity", "there are `red`, `green`"),
        ("[3].tags.a", "type-mismatch", "write it in quotes"),
    ]


def test_a_bad_uid_does_not_hide_other_mistakes() -> None:
    error = refusal({"uid": 1, "attrs": {"a": None}, "parents": []})
    assert [finding.kind for finding in error.findings] == ["not-a-uid", "null"]


def test_not_more_mistakes_are_told_than_anyone_reads() -> None:
    assert len(refusal(*(user({"x": 1}, uid={"type": "Usr", "id": str(i)}) for i in range(1_000))).findings) == (
        MOST_FINDINGS
    )


def action(name: str, *parents: str) -> dict[str, object]:
    listed = [{"type": "Action", "id": parent} for parent in parents]
    return {"uid": {"type": "Action", "id": name}, "attrs": {}, "parents": listed}


def test_actions_are_added_with_their_groups() -> None:
    entities = Entities.from_json([], SCHEMA)
    assert entities.ancestors(EntityUID("Action", "view")) == {EntityUID("Action", "mid"), EntityUID("Action", "top")}
    assert len(entities) == 3


@pytest.mark.parametrize(
    "document",
    [
        [action("view", "mid", "top")],
        [action("view", "mid"), action("mid", "top")],
        [action("view", "mid", "top"), action("mid", "top"), action("top")],
        [action("view", "mid"), action("mid", "top"), action("top")],
    ],
)
def test_actions_may_be_listed_with_all_their_groups(document: list[object]) -> None:
    assert Entities.from_json(document, SCHEMA).ancestors(EntityUID("Action", "view")) == {
        EntityUID("Action", "mid"),
        EntityUID("Action", "top"),
    }


@pytest.mark.parametrize(
    ("entity", "path"),
    [
        (action("view", "mid"), "[0].parents"),
        (action("mid", "top", "view"), "[0].parents"),
        ({**action("top"), "attrs": {"a": 1}}, "[0].attrs"),
        ({**action("top"), "tags": {"a": "x"}}, "[0].tags"),
    ],
)
def test_actions_cannot_differ_from_the_schema(entity: object, path: str) -> None:
    (finding,) = refusal(entity).findings
    assert (finding.kind, finding.path) == ("action-declaration-mismatch", path)


# ---------------------------------------------------------------------------------------------------------------------
# Requests


def request(**parts: object) -> dict[str, object]:
    return {"principal": 'User::"u"', "action": 'Action::"view"', "resource": 'Team::"t"', **parts}


def findings(data: object, *, validate: bool = True) -> list[tuple[str | None, str]]:
    with pytest.raises(RequestError) as caught:
        Request.from_json(data, SCHEMA, validate)
    return [(finding.path, finding.kind) for finding in caught.value.findings]


@pytest.mark.parametrize(
    "context", [{"from": "10.0.0.1"}, '{"from": "10.0.0.1"}', RecordValue({"from": ip("10.0.0.1")})]
)
def test_the_context_is_read_by_the_type_that_the_action_declares(context: object) -> None:
    found = Request.from_json(request(context=context), SCHEMA)
    assert isinstance(found.context["from"], IPAddr)


def test_a_request_as_text() -> None:
    assert Request.from_json(json.dumps(request()), SCHEMA) == Request.from_json(request(), SCHEMA)


MISTAKEN_REQUESTS: list[Any] = [
    (request(action='Action::"veiw"'), [("action", "undeclared-action")]),
    (request(context=[]), [("context", "not-a-record")]),
    (request(context={"mfaa": True}), [("context.mfaa", "unexpected-attribute")]),
    (request(context={"mfa": 1}), [("context.mfa", "invalid-context")]),
    (request(context='{"mfa": null}'), [("mfa", "null")]),
    (request(resource='Colour::"blue"'), [("resource", "invalid-enum-entity")]),
    (
        request(principal='Usr::"u"', resource='Org::"o"'),
        [
            ("principal", "undeclared-principal-type"),
            ("resource", "invalid-resource-type"),
        ],
    ),
    (
        request(action='Action::"top"'),
        [("principal", "invalid-principal-type"), ("resource", "invalid-resource-type")],
    ),
    (request(action=1, principal=1), [("principal", "not-a-uid"), ("action", "not-a-uid")]),
]


@pytest.mark.parametrize(("data", "expected"), MISTAKEN_REQUESTS)
def test_a_request_that_does_not_conform(data: object, expected: list[tuple[str, str]]) -> None:
    assert findings(data) == expected


def test_a_request_may_be_read_by_a_schema_without_being_checked() -> None:
    found = Request.from_json(request(principal='Usr::"u"', context={"mfa": 1}), SCHEMA, validate=False)
    assert found.principal == EntityUID("Usr", "u")
    assert findings(request(context={"zz": 1}), validate=False) == [("context.zz", "unexpected-attribute")]


def test_the_help_names_the_types_that_an_action_takes() -> None:
    with pytest.raises(RequestError, match="its resource is one of `Team`, `Colour`"):
        Request.from_json(request(resource='Org::"o"'), SCHEMA)


def test_a_request_with_an_undeclared_action_is_refused_once_it_is_read_too() -> None:
    uids = EntityUID("User", "u"), EntityUID("Action", "nope"), EntityUID("Team", "t")
    mistakes = list(check_request(*uids, RecordValue({}), SCHEMA.resolved))
    assert [mistake.kind for mistake in mistakes] == ["undeclared-action"]


@pytest.mark.parametrize(
    ("value", "type_"), [(1, SetType(LONG)), (1, RecordType({})), ("1", LONG), (SetValue([RecordValue({})]),
     SetType(RecordType({"a": Attribute(LONG)})))],
)  # fmt: skip
def test_a_value_that_was_not_read_by_its_type(value: Any, type_: Any) -> None:
    with pytest.raises(ValueRefused):
        check_value(value, type_, SCHEMA.resolved)


def test_a_record_that_is_nested_too_deeply() -> None:
    with pytest.raises(ValueRefused, match="nested-too-deeply"):
        read_typed({}, RecordType({}), 0)
