"""The value of one expression, and how a failure reads."""

from __future__ import annotations

import time

import pytest

import deodar
from deodar.impl.expr import Expr, Literal, Not
from deodar.impl.parser import parse_expression
from deodar.impl.value import RecordValue, SetValue
from deodar.impl.value_to_json import value_to_json
from deodar.impl.walk import nodes_of

REQUEST = {"principal": 'User::"a"', "action": 'Action::"v"', "resource": 'R::"r"', "context": {"n": 1, "r": {"x": {}}}}
ENTITIES = [
    {"uid": {"type": "User", "id": "a"}, "attrs": {"owner": 1}, "tags": {"team": "red"}, "parents": []},
]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("1 + 2 * 3", 7, id="a long"),
        pytest.param("[1, 2, 1]", SetValue([1, 2]), id="a set"),
        pytest.param("{b: true, a: context.n}", RecordValue({"a": 1, "b": True}), id="a record"),
        pytest.param("principal", deodar.EntityUID("User", "a"), id="an entity"),
        pytest.param("context has r.x", True, id="a path that is there"),
        pytest.param("context has r.x.y && true", False, id="a path that ends early"),
        pytest.param("true && context has r.y.z", False, id="a path that ends in the middle"),
        pytest.param('User::"nobody" has a.b', False, id="a path from an entity that does not exist"),
        pytest.param("if false then 1 else if true then 2 else 3", 2, id="a chain of choices"),
        pytest.param("true && true && false && 1", False, id="a conjunction that is decided early"),
        pytest.param("false || true || 1", True, id="a disjunction that is decided early"),
        pytest.param("context.r.x == {}", True, id="an attribute of an attribute"),
        pytest.param('datetime("1970-01-02") < datetime("1970-01-03")', True, id="instants are ordered"),
        pytest.param('duration("1h") >= duration("60m")', True, id="lengths of time are ordered"),
    ],
)
def test_values(expression: str, expected: object) -> None:
    assert deodar.evaluate(expression, REQUEST, ENTITIES) == expected


FAILURES = [
    pytest.param("1 && true", "type", "expected a bool, found long", "1", id="a long for a bool"),
    pytest.param("!1", "type", "expected a bool, found long", "1", id="the opposite of a long"),
    pytest.param("if 1 then 2 else 3", "type", "expected a bool, found long", "1", id="a long for a test"),
    pytest.param("1 + 2 + principal", "type", "expected a long, found (entity of type User)", "principal", id="a sum"),
    pytest.param('"x" + 1', "type", "expected a long, found string", '"x"', id="a sum with a string"),
    pytest.param("-true", "type", "expected a long, found bool", "true", id="the negative of a bool"),
    pytest.param('"a" < 1', "type", "expected a long, a datetime or a duration, found string", '"a"', id="an order"),
    pytest.param('1 < "a"', "type", "expected a long, found string", '"a"', id="an order of mixed kinds"),
    pytest.param(
        "9223372036854775807 + 1 - 1", "overflow", "`9223372036854775807 + 1` is not in the range of a long",
        "9223372036854775807 + 1", id="a sum that is too large",
    ),
    pytest.param(
        "-(-9223372036854775808)", "overflow", "`-(-9223372036854775808)` is not in the range of a long",
        "-(-9223372036854775808)", id="the negative of the least long",
    ),
    pytest.param("1 in 2", "type", "expected an entity, found long", "1", id="a long in something"),
    pytest.param('1 in User::"a"', "type", "expected an entity, found long", "1", id="a long in an entity"),
    pytest.param(
        "principal in 1", "type", "expected an entity or a set of entities, found long", "1", id="an entity in a long"
    ),
    pytest.param(
        "principal in [principal, 1]", "type", "expected a set of entities only, found long", "[principal, 1]",
        id="an entity in a mixed set",
    ),
    pytest.param("1 is User", "type", "expected an entity, found long", "1", id="the type of a long"),
    pytest.param("1 has a", "type", "expected an entity or a record, found long", "1", id="attributes of a long"),
    pytest.param("context has n.x", "type", "expected an entity or a record, found long", "context has n", id="a path"),
    pytest.param("context.n.x", "type", "expected an entity or a record, found long", "context.n", id="an attribute"),
    pytest.param("1.contains(1)", "type", "expected a set, found long", "1", id="members of a long"),
    pytest.param("[1].containsAll(1)", "type", "expected a set, found long", "1", id="a long for a subset"),
    pytest.param("1.containsAny([1])", "type", "expected a set, found long", "1", id="a long that intersects"),
    pytest.param("1.isEmpty()", "type", "expected a set, found long", "1", id="an empty long"),
    pytest.param('1 like "a"', "type", "expected a string, found long", "1", id="a pattern for a long"),
    pytest.param('context.hasTag("a")', "type", "expected an entity, found record", "context", id="tags of a record"),
    pytest.param("principal.getTag(1)", "type", "expected a string, found long", "1", id="a long for a tag"),
    pytest.param("ip(1)", "type", "expected a string, found long", "1", id="an address from a long"),
    pytest.param(
        '"a".isIpv4()', "type", "expected an ipaddr, found string", '"a"', id="a method of ipaddr on a string"
    ),
    pytest.param('ip("1", "2")', "arity", "`ip` takes 1 argument(s), and got 2", 'ip("1", "2")', id="two arguments"),
    pytest.param(
        'ip("x")', "extension", "`x` is not an IP address or range such as `10.0.0.1/8` or `2001:db8::/32`", 'ip("x")',
        id="no address",
    ),
    pytest.param(
        'unknown("x")', "extension", "the unknown `x` has no value outside partial evaluation",
        'unknown("x")', id="an unknown"
    ),
    pytest.param("unknown(1)", "type", "expected a string, found long", "1", id="an unknown without a name"),
    pytest.param("unknown()", "arity", "`unknown` takes 1 argument(s), and got 0", "unknown()", id="no name at all"),
    pytest.param(
        'User::"b".x', "entity-missing", 'the entity `User::"b"` does not exist', 'User::"b"', id="a missing entity"
    ),
    pytest.param(
        'User::"b".getTag("x")', "entity-missing", 'the entity `User::"b"` does not exist', 'User::"b"',
        id="a tag of a missing entity",
    ),
    pytest.param(
        "principal.ownr", "entity-attr-missing", 'the entity `User::"a"` has no attribute `ownr`', "principal.ownr",
        id="a missing attribute of an entity",
    ),
    pytest.param(
        'principal.getTag("t")', "tag-missing", 'the entity `User::"a"` has no tag `t`', 'principal.getTag("t")',
        id="a missing tag",
    ),
    pytest.param(
        "context.m", "record-attr-missing", "the record has no attribute `m`", "context.m", id="nothing in the context"
    ),
    pytest.param(
        "context.r.y", "record-attr-missing", "the record has no attribute `y`", "context.r.y", id="nothing in a record"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "kind", "message", "place"), FAILURES)
