"""The method: same process, processor time, interleaved chunks, the ratio of medians of seven rounds.

A machine that runs other things too makes wall-clock time useless and drifts within seconds. So what is read is the
time of the processor; each round cuts the requests into chunks, and every engine does a chunk before any does the
next. The order of the engines turns with each chunk, forwards and backwards, so that each engine finds the processor's
caches as often filled by one of the others as by another; and a chunk is long enough for an engine to fill them with
what is its own. Before anything is timed, every engine answers every request that will be timed, and all answers must
be equal.

The collector of garbage stays on, as it is in a server, but what was there before the first round is frozen: an engine
is charged for its own garbage, not for the size of the workload.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time_ns

from bench.reading import Reading

ROUNDS = 7
CHUNK = 250  # requests between two looks at the clock
ROUND_BUDGET_NS = 400_000_000  # of the slowest engine in one round; fewer requests where all would take longer
FEWEST_REQUESTS = 20

Clock = Callable[[], int]


class DisagreementError(Exception):
    """Two engines gave different answers, so that their times mean nothing."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What one engine took on one workload."""

    name: str
    microseconds: float  # a request, median of the rounds


def measure(readings: Sequence[Reading], *, rounds: int = ROUNDS, clock: Clock = process_time_ns) -> list[Timing]:
    """The time of each reading. Raises `DisagreementError` where their answers differ."""
    count = affordable(readings, clock)
    assert_agreement(readings, count)
    gc.collect()
    gc.freeze()
    try:
        totals = [one_round(readings, count, clock, number) for number in range(rounds)]
    finally:
        gc.unfreeze()
    return [
        Timing(reading.name, median(total[place] for total in totals) / count / 1000)
        for place, reading in enumerate(readings)
    ]


def affordable(readings: Sequence[Reading], clock: Clock) -> int:
    """How many of the requests to time, so that one round of the slowest engine keeps to the budget."""
    available = len(readings[0].requests)
    probe = min(FEWEST_REQUESTS, available)
    slowest = max(time_of(reading, range(probe), clock) for reading in readings) / probe
    return min(available, max(FEWEST_REQUESTS, int(ROUND_BUDGET_NS / max(slowest, 1))))


def assert_agreement(readings: Sequence[Reading], count: int) -> None:
    """Every reading gives the answer of the first, on each request that will be timed."""
    first, *others = readings
    for number in range(count):
        expected = first.answer(first.decide(first.requests[number]))
        for other in others:
            answer = other.answer(other.decide(other.requests[number]))
            if answer != expected:
                raise DisagreementError(
                    f"request {number}: {first.name} answers {expected}, {other.name} answers {answer}"
                )


def one_round(readings: Sequence[Reading], count: int, clock: Clock, number: int = 0) -> list[int]:
    """Nanoseconds of each reading over all requests, chunk by chunk in turn; each round starts another order."""
    totals = [0] * len(readings)
    for turn, chunk in enumerate(chunks(count), number):
        for place in in_turn(len(readings), turn):
            totals[place] += time_of(readings[place], chunk, clock)
    return totals


def time_of(reading: Reading, chunk: range, clock: Clock) -> int:
    """Nanoseconds of the reading over the requests of one chunk."""
    requests = reading.requests[chunk.start : chunk.stop]
    decide = reading.decide
    start = clock()
    for request in requests:
        decide(request)
    return clock() - start


def chunks(count: int) -> Iterator[range]:
    """The numbers below `count`, at most `CHUNK` at a time."""
    return (range(start, min(start + CHUNK, count)) for start in range(0, count, CHUNK))


def in_turn(length: int, turn: int) -> list[int]:
    """The places below `length`, starting with another one at each turn, at every other turn backwards."""
    order = [(turn // 2 + place) % length for place in range(length)]
    return order[::-1] if turn % 2 else order
