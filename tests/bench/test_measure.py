"""The method, on engines made of a clock that they move by themselves."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest
from bench.measure import CHUNK, DisagreementError, affordable, chunks, in_turn, measure
from bench.reading import Answer, Reading

ALLOW = Answer("allow", ("policy0",), ())
DENY = Answer("deny", (), ("policy1",))


class FakeClock:
    """A clock that stands still until an engine works."""

    def __init__(self) -> None:
        self.now = 0
        self.log: list[str] = []

    def __call__(self) -> int:
        return self.now

    def engine(
        self, name: str, cost: int, answer: Callable[[int], Answer] = lambda _: ALLOW, requests: int = 120
    ) -> Reading:
        """An engine that takes `cost` nanoseconds a request."""

        def decide(request: object) -> object:
            self.now += cost
            self.log.append(name)
            return request

        def read(response: object) -> Answer:
            assert isinstance(response, int)
            return answer(response)

        return Reading(name, list(range(requests)), decide, read)


def test_the_time_of_a_request_is_the_median_of_the_rounds() -> None:
    clock = FakeClock()
    timings = measure([clock.engine("fast", 500), clock.engine("slow", 20_000)], rounds=3, clock=clock)
    assert [(timing.name, timing.microseconds) for timing in timings] == [("fast", 0.5), ("slow", 20.0)]


def test_engines_take_turns_chunk_by_chunk() -> None:
    clock = FakeClock()
    count = 2 * CHUNK + 20
    measure([clock.engine(name, 1, requests=count) for name in ("a", "b")], rounds=1, clock=clock)
    whole = [*["a"] * CHUNK, *["b"] * CHUNK, *["b"] * CHUNK, *["a"] * CHUNK]
    assert clock.log[-2 * count :] == [*whole, *["b"] * 20, *["a"] * 20]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Answer("deny", ("policy0",), ()), id="the decision differs"),
        pytest.param(Answer("allow", ("policy1",), ()), id="a reason differs"),
        pytest.param(Answer("allow", ("policy0",), ("policy1",)), id="an erroring policy differs"),
    ],
)
def test_nothing_is_timed_when_answers_differ(other: Answer) -> None:
    clock = FakeClock()
    deviant = clock.engine("b", 1, lambda request: other if request == 100 else ALLOW)
    with pytest.raises(DisagreementError, match=r"request 100: a answers .* b answers"):
        measure([clock.engine("a", 1), deviant], rounds=1, clock=clock)


def test_equal_answers_may_differ_from_request_to_request() -> None:
    clock = FakeClock()
    mixed = [clock.engine(name, 1, lambda request: DENY if request % 2 else ALLOW) for name in "ab"]
    assert len(measure(mixed, rounds=1, clock=clock)) == 2


def test_a_slow_engine_is_timed_on_fewer_requests() -> None:
    clock = FakeClock()
    assert affordable([clock.engine("a", 1), clock.engine("b", 10_000_000)], clock) == 40
    assert affordable([clock.engine("a", 1), clock.engine("b", 10**9)], clock) == 20
    assert affordable([clock.engine("a", 1), clock.engine("b", 10)], clock) == 120
    assert affordable([clock.engine("a", 0, requests=3)], clock) == 3


def test_chunks_cover_every_request_once() -> None:
    assert [number for chunk in chunks(3 * CHUNK + 1) for number in chunk] == list(range(3 * CHUNK + 1))


def test_each_turn_starts_with_another_engine() -> None:
    orders = [in_turn(3, turn) for turn in range(6)]
    assert sorted(orders) == sorted(map(list, permutations(range(3))))
    assert in_turn(3, 6) == orders[0]
