"""From a request to a response: the policies that matter, each by generated code or by the plain evaluator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, final

from deodar.impl.entities import Entities
from deodar.impl.fast.back_end import BackEnd
from deodar.impl.fast.known import Known, KnownEntities
from deodar.impl.fast.plain import holds
from deodar.impl.fast.row import Row
from deodar.impl.frame import Frame
from deodar.impl.response import NOTHING_APPLIES, Decision, PolicyError, Response
from deodar.impl.value import RecordValue

if TYPE_CHECKING:
    from deodar.impl.fast.index import Index

# What generates code is loaded when it is needed: the first requests of a program do not need it.
MOST_ROWS: Final = 48  # policies that are inlined rather than indexed
MOST_PLANS: Final = 1_024  # actions whose policies are remembered
MOST_LINES: Final = 64  # generated functions for different sets of policies
MOST_RESPONSES: Final = 4_096
MOST_CHANGES: Final = 64  # policies added or removed beside an index before it is made anew
WARM_UP: Final = 128  # requests that are interpreted: generating code costs about as much


@final
class Line:
    """Few policies in one generated function."""

    __slots__ = ("_literals", "_responses", "_rows", "_run", "_unusual")

    def __init__(self, rows: Sequence[Row]) -> None:
        from deodar.impl.fast.inline import inlined  # noqa: PLC0415  # see above

        self._rows = rows
        self._run, self._literals = inlined(rows)
        self._unusual = 1 << len(rows)
        self._responses: dict[int, Response] = {0: NOTHING_APPLIES}

    def answer(
        self, principal: Known, action: Known, resource: Known, context: RecordValue, store: Entities
    ) -> Response:
        """The response of these policies."""
        bits = self._run(principal, action, resource, context.fields, store, self._literals)
        response = self._responses.get(bits)
        if response is not None:
            return response
        if bits < self._unusual:
            response = response_of([row for at, row in enumerate(self._rows) if bits >> at & 1], ())
            if len(self._responses) < MOST_RESPONSES:
                self._responses[bits] = response
            return response
        count = len(self._rows)
        frame = Frame(principal.uid, action.uid, resource.uid, context, store)
        satisfied = [row for at, row in enumerate(self._rows) if bits >> at & 1]
        unusual = [row for at, row in enumerate(self._rows) if bits >> (at + count) & 1]
        return settled(satisfied, unusual, frame)


@final
class Engine:
    """A fixed set of policies against one store. What it remembers, it could compute again."""

    # INVARIANT: `_indexed` are the policies of `_index`; the policies that are there now are these, without the ids in
    #            `_removed`, and those of `_more`.
    __slots__ = (
        "_asked", "_back_end", "_index", "_indexed", "_lines", "_more", "_plans", "_removed", "_store", "known", "rows",
    )  # fmt: skip

    rows: tuple[Row, ...]
    _index: Index | None  # made for the first request that needs it
    _more: Index | None
    _plans: dict[Known, Line | None]  # by action; None: the index
    _lines: dict[tuple[int, ...], Line]
    _asked: int  # requests that were interpreted

    def __init__(self, rows: tuple[Row, ...], store: Entities, back_end: BackEnd, old: Engine | None = None) -> None:
        self.rows = rows
        self._store = store
        self._back_end = back_end
        self._asked = 0
        self._plans = {}
        self._lines = {}
        self._index = self._more = None
        self._indexed: tuple[Row, ...] = ()
        self._removed: frozenset[str] = frozenset()
        self.known = KnownEntities(store)
        if old is not None:
            self._take_over(old)

    def _take_over(self, old: Engine) -> None:
        """Keep the index of an engine with nearly the same policies."""
        self._asked = old._asked
        if old._index is None:
            return
        if self.rows is old.rows:
            self._index, self._more, self._indexed, self._removed = old._index, old._more, old._indexed, old._removed
            return
        before = {row.policy_id: row for row in old._indexed}
        more = [row for row in self.rows if row.policy_id not in before or not before[row.policy_id].is_of(row.body)]
        kept = {row.policy_id for row in self.rows} - {row.policy_id for row in more}
        removed = frozenset(before.keys() - kept)
        if len(more) + len(removed) <= MOST_CHANGES:
            self._index, self._indexed, self._removed = old._index, old._indexed, removed
            self._more = self._index_of(more) if more else None

    def answer(self, principal: Known, action: Known, resource: Known, context: RecordValue) -> Response:
        """The response to a request."""
        plans = self._plans
        if action not in plans and not self._is_planned(action):
            return self._interpreted(principal, action, resource, context)
        line = plans.get(action)
        if line is not None:
            return line.answer(principal, action, resource, context, self._store)
        return self._by_index(principal, action, resource, context)

    def _is_planned(self, action: Known) -> bool:
        """Whether the request goes by generated code; if so, it is planned how the policies about its action do."""
        back_end = self._back_end
        if back_end is BackEnd.INTERPRETED:
            return False
        if back_end is BackEnd.AUTO and self._asked < WARM_UP:
            self._asked += 1
            return False
        is_inlined = back_end is BackEnd.INLINED or (back_end is BackEnd.AUTO and len(self.rows) <= MOST_ROWS)
        line: Line | None = None
        if is_inlined:
            places = _places(self.rows, action)
            line = self._lines.get(places)
            if line is None and len(self._lines) < MOST_LINES:
                line = self._lines[places] = Line([self.rows[place] for place in places])
        if len(self._plans) < MOST_PLANS:
            self._plans[action] = line
        return True

    def _index_of(self, rows: Sequence[Row]) -> Index:
        from deodar.impl.fast.index import Index  # noqa: PLC0415  # see above

        return Index(rows, self._store)

    def _interpreted(self, principal: Known, action: Known, resource: Known, context: RecordValue) -> Response:
        return settled([], self.rows, Frame(principal.uid, action.uid, resource.uid, context, self._store))

    def _by_index(self, principal: Known, action: Known, resource: Known, context: RecordValue) -> Response:
        index = self._index
        if index is None:
            index = self._index = self._index_of(self.rows)
            self._indexed = self.rows
        fields, store = context.fields, self._store
        satisfied, unusual = index.satisfied(principal, action, resource, fields, store)
        if self._removed:
            satisfied = [row for row in satisfied if row.policy_id not in self._removed]
            unusual = [row for row in unusual if row.policy_id not in self._removed]
        if self._more is not None:
            more_satisfied, more_unusual = self._more.satisfied(principal, action, resource, fields, store)
            satisfied, unusual = satisfied + more_satisfied, unusual + more_unusual
        if not unusual:
            return response_of(satisfied, ()) if satisfied else NOTHING_APPLIES
        return settled(satisfied, unusual, Frame(principal.uid, action.uid, resource.uid, context, store))


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


def settled(satisfied: list[Row], unusual: Sequence[Row], frame: Frame) -> Response:
    """The response, once the plain evaluator has looked at the policies that are left to it."""
    errors: list[PolicyError] = []
    for row in unusual:
        outcome = holds(row, frame)
        if outcome is True:
            satisfied.append(row)
        elif outcome is not False:
            errors.append(outcome)
    errors.sort(key=lambda error: error.policy_id)
    return response_of(satisfied, tuple(errors))


def response_of(satisfied: list[Row], errors: tuple[PolicyError, ...]) -> Response:
    """The response, given the satisfied policies and the errors of the others."""
    permits: list[str] = []
    forbids: list[str] = []
    for row in satisfied:
        (permits if row.is_permit else forbids).append(row.policy_id)
    if forbids:
        forbids.sort()
        return Response(Decision.DENY, tuple(forbids), errors)
    if permits:
        permits.sort()
        return Response(Decision.ALLOW, tuple(permits), errors)
    return Response(Decision.DENY, (), errors) if errors else NOTHING_APPLIES
