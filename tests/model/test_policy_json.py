"""Policies in JSON: what the model reads, what it refuses, and what it writes."""

import json

import pytest

from deodar import model
from deodar.model.map import Map
from deodar.model.template import link as link_template

ANY = {"op": "All"}
USER = {"type": "User", "id": "a"}
TRUE = {"Value": True}


def policy(**changes):
    return {"effect": "permit", "principal": ANY, "action": ANY, "resource": ANY, "conditions": [], **changes}


def policy_set(static=None, templates=None, links=()):
    return {"staticPolicies": static or {}, "templates": templates or {}, "templateLinks": list(links)}


def with_body(body):
    return policy_set({"p": policy(conditions=[{"kind": "when", "body": body}])})


def body_of(document):
    return document["staticPolicies"]["p"]["conditions"][0]["body"]


def both(x):
    return {"left": x, "right": x}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"Value": -1}, id="a negative number"),
        pytest.param({"Value": "s"}, id="a string"),
        pytest.param({"Value": {"__entity": {"type": "U", "id": "a"}}}, id="an entity"),
        pytest.param({"Var": "context"}, id="a variable"),
        pytest.param({"!": {"arg": TRUE}}, id="not"),
        pytest.param({"neg": {"arg": {"Value": 1}}}, id="the negation of a number"),
        pytest.param({"isEmpty": {"arg": {"Set": []}}}, id="isEmpty"),
        pytest.param({"unknown": [{"Value": "a"}]}, id="unknown"),
        *[
            pytest.param({op: both(TRUE)}, id=op)
            for op in ("==", "!=", "<", "<=", ">", ">=", "in", "&&", "||", "+", "-", "*")
        ],
        *[
            pytest.param({op: both(TRUE)}, id=op)
            for op in ("contains", "containsAll", "containsAny", "hasTag", "getTag")
        ],
        pytest.param({"has": {"left": {"Var": "context"}, "attr": "a b"}}, id="has"),
        pytest.param({".": {"left": {"Var": "context"}, "attr": "if"}}, id="an attribute"),
        pytest.param({"like": {"left": TRUE, "pattern": ["Wildcard", {"Literal": "*"}]}}, id="like"),
        pytest.param({"is": {"left": TRUE, "entity_type": "A::B"}}, id="is"),
        pytest.param({"is": {"left": TRUE, "entity_type": "A", "in": {"Var": "context"}}}, id="is in"),
        pytest.param({"if-then-else": {"if": TRUE, "then": TRUE, "else": TRUE}}, id="if"),
        pytest.param({"Set": [TRUE, TRUE]}, id="a set"),
        pytest.param({"Record": {"a b": TRUE, "b": TRUE}}, id="a record"),
        pytest.param({"ip": []}, id="a function without arguments"),
        pytest.param({"isInRange": [TRUE, TRUE]}, id="an extension method"),
    ],
)
def test_an_expression_in_its_usual_form_is_written_as_it_was_read(body):
    assert model.policies_to_json(model.policies_from_json(with_body(body))) == with_body(body)


