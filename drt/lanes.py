"""The lanes: where the choices of a run come from.

All of them put the same generator to work; they differ in speed, and in what Hypothesis knows about the cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from itertools import islice
from math import ceil
from typing import TypeAlias, cast

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import seed as seeded
from hypothesis.strategies import DataObject, data, integers

from deodar.drt.choice import Choices, DrawnChoices, random_bytes
from deodar.drt.generate.settings import DEFAULT

Source: TypeAlias = Choices | DrawnChoices
"""Choices that keep a record."""

DRAW = 3 * DEFAULT.choices  # bytes; Hypothesis draws fewer than 8,192 in one test
# There is nothing to be healthy about: the cases are made to be tested by engines, and not by Hypothesis.
EVERY_CHECK: list[HealthCheck] = list(cast(Iterable[HealthCheck], HealthCheck))
Check = Callable[[Source], None]


class Lane(StrEnum):
    """Where choices come from."""

    PULL_REQUEST = "pull-request"
    """Drawn by Hypothesis, which also varies what it has drawn: of the policy sets, half are distinct."""
    NIGHTLY = "nightly"
    """Hypothesis's fuzzing entry point."""
    BULK = "bulk"
    """Random bytes, without Hypothesis."""


def run_chunk(lane: Lane, check: Check, seed: int, sources: int, length: int = DEFAULT.choices) -> None:
    """Check so many sources of choices of this length, the same ones for the same seed. What `check` raises ends it."""
    match lane:
        case Lane.PULL_REQUEST:
            _drawn(check, seed, sources)
        case Lane.NIGHTLY:
            _fuzzed(check, seed, sources, length)
        case Lane.BULK:
            for block in islice(random_bytes(seed, length), sources):
                check(Choices(block))


def _drawn(check: Check, seed: int, examples: int) -> None:
    @seeded(seed)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        verbosity=Verbosity.quiet,
        suppress_health_check=EVERY_CHECK,
    )
    @given(data())
    def property_of_draws(drawn: DataObject) -> None:
        check(DrawnChoices(drawn))

    property_of_draws()


def _fuzzed(check: Check, seed: int, sources: int, length: int) -> None:
    """One large number is one draw; as many bytes, Hypothesis would draw one by one, slower than all the engines.

    It is long enough for some sources, each told again by its own part: what Hypothesis does around a test costs as
    much for one as for all of these.
    """
    together = DRAW // length
    left = iter(range(sources))

    @settings(database=None, deadline=None)
    @given(integers(0, 2 ** (8 * DRAW) - 1))
    def property_of_bytes(number: int) -> None:
        drawn = number.to_bytes(DRAW)
        for start, _ in zip(range(0, together * length, length), left, strict=False):
            check(Choices(drawn[start : start + length]))

    fuzz = property_of_bytes.hypothesis.fuzz_one_input  # type: ignore[attr-defined]  # it is put there by `given`
    for block in islice(random_bytes(seed, DRAW), ceil(sources / together)):
        fuzz(block)
