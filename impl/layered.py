"""A mapping that never changes and that is cheap to derive another one from: a large dict, and what changed since.

Iteration gives the keys in the order of a dict that had the same history.
"""

# OPTIMIZATION: a set of n policies with one more costs a copy of the latest changes, not of all n.
# INVARIANT:    neither layer changes once a mapping has it; a key is there if its change is a value, or if it has no
#               change and is in the base.
# GUARDED BY:   tests/impl/test_layered.py; drt targets back-ends and index (the engine that came by changes)

from __future__ import annotations

from collections.abc import Collection, ItemsView, Iterator, KeysView, Mapping, ValuesView
from math import isqrt
from typing import Final, Generic, TypeVar, cast, final

K = TypeVar("K")
V = TypeVar("V")

LEAST_CHANGES: Final = 32  # that a mapping may have before they are merged; at least the root of its size


@final
class Layered(Mapping[K, V], Generic[K, V]):
    """A dict in two layers. Its values are never None: that stands for a key that is gone."""

    __slots__ = ("_base", "_changes", "_length")

    _base: dict[K, V]
    _changes: dict[K, V | None]  # None: the key is gone
    _length: int

    def __init__(self, base: dict[K, V]) -> None:
        """The mapping of a dict, which the caller gives away."""
        self._base = base
        self._changes = {}
        self._length = len(base)

    def changed(self, removed: Collection[K], added: Collection[tuple[K, V]]) -> Layered[K, V]:
        """This mapping without some of its keys, and then with more of them, none of which it has."""
        if not removed and not added:
            return self
        changes, length = self._changes.copy(), self._length
        for key in removed:
            changes.pop(key, None)
            if key in self._base:
                changes[key] = None
            length -= 1
        for key, value in added:
            changes.pop(key, None)  # so that it comes last
            changes[key] = value
            length += 1
        made = Layered(self._base)
        made._changes, made._length = changes, length
        few = max(LEAST_CHANGES, isqrt(len(self._base)))
        return made if len(changes) <= few else Layered(made.merged())

    def merged(self) -> dict[K, V]:
        """All of it as a dict, which nobody may change."""
        if not self._changes:
            return self._base
        merged = {key: value for key, value in self._base.items() if key not in self._changes}
        merged.update((key, value) for key, value in self._changes.items() if value is not None)
        return merged

    def __getitem__(self, key: K) -> V:
        if key not in self._changes:
            return self._base[key]
        value = self._changes[key]
        if value is None:
            raise KeyError(key)
        return value

    def __contains__(self, key: object) -> bool:
        changes = cast("Mapping[object, V | None]", self._changes)
        return changes[key] is not None if key in changes else key in self._base

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[K]:
        return iter(self.merged())

    def keys(self) -> KeysView[K]:
        """The keys."""
        return self.merged().keys()

    def values(self) -> ValuesView[V]:
        """The values."""
        return self.merged().values()

    def items(self) -> ItemsView[K, V]:
        """The keys with their values."""
        return self.merged().items()

    def __repr__(self) -> str:
        return repr(self.merged())
