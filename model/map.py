"""Finite maps that never change: the records, tags and entity stores of the language."""

from __future__ import annotations

from collections.abc import Hashable, ItemsView, Iterator, Mapping
from typing import Generic, TypeVar, cast

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Map(Generic[K, V]):
    """A finite map, equal to another if both have the same keys with the same values."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[K, V]) -> None:
        self._values = dict(values)

    def get(self, key: K) -> V | None:
        """The value under `key`, or None."""
        return self._values.get(key)

    def __getitem__(self, key: K) -> V:
        return self._values[key]

    def items(self) -> ItemsView[K, V]:
        """The pairs of key and value, in the order in which they were given."""
        return self._values.items()

    def __contains__(self, key: K) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[K]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Map) and self._values == cast(Map[K, V], other)._values

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return f"Map({self._values!r})"
