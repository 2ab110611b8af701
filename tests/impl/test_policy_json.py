"""The JSON policy format: the reference's examples, what is accepted, and what is refused with which kind and path."""

from __future__ import annotations

import json

import pytest

from deodar.impl.errors import PolicyParseError
from deodar.impl.parser import parse_expression
from deodar.impl.policy import Policy, Template
from deodar.impl.policy_json import expression_from_json, policy_from_json, policy_set_from_json
from deodar.impl.policy_set import PolicySet
from deodar.impl.policy_to_json import expr_to_json

PERMIT = {
    "effect": "permit",
    "principal": {"op": "All"},
    "action": {"op": "All"},
    "resource": {"op": "All"},
    "conditions": [],
}
TEMPLATE = PERMIT | {"principal": {"op": "==", "slot": "?principal"}}
EMPTY_SET = {"staticPolicies": {}, "templates": {}, "templateLinks": []}
ALICE = {"type": "User", "id": "alice"}
CONTEXT = {"Var": "context"}


def findings_of(document: object) -> list[tuple[str, str | None]]:
    with pytest.raises(PolicyParseError) as refusal:
        policy_from_json(document)
    return [(finding.kind, finding.path) for finding in refusal.value.findings]


def set_findings_of(document: object) -> list[tuple[str, str | None]]:
    with pytest.raises(PolicyParseError) as refusal:
        policy_set_from_json(document)
    return [(finding.kind, finding.path) for finding in refusal.value.findings]


# fmt: off
EXPRESSIONS = [
    ("1 > 2", {">": {"left": {"Value": 1}, "right": {"Value": 2}}}),
    ("-1", {"Value": -1}),
    ("--1", {"neg": {"arg": {"Value": -1}}}),
    ("-(1)", {"neg": {"arg": {"Value": 1}}}),
    ("!true", {"!": {"arg": {"Value": True}}}),
    ("principal has a", {"has": {"left": {"Var": "principal"}, "attr": "a"}}),
    ("principal has a.b", {"&&": {
        "left": {"has": {"left": {"Var": "principal"}, "attr": "a"}},
        "right": {"has": {"left": {".": {"left": {"Var": "principal"}, "attr": "a"}}, "attr": "b"}}}}),
    ('principal has "a b"', {"has": {"left": {"Var": "principal"}, "attr": "a b"}}),
    ('principal.a["b"]', {".": {"left": {".": {"left": {"Var": "principal"}, "attr": "a"}}, "attr": "b"}}),
    ('"x" like "a*\\*"', {"like": {
        "left": {"Value": "x"}, "pattern": [{"Literal": "a"}, "Wildcard", {"Literal": "*"}]}}),
    ('principal is A::B in C::"x"', {"is": {
        "left": {"Var": "principal"}, "entity_type": "A::B",
        "in": {"Value": {"__entity": {"type": "C", "id": "x"}}}}}),
    ("if true then 1 else 2", {"if-then-else": {"if": {"Value": True}, "then": {"Value": 1}, "else": {"Value": 2}}}),
    ("[1,principal]", {"Set": [{"Value": 1}, {"Var": "principal"}]}),
    ('{b:1,a:"x"}', {"Record": {"a": {"Value": "x"}, "b": {"Value": 1}}}),
    ('principal.tags.contains("x")', {"contains": {
        "left": {".": {"left": {"Var": "principal"}, "attr": "tags"}}, "right": {"Value": "x"}}}),
    ("[].isEmpty()", {"isEmpty": {"arg": {"Set": []}}}),
    ('principal.getTag("t")', {"getTag": {"left": {"Var": "principal"}, "right": {"Value": "t"}}}),
    ('ip("1.1.1.1").isInRange(ip("1.0.0.0/8"))', {"isInRange": [
        {"ip": [{"Value": "1.1.1.1"}]}, {"ip": [{"Value": "1.0.0.0/8"}]}]}),
    ('decimal("1.0")', {"decimal": [{"Value": "1.0"}]}),
    ("true && true && true", {"&&": {
        "left": {"&&": {"left": {"Value": True}, "right": {"Value": True}}}, "right": {"Value": True}}}),
    ("context == {}", {"==": {"left": {"Var": "context"}, "right": {"Record": {}}}}),
    ("1 + 2 || 3", {"||": {"left": {"+": {"left": {"Value": 1}, "right": {"Value": 2}}}, "right": {"Value": 3}}}),
]
# fmt: on


