"""All that can be reached in a hierarchy: the ancestors of entity types and of actions, from their parents.

The ancestors of a long chain together are many more than its lines: their number is bounded.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from deodar.model.refusal import Refusal

T = TypeVar("T", bound=Hashable)

MAX_ANCESTORS = 2_000_000  # of all members of a hierarchy together


def closure(start: Iterable[T], onward: Mapping[T, Iterable[T]]) -> frozenset[T]:
    """All that can be reached in one or more steps."""
    found: set[T] = set()
    ahead = list(start)
    while ahead:
        reached = ahead.pop()
        if reached not in found:
            found.add(reached)
            ahead += onward.get(reached, ())
    return frozenset(found)


def closures(onward: Mapping[T, frozenset[T]]) -> dict[T, frozenset[T]]:
    """All that can be reached from each in one or more steps."""
    found: dict[T, frozenset[T]] = {}
    total = 0
    for each in onward:
        found[each] = closure(onward[each], onward)
        total += len(found[each])
        if total > MAX_ANCESTORS:
            raise Refusal("hierarchy-too-large")
    return found
