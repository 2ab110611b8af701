"""One engine, asked in one way: what the method times and compares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What two engines must agree on."""

    decision: str  # `allow` or `deny`
    reasons: tuple[str, ...]  # sorted
    erroring: tuple[str, ...]  # sorted


@dataclass(frozen=True, slots=True)
class Reading:
    """One engine, asked in one way."""

    name: str
    requests: Sequence[object]  # in the form that `decide` takes
    decide: Callable[[object], object]  # what is timed
    answer: Callable[[object], Answer]  # of what `decide` gives; not timed