@pytest.mark.parametrize(("text", "document"), EXPRESSIONS)
def test_the_json_of_an_expression(text: str, document: object) -> None:
    assert expr_to_json(parse_expression(text)) == document
    assert expr_to_json(expression_from_json(document)) == document


def test_the_json_of_a_template() -> None:
    text = '@id("x")@k permit(principal is U in ?principal,action in [Action::"a",Action::"b"],resource) unless {true};'
    document = {
        "effect": "permit",
        "principal": {"op": "is", "entity_type": "U", "in": {"slot": "?principal"}},
        "action": {"op": "in", "entities": [{"type": "Action", "id": "a"}, {"type": "Action", "id": "b"}]},
        "resource": {"op": "All"},
        "conditions": [{"kind": "unless", "body": {"Value": True}}],
        "annotations": {"id": "x", "k": None},
    }
    assert Template.parse(text).to_json() == document
    assert Template.from_json(document) == Template.parse(text)


def test_one_action_in_a_list_is_written_alone() -> None:
    text = 'permit(principal, action in [Action::"a"], resource == R::"x");'
    document = Policy.parse(text).to_json()
    assert document["action"] == {"op": "in", "entity": {"type": "Action", "id": "a"}}
    assert document["resource"] == {"op": "==", "entity": {"type": "R", "id": "x"}}


# What the text gives for JSON that is not in the one form.
NOT_CANONICAL = [
    pytest.param({"Value": [1, "a", [True]]}, '[1, "a", [true]]', id="a list is a set"),
    pytest.param({"Value": {"a": 1}}, "{a: 1}", id="an object is a record"),
    pytest.param({"Value": {"__entity": {"type": "U", "id": "a", "x": None}}}, 'U::"a"', id="an entity"),
    pytest.param({"Value": {"__entity": {"type": "U"}}}, '{"__entity": {type: "U"}}', id="no entity without id"),
    pytest.param({"Value": {"__entity": "x"}}, '{"__entity": "x"}', id="no entity that is a string"),
    pytest.param({"Value": {"__extn": {"fn": "ip", "arg": "::1"}}}, 'ip("::1")', id="an extension call"),
    pytest.param({"Value": {"__extn": {"fn": "isIpv4", "args": [1]}}}, "1.isIpv4()", id="a list of arguments"),
    pytest.param({"Value": {"__extn": {"fn": "ip"}}}, '{"__extn": {fn: "ip"}}', id="no call without arguments"),
    pytest.param({"Value": {"__expr": 1}}, '{"__expr": 1}', id="no expression that is a number"),
    pytest.param({"Value": -(2**63)}, "-9223372036854775808", id="the least number"),
    pytest.param({"has": {"left": CONTEXT, "attr": ["a", "b c"]}}, 'context has a && context.a has "b c"', id="path"),
    pytest.param({"has": {"left": CONTEXT, "attr": ["a"]}}, "context has a", id="a path of one"),
    pytest.param({"has": {"left": CONTEXT, "attr": "a", "x": 1.5}}, "context has a", id="has ignores other members"),
    pytest.param(
        {
            "like": {
                "left": CONTEXT,
                "pattern": [{"Literal": ""}, {"Literal": "a*"}, {"Literal": ""}, {"Literal": "b"}, "Wildcard"],
            }
        },
        'context like "a\\*b*"',
        id="literals run together",
    ),
    pytest.param({"like": {"left": CONTEXT, "pattern": [{"Wildcard": None}]}}, 'context like "*"', id="null wildcard"),
    pytest.param({"is": {"left": CONTEXT, "entity_type": "A", "in": None}}, "context is A", id="no container"),
]


@pytest.mark.parametrize(("document", "text"), NOT_CANONICAL)
def test_json_in_another_form_reads_as_the_text_does(document: object, text: str) -> None:
    assert expr_to_json(expression_from_json(document)) == expr_to_json(parse_expression(text))


