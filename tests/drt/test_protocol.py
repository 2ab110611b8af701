"""The engine protocol, spoken by every built-in engine."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from deodar.drt.engines import BUILT_IN, engine
from deodar.drt.engines.server import converse

NAMES = list(BUILT_IN)
ALICE = {"type": "User", "id": "alice"}
GET = {"type": "Action", "id": "GetList"}
LIST = {"type": "List", "id": "l"}
REQUEST = {"principal": ALICE, "action": GET, "resource": LIST, "context": {}}
OWNED = [{"uid": LIST, "attrs": {"owner": {"__entity": ALICE}}, "parents": []}]
OWNER = "permit(principal, action, resource) when { resource has owner && resource.owner == principal };"
TEMPLATE = "permit(principal == ?principal, action, resource);"


def spoken(name: str, *lines: str | bytes) -> list[dict[str, object]]:
    """The answers to lines, in one conversation."""
    sent = b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines)
    answers = io.BytesIO()
    converse(engine(name), io.BytesIO(sent), answers)
    assert answers.getvalue().isascii()
    return [json.loads(line) for line in answers.getvalue().splitlines()]


def asked(name: str, **message: object) -> dict[str, object]:
    (answer,) = spoken(name, json.dumps(message))
    return answer


def stage(answer: dict[str, object]) -> object:
    error = answer["error"]
    assert isinstance(error, dict)
    assert error["kind"]
    assert error["message"]
    return error["stage"]


@pytest.mark.parametrize("name", NAMES)
def test_hello(name: str) -> None:
    answer = asked(name, op="hello")
    assert answer["protocol"] == 1
    assert answer["name"] == name
    assert {"hello", "parse", "entities", "evaluate", "authorize"} <= set(answer["ops"])  # type: ignore[call-overload]


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_the_protocol(name: str) -> None:
    answer = asked(name, op="authorize", policies=OWNER, entities=OWNED, requests=[REQUEST])
    assert answer == {"responses": [{"decision": "allow", "reasons": ["policy0"], "errors": []}]}


@pytest.mark.parametrize("name", NAMES)
def test_lists_are_sorted_by_policy_id(name: str) -> None:
    permit = {
        "effect": "permit",
        "principal": {"op": "All"},
        "action": {"op": "All"},
        "resource": {"op": "All"},
        "conditions": [],
    }
    erring = {**permit, "conditions": [{"kind": "when", "body": {"Value": 1}}]}
    static = {"z": permit, "b": erring, "a": permit, "": erring, "c\n": erring}
    policies = {"staticPolicies": static, "templates": {}, "templateLinks": []}
    answer = asked(name, op="authorize", policies=policies, entities=[], requests=[REQUEST])
    errors = [{"policy": policy, "kind": "type"} for policy in ("", "b", "c\n")]
    assert answer == {"responses": [{"decision": "allow", "reasons": ["a", "z"], "errors": errors}]}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ("1 + true == 1", "type"),
        ('User::"nobody".a', "entity-missing"),
        ("resource.a", "entity-attr-missing"),
        ("context.a", "record-attr-missing"),
        ('resource.getTag("a")', "tag-missing"),
        ("9223372036854775807 + 1 == 0", "overflow"),
        ('ip("x").isIpv4()', "extension"),
        ("ip().isIpv4()", "arity"),
    ],
)
def test_every_kind_of_error_has_its_name(name: str, condition: str, kind: str) -> None:
    text = f"permit(principal, action, resource) when {{ {condition} }};"
    answer = asked(name, op="authorize", policies=text, entities=OWNED, requests=[REQUEST])
    errors = [{"policy": "policy0", "kind": kind}]
    assert answer == {"responses": [{"decision": "deny", "reasons": [], "errors": errors}]}
    assert asked(name, op="evaluate", expression=condition, entities=OWNED, request=REQUEST) == {"fails": kind}


@pytest.mark.parametrize("name", NAMES)
def test_links(name: str) -> None:
    links = [{"template_id": "policy0", "link_id": "l", "values": {"?principal": ALICE}}]
    answer = asked(name, op="authorize", policies=TEMPLATE, links=links, entities=[], requests=[REQUEST])
    assert answer == {"responses": [{"decision": "allow", "reasons": ["l"], "errors": []}]}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "links",
    [
        pytest.param(1, id="no list"),
        pytest.param([{}], id="members are missing"),
        pytest.param([{"template_id": "policy0", "link_id": "l", "values": {}}], id="a slot is missing"),
        pytest.param(
            [{"template_id": "nobody", "link_id": "l", "values": {"?principal": ALICE}}], id="no such template"
        ),
        pytest.param(
            [{"template_id": "policy0", "link_id": "policy0", "values": {"?principal": ALICE}}], id="id taken"
        ),
        pytest.param(
            [{"template_id": "policy0", "link_id": "l", "values": {"?principal": {"type": "U"}}}], id="no uid"
        ),
        pytest.param([{"template_id": "policy0", "link_id": "l", "values": {"?principal": "x"}}], id="value is text"),
    ],
)
def test_links_that_are_refused(name: str, links: object) -> None:
    answer = asked(name, op="authorize", policies=TEMPLATE, links=links, entities=[], requests=[REQUEST])
    assert stage(answer) == "links"


@pytest.mark.parametrize("name", NAMES)
def test_one_bad_request_does_not_spoil_the_others(name: str) -> None:
    requests = [1, {}, {**REQUEST, "context": {"a": 1.5}}, {**REQUEST, "principal": {"type": "if", "id": "a"}}, REQUEST]
    answer = asked(
        name, op="authorize", policies="permit(principal, action, resource);", entities=[], requests=requests
    )
    responses = answer["responses"]
    assert isinstance(responses, list)
    assert [stage(response) for response in responses[:-1]] == ["request"] * 4
    assert responses[-1] == {"decision": "allow", "reasons": ["policy0"], "errors": []}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param({"op": "parse", "policies": "permit("}, "policies", id="policies that do not parse"),
        pytest.param({"op": "parse", "policies": 1}, "policies", id="policies that are a number"),
        pytest.param({"op": "parse", "policies": {}}, "policies", id="policies that are an empty object"),
        pytest.param({"op": "parse"}, "protocol", id="no policies"),
        pytest.param({"op": "entities", "entities": {}}, "entities", id="entities that are an object"),
        pytest.param({"op": "entities", "entities": "[]"}, "entities", id="entities that are a text"),
        pytest.param({"op": "entities", "entities": None}, "entities", id="entities that are null"),
        pytest.param({"op": "entities"}, "protocol", id="no entities"),
        pytest.param({"op": "entities", "entities": [], "schema": "entity"}, "schema", id="no schema"),
        pytest.param({"op": "entities", "entities": [], "schema": 1}, "schema", id="a schema that is a number"),
        pytest.param(
            {"op": "entities", "entities": [{"uid": ALICE, "attrs": {}, "parents": []}], "schema": "entity Group;"},
            "entities",
            id="entities that do not conform",
        ),
        pytest.param({"op": "schema"}, "protocol", id="the schema is missing"),
        pytest.param({"op": "schema", "schema": []}, "schema", id="a schema that is a list"),
        pytest.param({"op": "schema", "schema": {"": {}}}, "schema", id="a schema without entity types"),
        pytest.param({"op": "validate", "policies": "", "schema": "entity"}, "schema", id="validating by no schema"),
        pytest.param({"op": "validate", "policies": "permit", "schema": ""}, "policies", id="validating no policies"),
        pytest.param({"op": "validate", "policies": ""}, "protocol", id="validating without a schema"),
        pytest.param(
            {"op": "validate", "policies": "", "schema": "", "mode": "lax"}, "protocol", id="a mode that there is not"
        ),
        pytest.param(
            {"op": "validate", "policies": "", "schema": "", "level": -1}, "protocol", id="a level below zero"
        ),
        pytest.param(
            {"op": "authorize", "policies": "", "entities": [], "requests": [], "validate_request": True},
            "protocol",
            id="validating requests without a schema",
        ),
        pytest.param(
            {"op": "authorize", "policies": "", "entities": [], "requests": [], "schema": "", "validate_request": 1},
            "protocol",
            id="validating requests or not, by a number",
        ),
        pytest.param({"op": "evaluate", "expression": "1 +"}, "expression", id="no expression"),
        pytest.param({"op": "evaluate", "expression": ""}, "expression", id="an empty expression"),
        pytest.param(
            {"op": "evaluate", "expression": "true] == [true"}, "expression", id="brackets that close too early"
        ),
        pytest.param({"op": "evaluate", "expression": "true }; permit(principal"}, "expression", id="more than that"),
        pytest.param({"op": "evaluate", "expression": 1}, "expression", id="an expression that is a number"),
        pytest.param({"op": "evaluate"}, "protocol", id="the expression is missing"),
        pytest.param({"op": "evaluate", "expression": "1", "request": 1}, "request", id="a request that is a number"),
        pytest.param({"op": "authorize", "policies": "", "entities": []}, "protocol", id="no requests"),
        pytest.param(
            {"op": "authorize", "policies": "", "entities": [], "requests": {}}, "protocol", id="requests: object"
        ),
        pytest.param(
            {"op": "authorize", "policies": "", "requests": []}, "protocol", id="no entities to authorize with"
        ),
        pytest.param({"op": "dance"}, "protocol", id="an unknown operation"),
        pytest.param({"op": ["parse"]}, "protocol", id="an operation that is no string"),
        pytest.param({}, "protocol", id="no operation"),
    ],
)
def test_refusals_name_their_stage(name: str, message: dict[str, object], expected: str) -> None:
    (answer,) = spoken(name, json.dumps(message))
    assert stage(answer) == expected


HOSTILE_LINES = [
    pytest.param(b"", id="an empty line"),
    pytest.param(b"garbage", id="garbage"),
    pytest.param(b"[]", id="an array"),
    pytest.param(b'"hello"', id="a string"),
    pytest.param(b'{"op": "hello"', id="an open object"),
    pytest.param(b'{"op": "hello"} {}', id="two objects"),
    pytest.param(b'{"op": "hello",}', id="a comma too many"),
    pytest.param(b"{1: 2}", id="a member whose name is a number"),
    pytest.param(b'{"op" "hello"}', id="no colon"),
    pytest.param(b'{"op": NaN}', id="not a number"),
    pytest.param(b'\xff\xfe{"op": "hello"}', id="no UTF-8"),
    pytest.param(b"\x00", id="a NUL"),
    pytest.param(b"[" * 200_000, id="200,000 open brackets"),
    pytest.param(b'{"op": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", id="200,000 levels"),
    pytest.param(b'{"op": "parse", "policies": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001, id="100,000 objects"),
    pytest.param(b'{"op": "entities", "entities": ' + b"9" * 100_000 + b"}", id="100,000 digits"),
    pytest.param(b'{"op": "parse", "policies": "\\ud800"}', id="a lone surrogate"),
    pytest.param(b'{"op": "parse", "policies": "' + b"(" * 100_000 + b'"}', id="100,000 parentheses"),
    pytest.param(
        b'{"op": "evaluate", "expression": "' + b"(" * 50_000 + b"1" + b")" * 50_000 + b'", "a": 1}', id="deep"
    ),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("line", HOSTILE_LINES)
def test_a_hostile_line_gets_an_answer_and_the_conversation_goes_on(name: str, line: bytes) -> None:
    answer, then = spoken(name, line, b'{"op": "hello"}')
    assert len(answer) == 1
    assert then["name"] == name


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "value", ["-0", "1.0", "1e2", "9223372036854775808", '{"a": 1, "a": 1}', '{"__expr": "1"}', "null", '"\\ud800"']
)
def test_what_a_json_reader_makes_disappear_stays_visible_in_entities(name: str, value: str) -> None:
    document = '[{"uid": {"type": "U", "id": "a"}, "attrs": {"x": VALUE}, "parents": []}]'.replace("VALUE", value)
    (answer,) = spoken(name, f'{{"op": "entities", "entities": {document}}}')
    assert stage(answer) == "entities"


@pytest.mark.parametrize("name", NAMES)
def test_minus_zero_and_repeated_ids_stay_visible_in_policies(name: str) -> None:
    scope = '"principal": {"op": "All"}, "action": {"op": "All"}, "resource": {"op": "All"}'
    body = f'"a": {{"effect": "permit", {scope}, "conditions": []}}'
    minus_zero = body.replace("[]", '[{"kind": "when", "body": {"Value": -0}}]')
    lines = [
        f'{{"op": "authorize", "policies": {{"staticPolicies": {{{static}}}, "templates": {{}}, "templateLinks": []}}, '
        '"entities": [], "requests": []}'
        for static in (body, minus_zero, f"{body}, {body}")
    ]
    sound, *others = spoken(name, *lines)
    assert sound == {"responses": []}
    assert [stage(answer) for answer in others] == ["policies", "policies"]


@pytest.mark.parametrize("name", NAMES)
def test_in_a_context_the_last_of_repeated_members_wins(name: str) -> None:
    text = "permit(principal, action, resource) when { context.a == 2 };"
    request = json.dumps({**REQUEST, "context": "C"}).replace('"C"', '{"a": 1, "a": 2}')
    line = f'{{"op": "authorize", "policies": {json.dumps(text)}, "entities": [], "requests": [{request}]}}'
    (answer,) = spoken(name, line)
    assert answer["responses"] == [{"decision": "allow", "reasons": ["policy0"], "errors": []}]


@pytest.mark.parametrize("name", NAMES)
def test_the_command_serves_until_its_input_ends(name: str) -> None:
    lines = '{"op": "hello"}\nnonsense\n{"op": "entities", "entities": []}\n'
    command = [sys.executable, "-m", "deodar", "engine", name]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=600, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert answers[0]["name"] == name
    assert answers[1]["error"]["stage"] == "protocol"
    assert answers[2] == {"count": 0}
