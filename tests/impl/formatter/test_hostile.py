"""Deep and long texts are formatted in time and memory near linear in their size."""

from __future__ import annotations

import time

import pytest

from deodar.impl.formatter import format_policies
from deodar.impl.formatter.renderer import MOST_INDENTED


def condition(text: str) -> str:
    return f"permit(principal,action,resource)when{{{text}}};"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 2_000 + "true" + ")" * 2_000, id="parentheses"),
        pytest.param("[" * 2_000 + "1" + "]" * 2_000, id="sets"),
        pytest.param("{a:" * 2_000 + "1" + "}" * 2_000, id="records"),
        pytest.param("if true then 1 else " * 2_000 + "1", id="conditionals"),
        pytest.param("context.contains(" * 2_000 + "1" + ")" * 2_000, id="calls"),
        pytest.param("true && " * 8_000 + "true", id="a chain"),
        pytest.param("context" + ".a" * 8_000, id="accesses"),
        pytest.param("(// a\n" * 3_000 + "true" + ")// b\n" * 3_000, id="comments in parentheses"),
    ],
)
def test_deep_and_long_conditions(text: str) -> None:
    formatted = format_policies(condition(text), 20)
    assert formatted.count("\n") > 3
    assert format_policies(formatted, 10**9) == format_policies(condition(text), 10**9)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 19_000 + "1" + ")" * 19_000, id="parentheses"),
        pytest.param("[" * 16_000 + "1" + "]" * 16_000, id="sets"),
        pytest.param("{a:" * 19_000 + "1" + "}" * 19_000, id="records"),
        pytest.param("if true then 1 else " * 25_000 + "1", id="conditionals"),
    ],
)
def test_it_goes_as_deep_as_the_parser(text: str) -> None:
    assert len(format_policies(condition(text), 10**9)) > len(text)


def test_parentheses_in_a_scope_may_be_deeper_than_the_stack() -> None:
    uid = "(" * 30_000 + 'Action::"a"' + ")" * 30_000
    formatted = format_policies(f"permit(principal,action in [{uid}, {uid}],resource);", 10**9)
    assert formatted == f"permit (\n  principal,\n  action in [{uid}, {uid}],\n  resource\n);\n"


def test_the_indent_has_a_limit() -> None:
    formatted = format_policies(condition("{a:" * 3_000 + "1" + "}" * 3_000))
    indents = [len(line) - len(line.lstrip(" ")) for line in formatted.splitlines()]
    assert max(indents) == MOST_INDENTED


def seconds(text: str) -> float:
    start = time.process_time()
    format_policies(text)
    return time.process_time() - start


@pytest.mark.parametrize(
    ("begin", "piece", "end"),
    [
        pytest.param("permit(principal,action,resource)when{[", "1, ", "]};", id="a set"),
        pytest.param("permit(principal,action,resource)when{", "true && // a\n", "true};", id="comments"),
        pytest.param("", "permit(principal,action,resource);", "", id="policies"),
    ],
)
def test_four_times_the_text_takes_little_more_than_four_times_the_time(begin: str, piece: str, end: str) -> None:
    short = min(seconds(begin + piece * 500 + end) for _ in range(3))
    assert min(seconds(begin + piece * 2_000 + end) for _ in range(2)) < 12 * short + 0.1