ACCEPTED_SCOPES = [
    pytest.param("principal", {"op": "all"}, id="all in lower case"),
    pytest.param("principal", {"op": "All", "x": 1.5}, id="all ignores other members"),
    pytest.param("principal", {"op": "==", "entity": ALICE}, id="an entity"),
    pytest.param("principal", {"op": "==", "entity": {"__entity": ALICE}}, id="an entity in an escape"),
    pytest.param("principal", {"op": "==", "entity": ALICE | {"__entity": {}}}, id="an escape that is none"),
    pytest.param("principal", {"op": "==", "entity": ALICE, "slot": "?principal"}, id="the entity wins"),
    pytest.param("principal", {"op": "is", "entity_type": "User", "in": {"entity": ALICE, "x": 1}}, id="is in"),
    pytest.param("principal", {"op": "is", "entity_type": "User", "in": None}, id="is, with null"),
    pytest.param("action", {"op": "all"}, id="any action"),
    pytest.param("action", {"op": "in", "entities": []}, id="no action"),
    pytest.param("action", {"op": "in", "entities": [{"type": "A::Action", "id": "v"}]}, id="an action in a list"),
    pytest.param("action", {"op": "==", "entity": {"type": "Action", "id": "v"}}, id="one action"),
]


@pytest.mark.parametrize(("element", "scope"), ACCEPTED_SCOPES)
def test_a_scope_is_accepted(element: str, scope: object) -> None:
    body = policy_from_json(PERMIT | {element: scope})
    assert body.effect == "permit"
    assert body.slots == ()


REFUSED_SCOPES = [
    pytest.param("principal", 1, [("wrong-json-type", "principal")], id="no object"),
    pytest.param("principal", {}, [("missing-member", "principal")], id="no operator"),
    pytest.param("principal", {"op": "ALL"}, [("invalid-word", "principal.op")], id="all in capitals"),
    pytest.param("principal", {"op": "!=", "entity": ALICE}, [("invalid-word", "principal.op")], id="another operator"),
    pytest.param(
        "principal", {"op": "==", "entity": 'User::"a"'}, [("wrong-json-type", "principal.entity")], id="a text"
    ),
    pytest.param(
        "principal", {"op": "in", "entities": [ALICE]}, [("missing-member", "principal")], id="a list for principal"
    ),
    pytest.param(
        "principal",
        {"op": "is", "entity_type": "User", "in": ALICE},
        [("missing-member", "principal.in")],
        id="bare in",
    ),
    pytest.param(
        "principal", {"op": "is", "entity_type": "User", "x": 1}, [("unknown-member", "principal.x")], id="is is strict"
    ),
    pytest.param(
        "principal",
        {"op": "is", "entity_type": "A :: B"},
        [("invalid-type-name", "principal.entity_type")],
        id="blanks",
    ),
    pytest.param("principal", {"op": "is", "entity_type": 1}, [("wrong-json-type", "principal.entity_type")], id="1"),
    pytest.param(
        "principal", {"op": "==", "slot": "?resource"}, [("wrong-reference-kind", "principal.slot")], id="wrong slot"
    ),
    pytest.param(
        "principal", {"op": "==", "entity": ALICE | {"id": 1}}, [("wrong-json-type", "principal.entity.id")], id="id 1"
    ),
    pytest.param("action", {"op": "is", "entity_type": "Action"}, [("invalid-word", "action.op")], id="is for action"),
    pytest.param("action", {"op": "==", "entity": ALICE}, [("not-an-action", "action.entity")], id="no action"),
    pytest.param("action", {"op": "in", "entities": [ALICE]}, [("not-an-action", "action.entities[0]")], id="in list"),
    pytest.param("action", {"op": "==", "entities": []}, [("missing-member", "action")], id="equal to a list"),
    pytest.param("action", {"op": "in", "slot": "?action"}, [("missing-member", "action")], id="a slot for action"),
    pytest.param("action", {"op": "in", "entities": 1}, [("wrong-json-type", "action.entities")], id="no list"),
]


@pytest.mark.parametrize(("element", "scope", "findings"), REFUSED_SCOPES)
def test_a_scope_is_refused(element: str, scope: object, findings: list[tuple[str, str]]) -> None:
    assert findings_of(PERMIT | {element: scope}) == findings


