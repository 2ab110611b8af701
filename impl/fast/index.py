"""From a request to the policies that may matter to it: one trie for each way in which policies are keyed.

The steps of a policy are its scope, and then the conditions at its front whose outcome a look-up tells: a path equal to
a literal, a set at a path that contains one, a string at a path that begins with one, and conditions without a literal.
Policies with the same steps but for the literals stand in one trie, in which each step with a literal is a level, and
the action the leaf.
"""

# OPTIMIZATION: look at the policies whose scope and leading conditions may hold, and at no other.
# INVARIANT:    a policy that is passed over is neither satisfied nor erroring: its scope is false, or some condition is
#               false and none before it errs. Where the key of a step cannot be read, each policy below is looked at.
# GUARDED BY:   proofs/theorems/slicing.py; drt target back-ends;
#               tests/impl/fast/test_back_ends.py

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias, cast, final

from deodar.impl.entities import Entities
from deodar.impl.expr import ActionScope, EntityUID, PrincipalOrResourceScope
from deodar.impl.fast.form import Form, has_constants, is_constant, is_path
from deodar.impl.fast.generate import Generated, joined, test_of
from deodar.impl.fast.helpers import FAULTS
from deodar.impl.fast.known import Known
from deodar.impl.fast.loop import loop_of
from deodar.impl.fast.row import Operand, Row
from deodar.impl.fast.walk import KEYLESS, MANY_KEYED, Node, Step, is_remembered, walk_of
from deodar.impl.value import Value, key

Context: TypeAlias = dict[str, Value]

MOST_TRIES: Final = 64  # policies that are keyed in yet another way are all left to the plain evaluator
MOST_TESTS: Final = 512  # and so are policies with yet another form, lest code be generated without end
MOST_REMEMBERED: Final = 1_000_000  # keys, beside the known entities of one authorizer
MOST_STEPS: Final = 8  # nested blocks of code, of which Python takes twenty
FEW: Final = 3  # so many policies are tested one by one rather than in a loop
_NEVER_ERR: Final = frozenset({"==", "is", "in"})
_PRINCIPAL: Final[Form] = ("var", "principal")
_RESOURCE: Final[Form] = ("var", "resource")


class Keyed(NamedTuple):
    """A step of one policy, with its key."""

    step: Step
    key: object


class Plan(NamedTuple):
    """How a policy is found, and what is then left to be tested of it; None: the plain evaluator has to look."""

    steps: tuple[Keyed, ...]
    rest: tuple[Operand, ...] | None


def plan_of(row: Row, store: Entities) -> Plan:
    """The steps of a policy but for its action, and the operands that remain."""
    steps = [
        *_scope_steps(_PRINCIPAL, row.body.principal, store),
        *_scope_steps(_RESOURCE, row.body.resource, store),
    ]
    if row.conditions.operands is None:
        return Plan(tuple(steps), None)
    rest: list[Operand] = []
    for number, operand in enumerate(row.conditions.operands):
        keyed = _keyed(operand) if len(steps) < MOST_STEPS else None
        path = _compared_path(operand.form) if len(steps) < MOST_STEPS else None
        if keyed is not None:
            steps.append(keyed)
        elif path is not None:
            # Where the path is a long, this operand cannot err, so that those after it may be looked up before it.
            steps.append(Keyed(Step("long", path), None))
            rest.append(operand)
        else:
            rest += row.conditions.operands[number:]
            break
    return Plan(tuple(steps), tuple(rest))


def _scope_steps(variable: Form, scope: PrincipalOrResourceScope, store: Entities) -> list[Keyed]:
    steps: list[Keyed] = []
    if scope.entity_type is not None:
        steps.append(Keyed(Step("is", variable), scope.entity_type))
    if isinstance(scope.entity, EntityUID):
        # The uid of the store itself, where it has one: keys that are the same object are equal at a glance.
        held = store.by_uid.get(scope.entity)
        uid = scope.entity if held is None else held.uid
        steps.append(Keyed(Step("==" if scope.op == "==" else "in", variable), uid))
    return steps


def _keyed(operand: Operand) -> Keyed | None:
    """The step that a condition is, or None."""
    form, literals = operand
    if not has_constants(form):
        return Keyed(Step("test", form), None)
    match form:
        case ("==", tuple(path), tuple(literal)) if is_path(path) and is_constant(literal):
            return Keyed(Step("value", path), key(cast("Value", literals[0])))
        case ("==", tuple(literal), tuple(path)) if is_path(path) and is_constant(literal):
            return Keyed(Step("value", path), key(cast("Value", literals[0])))
        case ("contains", tuple(path), tuple(literal)) if is_path(path) and is_constant(literal):
            return Keyed(Step("member", path), key(cast("Value", literals[0])))
        case ("prefix", tuple(path), _) if is_path(path):
            return Keyed(Step("prefix", path), literals[0])
        case ("in", tuple(variable), ("const", "uid", _)) if variable in (_PRINCIPAL, _RESOURCE):
            return Keyed(Step("in", variable), literals[0])
        case _:
            return None