@pytest.mark.parametrize(
    ("body", "usual"),
    [
        pytest.param({"Value": [1, "a"]}, {"Set": [{"Value": 1}, {"Value": "a"}]}, id="a constant set"),
        pytest.param({"Value": {"b": 1, "a": {}}}, {"Record": {"a": {"Record": {}}, "b": {"Value": 1}}}, id="a record"),
        pytest.param(
            {"Value": {"__entity": {"type": "U"}}},
            {"Record": {"__entity": {"Record": {"type": {"Value": "U"}}}}},
            id="half an entity",
        ),
        pytest.param({"Value": {"__expr": 1}}, {"Record": {"__expr": {"Value": 1}}}, id="no escape"),
        pytest.param({"Value": {"__extn": {"fn": "ip", "arg": "bad"}}}, {"ip": [{"Value": "bad"}]}, id="one argument"),
        pytest.param(
            {"Value": {"__extn": {"fn": "offset", "args": [1, 2]}}},
            {"offset": [{"Value": 1}, {"Value": 2}]},
            id="arguments",
        ),
        pytest.param(
            {"like": {"left": TRUE, "pattern": [{"Wildcard": None}, {"Literal": "ab"}, {"Literal": ""}]}},
            {"like": {"left": TRUE, "pattern": ["Wildcard", {"Literal": "a"}, {"Literal": "b"}]}},
            id="literals of several characters",
        ),
        pytest.param(
            {"is": {"left": TRUE, "entity_type": "A", "in": None}},
            {"is": {"left": TRUE, "entity_type": "A"}},
            id="null container",
        ),
        pytest.param(
            {"has": {"left": {"Var": "context"}, "attr": ["a", "b"], "more": 1}},
            {
                "&&": {
                    "left": {"has": {"left": {"Var": "context"}, "attr": "a"}},
                    "right": {"has": {"left": {".": {"left": {"Var": "context"}, "attr": "a"}}, "attr": "b"}},
                }
            },
            id="a path",
        ),
    ],
)
def test_an_expression_in_another_form_is_written_in_the_usual_one(body, usual):
    assert body_of(model.policies_to_json(model.policies_from_json(with_body(body)))) == usual


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"Value": None}, id="null is no value"),
        pytest.param({"Value": 1.5}, id="nor is a fraction"),
        pytest.param({"Value": 2**63}, id="nor a long of 65 bits"),
        pytest.param({"Value": "\ud800"}, id="a lone surrogate"),
        pytest.param({"Value": {"__entity": {"type": " U", "id": "a"}}}, id="an entity type with a space"),
        pytest.param({"Value": {"__extn": {"fn": "if", "arg": "1"}}}, id="a reserved function"),
        pytest.param({"Value": {"__extn": {"fn": "foo", "arg": "1"}}}, id="an unknown function"),
        pytest.param({"Value": {"__expr": "1"}}, id="the escape that was removed"),
        pytest.param({"Var": "foo"}, id="an unknown variable"),
        pytest.param({"Var": 1}, id="a variable without a name"),
        pytest.param({"Slot": "?principal"}, id="a slot"),
        pytest.param({"Unknown": {"name": "a"}}, id="an unknown operator"),
        pytest.param({"!": {"Value": True}}, id="an operand without a name"),
        pytest.param({"==": {"left": TRUE}}, id="one operand missing"),
        pytest.param({"==": {"left": TRUE, "right": TRUE, "x": 1}}, id="one member too many"),
        pytest.param({"has": {"left": TRUE, "attr": []}}, id="an empty path"),
        pytest.param({".": {"left": TRUE, "attr": ["a"]}}, id="a path after a point"),
        pytest.param({"like": {"left": TRUE, "pattern": "a*"}}, id="a pattern as a string"),
        pytest.param({"like": {"left": TRUE, "pattern": ["*"]}}, id="a star as a string"),
        pytest.param({"is": {"left": TRUE, "entity_type": "A :: B"}}, id="spaces in a type"),
        pytest.param({"is": {"left": TRUE, "entity_type": "A", "more": 1}}, id="more beside a type"),
        pytest.param({"if-then-else": {"if": TRUE, "then": TRUE}}, id="no else"),
        pytest.param({"Set": [1]}, id="a bare element"),
        pytest.param({"Record": {"a": 1}}, id="a bare member"),
        pytest.param({"contains": [TRUE, TRUE]}, id="a method with a list"),
        pytest.param({"ip": ["a"]}, id="a bare argument"),
        pytest.param({"ip": TRUE}, id="arguments that are no list"),
        pytest.param({}, id="no operator"),
        pytest.param({"Value": 1, "Var": "principal"}, id="two operators"),
        pytest.param(1, id="a number"),
    ],
)
def test_an_expression_is_refused(body):
    with pytest.raises(model.Refusal):
        model.policies_from_json(with_body(body))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"principal": {"op": "==", "entity": USER}}, id="principal =="),
        pytest.param({"principal": {"op": "in", "entity": USER}}, id="principal in"),
        pytest.param({"principal": {"op": "is", "entity_type": "User"}}, id="principal is"),
        pytest.param({"resource": {"op": "is", "entity_type": "User", "in": {"entity": USER}}}, id="resource is in"),
        pytest.param({"action": {"op": "==", "entity": {"type": "Action", "id": "v"}}}, id="action =="),
        pytest.param({"action": {"op": "in", "entity": {"type": "NS::Action", "id": "v"}}}, id="action in"),
        pytest.param({"action": {"op": "in", "entities": []}}, id="action in no list"),
        pytest.param({"action": {"op": "in", "entities": [{"type": "Action", "id": "v"}] * 2}}, id="action in a list"),
        pytest.param({"effect": "forbid", "annotations": {"a": None, "if": "x"}}, id="annotations"),
        pytest.param({"conditions": [{"kind": "unless", "body": TRUE}] * 2}, id="conditions"),
    ],
)
def test_a_policy_in_its_usual_form_is_written_as_it_was_read(changes):
    document = policy_set({"p": policy(**changes)})
    assert model.policies_to_json(model.policies_from_json(json.dumps(document))) == document


