"""An index of most policies, one of those that came since, and what has gone since."""

# OPTIMIZATION: a policy more or less changes a small index beside the large one.
# INVARIANT:    the policies are those of the large index without the ones that are gone, and those of the small one.
# GUARDED BY:   drt targets back-ends and index (the engine that came by changes); tests/impl/fast/test_changes.py

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, final

from deodar.impl.entities import Entities
from deodar.impl.fast.index import Index, Walk
from deodar.impl.fast.row import Row

MOST_CHANGES: Final = 64  # beside the large index, before it takes them in


@final
class Indexed:
    """Policies found by an index. It never changes."""

    __slots__ = ("_main", "_more", "_new", "gone", "others", "walks")

    _main: Index
    _more: Index
    _new: dict[str, Row]  # the policies of the small index
    gone: frozenset[Row]  # policies of the large index that do not count
    walks: tuple[Walk, ...]
    others: tuple[Row, ...]  # what the plain evaluator sees for every request

    def __init__(self, main: Index, more: Index, new: dict[str, Row], gone: frozenset[Row]) -> None:
        self._main, self._more, self._new, self.gone = main, more, new, gone
        self.walks = main.parts + more.parts
        self.others = main.others + more.others

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
        gone = self.gone.union(row for row in removed if self._new.get(row.policy_id) is not row)
        new.update((row.policy_id, row) for row in added)
        if len(new) + len(gone) <= MOST_CHANGES:
            return Indexed(self._main, self._more.changed(gone_from_new, added), new, gone)
        main = self._main.changed(gone, new.values())
        return Indexed(main, self._more.changed(self._new.values(), ()), {}, frozenset())
