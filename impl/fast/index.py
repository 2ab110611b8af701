"""From a request to the policies that may matter to it: one trie for each way in which policies are found.

Policies with the same steps but for the literals, and with the same test after them, stand in one trie, in which each
step with a literal is a level; the actions that they name are the last one. The most common ways have tries of their
own. The others share one for each sequence of steps, in which each policy keeps its test.
"""

# OPTIMIZATION: look at the policies whose scope and leading conditions may hold, and at no other.
# INVARIANT:    a policy that is passed over is neither satisfied nor erroring: its scope is false, or some condition is
#               false and none before it errs. Where the key of a step cannot be read, each policy below is looked at.
# GUARDED BY:   proofs/theorems/slicing.py; drt targets back-ends and index; tests/impl/fast/test_back_ends.py

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple, final

from deodar.impl.entities import Entities
from deodar.impl.expr import ActionScope
from deodar.impl.fast.form import Form
from deodar.impl.fast.generate import Generated, joined, test_of
from deodar.impl.fast.heads import Heads, Part, bits_of
from deodar.impl.fast.plan import plan_of
from deodar.impl.fast.row import Row
from deodar.impl.fast.trie import Editor, Member, Node
from deodar.impl.fast.walk import ADDING, ANSWERING, walk_of
from deodar.impl.fast.way import KEYLESS, Way, head_of
from deodar.impl.response import Response

MOST_OWN: Final = 48  # tries for one way each
MOST_TRIES: Final = 64  # policies that are found in yet another way are all left to the plain evaluator
MOST_TESTS: Final = 512  # and so are policies with yet another test of their own, lest code be generated without end
_NOWHERE: Final = Way((), False, None)  # all requests reach what is there
_NEVER_ERR: Final = frozenset({"==", "is", "in"})


class Walk(NamedTuple):
    """A walk, and what it is given beside the request."""

    walk: Generated
    given: tuple[Any, ...]


class _Found(NamedTuple):
    """How a policy is found; its way has the steps in their order in the policy."""

    row: Row
    way: Way
    keys: tuple[object, ...]  # one for each step
    actions: tuple[object, ...]
    literals: tuple[object, ...]


class _Trie(NamedTuple):
    way: Way  # the steps in the order of the walk
    places: tuple[int, ...]  # of the steps with a key, in the order of the walk: where the policies have them
    root: Node
    size: int  # how many policies there are in it


class _Remembered(NamedTuple):
    """The heads of all tries."""

    of_principal: Heads
    of_resource: Heads
    is_numbered: tuple[bool, ...]  # whether the keys after the head are, for each trie


