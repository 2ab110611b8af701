"""From a request to a response: the policies that matter, each by generated code or by the plain evaluator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, final

from deodar.impl.collector import without_collections
from deodar.impl.entities import Entities
from deodar.impl.fast.back_end import BackEnd
from deodar.impl.fast.known import Known, KnownEntities
from deodar.impl.fast.plain import holds
from deodar.impl.fast.row import Row
from deodar.impl.frame import Frame
from deodar.impl.layered import Layered
from deodar.impl.response import NOTHING_APPLIES, Decision, PolicyError, Response, new_response
from deodar.impl.value import RecordValue

if TYPE_CHECKING:
    from deodar.impl.fast.index import Walk
    from deodar.impl.fast.indexed import Indexed

# What generates code is loaded when it is needed: the first requests of a program do not need it.
MOST_ROWS: Final = 48  # policies that are inlined rather than indexed
MOST_PLANS: Final = 1_024  # actions whose policies are remembered
MOST_LINES: Final = 64  # generated functions for different sets of policies
MOST_RESPONSES: Final = 4_096  # by the policies that hold, of an index or of a generated function
MOST_LATE: Final = 64  # changes of policies that wait for the next request
MOST_CHANGES: Final = 64  # policies that change at once; if it is more,
FEW_OF: Final = 8  # and more than one in so many, the index is made anew
WARM_UP: Final = 128  # requests that are interpreted: generating code costs about as much


class Change(NamedTuple):
    """What goes, and then what comes."""

    gone: tuple[Row, ...]
    new: tuple[Row, ...]

    @property
    def size(self) -> int:
        """How many policies change."""
        return len(self.gone) + len(self.new)


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


# OPTIMIZATION: the response of policies that have held together before is not made again.
# INVARIANT:    a response hangs on nothing but the policies that hold and those that err; where one errs none is kept.
# GUARDED BY:   drt targets index, back-ends and fresh; tests/impl/fast/test_back_ends.py
@final
class Engine:
    """A fixed set of policies against one store. What it remembers, it could compute again."""

    # INVARIANT: the policies of the index in `_indexed`, changed one after the other as it says, are `_rows`.
    __slots__ = (
        "_asked", "_back_end", "_gone", "_indexed", "_lines", "_listed", "_others", "_plans", "_responses", "_rows",
        "_store", "_walks", "known",
    )  # fmt: skip

    known: KnownEntities
    _rows: Layered[str, Row]
    _listed: tuple[Row, ...] | None  # the same, listed when they are first needed so
    _indexed: tuple[Indexed, tuple[Change, ...]] | None  # an index, and what changed since it was made
    _walks: tuple[Walk, ...] | None  # those of the index, once it is up to date
    _plans: dict[Known, Line]  # by action, if its policies are inlined
    _lines: dict[tuple[int, ...], Line]
    _asked: int  # requests that were interpreted

    def __init__(self, rows: Layered[str, Row], store: Entities, back_end: BackEnd) -> None:
        self._fill(rows, store, back_end, KnownEntities(store))

    def _fill(self, rows: Layered[str, Row], store: Entities, back_end: BackEnd, known: KnownEntities) -> None:
        self._rows, self._store, self._back_end, self.known = rows, store, back_end, known
        self._listed = self._indexed = self._walks = None
        self._others: tuple[Row, ...] = ()
        self._gone: frozenset[Row] = frozenset()
        self._plans = {}
        self._lines = {}
        self._responses: dict[tuple[Row, ...], Response] = {}
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
        engine._fill(rows, self._store, self._back_end, self.known)
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

    def answer(self, principal: Known, action: Known, resource: Known, context: RecordValue) -> Response:
        """The response to a request."""
        walks = self._walks
        if walks is None:
            line = self._plans.get(action)
            if line is not None or (line := self._planned(action)) is not None:
                return line.answer(principal, action, resource, context, self._store)
            walks = self._walks
            if walks is None:
                frame = Frame(principal.uid, action.uid, resource.uid, context, self._store)
                return settled([], self._list(), frame)
        found: list[Row] = []
        plain: list[Row] = []
        others = self._others
        fields, store = context.fields, self._store
        for walk, given in walks:
            walk(principal, action, resource, fields, store, given, found, plain)
        gone = self._gone
        if not plain and not others and not gone and len(found) < 2:
            return found[0].alone() if found else NOTHING_APPLIES
        if gone:
            found, plain = [row for row in found if row not in gone], [row for row in plain if row not in gone]
            others = tuple(row for row in others if row not in gone)
        if len(action.line) > 1:  # a policy may name several actions that this one is in, and is found for each
            found = list(dict.fromkeys(found))
        if not plain and not others:
            key = tuple(found)
            response = self._responses.get(key)
            if response is None:
                response = response_of(found, ())
                if len(self._responses) < MOST_RESPONSES:
                    self._responses[key] = response
            return response
        # Each once: it may be left by more than one of its steps; the others stand in no trie.
        frame = Frame(principal.uid, action.uid, resource.uid, context, store)
        return settled(found, (*others, *dict.fromkeys(plain)) if plain else others, frame)

    def _planned(self, action: Known) -> Line | None:
        """The policies about an action, inlined; None if they are interpreted, or found by the index, which is made."""
        back_end = self._back_end
        if back_end is BackEnd.INTERPRETED:
            return None
        if back_end is BackEnd.AUTO and self._asked < WARM_UP and self._indexed is None:
            self._asked += 1
            return None
        rows = self._list() if len(self) <= MOST_ROWS or back_end is BackEnd.INLINED else ()
        if back_end is BackEnd.INDEXED or len(self) > len(rows):
            self._index()
            return None
        places = _places(rows, action)
        line = self._lines.get(places)
        if line is None:
            line = Line([rows[place] for place in places])
            if len(self._lines) < MOST_LINES:
                self._lines[places] = line
        if len(self._plans) < MOST_PLANS:
            self._plans[action] = line
        return line

    def _list(self) -> tuple[Row, ...]:
        if self._listed is None:
            listed = tuple(self._rows.values())
            with without_collections():
                for row in listed:
                    row.prepare()
            self._listed = listed
        return self._listed

    def _index(self) -> None:
        """Make the index, or bring it up to date."""
        from deodar.impl.fast.indexed import Indexed  # noqa: PLC0415  # see above

        # Read once, and written once below: another thread may be here too.
        with without_collections():
            index, late = self._indexed or (Indexed.of(self._rows.values(), self._store), ())
        for gone, new in late:
            index = index.changed(gone, new)
        self._indexed = index, ()
        self._others, self._gone = index.others, index.gone
        self._walks = index.walks  # last: whoever sees them sees what belongs to them


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
    forbids = [row.policy_id for row in satisfied if not row.is_permit]
    reasons = forbids or [row.policy_id for row in satisfied]
    if not reasons and not errors:
        return NOTHING_APPLIES
    reasons.sort()
    decision = Decision.ALLOW if reasons and not forbids else Decision.DENY
    return new_response((decision, tuple(reasons), errors))
