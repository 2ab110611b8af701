"""Values of the model, and their explicit JSON form."""

import pytest

from deodar import model
from deodar.model.map import Map
from deodar.model.value import Bool, Long

ALICE = {"type": "User", "id": "alice"}
REQUEST = model.request_from_json({"principal": ALICE, "action": ALICE, "resource": ALICE})
STORE = model.entities_from_json([])


def value_of(expression):
    return model.value_to_json(model.evaluate(model.parse_expression(expression), REQUEST, STORE))


def extension(fn, arg):
    return {"__extn": {"fn": fn, "arg": arg}}


EPOCH = extension("datetime", "1970-01-01")


@pytest.mark.parametrize(
    ("expression", "json"),
    [
        pytest.param("1 < 2", True, id="a bool"),
        pytest.param("-7", -7, id="a long"),
        pytest.param('"a"', "a", id="a string"),
        pytest.param("principal", {"__entity": ALICE}, id="an entity"),
        pytest.param('[2, 1, 1, "a"]', ["a", 1, 2], id="a set, in order"),
        pytest.param("{b: 1, a: [true]}", {"a": [True], "b": 1}, id="a record, in order"),
        pytest.param('decimal("-01.50")', extension("decimal", "-1.5"), id="a decimal"),
        pytest.param('decimal("12.0000")', extension("decimal", "12.0"), id="a whole decimal"),
        pytest.param('ip("10.0.0.1")', extension("ip", "10.0.0.1"), id="an address"),
        pytest.param('ip("10.0.0.1/24")', extension("ip", "10.0.0.1/24"), id="an address with a prefix"),
        pytest.param('ip("::1/64")', extension("ip", "0:0:0:0:0:0:0:1/64"), id="an IPv6 address"),
        pytest.param('duration("1s")', extension("duration", "1000ms"), id="a duration"),
        pytest.param('datetime("2024-02-29")', extension("datetime", "2024-02-29T00:00:00.000Z"), id="a leap day"),
        pytest.param(
            'datetime("0000-12-31T23:59:59.999Z")', extension("datetime", "0000-12-31T23:59:59.999Z"), id="year 0"
        ),
        pytest.param(
            'datetime("9999-12-31T23:59:59.999-0001")',
            {"__extn": {"fn": "offset", "args": [EPOCH, extension("duration", "253402300859999ms")]}},
            id="an instant after the year 9999",
        ),
    ],
)  # fmt: skip
def test_a_value_has_an_explicit_form(expression, json):
    assert value_of(expression) == json


def test_a_bool_is_no_long():
    assert Bool(True) != Long(1)
    assert len({Bool(True), Long(1)}) == 2


def test_maps_are_equal_whatever_their_order():
    assert Map({"a": 1, "b": 2}) == Map({"b": 2, "a": 1})
    assert hash(Map({"a": 1, "b": 2})) == hash(Map({"b": 2, "a": 1}))
    assert Map({"a": 1}) != {"a": 1}
    assert repr(Map({"a": 1})) == "Map({'a': 1})"


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        pytest.param('unknown("x")', "extension", id="unknown has no value"),
        pytest.param("unknown()", "arity", id="unknown takes one argument"),
        pytest.param("unknown(1)", "type", id="unknown takes a string"),
    ],
)
def test_unknown_is_an_error_of_its_place(expression, kind):
    with pytest.raises(model.EvaluationError) as error:
        value_of(expression)
    assert error.value.kind.value == kind


def test_error_kinds_names_the_erroring_policies():
    policies = model.parse_policies("permit(principal, action, resource) when { context.a };").policies
    assert model.error_kinds(REQUEST, STORE, policies) == {"policy0": "record-attr-missing"}
    assert model.is_authorized(REQUEST, STORE, policies).erroring_policies == {"policy0"}


def test_text_with_a_lone_surrogate_is_refused():
    with pytest.raises(model.Refusal) as refusal:
        model.parse_expression('"\ud800"')
    assert refusal.value.kind == "surrogate"


def test_a_syntax_error_has_its_place():
    with pytest.raises(model.Refusal) as refusal:
        model.parse_policies("permit(principal,\n  action resource);")
    assert (refusal.value.line, refusal.value.column, str(refusal.value)) == (2, 10, "2:10: syntax")


def test_an_entity_escape_that_is_none_leaves_the_plain_form():
    uid = {"__entity": {"type": "User"}, "type": "User", "id": "bob"}
    store = model.entities_from_json([{"uid": uid, "attrs": {}, "parents": []}])
    assert [each.id for each in store] == ["bob"]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"__entity": {"type": "a", "id": "", "x": 1.5}}, id="a fraction beside an entity"),
        pytest.param({"__entity": {"type": "a", "id": "", "x": [{"y": 2**63}]}}, id="a wide number below it"),
        pytest.param({"__extn": {"fn": "ip", "arg": "::1", "args": [1.5]}}, id="arguments that are not used"),
        pytest.param({"__extn": {"fn": "ip", "args": ["::1"], "x": 1.5}}, id="a fraction beside arguments"),
        pytest.param({"__extn": {"fn": "ip", "args": ["::1"], "x": "\ud800"}}, id="a lone surrogate beside them"),
        pytest.param({"__extn": {"fn": "ip", "args": ["::1"], "\ud800": 1}}, id="a lone surrogate in a name"),
    ],
)
def test_what_is_no_value_is_refused_where_nothing_reads_it(value):
    with pytest.raises(model.Refusal):
        model.entities_from_json([{"uid": ALICE, "attrs": {"v": value}, "parents": []}])


def test_other_members_of_an_escape_do_not_matter():
    values = [{"__entity": {"type": "a", "id": "", "x": [None, 1]}}, {"__extn": {"fn": "ip", "arg": "::1", "x": {}}}]
    store = model.entities_from_json([{"uid": {**ALICE, "x": 1.5}, "attrs": {"v": values}, "parents": []}])
    assert len(store) == 1


@pytest.mark.parametrize("uid", [{**ALICE, "__expr": ""}, {"__entity": ALICE, "__expr": "x"}])
def test_a_uid_with_the_escape_that_was_removed_is_refused(uid):
    with pytest.raises(model.Refusal):
        model.entities_from_json([{"uid": uid, "attrs": {}, "parents": []}])
