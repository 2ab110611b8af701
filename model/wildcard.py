"""Matching a string against the pattern of `like`.

Rule: Cedar.Spec.Wildcard. `reached` holds the lengths of the prefixes of the string that the pattern read so far can
match: at most one step of work for each pair of character and pattern element.
"""

from __future__ import annotations

from functools import reduce
from typing import assert_never

from deodar.model.expr import Justchar, PatElem, Pattern, Star


def step(s: str, reached: frozenset[int], element: PatElem) -> frozenset[int]:
    """The prefixes matched when one more element of the pattern is read."""
    match element:
        case Star():
            return frozenset(range(min(reached), len(s) + 1)) if reached else reached
        case Justchar(char):
            return frozenset(n + 1 for n in reached if s[n : n + 1] == char)
        case _:
            assert_never(element)


def wildcard_match(s: str, pattern: Pattern) -> bool:
    """Whether the pattern matches the whole string, where a star matches any run of characters. Rule: wildcardMatch."""
    return len(s) in reduce(lambda reached, element: step(s, reached, element), pattern, frozenset({0}))
