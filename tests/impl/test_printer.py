"""Canonical text: its spelling, its parentheses, and that it always reads back as the same JSON."""

from __future__ import annotations

import pytest

from deodar.impl.errors import PolicyParseError
from deodar.impl.expr import EntityUID, Literal, Negate
from deodar.impl.expression_printer import print_expr
from deodar.impl.parser import parse_expression
from deodar.impl.policy import Policy
from deodar.impl.policy_json import expression_from_json
from deodar.impl.policy_to_json import expr_to_json
from deodar.impl.printer import print_uid

# Canonical already: printed as it is written here.
CANONICAL = [
    "true", "false", "1", "-1", "--1", "----1", "-(1)", "-(0)", "---(1)", "----(-1)",
    "!!!!(!true)", "!(-1)", "-(!true)",
    "-true", '-"a"', '"it\\\'s"', 'A::B::"x"', "principal",
    "1 + 2 - 3", "1 - (2 - 3)", "1 + 2 * 3", "(1 + 2) * 3", "1 * 2 * 3", "1 * (2 * 3)", "-1 * 2", "1 - -1", "-(1 + 2)",
    "1 < 2 + 3", "(1 < 2) == true", "1 == (2 == 3)", "1 in [2]",
    "true && false && true", "true && (false && true)", "true || false && true", "(true || false) && true",
    "true || (false || true)", "1 == 2 && 3 == 4", "!(true && false)",
    "context.a.b", 'context["a b"]', 'context["if"]', "(1 + 2).a", "(-1).a", "1.a", "-1.a", '"x".a', "{a: 1}.a",
    "[1].a",
    "context has a", 'context has "a b"', 'context has "in"', "(context has a).b", "(context has a) has b",
    "!(1 has a)",
    'context like "a*\\*"', '(context like "a") == true', "1 + 2 like \"\"",
    "context is A::B", "context is A in B::\"x\"", "context is A in 1 + 2", "(context is A) is B",
    "context is A in (1 in 2)",
    "if true then 1 else 2", "if true then 1 else if false then 2 else 3",
    "if if true then true else false then 1 else 2",
    "(if true then 1 else 2) + 3", "[if true then 1 else 2]", "!(if true then 1 else 2)",
    "[]", "[1, 2]", "{}", '{a: 1, "a b": 2, "if": 3}', "[1].contains(2)", "[].isEmpty()", "(-1).isIpv4()",
    'ip("1")', "ip()", 'ip("1", 2)', 'ip("1").isInRange(ip("2"))', "(1 + 2).isIpv4()", 'unknown("x")',
]  # fmt: skip


@pytest.mark.parametrize("text", CANONICAL)
def test_canonical_text_is_printed_as_it_is(text: str) -> None:
    tree = parse_expression(text)
    assert print_expr(tree) == text
    assert expr_to_json(parse_expression(print_expr(tree))) == expr_to_json(tree)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        pytest.param("((1))", "1", id="parentheses that are not needed"),
        pytest.param("007", "7", id="leading zeros"),
        pytest.param("- 1", "-1", id="blanks after a minus"),
        pytest.param("context has a.b", "context has a && context.a has b", id="a dotted path"),
        pytest.param('context["a"]', "context.a", id="an index that is a name"),
        pytest.param("{b: 1, a: 2,}", "{a: 2, b: 1}", id="keys are sorted"),
        pytest.param("(1).isIpv4(2)", "1.isIpv4(2)", id="a method of a number"),
        pytest.param("- - - -(-1)", "----(-1)", id="five minuses"),
    ],
)
def test_other_text_is_made_canonical(text: str, printed: str) -> None:
    assert print_expr(parse_expression(text)) == printed


def test_a_method_without_a_receiver_has_no_text() -> None:
    tree = expression_from_json({"isIpv4": []})
    with pytest.raises(PolicyParseError) as refusal:
        print_expr(tree)
    assert refusal.value.kind == "no-text-form"
    assert str(refusal.value) == ("<expression>: the method `isIpv4` has no receiver, so it cannot be written as text")


@pytest.mark.parametrize(
    "text",
    [
        "permit(principal, action, resource);",
        'forbid(principal == U::"a", action == Action::"a", resource in R::"x") when { true } unless { false };',
        '@a\n@b("it\\\'s")\npermit(principal is U in G::"g", action in [], resource is R);',
        'permit(principal == U::"a", action in [Action::"a", Action::"b"], resource);',
    ],
)
def test_a_policy_is_printed_on_one_line_after_its_annotations(text: str) -> None:
    assert Policy.parse(text).to_text() == text


def test_an_entity_is_printed_in_normal_form() -> None:
    assert print_uid(EntityUID("A::B", 'x"\n')) == 'A::B::"x\\"\\n"'


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" && ".join(["true"] * 100_000), id="100,000 terms"),
        pytest.param("context" + ".a" * 100_000, id="100,000 accesses"),
        pytest.param("[" * 5_000 + "]" * 5_000, id="5,000 sets"),
        pytest.param("(1 + " * 5_000 + "1" + ")" * 5_000, id="5,000 sums to the right"),
    ],
)
def test_large_trees_are_printed(text: str) -> None:
    assert print_expr(parse_expression(text)).count("1") == text.count("1")


def test_a_tree_beyond_any_stack_is_refused() -> None:
    tree = Negate(-1, -1, Literal(-1, -1, 1))
    for _ in range(500_000):
        tree = Negate(-1, -1, tree)
    for convert in (print_expr, expr_to_json):
        with pytest.raises(PolicyParseError) as refusal:
            convert(tree)
        assert refusal.value.kind == "nested-too-deeply"
