"""What counts as the same answer."""

from __future__ import annotations

import pytest

from deodar.drt.compare import difference
from deodar.drt.engines.protocol import Answer
from deodar.drt.explicit_value import canonical


def refused(stage: str, kind: str = "k") -> Answer:
    return {"error": {"stage": stage, "kind": kind, "message": "..."}}


def responded(decision: str = "deny", reasons: tuple[str, ...] = (), **errors: str) -> Answer:
    listed = [{"policy": policy, "kind": kind} for policy, kind in errors.items()]
    return {"responses": [{"decision": decision, "reasons": list(reasons), "errors": listed}]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(responded(), responded(), id="equal responses"),
        pytest.param(refused("policies", "a"), refused("policies", "b"), id="refusals of one stage"),
        pytest.param(
            {"responses": [refused("request")]}, {"responses": [refused("request", "x")]}, id="one request refused"
        ),
        pytest.param(responded(p="type"), responded(p="unknown"), id="an error whose kind one side does not know"),
        pytest.param({"fails": "overflow"}, {"fails": "unknown"}, id="a failure whose kind one side does not know"),
        pytest.param(refused("policies"), refused("protocol", "unsupported"), id="an engine that cannot be asked"),
        pytest.param({"value": [1, 2]}, {"value": [2, 1]}, id="a set in another order"),
        pytest.param({"policies": {"a": 1, "b": 2}}, {"policies": {"b": 2, "a": 1}}, id="members in another order"),
    ],
)
def test_same(one: Answer, other: Answer) -> None:
    assert difference({"left": one, "right": other}) is None


@pytest.mark.parametrize(
    ("one", "other", "signature"),
    [
        pytest.param(responded("allow", ("p",)), responded(), "decision: left allow, right deny", id="decision"),
        pytest.param(
            responded("allow", ("p",)), responded("allow", ("q",)), "reasons: left differs, right differs", id="reasons"
        ),
        pytest.param(responded(p="type"), responded(), "errors: left type, right none", id="one side errs"),
        pytest.param(
            responded(p="type"),
            responded(p="overflow"),
            "kind: left type, right overflow",
            id="kinds of an error differ",
        ),
        pytest.param(
            refused("policies"),
            refused("entities"),
            "refusal: left refuses policies, right refuses entities",
            id="stages",
        ),
        pytest.param(
            refused("policies"), responded(), "refusal: left refuses policies, right accepts", id="one refuses"
        ),
        pytest.param(
            {"responses": [refused("request")]},
            responded(),
            "refusal: left refuses request, right accepts",
            id="one refuses the request",
        ),
        pytest.param({"value": 1}, {"value": True}, "value: left differs, right differs", id="true is not 1"),
        pytest.param(
            {"value": [[1]]}, {"value": [[True]]}, "value: left differs, right differs", id="deep down neither"
        ),
        pytest.param(
            {"policies": {"Value": 1}},
            {"policies": {"Value": True}},
            "tree: left differs, right differs",
            id="in trees, too",
        ),
        pytest.param({"value": 1}, {"fails": "type"}, "shape: left answers value, right answers fails", id="one fails"),
        pytest.param(
            {"fails": "type"}, {"fails": "arity"}, "kind: left type, right arity", id="kinds of failure differ"
        ),
        pytest.param(
            {"responses": []}, responded(), "shape: left 0 responses, right 1 responses", id="a response is missing"
        ),
        pytest.param({"responses": 1}, responded(), "shape: left no responses, right 1 responses", id="no list"),
        pytest.param({"responses": [1]}, responded(), "shape: left int, right dict", id="a response is no object"),
        pytest.param(
            {"responses": [{"decision": "deny", "reasons": []}]},
            responded(),
            "shape: left errors, right ",
            id="no errors",
        ),
        pytest.param(
            {"fault": "KeyError: 'x'"}, responded(), "fault: left KeyError", id="a fault needs no second side"
        ),
        pytest.param(
            {"broken": "does not"}, {"broken": "does not"}, "broken: left does not", id="a claim broken alone"
        ),
        pytest.param({"count": 1}, {"count": 2}, "count: left differs, right differs", id="number of entities"),
    ],
)
def test_different(one: Answer, other: Answer, signature: str) -> None:
    found = difference({"left": one, "right": other})
    assert found is not None
    assert found.signature == signature


