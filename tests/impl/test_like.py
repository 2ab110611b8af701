"""Patterns of `like`."""

from __future__ import annotations

import itertools
import re
import time

import pytest

from deodar.impl.expr import Pattern, Wildcard
from deodar.impl.like import matcher

STAR = Wildcard.STAR


def pattern(text: str) -> Pattern:
    """A pattern in which each `*` of the text is a wildcard."""
    return tuple(STAR if part == "*" else part for part in re.split(r"(\*)", text) if part)


def test_short_patterns_agree_with_regular_expressions() -> None:
    patterns = ["".join(letters) for size in range(5) for letters in itertools.product("ab*", repeat=size)]
    texts = ["".join(letters) for size in range(6) for letters in itertools.product("ab", repeat=size)]
    for spelled in patterns:
        matches = matcher(pattern(spelled))
        expected = re.compile(spelled.replace("*", ".*"))
        assert [matches(text) for text in texts] == [expected.fullmatch(text) is not None for text in texts], spelled


@pytest.mark.parametrize(
    ("spelled", "text", "expected"),
    [
        pytest.param("*a" * 5_000 + "*b", "a" * 1_000_000, False, id="many wildcards that do not match"),
        pytest.param("*a" * 5_000 + "*", "a" * 1_000_000, True, id="many wildcards that match"),
        pytest.param("*" * 100_000, "x", True, id="nothing but wildcards"),
        pytest.param(
            "*" + "a" * 1_000 + "b*", "a" * 1_000_000, False, id="a long piece that nearly matches everywhere"
        ),
    ],
)
def test_long_patterns_are_quick(spelled: str, text: str, expected: bool) -> None:
    started = time.process_time()
    assert matcher(pattern(spelled))(text) is expected
    assert time.process_time() - started < 5


def test_a_star_that_was_escaped_is_itself() -> None:
    assert matcher(("a*", STAR))("a*b")
    assert not matcher(("a*", STAR))("ab")
