"""The nodes of tries, and how a trie is made out of another one without a change to that one.

A node is a dict from keys to nodes; where more than one key may be looked up at once it is a pair, of the set of its
keys and that dict, and where texts are looked up by their beginnings, of the lengths of its keys, in order, and that
dict. Below the last level are the members, few of them as a tuple, and more as a list.
"""

# OPTIMIZATION: few members are a tuple, which takes half the memory of a list, and is one for all actions of a policy.
# INVARIANT:    a tuple never changes: what is added where it stands in one place is not in the others.
# GUARDED BY:   tests/impl/fast/test_changes.py; drt targets back-ends and index

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from typing import Any, Final, TypeAlias, final

from deodar.impl.fast.known import Known
from deodar.impl.fast.row import Row
from deodar.impl.fast.way import ACTION, MANY_KEYED

Node: TypeAlias = Any  # see above
Member: TypeAlias = Any  # a policy, if nothing is left to be tested of it, or a tuple that begins with one


def children(node: Node, kind: str) -> dict[object, Node]:
    """What is below a node by its key; `kind` is that of its level."""
    found: dict[object, Node] = node[1] if kind in MANY_KEYED or kind == "prefix" else node
    return found


def row_of(member: Member) -> Row:
    """The policy that a member is about."""
    row: Row = member if isinstance(member, Row) else member[0]
    return row


FEW: Final = 4  # members that are a tuple


@final
class Editor:
    """Adds and removes members. The nodes that are not its own it copies first."""

    # INVARIANT: `_own` are the nodes that were made here, so that nobody else has seen them, by identity.
    __slots__ = ("_own",)

    def __init__(self) -> None:
        self._own: dict[int, Node] = {}

    def new(self, kinds: Sequence[str]) -> Node:
        """An empty node; `kinds` are those of the levels from it on."""
        return self._owned(_empty(kinds))

    def add(self, node: Node, kinds: Sequence[str], keys: Sequence[Sequence[object]], member: Member) -> Node:
        """The node with a member below it, under each of the keys of each level."""
        if not kinds:
            return self._with(node, member)
        own = self._mine(node, kinds)
        below_it = children(own, kinds[0])
        alone = (member,)  # one object under all keys
        for each in keys[0]:
            child = below_it.get(each)
            if child is None:
                _know(own, kinds[0], each)
                child = self.new(kinds[1:]) if len(kinds) > 1 else ()
            below_it[each] = alone if child == () else self.add(child, kinds[1:], keys[1:], member)
        return own

    def remove(self, node: Node, kinds: Sequence[str], keys: Sequence[Sequence[object]], row: Row) -> Node:
        """The node without the members about a policy, and without nodes below it that are then empty."""
        if not kinds:
            left = [member for member in node if row_of(member) is not row]
            return tuple(left) if len(left) <= FEW else self._owned(left)
        own = self._mine(node, kinds)
        below_it = children(own, kinds[0])
        for each in keys[0]:
            child = self.remove(below_it[each], kinds[1:], keys[1:], row)
            if children(child, kinds[1]) if len(kinds) > 1 else child:
                below_it[each] = child
            else:
                del below_it[each]
                if kinds[0] in MANY_KEYED:
                    own[0].remove(each)
        return own

    def _with(self, members: Node, member: Member) -> Node:
        """The members with one more."""
        if len(members) < FEW:
            return (*members, member)
        own = self._owned([*members]) if len(members) == FEW else self._mine(members, ())
        own.append(member)
        return own

    def _mine(self, node: Node, kinds: Sequence[str]) -> Node:
        return node if id(node) in self._own else self._owned(_copy(node, kinds))

    def _owned(self, node: Node) -> Node:
        self._own[id(node)] = node
        return node


def _empty(kinds: Sequence[str]) -> Node:
    if not kinds:
        return ()
    if kinds[0] in MANY_KEYED:
        return set(), {}
    return ([], {}) if kinds[0] == "prefix" else {}


def _copy(node: Node, kinds: Sequence[str]) -> Node:
    if kinds and (kinds[0] in MANY_KEYED or kinds[0] == "prefix"):
        return node[0].copy(), node[1].copy()
    return node.copy()


def _know(node: Node, kind: str, new_key: Any) -> None:
    """Keep beside the dict of a node what it tells of its keys. Lengths stay when keys go: they do no harm."""
    if kind in MANY_KEYED:
        node[0].add(new_key)
    elif kind == "prefix" and len(new_key) not in node[0]:
        insort(node[0], len(new_key))


def merged(nodes: Sequence[Node], kinds: Sequence[str]) -> Node:
    """One node in place of several, of which there is one at least; `kinds` are those of the levels from them on."""
    if len(nodes) == 1:
        return nodes[0]
    if not kinds:
        return [member for node in nodes for member in node]
    together: dict[object, list[Node]] = {}
    for node in nodes:
        for each, child in children(node, kinds[0]).items():
            together.setdefault(each, []).append(child)
    found = {each: merged(some, kinds[1:]) for each, some in together.items()}
    if kinds[0] in MANY_KEYED:
        return set(found), found
    if kinds[0] == "prefix":
        return sorted({len(str(each)) for each in found}), found
    return found


def size(node: Node, kinds: Sequence[str]) -> int:
    """How many children, or members, a node has."""
    return len(children(node, kinds[0])) if kinds else len(node)


def below(node: Node, kinds: Sequence[str], action: Known) -> list[Row]:
    """All policies below a node whose action is right; `kinds` are those of the levels from it on."""
    nodes = [node]
    for kind in kinds:
        if kind == ACTION:
            nodes = [each[at] for each in nodes for at in action.action_keys if at in each]
        else:
            nodes = [child for each in nodes for child in children(each, kind).values()]
    return [row_of(member) for members in nodes for member in members]