REFUSED_EXPRESSIONS = [
    pytest.param(1, "wrong-json-type", "", id="a bare value"),
    pytest.param({}, "not-one-operator", "", id="no operator"),
    pytest.param({"Value": 1, "Var": "principal"}, "not-one-operator", "", id="two operators"),
    pytest.param({"Value": None}, "wrong-json-type", ".Value", id="null"),
    pytest.param({"Value": [None]}, "wrong-json-type", ".Value[0]", id="null inside"),
    pytest.param({"Value": 1.5}, "invalid-number", ".Value", id="a fraction"),
    pytest.param({"Value": 2**63}, "invalid-number", ".Value", id="a number too large"),
    pytest.param({"Value": {"a": -(2**63) - 1}}, "invalid-number", ".Value.a", id="a number too small"),
    pytest.param(
        {"Value": {"__entity": {"type": "U", "id": "a", "x": [1, True, "s", {"y": 1.5}]}}},
        "invalid-number",
        ".Value.__entity.x[3].y",
        id="a fraction that nothing reads",
    ),
    pytest.param(
        {"Value": {"__extn": {"fn": "ip", "arg": "a", "x": 1e9}}}, "invalid-number", ".Value.__extn.x", id="f"
    ),
    pytest.param(
        {"Value": {"__entity": {"type": " U", "id": "a"}}}, "invalid-type-name", ".Value.__entity.type", id="a blank"
    ),
    pytest.param({"Value": {"__extn": {"fn": "if", "arg": 1}}}, "unknown-function", ".Value.__extn.fn", id="fn if"),
    pytest.param({"Value": {"__expr": "1"}}, "expr-escape", ".Value", id="an expression"),
    pytest.param({"Var": "foo"}, "unknown-variable", ".Var", id="another variable"),
    pytest.param({"Var": ""}, "unknown-variable", ".Var", id="an empty variable"),
    pytest.param({"Var": 1}, "wrong-json-type", ".Var", id="a variable that is a number"),
    pytest.param({"Slot": "?principal"}, "slot-in-condition", ".Slot", id="a slot"),
    pytest.param({"Unknown": {"name": "a"}}, "unknown-operator", ".Unknown", id="an unknown"),
    pytest.param({"!": {"Value": True}}, "missing-member", '["!"]', id="no arg"),
    pytest.param({"-": {"arg": {"Value": 1}}}, "missing-member", '["-"]', id="minus of one operand"),
    pytest.param({"==": {"left": {"Value": 1}}}, "missing-member", '["=="]', id="no right"),
    pytest.param({"/": {"left": {"Value": 1}, "right": {"Value": 2}}}, "unknown-operator", '["/"]', id="division"),
    pytest.param({"has": {"left": CONTEXT, "attr": []}}, "invalid-has", ".has.attr", id="an empty path"),
    pytest.param({"has": {"left": CONTEXT, "attr": [1]}}, "wrong-json-type", ".has.attr[0]", id="a path of numbers"),
    pytest.param({".": {"left": CONTEXT, "attr": ["a"]}}, "wrong-json-type", '["."].attr', id="a path to get"),
    pytest.param({"like": {"left": CONTEXT, "pattern": "a*"}}, "wrong-json-type", ".like.pattern", id="pattern text"),
    pytest.param({"like": {"left": CONTEXT, "pattern": ["*"]}}, "invalid-pattern", ".like.pattern[0]", id="a star"),
    pytest.param(
        {"is": {"left": CONTEXT, "entity_type": "A :: B"}},
        "invalid-type-name",
        ".is.entity_type",
        id="blanks in a type",
    ),
    pytest.param(
        {"if-then-else": {"if": CONTEXT, "then": CONTEXT}}, "missing-member", '["if-then-else"]', id="no else"
    ),
    pytest.param({"Set": [1]}, "wrong-json-type", ".Set[0]", id="a bare element"),
    pytest.param({"Record": {"a": 1}}, "wrong-json-type", ".Record.a", id="a bare member"),
    pytest.param({"contains": [CONTEXT, CONTEXT]}, "wrong-json-type", ".contains", id="a method as a list"),
    pytest.param({"isEmpty": {"left": {"Set": []}}}, "missing-member", ".isEmpty", id="isEmpty with left"),
    pytest.param({"ip": ["a"]}, "wrong-json-type", ".ip[0]", id="a bare argument"),
    pytest.param({"ip": CONTEXT}, "wrong-json-type", ".ip", id="no list of arguments"),
    pytest.param({"foo": [CONTEXT]}, "unknown-operator", ".foo", id="another function"),
    pytest.param({"Value": "\ud800"}, "lone-surrogate", ".Value", id="an unpaired surrogate"),
    pytest.param({"Record": {1: CONTEXT}}, "invalid-member-name", ".Record", id="a name that is a number"),
    pytest.param({"Value": {"__extn": {"fn": 1, "arg": 1.5}}}, "invalid-number", ".Value.__extn.arg", id="fn 1"),
    pytest.param(
        {"Value": {"__entity": {"type": "U", "id": "a", 1.5: 2.5}}},
        "invalid-number",
        '.Value.__entity["1.5"]',
        id="a fraction for a name",
    ),
    pytest.param({"Value": (1,)}, "wrong-json-type", ".Value", id="a tuple"),
]