def test_the_request_that_differs_is_named() -> None:
    two = {"responses": [{"decision": "deny", "reasons": [], "errors": []}] * 2}
    other = {"responses": [two["responses"][0], {"decision": "allow", "reasons": ["p"], "errors": []}]}
    found = difference({"left": two, "right": other})
    assert found is not None
    assert found.request == 1


def test_two_engines_are_compared_though_a_third_does_not_know_the_kind() -> None:
    found = difference({"a": responded(p="unknown"), "b": responded(p="type"), "c": responded(p="arity")})
    assert found is not None
    assert found.signature == "kind: b type, c arity"


def call(function: str, argument: str) -> object:
    return {"__extn": {"fn": function, "arg": argument}}


def offset(base: str, distance: str) -> object:
    return {"__extn": {"fn": "offset", "args": [call("datetime", base), call("duration", distance)]}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(call("decimal", "1.5"), call("decimal", "01.5000"), id="a decimal with zeros"),
        pytest.param(call("decimal", "-0.0"), call("decimal", "0.0"), id="minus zero"),
        pytest.param(call("ip", "10.0.0.1"), call("ip", "10.0.0.1/32"), id="an address with its longest prefix"),
        pytest.param(call("ip", "::1"), call("ip", "0:0:0:0:0:0:0:1/128"), id="an address in full"),
        pytest.param(call("duration", "1h"), call("duration", "3600000ms"), id="an hour in milliseconds"),
        pytest.param(call("duration", "-1d2h3m4s5ms"), call("duration", "-93784005ms"), id="a negative duration"),
        pytest.param(call("datetime", "2024-01-01"), call("datetime", "2024-01-01T01:00:00+0100"), id="an offset"),
        pytest.param(
            call("datetime", "9999-12-31T23:59:59.999-2359"), offset("1970-01-01", "253402387139999ms"), id="late"
        ),
        pytest.param(
            call("datetime", "0000-01-01T00:00:00+2359"), offset("1970-01-01", "-62167305540000ms"), id="early"
        ),
        pytest.param([1, 1, 2], [2, 1], id="a set with duplicates"),
        pytest.param([call("decimal", "1.0"), call("decimal", "1.00")], [call("decimal", "1.000")], id="equal members"),
        pytest.param(
            {"__entity": {"type": "T", "id": "i", "x": 1}}, {"__entity": {"type": "T", "id": "i"}}, id="entity"
        ),
    ],
)
def test_equal_values_have_one_canonical_form(one: object, other: object) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(1, True, id="long and bool"),
        pytest.param("1", 1, id="string and long"),
        pytest.param(call("ip", "10.0.0.1/24"), call("ip", "10.0.0.0/24"), id="host bits count"),
        pytest.param(call("duration", "0ms"), call("datetime", "1970-01-01"), id="duration and datetime"),
        pytest.param({}, [], id="record and set"),
        pytest.param(call("decimal", "1,5"), call("decimal", "1.5"), id="what is not well formed"),
        pytest.param(call("duration", "x"), call("duration", "0ms"), id="no duration"),
        pytest.param(call("datetime", "x"), call("datetime", "1970-01-01"), id="no datetime"),
        pytest.param({"__extn": {"fn": "offset", "args": [1, 2]}}, call("datetime", "1970-01-01"), id="no offset"),
        pytest.param(call("foo", "x"), call("foo", "y"), id="an unknown function"),
    ],
)
def test_different_values_do_not(one: object, other: object) -> None:
    assert canonical(one) != canonical(other)
