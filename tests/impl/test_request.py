"""Requests in every form that an application may give them."""

from __future__ import annotations

import json
import time

import pytest

from deodar.impl.errors import RequestError
from deodar.impl.expr import EntityUID
from deodar.impl.request import Request, _any_request, _plain_request, plain_fields, read_context
from deodar.impl.value import RecordValue, SetValue

ALICE, VIEW, PHOTO = EntityUID("User", "alice"), EntityUID("Action", "view"), EntityUID("Photo", "p")
DATA: dict[str, object] = {
    "principal": {"type": "User", "id": "alice"},
    "action": {"type": "Action", "id": "view"},
    "resource": {"type": "Photo", "id": "p"},
}
PLAIN = Request(ALICE, VIEW, PHOTO)


@pytest.mark.parametrize(
    "principal",
    [
        pytest.param(ALICE, id="a uid"),
        pytest.param('User::"alice"', id="text"),
        pytest.param({"type": "User", "id": "alice"}, id="an object"),
        pytest.param({"type": "User", "id": "alice", "more": 1}, id="an object with more in it"),
        pytest.param({"__entity": {"type": "User", "id": "alice"}}, id="an escape"),
    ],
)
def test_forms_of_an_entity(principal: object) -> None:
    assert Request(principal, VIEW, PHOTO) == PLAIN
    assert Request.from_json({**DATA, "principal": principal}) == PLAIN


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        pytest.param(None, RecordValue({}), id="none"),
        pytest.param({}, RecordValue({}), id="empty"),
        pytest.param({"a": [1]}, RecordValue({"a": SetValue([1])}), id="an object"),
        pytest.param('{"a": 1, "a": [1]}', RecordValue({"a": SetValue([1])}), id="text, in which the last name wins"),
        pytest.param(RecordValue({"a": 1}), RecordValue({"a": 1}), id="a record value"),
    ],
)
def test_forms_of_the_context(context: object, expected: RecordValue) -> None:
    assert Request(ALICE, VIEW, PHOTO, context).context == expected
    assert Request.from_json({**DATA, "context": context}).context == expected


def test_a_request_is_read_and_written_as_json() -> None:
    request = Request.from_json(json.dumps({**DATA, "context": {"who": {"__entity": DATA["principal"]}}}))
    assert request.context["who"] == ALICE
    assert request.to_json() == {**DATA, "context": {"who": {"__entity": {"type": "User", "id": "alice"}}}}
    assert Request.from_json(request.to_json()) == request
    assert hash(Request.from_json(request.to_json())) == hash(request)
    assert repr(PLAIN).startswith("Request(principal=EntityUID(type='User', id='alice'), action=")


REFUSED = [
    pytest.param([], [("not-an-object", None)], id="a list"),
    pytest.param({}, [("missing-field", None)] * 3, id="nothing"),
    pytest.param(
        {**DATA, "principal": 1, "action": "view", "context": {"x": 1.5}},
        [("not-a-uid", "principal"), ("not-a-uid", "action"), ("not-a-long", "context.x")],
        id="three mistakes",
    ),
    pytest.param({**DATA, "context": [1]}, [("not-a-record", "context")], id="a list for a context"),
    pytest.param(
        {**DATA, "resource": 'Photo :: "p"'}, [("not-a-uid", "resource")], id="text that is not in normal form"
    ),
    pytest.param({**DATA, "resource": EntityUID("no type", "p")}, [("invalid-type-name", "resource")], id="a bad uid"),
    pytest.param({**DATA, "context": "[]"}, [("not-a-record", None)], id="the text of a list for a context"),
    pytest.param({**DATA, "context": '{"a": 1.5}'}, [("not-a-long", "a")], id="a fraction in the text of a context"),
    pytest.param({**DATA, "context": "{"}, [("invalid-json", None)], id="half a context"),
]