@pytest.mark.parametrize(("body", "kind", "path"), REFUSED_EXPRESSIONS)
def test_an_expression_is_refused(body: object, kind: str, path: str) -> None:
    found = findings_of(PERMIT | {"conditions": [{"kind": "when", "body": body}]})
    assert found[0] == (kind, "conditions[0].body" + path)


REFUSED_POLICIES = [
    pytest.param(PERMIT | {"effect": "Permit"}, [("invalid-word", "effect")], id="an effect with a capital"),
    pytest.param(PERMIT | {"effect": 1}, [("wrong-json-type", "effect")], id="an effect that is a number"),
    pytest.param(PERMIT | {"effect": True}, [("wrong-json-type", "effect")], id="an effect that is a boolean"),
    pytest.param(PERMIT | {"id": "a"}, [("unknown-member", "id")], id="an id"),
    pytest.param({k: PERMIT[k] for k in list(PERMIT)[:4]}, [("missing-member", None)], id="no conditions"),
    pytest.param(PERMIT | {"annotations": None}, [("wrong-json-type", "annotations")], id="annotations null"),
    pytest.param(
        PERMIT | {"annotations": {"a b": "x"}}, [("invalid-annotation", 'annotations["a b"]')], id="a key with a blank"
    ),
    pytest.param(PERMIT | {"annotations": {"a": 1}}, [("wrong-json-type", "annotations.a")], id="annotated by 1"),
    pytest.param(PERMIT | {"conditions": {}}, [("wrong-json-type", "conditions")], id="conditions as an object"),
    pytest.param(
        PERMIT | {"conditions": [{"kind": "When", "body": CONTEXT}]},
        [("invalid-word", "conditions[0].kind")],
        id="When",
    ),
    pytest.param(PERMIT | {"conditions": [{"kind": "when"}]}, [("missing-member", "conditions[0]")], id="no body"),
    pytest.param([], [("wrong-json-type", None)], id="a list"),
]


@pytest.mark.parametrize(("document", "findings"), REFUSED_POLICIES)
def test_a_policy_is_refused(document: object, findings: list[tuple[str, str | None]]) -> None:
    assert findings_of(document) == findings


def test_annotations_may_be_any_words() -> None:
    body = policy_from_json(PERMIT | {"annotations": {"if": "x", "b": None}})
    assert body.annotations == (("if", "x"), ("b", None))


def linked(**changes: object) -> dict[str, object]:
    link = {"templateId": "t", "newId": "l", "values": {"?principal": ALICE}} | changes
    return {"staticPolicies": {"p": PERMIT}, "templates": {"t": TEMPLATE}, "templateLinks": [link]}


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(EMPTY_SET, id="the least set"),
        pytest.param(linked(), id="a link that fills its slot"),
        pytest.param(linked(values={"?principal": {"__entity": ALICE}}), id="a value in an escape"),
        pytest.param(EMPTY_SET | {"templates": {"t": PERMIT}}, id="a template without slots"),
        pytest.param(EMPTY_SET | {"staticPolicies": {"": PERMIT}}, id="an empty id"),
    ],
)
def test_a_set_is_accepted(document: dict[str, object]) -> None:
    policies = PolicySet.from_json(document)
    assert PolicySet.from_json(json.dumps(document)) == policies
    assert PolicySet.from_json(policies.to_json()) == policies