@final
class Index:
    """Policies, and the tries that lead to them. It never changes."""

    # INVARIANT: each policy that is about some action is in the trie of its way; or, if there is none, in that of its
    #            steps; or in `others`.
    __slots__ = ("_is_small", "_remembered", "_store", "_tests", "_tries", "_walks", "others")

    _tries: dict[Way, _Trie]  # by way, with the steps in their order in the policies
    _tests: frozenset[tuple[Form, ...]]  # those generated for policies that keep theirs
    others: tuple[Row, ...]  # the plain evaluator looks at them for every request
    _remembered: _Remembered | None  # made when it is first needed, and kept: entities remember what it leads to
    _walks: tuple[Walk, ...] | None  # made when they are first needed

    def __init__(self, rows: Iterable[Row], store: Entities, *, is_small: bool = False) -> None:
        """The index of some policies; a small one has no code that is made for its tries together."""
        self._store = store
        self._is_small = is_small
        self._tries, self._tests, self.others = {}, frozenset(), ()
        found = _AllFound(rows, store)
        editor = Editor()
        counts = Counter(each.way for each in found)
        by_way: dict[Way, list[set[object]]] = {}  # and the keys that policies have at each step
        own = {way for way, _ in counts.most_common(MOST_OWN)}
        for each in found:
            way = each.way if each.way in own else each.way._replace(forms=None)
            if way in by_way or len(by_way) < MOST_TRIES:
                for keys, key in zip(by_way.setdefault(way, [set() for _ in way.steps]), each.keys, strict=True):
                    keys.add(key)
        for way, all_keys in by_way.items():
            self._tries[way] = _new_trie(way, list(map(len, all_keys)), editor)
        self._edit(editor, (), found)

    def changed(self, removed: Iterable[Row], added: Iterable[Row]) -> Index:
        """The index without some of its policies, and with others."""
        made = Index.__new__(Index)
        made._store, made._is_small = self._store, self._is_small
        made._tries, made._tests, made.others = self._tries.copy(), self._tests, self.others
        made._edit(Editor(), [row for row in removed if _may_hold(row)], _AllFound(added, self._store))
        return made

    def _edit(self, editor: Editor, removed: Iterable[Row], added: Iterable[_Found]) -> None:
        tests = set(self._tests)
        others = dict.fromkeys(self.others)
        for row in removed:
            if row in others:
                del others[row]
            else:
                self._remove(editor, row)
        for found in added:
            if not self._add(editor, found, tests):
                others[found.row] = None
        self._tries = {way: trie for way, trie in self._tries.items() if trie.size}
        self._tests, self.others = frozenset(tests), tuple(others)
        self._remembered = self._walks = None

    def _remove(self, editor: Editor, row: Row) -> None:
        found = _found(row, self._store)
        way = found.way if found.way in self._tries else found.way._replace(forms=None)
        trie = self._tries[way]
        root = editor.remove(trie.root, trie.way.kinds(), _keys(trie, found), row)
        self._tries[way] = trie._replace(root=root, size=trie.size - 1)

    def _add(self, editor: Editor, found: _Found, tests: set[tuple[Form, ...]]) -> bool:
        """Whether there is room for the policy in a trie, and use in it; if so it is there."""
        shared = found.way._replace(forms=None)
        way = found.way if found.way in self._tries else shared
        if way == _NOWHERE and not _has_room(found.way.forms, tests):
            return False
        if way not in self._tries:
            if len(self._tries) >= MOST_TRIES:
                return False
            way = found.way
            self._tries[way] = _new_trie(way, [1] * len(way.steps), editor)
        trie = self._tries[way]
        member = _member(found, way, tests)
        root = editor.add(trie.root, trie.way.kinds(), _keys(trie, found), member)
        self._tries[way] = trie._replace(root=root, size=trie.size + 1)
        return True

    def walks(self) -> tuple[Walk, ...]:
        """The walks through all tries, which add what they find to a list."""
        if self._walks is None:
            self._walks = self._small_walks() if self._is_small else (self._one_walk(ADDING, {}),)
        return self._walks

    def _small_walks(self) -> tuple[Walk, ...]:
        """One walk for each trie."""
        return tuple(
            Walk(walk_of((trie.way,), ADDING, None), (None, None, None, trie.root)) for trie in self._tries.values()
        )

    def answering(self, responses: dict[tuple[Row, ...], Response]) -> Walk:
        """The walk through all tries that gives the response to a request, and keeps it by the policies that hold."""
        return self._one_walk(ANSWERING, responses)

    def _one_walk(self, ending: str, responses: dict[tuple[Row, ...], Response]) -> Walk:
        """One walk through all tries."""
        tries = list(self._tries.values())
        remembered = self._remembered
        if remembered is None:
            parts = [_part(trie, self._store) for trie in tries]
            heads = [part for part in parts if part is not None]
            is_numbered = tuple(part is not None and part.bits is not None for part in parts)
            remembered = _Remembered(Heads("principal", heads), Heads("resource", heads), is_numbered)
            self._remembered = remembered
        walk = walk_of(tuple(trie.way for trie in tries), ending, remembered.is_numbered)
        given = remembered.of_principal, remembered.of_resource, responses
        return Walk(walk, (*given, *(trie.root for trie in tries)))


def _part(trie: _Trie, store: Entities) -> Part | None:
    root, way = trie.root, trie.way
    head = head_of(way.steps)
    return None if head is None else Part(root, way, head, bits_of(root, way, head, store))


def _may_hold(row: Row) -> bool:
    """Whether there is an action that the policy is about."""
    return row.body.action.op == "all" or bool(row.body.action.entities)


