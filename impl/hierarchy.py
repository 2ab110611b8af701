"""The entity hierarchy: whether it has a cycle, and what an entity is `in`. Neither recurses, however deep it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from deodar.impl.expr import EntityUID


def find_cycle(
    uids: Iterable[EntityUID], parents_of: Callable[[EntityUID], Iterable[EntityUID]]
) -> tuple[EntityUID, ...] | None:
    """Some cycle that can be reached from `uids`, each entity once and then the first again, or None."""
    finished: set[EntityUID] = set()
    for start in uids:
        if start in finished:
            continue
        if finished.issuperset(parents_of(start)):  # as it is where parents come first
            finished.add(start)
            continue
        # INVARIANT: `path` is the way from `start` down the open iterators; its last entity is the one being looked at.
        path: dict[EntityUID, Iterator[EntityUID]] = {start: iter(parents_of(start))}
        while path:
            uid, parents = next(reversed(path.items()))
            parent = next(parents, None)
            if parent is None:
                finished.add(uid)
                path.popitem()  # unlike `del`, it leaves no gap for `reversed` to cross
            elif parent in path:
                way = list(path)
                return (*way[way.index(parent) :], parent)
            elif parent not in finished:
                path[parent] = iter(parents_of(parent))
    return None


def line_of(uid: EntityUID, parents_of: Callable[[EntityUID], Iterable[EntityUID]]) -> frozenset[EntityUID]:
    """The entity and all its ancestors, in time linear in the edges above it."""
    line = {uid}
    waiting = [*parents_of(uid)]
    while waiting:
        parent = waiting.pop()
        if parent not in line:
            line.add(parent)
            waiting += parents_of(parent)
    return frozenset(line)
