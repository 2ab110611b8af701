"""Choices: the same bytes choose the same, whatever the bytes came from."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deodar.drt.choice import Choices, DrawnChoices, derived_seed, random_bytes
from deodar.drt.lanes import Lane, Source, run_chunk
from deodar.drt.targets import TARGETS


@given(st.binary(max_size=64), st.lists(st.integers(1, 256), max_size=64))
def test_a_record_chooses_the_same_again(recorded: bytes, sizes: list[int]) -> None:
    first = Choices(recorded)
    chosen = [first.choose(n) for n in sizes]
    again = Choices(first.used)
    assert [again.choose(n) for n in sizes] == chosen
    assert first.used == recorded[: len(sizes)]


@given(st.data(), st.lists(st.integers(1, 256), max_size=64))
def test_what_hypothesis_draws_chooses_the_same_again(data: st.DataObject, sizes: list[int]) -> None:
    drawn = DrawnChoices(data)
    chosen = [drawn.choose(n) for n in sizes]
    again = Choices(drawn.used)
    assert [again.choose(n) for n in sizes] == chosen


def test_after_the_bytes_every_choice_is_the_simplest() -> None:
    choices = Choices(b"\x07")
    assert [choices.choose(4), choices.choose(4), choices.choose(256)] == [3, 0, 0]


def test_a_seed_makes_the_same_bytes() -> None:
    assert list(islice(random_bytes(3, 8), 2)) == list(islice(random_bytes(3, 8), 2))
    assert list(islice(random_bytes(3, 8), 2)) != list(islice(random_bytes(4, 8), 2))


def test_derived_seeds_differ_by_target_and_place() -> None:
    seeds = {derived_seed(1, target, place) for target in TARGETS for place in range(100)}
    assert len(seeds) == 100 * len(TARGETS)


@pytest.mark.parametrize("lane", list(Lane))
def test_a_lane_makes_the_same_cases_for_the_same_seed(lane: Lane) -> None:
    def made(seed: int) -> list[object]:
        cases: list[object] = []

        def check(source: Source) -> None:
            cases.append((TARGETS["authorize"].build(source.choose), source.used))

        run_chunk(lane, check, seed, 20)
        return cases

    assert made(5) == made(5)
    assert made(5) != made(6)
    assert len(made(5)) == 20


@pytest.mark.parametrize("lane", list(Lane))
def test_a_case_of_any_lane_is_built_again_from_its_record(lane: Lane) -> None:
    target = TARGETS["authorize"]

    def check(source: Source) -> None:
        case = target.build(source.choose)
        assert target.build(Choices(source.used).choose) == case

    run_chunk(lane, check, 1, 20)
