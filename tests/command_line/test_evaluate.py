"""`deodar evaluate`: values in Cedar syntax, which can be pasted into a policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

DOCUMENTS = ("--entities", "entities.json", "--request-json", "request.json")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        pytest.param("1 + 2 * 3", "7", id="a long"),
        pytest.param("1 == true", "false", id="a bool"),
        pytest.param(r'"a\"\n"', r'"a\"\n"', id="a string keeps its escapes"),
        pytest.param('User::"alice"', 'User::"alice"', id="an entity"),
        pytest.param("[1, [true], 1]", "[1, [true]]", id="a set holds each element once"),
        pytest.param('{b: 1, "a c": {}}', '{"a c": {}, "b": 1}', id="a record, its members in order"),
        pytest.param('decimal("1.50")', 'decimal("1.50")', id="a decimal"),
        pytest.param('ip("10.0.0.0/8")', 'ip("10.0.0.0/8")', id="an address"),
        pytest.param('duration("1h")', 'duration("1h")', id="a duration"),
        pytest.param(
            'datetime("2024-01-01").offset(duration("1ms"))',
            'datetime("1970-01-01").offset(duration("1704067200001ms"))',
            id="an instant that was computed",
        ),
        pytest.param("principal", 'User::"bob"', id="a part of the request"),
        pytest.param('principal in Group::"family"', "true", id="the hierarchy"),
        pytest.param("resource.owner", 'User::"alice"', id="an attribute"),
    ],
)
def test_the_value_is_in_cedar_syntax(deodar: Deodar, expression: str, value: str) -> None:
    assert deodar("evaluate", expression, *DOCUMENTS) == (0, f"{value}\n", "")


@pytest.mark.parametrize(
    ("expression", "first_line"),
    [
        pytest.param("resource.size", "<expression>:1:1: ", id="a missing attribute"),
        pytest.param("9223372036854775807 + 1", "<expression>:1:1: ", id="an overflow"),
        pytest.param("1 +", "<expression>:1:4: ", id="text that is no expression"),
    ],
)
def test_an_expression_without_a_value(deodar: Deodar, expression: str, first_line: str) -> None:
    status, output, diagnostics = deodar("evaluate", expression, *DOCUMENTS)
    assert (status, output, diagnostics.startswith(first_line)) == (1, "", True)


def test_no_request_is_needed_where_the_expression_does_not_ask_for_one(deodar: Deodar) -> None:
    assert deodar("evaluate", 'User::"alice".name like "a*"') != (0, "true\n", "")
    assert deodar("evaluate", 'User::"alice" has name') == (0, "false\n", "")