REFUSED_SETS = [
    pytest.param({}, [("missing-member", None)] * 3, id="nothing"),
    pytest.param(PERMIT, [("missing-member", None)] * 3 + [("unknown-member", k) for k in PERMIT], id="a bare policy"),
    pytest.param(EMPTY_SET | {"templates": []}, [("wrong-json-type", "templates")], id="a list of templates"),
    pytest.param(
        EMPTY_SET | {"staticPolicies": {"t": TEMPLATE}}, [("expected-static", "staticPolicies.t")], id="slots"
    ),
    pytest.param(
        EMPTY_SET | {"staticPolicies": {"t": PERMIT}, "templates": {"t": TEMPLATE}},
        [("repeated-id", "templates.t")],
        id="one id in both",
    ),
    pytest.param(linked(values={}), [("slot-mismatch", "templateLinks[0].values")], id="a missing slot"),
    pytest.param(
        linked(values={"?principal": ALICE, "?resource": ALICE}),
        [("slot-mismatch", "templateLinks[0].values")],
        id="a surplus slot",
    ),
    pytest.param(
        linked(values={"?principal": ALICE, "?action": ALICE}),
        [("invalid-slot", 'templateLinks[0].values["?action"]'), ("slot-mismatch", "templateLinks[0].values")],
        id="no such slot",
    ),
    pytest.param(
        linked(values={"?principal": "User"}),
        [("wrong-json-type", 'templateLinks[0].values["?principal"]')],
        id="a value that is a text",
    ),
    pytest.param(linked(newId="p"), [("repeated-id", "templateLinks[0].newId")], id="the id of a policy"),
    pytest.param(linked(newId="t"), [("repeated-id", "templateLinks[0].newId")], id="the id of a template"),
    pytest.param(linked(templateId="p"), [("unknown-template", "templateLinks[0].templateId")], id="a static policy"),
    pytest.param(linked(x=1), [("unknown-member", "templateLinks[0].x")], id="another member"),
    pytest.param(
        linked() | {"templates": {"t": TEMPLATE | {"x": 1}}}, [("unknown-member", "templates.t.x")], id="a bad template"
    ),
]


@pytest.mark.parametrize(("document", "findings"), REFUSED_SETS)
def test_a_set_is_refused(document: object, findings: list[tuple[str, str | None]]) -> None:
    assert set_findings_of(document) == findings


def test_the_place_of_a_mistake_in_a_text_is_shown() -> None:
    text = json.dumps(PERMIT | {"principal": {"op": "Al"}}, indent=2)
    with pytest.raises(PolicyParseError) as refusal:
        policy_from_json(text, "p.json")
    assert str(refusal.value) == (
        "p.json:4:11: expected `All` or `all` or `==` or `in` or `is`, found `Al` at `principal.op`\n"
        '  4 |     "op": "Al"\n'
        "                ^^^^ help: did you mean `All`?"
    )


def test_there_are_at_most_a_hundred_findings() -> None:
    assert len(findings_of(PERMIT | {"conditions": [1] * 1000})) == 100


def test_deep_json_is_read_and_written() -> None:
    text = "permit(principal, action, resource) when { " + " && ".join(["true"] * 3000) + " };"
    document = PolicySet.parse(text).to_json()
    assert PolicySet.from_json(document) == PolicySet.parse(text)


def test_json_text_of_many_levels_is_read() -> None:
    body = '{"!":{"arg":' * 2500 + '{"Value":true}' + "}}" * 2500
    assert expr_to_json(expression_from_json(body))["!"]


def test_json_text_that_is_too_deep_is_refused() -> None:
    with pytest.raises(PolicyParseError) as refusal:
        expression_from_json('{"!":{"arg":' * 10_000 + '{"Value":true}' + "}}" * 10_000)
    assert refusal.value.kind == "nested-too-deeply"


def test_a_document_that_holds_itself_is_refused() -> None:
    body: dict[str, object] = {}
    body["!"] = {"arg": body}
    with pytest.raises(PolicyParseError) as refusal:
        expression_from_json(body)
    assert refusal.value.kind == "nested-too-deeply"


@pytest.mark.parametrize("entity", [{"type": "U", "id": "a", "__expr": "x"}, {"__entity": {}, "__expr": "x"}])
def test_a_scope_entity_with_the_escape_that_was_removed_is_refused(entity):
    policy = {"effect": "permit", "principal": {"op": "==", "entity": entity}}
    policy |= {"action": {"op": "All"}, "resource": {"op": "All"}, "conditions": []}
    with pytest.raises(PolicyParseError) as refused:
        PolicySet.from_json({"staticPolicies": {"p": policy}, "templates": {}, "templateLinks": []})
    assert refused.value.kind == "expr-escape"