def _compared_path(form: Form) -> Form | None:
    """The path that a condition compares in order with a literal long, or None."""
    match form:
        case ("<" | "<=" | ">" | ">=", tuple(path), ("const", "small" | "zero-or-one" | "int", _)) if is_path(path):
            return path
        case ("<" | "<=" | ">" | ">=", ("const", "small" | "zero-or-one" | "int", _), tuple(path)) if is_path(path):
            return path
        case _:
            return None


class Bunch:
    """Policies at one leaf with the same remaining test; each is a pair of the policy and its literals."""

    __slots__ = ("loop", "members", "test")

    test: Generated | None  # None: nothing remains to be tested
    loop: Generated | None  # the test in a loop
    members: list[tuple[Row, tuple[object, ...]]]

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self.test = test_of(forms) if forms else None
        self.loop = None
        self.members = []

    def add(self, row: Row, literals: tuple[object, ...], forms: tuple[Form, ...]) -> None:
        """One more policy of these forms."""
        self.members.append((row, literals))
        if len(self.members) > FEW and forms and self.loop is None:
            self.loop = loop_of(forms)


class _Trie(NamedTuple):
    steps: tuple[Step, ...]
    root: Node


@final
class _Root:
    """The root of a trie whose first level is looked up once for an entity."""

    __slots__ = ("children", "keys", "kinds")

    def __init__(self, trie: _Trie) -> None:
        self.keys, self.children = trie.root
        self.kinds = [step.kind for step in trie.steps[1:] if step.kind not in KEYLESS]


@final
class Index:
    """Policies, and the tries that lead to them."""

    # INVARIANT: `nodes[r]` of a known entity is what the first level of the trie of root r leads to for this entity,
    #            all nodes in one.
    __slots__ = ("_others", "_room", "_roots", "_walk")

    _roots: tuple[Node, ...]
    _walk: Generated
    _others: list[Row]  # the plain evaluator looks at them for every request
    _room: int  # how many more keys may be remembered with entities

    def __init__(self, rows: Iterable[Row], store: Entities) -> None:
        groups: dict[tuple[Step, ...], list[tuple[Plan, Row]]] = {}
        self._others = []
        for row in rows:
            plan = plan_of(row, store)
            signature = tuple(keyed.step for keyed in plan.steps)
            if signature in groups or len(groups) < MOST_TRIES:
                groups.setdefault(signature, []).append((plan, row))
            else:
                self._others.append(row)
        tests: set[tuple[Form, ...]] = set()
        tries = [_trie(signature, members, tests) for signature, members in groups.items()]
        self._roots = tuple(_Root(trie) if is_remembered(trie.steps) else trie.root for trie in tries)
        self._walk = walk_of(tuple(trie.steps for trie in tries), below, leaf)
        self._room = MOST_REMEMBERED

    def satisfied(
        self, principal: Known, action: Known, resource: Known, context: Context, store: Entities
    ) -> tuple[list[Row], list[Row]]:
        """The policies that hold, and those that the plain evaluator has to see."""
        bunches: list[Bunch] = []
        plain = [*self._others]
        self._walk(principal, action, resource, context, store, self._roots, bunches, plain, self._remember)
        found: list[Row] = []
        for bunch in bunches:
            test = bunch.test
            if test is None:
                found += [row for row, _ in bunch.members]
            elif bunch.loop is not None:
                bunch.loop(principal, action, resource, context, store, (), bunch.members, found, plain)
            else:
                for row, literals in bunch.members:
                    try:
                        if test(principal, action, resource, context, store, literals):
                            found.append(row)
                    except FAULTS:
                        plain.append(row)
        return (found, plain) if len(action.line) == 1 else (_once(found), _once(plain))

    def _remember(self, entity: Known, root: _Root) -> Node:
        """What the first level of a trie leads to for an entity; empty if it leads nowhere."""
        nodes = [root.children[each] for each in root.keys & entity.line]
        node = _merged(nodes, root.kinds) if nodes else ()
        size = 1 + sum(len(_children(each, root.kinds)) for each in nodes)
        if size <= self._room:
            self._room -= size
            entity.nodes[root] = node
        return node


def _children(node: Node, kinds: Sequence[str]) -> dict[object, Node]:
    """What is below a node by its key, or by action at a leaf; `kinds` are those of the levels from it on."""
    is_pair = bool(kinds) and (kinds[0] in MANY_KEYED or kinds[0] == "prefix")
    children: dict[object, Node] = node[1] if is_pair else node
    return children