@pytest.mark.parametrize(
    ("changes", "usual"),
    [
        pytest.param({"principal": {"op": "all"}}, {}, id="all in lower case"),
        pytest.param({"annotations": {}}, {}, id="no annotations"),
        pytest.param(
            {"resource": {"op": "==", "entity": {"__entity": USER, "x": 1}, "more": 1}},
            {"resource": {"op": "==", "entity": USER}},
            id="the explicit form of an entity",
        ),
        pytest.param(
            {"action": {"op": "in", "entities": [{"type": "Action", "id": "v"}]}},
            {"action": {"op": "in", "entity": {"type": "Action", "id": "v"}}},
            id="one action in a list",
        ),
        pytest.param(
            {"principal": {"op": "is", "entity_type": "U", "in": None}},
            {"principal": {"op": "is", "entity_type": "U"}},
            id="null container",
        ),
    ],
)
def test_a_policy_in_another_form_is_written_in_the_usual_one(changes, usual):
    read = model.policies_from_json(policy_set({"p": policy(**changes)}))
    assert model.policies_to_json(read) == policy_set({"p": policy(**usual)})


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"principal": {"op": "ALL"}}, id="an unknown operator"),
        pytest.param({"principal": {"op": "==", "entity": 'User::"a"'}}, id="an entity as text"),
        pytest.param({"principal": {"op": "in", "entities": [USER]}}, id="a list for the principal"),
        pytest.param({"principal": {"op": "is", "entity_type": "U", "in": USER}}, id="a bare entity after is"),
        pytest.param({"principal": {"op": "==", "slot": "?principal"}}, id="a slot in a static policy"),
        pytest.param({"principal": {"op": "==", "slot": "?resource"}}, id="the slot of the resource"),
        pytest.param({"action": {"op": "==", "entity": USER}}, id="an action that is none"),
        pytest.param({"action": {"op": "is", "entity_type": "Action"}}, id="is for the action"),
        pytest.param({"effect": "Permit"}, id="an effect with a capital"),
        pytest.param({"conditions": [{"kind": "When", "body": TRUE}]}, id="a kind with a capital"),
        pytest.param({"annotations": {"a b": "x"}}, id="an annotation key with a space"),
        pytest.param({"annotations": {"é": "x"}}, id="an annotation key beyond ASCII"),
        pytest.param({"annotations": None}, id="null for annotations"),
        pytest.param({"id": "x"}, id="an id"),
        pytest.param({"conditions": {}}, id="conditions that are no list"),
    ],
)
def test_a_policy_is_refused(changes):
    with pytest.raises(model.Refusal):
        model.policies_from_json(policy_set({"p": policy(**changes)}))


TEMPLATE = policy(principal={"op": "==", "slot": "?principal"}, resource={"op": "in", "slot": "?resource"})
NARROW = policy(principal={"op": "is", "entity_type": "User", "in": {"slot": "?principal"}})
LINK = {"templateId": "t", "newId": "l", "values": {"?principal": USER, "?resource": USER}}


