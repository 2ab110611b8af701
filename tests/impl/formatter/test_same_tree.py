"""Trees are the same whatever the layout, and differ wherever a text says something else."""

from __future__ import annotations

import pytest

from deodar.impl.formatter.same_tree import same_trees
from deodar.impl.parser import parse_policies


def are_same(one: str, other: str) -> bool:
    return same_trees(parse_policies(one), parse_policies(other))


def condition(text: str) -> str:
    return f"permit(principal, action, resource) when {{ {text} }};"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("true", "1", id="a bool and a number"),
        pytest.param("true", "false", id="two bools"),
        pytest.param("1 + 2", "1 - 2", id="two operators"),
        pytest.param("[1, 2]", "[1]", id="an element less"),
        pytest.param("context.a", "context.b", id="two attributes"),
        pytest.param('"a" like "*"', '"a" like "\\*"', id="a wildcard and a star"),
        pytest.param("1 - (2 - 3)", "1 - 2 - 3", id="another nesting"),
    ],
)
def test_conditions_that_differ(one: str, other: str) -> None:
    assert not are_same(condition(one), condition(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("", "permit(principal, action, resource);", id="a policy more"),
        pytest.param("permit(principal, action, resource);", "forbid(principal, action, resource);", id="effects"),
        pytest.param(
            "@a permit(principal, action, resource);", '@a("") permit(principal, action, resource);', id="values"
        ),
        pytest.param(
            "permit(principal is A, action, resource);", "permit(principal is B, action, resource);", id="scopes"
        ),
    ],
)
def test_policies_that_differ(one: str, other: str) -> None:
    assert not are_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("((1)) ==\n 007", "1 == 7", id="parentheses, blanks and leading zeros"),
        pytest.param("context has " + "a." * 2_000 + "a", "context has " + "a . " * 2_000 + "a", id="a long path"),
        pytest.param("(" * 5_000 + "1" + ")" * 5_000, "1", id="deep parentheses"),
        pytest.param("[" * 5_000 + "1" + "]" * 5_000, "[" * 5_000 + "1," + "]" * 5_000, id="deep sets"),
    ],
)
def test_layouts_of_one_tree(one: str, other: str) -> None:
    assert are_same(condition(one), condition(other))