def _found(row: Row, store: Entities) -> _Found:
    plan = plan_of(row, store)
    forms, literals = (None, ()) if plan.rest is None else joined(plan.rest)
    scope = row.body.action
    way = Way(tuple(keyed.step for keyed in plan.steps), scope.op != "all", forms)
    row.forget_operands()
    return _Found(row, way, tuple([keyed.key for keyed in plan.steps]), _action_keys(scope), literals)


# OPTIMIZATION: what is known of all policies at once, while an index is made, stands in columns, and equal parts of it
#               are one object: it takes little memory, which would otherwise be left behind in pieces.
# INVARIANT:    parts that are equal are of the same classes throughout, so that one may stand for the other.
# GUARDED BY:   tests/impl/fast/test_back_ends.py; drt targets back-ends and index
@final
class _AllFound:
    """How each of some policies is found, of those that are about some action."""

    __slots__ = ("_actions", "_keys", "_literals", "_rows", "_ways")

    def __init__(self, rows: Iterable[Row], store: Entities) -> None:
        self._rows: list[Row] = []
        self._ways: list[Way] = []
        self._keys: list[object] = []  # of all policies, one for each step
        self._actions: list[tuple[object, ...]] = []
        self._literals: list[tuple[object, ...]] = []
        same_way: dict[Way, Way] = {}
        same: dict[object, object] = {}
        same_actions: dict[tuple[object, ...], tuple[object, ...]] = {}
        for row in rows:
            if _may_hold(row):
                _, way, keys, actions, literals = _found(row, store)
                self._rows.append(row)
                self._ways.append(same_way.setdefault(way, way))
                self._keys += map(same.setdefault, keys, keys)
                self._actions.append(same_actions.setdefault(actions, actions))
                self._literals.append(literals)

    def __iter__(self) -> Iterator[_Found]:
        end = 0
        for row, way, actions, literals in zip(self._rows, self._ways, self._actions, self._literals, strict=True):
            start, end = end, end + len(way.steps)
            yield _Found(row, way, tuple(self._keys[start:end]), actions, literals)


def _action_keys(scope: ActionScope) -> tuple[object, ...]:
    """Where a policy that names actions stands: under (uid,) for one, under a uid for all in it."""
    return (scope.entities,) if scope.op == "==" else tuple(dict.fromkeys(scope.entities))


def _new_trie(way: Way, counts: Sequence[int], editor: Editor) -> _Trie:
    """A trie without policies, for some that will be added, which have so many different keys at each step."""
    order = _order(way, counts)
    ordered = way._replace(steps=tuple(way.steps[place] for place in order))
    places = tuple(place for place in order if way.steps[place].kind not in KEYLESS)
    return _Trie(ordered, places, editor.new(ordered.kinds()), 0)


def _order(way: Way, counts: Sequence[int]) -> list[int]:
    """The order of the steps: among those that never err, what leads to one node before what leads to many."""
    never_err = next((at for at, step in enumerate(way.steps) if step.kind not in _NEVER_ERR), len(way.steps))

    def rank(place: int) -> tuple[int, int]:
        if way.steps[place].kind != "in":
            return 0, place
        return 1, counts[place]

    # A step that may err stays where it is, and so does all that comes after it.
    return [*sorted(range(never_err), key=rank), *range(never_err, len(way.steps))]


def _keys(trie: _Trie, found: _Found) -> list[tuple[object, ...]]:
    keys: list[tuple[object, ...]] = [(found.keys[place],) for place in trie.places]
    return [*keys, found.actions] if trie.way.by_action else keys


def _has_room(forms: tuple[Form, ...] | None, tests: set[tuple[Form, ...]]) -> bool:
    """Whether a policy may have a test of its own."""
    return forms is not None and (forms in tests or len(tests) < MOST_TESTS)


def _member(found: _Found, way: Way, tests: set[tuple[Form, ...]]) -> Member:
    """What stands at a leaf for a policy, in a trie of its way or of its steps."""
    row, forms = found.row, found.way.forms
    if way.forms is not None:
        return (row, found.literals) if way.forms else row
    if forms is None or not _has_room(forms, tests):
        return row, None, ()
    if not forms:
        return row, _holds, ()
    tests.add(forms)
    return row, test_of(forms), found.literals


def _holds(*_: object) -> bool:
    """The test of a policy of which nothing is left to be tested."""
    return True
