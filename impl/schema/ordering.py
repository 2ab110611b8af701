"""Names in an order in which each comes after those that it is made of. It does not recurse, however long the chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

MOST_CYCLES = 20  # to find one takes time linear in its length


def dependencies_first(graph: Mapping[str, Iterable[str]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """All names of the graph, dependencies first; and cycles, each a way round with its first name again at the end.

    There is a cycle in the answer if there is one in the graph; there are at most `MOST_CYCLES`.
    """
    order: list[str] = []
    finished: set[str] = set()
    cycles: list[tuple[str, ...]] = []
    for start in graph:
        if start in finished:
            continue
        # INVARIANT: `path` is the way from `start` down the open iterators; its last name is the one being looked at.
        path: dict[str, Iterator[str]] = {start: iter(graph[start])}
        while path:
            name, following = next(reversed(path.items()))
            needed = next(following, None)
            if needed is None:
                finished.add(name)
                order.append(name)
                path.popitem()
            elif needed in path:
                if len(cycles) == MOST_CYCLES:
                    continue
                way = list(path)
                cycles.append((*way[way.index(needed) :], needed))
            elif needed not in finished:
                path[needed] = iter(graph[needed])
    return order, cycles
