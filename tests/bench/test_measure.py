"""The method, on engines made of a clock that they move by themselves."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest
from bench.measure import CHUNK, DisagreementError, affordable, chunks, measure, orders
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
    count = 2 * CHUNK
    measure([clock.engine(name, 1, requests=count) for name in "abc"], rounds=1, clock=clock)
    chunk = [name for name in "abcacb" for _ in range(CHUNK)]
    assert clock.log[-6 * count :] == [*chunk, *chunk]


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
    assert affordable(clock.engine("a", 1), clock) == 120
    assert affordable(clock.engine("b", 5_000_000), clock) == 40
    assert affordable(clock.engine("b", 10**9), clock) == 20
    assert affordable(clock.engine("a", 0, requests=3), clock) == 3


def test_a_slow_engine_does_some_of_its_requests_in_each_chunk() -> None:
    clock = FakeClock()
    count = 2 * CHUNK
    fast, slow = clock.engine("a", 1, requests=count), clock.engine("b", 5_000_000, requests=count)
    timings = measure([fast, slow], rounds=1, clock=clock)
    assert clock.log[-count - 40 :] == [*["a"] * CHUNK, *["b"] * 20] * 2
    assert [timing.microseconds for timing in timings] == [0.001, 5_000]


def test_chunks_cover_every_request_once() -> None:
    parts = chunks(40, 3 * CHUNK + 1)
    assert [len(part) for part in parts] == [10, 10, 10, 10]
    assert [number for part in parts for number in part] == list(range(40))


@pytest.mark.parametrize("length", [2, 3, 5, 7])
def test_each_engine_comes_once_after_each_other_one(length: int) -> None:
    done = [place for order in orders(length) for place in order]
    assert sorted(zip(done, [*done[1:], done[0]], strict=True)) == sorted(permutations(range(length), 2))


@pytest.mark.parametrize("length", [1, 4, 6])
def test_each_engine_is_in_each_order(length: int) -> None:
    assert [sorted(order) for order in orders(length)] == [list(range(length))] * len(orders(length))