def test_failures(expression: str, kind: str, message: str, place: str) -> None:
    with pytest.raises(deodar.EvaluationError) as failed:
        deodar.evaluate(expression, REQUEST, ENTITIES)
    (finding,) = failed.value.findings
    assert (finding.kind, finding.message) == (kind, message)
    assert finding.span is not None
    assert expression[finding.span.column - 1 : finding.span.end_column - 1] == place


def test_a_failure_reads_like_this() -> None:
    with pytest.raises(deodar.EvaluationError) as failed:
        deodar.evaluate("true &&\n  principal.ownr == 1", REQUEST, ENTITIES)
    assert str(failed.value) == (
        '<expression>:2:3: the entity `User::"a"` has no attribute `ownr`\n'
        "  2 |   principal.ownr == 1\n"
        "        ^^^^^^^^^^^^^^ help: did you mean `owner`?"
    )


def test_suggestions_look_at_a_bounded_number_of_attributes() -> None:
    entities = [{"uid": {"type": "User", "id": "a"}, "attrs": {f"x{n}": n for n in range(200_000)}, "parents": []}]
    started = time.process_time()
    with pytest.raises(deodar.EvaluationError):
        deodar.evaluate("principal.y" + "x" * 50, REQUEST, entities)
    assert time.process_time() - started < 5


def test_a_tree_has_no_text_to_point_at() -> None:
    tree = Not(-1, -1, Literal(-1, -1, 1))
    with pytest.raises(deodar.EvaluationError) as failed:
        deodar.evaluate(tree)
    assert str(failed.value) == "<expression>: expected a bool, found long"


def test_without_a_request_no_variable_can_be_named() -> None:
    assert deodar.evaluate('[1, 2].contains(1) && "a" like "*"', entities=deodar.Entities.empty()) is True
    with pytest.raises(deodar.RequestError, match="the expression names `context`, and there is no request"):
        deodar.evaluate("if true then 1 else context.x")


def test_every_node_is_found_once() -> None:
    text = """
        if !(-context.n < 2) then [principal, {"a": action}] else
        resource has a.b || context.c like "x" && principal is T || principal is T in [T::"x"].contains(1) ||
        ip("1").isIpv4() || [].isEmpty()
    """
    tree: Expr = parse_expression(text)
    nodes = list(nodes_of(tree))
    assert len(nodes) == len({id(node) for node in nodes})
    assert len({type(node) for node in nodes}) == 17


LONG = 100_000
DEEP = [
    pytest.param(" && ".join(["true"] * LONG), True, id="a long conjunction"),
    pytest.param(" || ".join(["false"] * LONG), False, id="a long disjunction"),
    pytest.param(" + ".join(["1"] * LONG), LONG, id="a long sum"),
    pytest.param("(" * 10_000 + "1" + ")" * 10_000, 1, id="many parentheses"),
    pytest.param("!(" * 10_000 + "true" + ")" * 10_000, True, id="many negations"),
    pytest.param("if false then 1 else " * 10_000 + "2", 2, id="many choices"),
    pytest.param("if true then " * 5_000 + "1" + " else 2" * 5_000, 1, id="choices inside choices"),
    pytest.param(f"{'[' * 10_000}{']' * 10_000} == {'[' * 10_000}{']' * 10_000}", True, id="sets inside sets"),
    pytest.param(f"{'{a:' * 10_000}1{'}' * 10_000}{'.a' * 10_000}", 1, id="records inside records"),
    pytest.param(f"{{a: 1}} has b{'.c' * 30_000}", False, id="a long path"),
    pytest.param(f"[{','.join(map(str, range(300_000)))}].contains(299999)", True, id="a large set"),
    pytest.param(f'"{"a" * 1_000_000}" like "{"*a" * 5_000}*"', True, id="a long string"),
]


@pytest.mark.parametrize(("expression", "expected"), DEEP)
def test_large_expressions_are_near_linear(expression: str, expected: object) -> None:
    started = time.process_time()
    assert value_to_json(deodar.evaluate(expression)) == expected
    assert time.process_time() - started < 15


def test_a_tree_too_deep_for_every_stack_has_no_value() -> None:
    tree: Expr = Literal(-1, -1, True)
    for _ in range(300_000):
        tree = Not(-1, -1, tree)
    with pytest.raises(deodar.EvaluationError) as failed:
        deodar.evaluate(tree)
    assert failed.value.kind == "recursion-limit"
