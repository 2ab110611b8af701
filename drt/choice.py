"""Choices: what a generator asks, and where the answers come from.

A generator asks `choose(n)` for a number from 0 to n - 1, where 0 is always the simplest. An answer is one byte modulo
n, so that every sequence of bytes is a sequence of choices, and every run can be told again by its bytes: fuzzed bytes,
random bytes, a recording, or Hypothesis's own draws. Where the bytes end, every further choice is 0.

One byte a choice costs a little bias, and saves most of the time: asking is the most frequent thing that a run does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import length_hint
from random import Random
from typing import TypeAlias

from hypothesis.strategies import DataObject, binary

MOST = 256  # what one choice can tell apart
BLOCK = binary(min_size=32, max_size=32)

Choose: TypeAlias = Callable[[int], int]


def one_of_many(choose: Choose, count: int) -> int:
    """A number below a count that may be more than one choice can tell apart."""
    return (choose(MOST) * MOST + choose(MOST)) % count


class Choices:
    """Choices from bytes."""

    __slots__ = ("_bytes", "_left", "choose")

    choose: Choose

    def __init__(self, recorded: bytes) -> None:
        self._bytes = recorded
        self._left = left = iter(recorded)

        def choose(n: int) -> int:
            return next(left, 0) % n

        self.choose = choose

    @property
    def count(self) -> int:
        """How many choices were asked for so far, but for those behind the end."""
        return len(self._bytes) - length_hint(self._left)

    @property
    def spent(self) -> bool:
        """Whether there may have been choices behind the end."""
        return not length_hint(self._left)

    @property
    def used(self) -> bytes:
        """The bytes that were asked for so far."""
        return self._bytes[: self.count]


class DrawnChoices:
    """Choices drawn by Hypothesis, a few at a time, and their record.

    A draw of its own for each choice would cost ten times as much, and shrinking starts from the record anyway.
    """

    __slots__ = ("_data", "_left", "_record", "choose")

    choose: Choose

    def __init__(self, data: DataObject) -> None:
        self._data = data
        self._record = bytearray()
        self._left: Iterator[int] = iter(b"")

        def choose(n: int) -> int:
            byte = next(self._left, None)
            return (self._drawn() if byte is None else byte) % n

        self.choose = choose

    def _drawn(self) -> int:
        drawn = self._data.draw(BLOCK)
        self._record += drawn
        self._left = iter(drawn)
        return next(self._left)

    @property
    def count(self) -> int:
        """How many choices there are so far."""
        return len(self._record) - length_hint(self._left)

    @property
    def spent(self) -> bool:
        """Never: more are drawn."""
        return False

    @property
    def used(self) -> bytes:
        """The choices so far, as bytes that choose the same again."""
        return bytes(self._record[: self.count])


def random_bytes(seed: int, length: int) -> Iterator[bytes]:
    """Blocks of random bytes without end, the same for the same seed."""
    randomness = Random(seed)
    while True:
        yield randomness.randbytes(length)


def derived_seed(*parts: object) -> int:
    """A seed made from others and from names: the same on every machine and in every process."""
    return Random("/".join(str(part) for part in parts)).getrandbits(63)
