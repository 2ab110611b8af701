"""The method: same process, processor time, interleaved chunks, the ratio of medians of seven rounds.

A machine that runs other things too makes wall-clock time useless and drifts within seconds. So what is read is the
time of the processor; each round cuts the requests into chunks, and every engine does a chunk before any does the
next. What an engine finds in the processor's caches is what the one before it has left, which decides the time of the
first requests of a chunk: so each chunk is done in several orders, in which each engine comes once after each of the
others. A chunk is long enough for an engine to fill the caches with what is its own. One that is too slow for all
requests does fewer in each chunk; the others do not, lest a few of them be timed with empty caches only. Before
anything is timed, every engine answers every request that any of them is timed on, and all answers must be equal.

The collector of garbage stays on, as it is in a server, but what was there before the first round is frozen: an engine
is charged for its own garbage, not for the size of the workload.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count as from_on
from statistics import median
from time import process_time_ns

from bench.reading import Reading

ROUNDS = 7
CHUNK = 250  # requests between two looks at the clock
BUDGET_NS = 200_000_000  # of an engine for all chunks once; it does fewer requests where all would take longer
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
    counts = [affordable(reading, clock) for reading in readings]
    assert_agreement(readings, max(counts))
    return timings(readings, counts, rounds, clock)


def timings(readings: Sequence[Reading], counts: Sequence[int], rounds: int, clock: Clock) -> list[Timing]:
    """The time of each reading over the first so many of its requests."""
    gc.collect()
    gc.freeze()
    try:
        totals = [one_round(readings, counts, clock) for _ in range(rounds)]
    finally:
        gc.unfreeze()
    return [
        Timing(reading.name, median(total[place] for total in totals) / 1000) for place, reading in enumerate(readings)
    ]


def affordable(reading: Reading, clock: Clock) -> int:
    """How many of the requests to time, so that the engine keeps to the budget."""
    available = len(reading.requests)
    probe = min(FEWEST_REQUESTS, available)
    cost = time_of(reading, range(probe), clock) / probe
    return min(available, max(FEWEST_REQUESTS, int(BUDGET_NS / max(cost, 1))))


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


def one_round(readings: Sequence[Reading], counts: Sequence[int], clock: Clock) -> list[float]:
    """Nanoseconds a request of each reading, each over the first so many requests, chunk by chunk in every order."""
    turns = orders(len(readings))
    totals = [0] * len(readings)
    for mine in zip(*(chunks(count, max(counts)) for count in counts), strict=True):
        for order in turns:
            for place in order:
                totals[place] += time_of(readings[place], mine[place], clock)
    return [total / count / len(turns) for total, count in zip(totals, counts, strict=True)]


def time_of(reading: Reading, chunk: range, clock: Clock) -> int:
    """Nanoseconds of the reading over the requests of one chunk."""
    requests = reading.requests[chunk.start : chunk.stop]
    decide = reading.decide
    start = clock()
    for request in requests:
        decide(request)
    return clock() - start


def chunks(count: int, most: int) -> list[range]:
    """The numbers below `count`, in as many chunks as the engine needs that does the most, `CHUNK` at a time."""
    parts = -(-most // CHUNK)
    return [range(count * part // parts, count * (part + 1) // parts) for part in range(parts)]


def orders(length: int) -> list[list[int]]:
    """The places below `length` in several orders, one after the other: then each comes once after each other one.

    That is so for a prime number of places, in steps of 1, of 2, and so on. Otherwise it is nearly so: the orders are
    those of the next prime, without the places that there are not.
    """
    prime = next(each for each in from_on(max(length, 2)) if all(each % divisor for divisor in range(2, each)))
    return [[place for at in range(prime) if (place := at * step % prime) < length] for step in range(1, prime)]
