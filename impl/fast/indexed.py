"""An index of most policies, one of those that came since, and what has gone since."""

# OPTIMIZATION: a policy more or less changes a small index beside the large one.
# INVARIANT:    the policies are those of the large index without the ones that are gone, and those of the small one.
# GUARDED BY:   drt targets back-ends and index (the engine that came by changes); tests/impl/fast/test_changes.py

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, final

from deodar.impl.entities import Entities
from deodar.impl.fast.index import Index, Walk
from deodar.impl.fast.respond import MOST_CHANGES, Ready, respond
from deodar.impl.fast.row import Row
from deodar.impl.response import Response


class _Apart(NamedTuple):
    """The parts of an index that must be put together for every request."""

    walks: tuple[Walk, ...]
    others: tuple[Row, ...]  # what the plain evaluator sees for every request; none of them is gone
    gone: frozenset[Row]  # what does not count
    responses: dict[tuple[Row, ...], Response]


@final
class Indexed:
    """Policies found by an index. It never changes."""

    __slots__ = ("_gone", "_main", "_more", "_new")

    _main: Index
    _more: Index
    _new: dict[str, Row]  # the policies of the small index
    _gone: frozenset[Row]  # policies of the large index that do not count

    def __init__(self, main: Index, more: Index, new: dict[str, Row], gone: frozenset[Row]) -> None:
        self._main, self._more, self._new, self._gone = main, more, new, gone

    @classmethod
    def of(cls, rows: Iterable[Row], store: Entities) -> Indexed:
        """An index made for these policies."""
        return cls(Index(rows, store), Index((), store, is_small=True), {}, frozenset())

    def changed(self, removed: Sequence[Row], added: Sequence[Row]) -> Indexed:
        """Without some of the policies, and with others."""
        new = self._new.copy()
        gone_from_new = [row for row in removed if new.get(row.policy_id) is row]
        for row in gone_from_new:
            del new[row.policy_id]
        gone = self._gone.union(row for row in removed if self._new.get(row.policy_id) is not row)
        new.update((row.policy_id, row) for row in added)
        if len(new) + len(gone) <= MOST_CHANGES:
            return Indexed(self._main, self._more.changed(gone_from_new, added), new, gone)
        main = self._main.changed(gone, new.values())
        return Indexed(main, self._more.changed(self._new.values(), ()), {}, frozenset())

    def ready(self, responses: dict[tuple[Row, ...], Response]) -> Ready:
        """What answers requests by these policies, and keeps responses by the policies that hold."""
        others = self._main.others + self._more.others
        if others or self._gone or self._new:
            if self._gone:
                others = tuple(row for row in others if row not in self._gone)
            apart = _Apart(self._main.walks() + self._more.walks(), others, self._gone, responses)
            return Ready(_together, apart)
        return Ready(*self._main.answering(responses))


def _together(*asked: Any) -> Response:
    """The response by several walks, and by what the plain evaluator sees for every request."""
    *request, (walks, others, gone, responses) = asked
    found: list[Row] = []
    plain: list[Row] = []
    for walk, given in walks:
        walk(*request, given, found, plain)
    if gone:
        found, plain = [row for row in found if row not in gone], [row for row in plain if row not in gone]
    return respond(responses, found, plain, *request, others=others)
