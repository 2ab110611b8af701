"""From a request to a response: the policies that matter, each by generated code or by the plain evaluator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, final

from deodar.impl.collector import without_collections
from deodar.impl.entities import Entities
from deodar.impl.fast.back_end import BackEnd
from deodar.impl.fast.known import Known, KnownEntities
from deodar.impl.fast.respond import MOST_CHANGES, Fields, Ready, frame_of, settled
from deodar.impl.fast.row import Row
from deodar.impl.layered import Layered
from deodar.impl.response import Response

if TYPE_CHECKING:
    from deodar.impl.fast.indexed import Indexed

# What generates code is loaded when it is needed: the first requests of a program do not need it.
MOST_ROWS: Final = 48  # policies that are inlined rather than indexed
MOST_PLANS: Final = 1_024  # actions whose policies are remembered
MOST_LINES: Final = 64  # generated functions for different sets of policies
MOST_LATE: Final = 64  # changes of policies that wait for the next request
FEW_OF: Final = 8  # if more than `MOST_CHANGES` change at once, and more than one in so many, the index is made anew
WARM_UP: Final = 128  # requests that are interpreted before code is generated, which costs more than they do
WARM_UP_OF_MANY: Final = 24  # of very many policies: the time of an index is that of interpreting about as many
EVALUATIONS: Final = 24_000  # of policies: they take about the time of generating code


class Change(NamedTuple):
    """What goes, and then what comes."""

    gone: tuple[Row, ...]
    new: tuple[Row, ...]

    @property
    def size(self) -> int:
        """How many policies change."""
        return len(self.gone) + len(self.new)


@final
class Engine:
    """A fixed set of policies against one store. What it remembers, it could compute again."""

    # INVARIANT: the policies of the index in `_indexed`, changed one after the other as it says, are `_rows`.
    __slots__ = (
        "_asked", "_back_end", "_by_index", "_indexed", "_lines", "_listed", "_rows", "known", "ready", "store",
    )  # fmt: skip

    known: KnownEntities
    store: Entities
    ready: dict[Known, Ready]  # by action
    _rows: Layered[str, Row]
    _listed: tuple[Row, ...] | None  # the same, listed when they are first needed so
    _indexed: tuple[Indexed, tuple[Change, ...]] | None  # an index, and what changed since it was made
    _by_index: Ready | None  # once the index is up to date
    _lines: dict[tuple[int, ...], Ready]  # by the places of the policies that are inlined
    _asked: int  # requests that were interpreted

    def __init__(self, rows: Layered[str, Row], store: Entities, back_end: BackEnd) -> None:
        self._fill(rows, store, back_end, KnownEntities(store))

    def _fill(self, rows: Layered[str, Row], store: Entities, back_end: BackEnd, known: KnownEntities) -> None:
        self._rows, self.store, self._back_end, self.known = rows, store, back_end, known
        self._listed = self._indexed = self._by_index = None
        self.ready = {}
        self._lines = {}
        self._asked = 0

    def over(self, store: Entities) -> Engine:
        """The same policies against another store."""
        engine = Engine(self._rows, store, self._back_end)
        engine._asked, engine._listed, engine._indexed = self._asked, self._listed, self._indexed
        return engine

    def changed(self, removed: Sequence[str], added: Sequence[Row]) -> Engine:
        """Without some of the policies, and then with others."""
        gone = tuple(self._rows[policy_id] for policy_id in removed)
        rows = self._rows.changed(removed, [(row.policy_id, row) for row in added])
        engine = Engine.__new__(Engine)
        engine._fill(rows, self.store, self._back_end, self.known)
        engine._asked = self._asked
        change = Change(gone, tuple(added))
        if self._indexed is not None and change.size <= max(MOST_CHANGES, len(rows) // FEW_OF):
            index, late = self._indexed
            engine._indexed = index, (*late, change)
            if len(late) >= MOST_LATE:
                engine._index()
        return engine

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, policy_id: object) -> bool:
        return policy_id in self._rows

    def answer(self, principal: Known, action: Known, resource: Known, fields: Fields) -> Response:
        """The response to a request; where `ready` has the action, that gives the same one."""
        ready = self._ready_for(action)
        if ready is not None:
            return ready.run(principal, action, resource, fields, self.store, ready.given)
        return settled([], self._list(), frame_of(principal, action, resource, fields, self.store))

    def _ready_for(self, action: Known) -> Ready | None:
        """What answers the requests about an action; None as long as they are interpreted."""
        back_end = self._back_end
        if back_end is BackEnd.INTERPRETED:
            return None
        if back_end is BackEnd.AUTO and self._asked < warm_up(len(self)) and self._indexed is None:
            self._asked += 1
            return None
        rows = self._list() if len(self) <= MOST_ROWS or back_end is BackEnd.INLINED else ()
        is_indexed = back_end is BackEnd.INDEXED or len(self) > len(rows)
        ready = (self._by_index or self._index()) if is_indexed else self._line(rows, action)
        if len(self.ready) < MOST_PLANS:
            self.ready[action] = ready
        return ready

    def _line(self, rows: Sequence[Row], action: Known) -> Ready:
        """The policies about an action, inlined."""
        from deodar.impl.fast.inline import inlined  # noqa: PLC0415  # see above

        places = _places(rows, action)
        line = self._lines.get(places)
        if line is None:
            line = inlined([rows[place] for place in places])
            if len(self._lines) < MOST_LINES:
                self._lines[places] = line
        return line

    def _list(self) -> tuple[Row, ...]:
        if self._listed is None:
            listed = tuple(self._rows.values())
            with without_collections():
                for row in listed:
                    row.prepare()
            self._listed = listed
        return self._listed

    def _index(self) -> Ready:
        """Make the index, or bring it up to date. It answers the requests about any action."""
        from deodar.impl.fast.indexed import Indexed  # noqa: PLC0415  # see above

        # Read once, and written once below: another thread may be here too.
        with without_collections():
            index, late = self._indexed or (Indexed.of(self._rows.values(), self.store), ())
        for gone, new in late:
            index = index.changed(gone, new)
        self._indexed = index, ()
        self._by_index = index.ready({})
        return self._by_index


# OPTIMIZATION: interpret only until that has cost as much as what makes the later requests cheap.
# INVARIANT:    interpreted or not, a request has the same response.
# GUARDED BY:   drt targets back-ends and fresh; tests/impl/fast/test_back_ends.py
def warm_up(policies: int) -> int:
    """How many requests are interpreted first, given the number of policies."""
    return min(WARM_UP, WARM_UP_OF_MANY + EVALUATIONS // max(policies, 1))


def _places(rows: Sequence[Row], action: Known) -> tuple[int, ...]:
    """The policies whose action is the right one."""
    return tuple(place for place, row in enumerate(rows) if _is_about(row, action))


def _is_about(row: Row, action: Known) -> bool:
    scope = row.body.action
    if scope.op == "all":
        return True
    if scope.op == "==":
        return action.uid in scope.entities
    return not action.line.isdisjoint(scope.entities)
