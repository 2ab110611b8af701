"""The method, on engines made of a clock that they move by themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bench.measure import CHUNK, DisagreementError, affordable, chunks, measure, rotated
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
    measure([clock.engine("a", 1), clock.engine("b", 1)], rounds=1, clock=clock)
    timed = clock.log[-240:]
    assert timed == ["a"] * 50 + ["b"] * 50 + ["b"] * 50 + ["a"] * 50 + ["a"] * 20 + ["b"] * 20


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
    assert [rotated(3, turn) for turn in range(4)] == [[0, 1, 2], [1, 2, 0], [2, 0, 1], [0, 1, 2]]