def test_a_set_with_a_link_is_written_as_it_was_read():
    document = policy_set({"p": policy()}, {"t": TEMPLATE, "n": NARROW, "none": policy()}, [LINK])
    assert model.policies_to_json(model.policies_from_json(document)) == document


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({}, id="no members"),
        pytest.param({**policy_set(), "more": 1}, id="one member too many"),
        pytest.param(policy_set({"p": TEMPLATE}), id="a template among the static policies"),
        pytest.param(policy_set({"t": policy()}, {"t": TEMPLATE}), id="the id of a static policy"),
        pytest.param(policy_set({"l": policy()}, {"t": TEMPLATE}, [LINK]), id="a link with the id of a policy"),
        pytest.param(policy_set({}, {"t": TEMPLATE}, [LINK, LINK]), id="a link twice"),
        pytest.param(policy_set({"t": policy()}, {}, [LINK]), id="a link of a static policy"),
        pytest.param(policy_set({}, {"t": TEMPLATE}, [{**LINK, "values": {"?principal": USER}}]), id="a slot missing"),
        pytest.param(policy_set({}, {"t": NARROW}, [LINK]), id="a slot too many"),
        pytest.param(policy_set({}, {"t": TEMPLATE}, [{**LINK, "values": {"?action": USER}}]), id="an unknown slot"),
        pytest.param(policy_set({}, {"t": TEMPLATE}, [{**LINK, "more": 1}]), id="more beside a link"),
        pytest.param(
            '{"staticPolicies":{},"staticPolicies":{},"templates":{},"templateLinks":[]}', id="a member twice"
        ),
        pytest.param("[", id="no JSON"),
        pytest.param('{"a": NaN}', id="a constant that JSON lacks"),
    ],
)
def test_a_policy_set_is_refused(document):
    with pytest.raises(model.Refusal):
        model.policies_from_json(document)


def test_a_link_is_evaluated_under_its_own_id():
    policies = model.link(model.policies_from_json(policy_set({}, {"t": NARROW})), "t", "l", {"?principal": USER})
    request = model.request_from_json({"principal": USER, "action": USER, "resource": USER})
    assert model.is_authorized(request, model.entities_from_json([]), policies.policies).determining_policies == {"l"}


def test_a_template_cannot_be_filled_with_nothing():
    template = model.policies_from_json(policy_set({}, {"t": NARROW})).templates.get("t")
    with pytest.raises(model.Refusal):
        link_template(template, "l", Map({}))


@pytest.mark.parametrize(
    ("scope", "principal", "satisfied"),
    [
        pytest.param({"op": "==", "entity": USER}, "a", True, id="== the same"),
        pytest.param({"op": "==", "entity": USER}, "b", False, id="== another"),
        pytest.param({"op": "in", "entity": USER}, "b", True, id="in a parent"),
        pytest.param({"op": "is", "entity_type": "User"}, "b", True, id="is"),
        pytest.param({"op": "is", "entity_type": "User", "in": {"entity": USER}}, "c", False, id="is in, not below"),
    ],
)
def test_a_scope_holds_or_does_not(scope, principal, satisfied):
    store = model.entities_from_json([{"uid": {"type": "User", "id": "b"}, "attrs": {}, "parents": [USER]}])
    request = model.request_from_json(
        {"principal": {"type": "User", "id": principal}, "action": USER, "resource": USER}
    )
    policies = model.policies_from_json(policy_set({"p": policy(principal=scope)})).policies
    assert model.is_authorized(request, store, policies).determining_policies == ({"p"} if satisfied else set())


def test_a_link_to_an_entity_that_cannot_be_written_is_refused():
    policies = model.policies_from_json(policy_set({}, {"t": NARROW}))
    with pytest.raises(model.Refusal):
        model.link(policies, "t", "l", {"?principal": {"type": "User", "id": "\ud800"}})