def _merged(nodes: list[Node], kinds: Sequence[str]) -> Node:
    """One node in place of several; `kinds` are those of the levels from them on."""
    if len(nodes) == 1:
        return nodes[0]
    if not kinds:
        leaves: dict[object, tuple[list[Bunch], list[Row]]] = {}
        for node in nodes:
            for action, (bunches, rows) in node.items():
                known_bunches, known_rows = leaves.get(action, ([], []))
                leaves[action] = ([*known_bunches, *bunches], [*known_rows, *rows])
        return leaves
    children: dict[object, list[Node]] = {}
    for node in nodes:
        for key_, child in _children(node, kinds).items():
            children.setdefault(key_, []).append(child)
    return _level({key_: _merged(each, kinds[1:]) for key_, each in children.items()}, kinds[0])


def _once(rows: list[Row]) -> list[Row]:
    """A policy may name several actions that an action is in, and is found for each of them."""
    return list({row.policy_id: row for row in rows}.values())


def _trie(signature: tuple[Step, ...], members: Sequence[tuple[Plan, Row]], tests: set[tuple[Form, ...]]) -> _Trie:
    """The trie of policies with the same steps, and the walk through it."""
    order = _order(signature, [plan for plan, _ in members])
    levels = [place for place in order if signature[place].kind not in KEYLESS]
    root: Node = {}
    for plan, row in members:
        node = root
        for place in levels:
            node = node.setdefault(plan.steps[place].key, {})
        for at in _action_keys(row.body.action):
            _add(node.setdefault(at, {}), row, plan.rest, tests)
    kinds = [signature[place].kind for place in levels]
    return _Trie(tuple(signature[place] for place in order), _frozen(root, kinds))


def _action_keys(scope: ActionScope) -> Iterable[object]:
    """Where a policy stands at a leaf: under None for any action, under (uid,) for one, under a uid for all in it."""
    if scope.op == "all":
        return (None,)
    if scope.op == "==":
        return (scope.entities,)
    return dict.fromkeys(scope.entities)


def _add(
    bunches: dict[tuple[Form, ...] | None, Bunch],
    row: Row,
    rest: tuple[Operand, ...] | None,
    tests: set[tuple[Form, ...]],
) -> None:
    """The policy in its bunch; under None is the bunch for the plain evaluator."""
    forms, literals = joined(rest or ())
    if rest is None or (forms and forms not in tests and len(tests) == MOST_TESTS):
        bunches.setdefault(None, Bunch(())).members.append((row, ()))
        return
    if forms:
        tests.add(forms)
    if forms not in bunches:
        bunches[forms] = Bunch(forms)
    bunches[forms].add(row, literals, forms)


def _frozen(node: Node, kinds: Sequence[str]) -> Node:
    """The node as the walk takes it, given the kinds of the levels from it on."""
    if not kinds:
        return {
            at: (
                [bunch for forms, bunch in bunches.items() if forms is not None],
                [row for row, _ in bunches[None].members] if None in bunches else [],
            )
            for at, bunches in node.items()
        }
    return _level({each: _frozen(child, kinds[1:]) for each, child in node.items()}, kinds[0])


def _level(children: Node, kind: str) -> Node:
    """The node with these children, as the walk takes it."""
    if kind in MANY_KEYED:
        return frozenset(children), children
    if kind == "prefix":
        return sorted({len(each) for each in children}), children
    return children


def _order(signature: tuple[Step, ...], plans: Sequence[Plan]) -> list[int]:
    """The order of the steps: among those that never err, what leads to one node before what leads to many."""
    never_err = next((at for at, step in enumerate(signature) if step.kind not in _NEVER_ERR), len(signature))

    def rank(place: int) -> tuple[int, int]:
        if signature[place].kind != "in":
            return 0, place
        return 1, len({plan.steps[place].key for plan in plans})

    # A step that may err stays where it is, and so does all that comes after it.
    return [*sorted(range(never_err), key=rank), *range(never_err, len(signature))]


def leaf(node: Node, action: Known, found: list[Bunch], plain: list[Row]) -> None:
    """What there is at a leaf for an action."""
    for at in action.leaf_keys:
        here = node.get(at)
        if here is not None:
            found += here[0]
            plain += here[1]


def below(node: Node, kinds: tuple[str, ...], action: Known) -> list[Row]:
    """All policies below a node whose action is right; `kinds` are those of the levels from it on."""
    nodes = [node]
    for depth in range(len(kinds)):
        nodes = [child for each in nodes for child in _children(each, kinds[depth:]).values()]
    bunches: list[Bunch] = []
    rows: list[Row] = []
    for each in nodes:
        leaf(each, action, bunches, rows)
    return [*rows, *(row for bunch in bunches for row, _ in bunch.members)]