@pytest.mark.parametrize(("data", "findings"), REFUSED)
def test_refused(data: object, findings: list[tuple[str, str | None]]) -> None:
    with pytest.raises(RequestError) as refused:
        Request.from_json(data)
    assert [(finding.kind, finding.path) for finding in refused.value.findings] == findings


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(DATA, id="without a context"),
        pytest.param({**DATA, "context": {}}, id="an empty context"),
        pytest.param({**DATA, "context": {"a": [1, {"b": True}]}, "more": 1}, id="a context, and more"),
        pytest.param({**DATA, "principal": {"type": "User", "id": "\u00e9"}}, id="an id beyond ASCII"),
        pytest.param(
            {**DATA, "principal": {"id": "", "type": "NS::User"}}, id="an empty id, members the other way round"
        ),
        pytest.param({**DATA, "principal": {"__entity": DATA["principal"], "id": "b"}}, id="an escape and a member"),
        pytest.param({**DATA, "principal": 'User::"alice"', "action": VIEW}, id="other forms of an entity"),
    ],
)
def test_the_quick_way_reads_what_the_thorough_way_reads(data: object) -> None:
    quick = _plain_request(data)
    assert quick is not None
    assert quick == _any_request(data)
    assert type(quick) is Request


@pytest.mark.parametrize(("data", "findings"), REFUSED)
def test_the_quick_way_refuses_nothing_itself(data: object, findings: list[tuple[str, str | None]]) -> None:
    assert findings
    assert _plain_request(data) is None


@pytest.mark.parametrize("data", [{"a": 1, "b": True, "c": "x", "d": -(2**63)}, {"": ""}, {"a b": 2**63 - 1}])
def test_the_quick_way_reads_a_flat_context_as_the_thorough_way_does(data: dict[str, object]) -> None:
    assert RecordValue(plain_fields(data)) == read_context(data)


@pytest.mark.parametrize(
    "data",
    [
        {"__entity": {"type": "User", "id": "a"}},
        {"__expr": "x"},
        {"a": "\ud800"},
        {"\ud800": 1},
        {"a": "é"},
        {"a": 2**63},
        {"a": 1.0},
        {"a": None},
        {"a": [1]},
        {"a": {}},
        {1: 1},
        [],
        "{}",
    ],
)
def test_the_quick_way_leaves_every_other_context_to_the_thorough_way(data: object) -> None:
    with pytest.raises(TypeError):
        plain_fields(data)


def test_names_are_remembered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deodar.impl.request.MOST_NAMES", 0)
    for _ in range(2):
        assert plain_fields({"never seen before": 1}) == {"never seen before": 1}


def test_a_refusal_of_text_shows_the_place() -> None:
    text = (
        '{"principle": {"type": "User", "id": "alice"},\n "action": "view", "resource": {"type": "Photo", "id": "p"}}'
    )
    with pytest.raises(RequestError) as refused:
        Request.from_json(text)
    assert str(refused.value) == (
        "<request>:1:1: the request has no `principal`\n"
        '  1 | {"principle": {"type": "User", "id": "alice"},\n'
        "      ^ help: rename `principle`\n"
        "<request>:2:12: `view` is no entity at `action`\n"
        '  2 |  "action": "view", "resource": {"type": "Photo", "id": "p"}}\n'
        '                 ^^^^^^ help: an entity is written `User::"alice"`'
    )


def test_the_levels_of_a_context() -> None:
    def context(levels: int) -> str:
        return '{"x": ' + "[" * (levels - 1) + "]" * (levels - 1) + "}"

    for form in (context, lambda levels: json.loads(context(levels))):
        assert "x" in Request(ALICE, VIEW, PHOTO, form(127)).context
        with pytest.raises(RequestError) as refused:
            Request(ALICE, VIEW, PHOTO, form(128))
        assert refused.value.kind == "nested-too-deeply"


def test_a_large_context_is_read_in_near_linear_time() -> None:
    started = time.process_time()
    request = Request(ALICE, VIEW, PHOTO, {"set": list(range(300_000)), "records": [{"a": n} for n in range(50_000)]})
    assert len(str(request.context["set"])) > 300_000
    assert time.process_time() - started < 20
