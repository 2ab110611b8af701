"""What the heads of ways lead to for an entity, which is the same for all requests that name it.

It is computed once for the entity, and kept with it: the policies that hold for the entity whatever else is asked, and
the nodes of tries that its other steps start from. Where the next step asks what the other entity of a request is in,
the keys that lead on are bits of a number, and so are, for that other one, the keys that it is in.
"""

# OPTIMIZATION: follow the steps that look at the principal or the resource alone once for each entity.
# INVARIANT:    what is kept is what the steps lead to from the roots of this index, in the store of the entity.
# GUARDED BY:   drt targets index, back-ends and fresh; tests/impl/fast/test_back_ends.py

# OPTIMIZATION: tell by the bits of two numbers which policies of a trie are about both principal and resource, and keep
#               what they answer, with the first of the two, by the bits that both have, for each action.
# INVARIANT:    two numbers have a bit in common exactly for each key of the node that the other entity is in; what is
#               kept are the policies under these keys that are about the action.
# GUARDED BY:   drt targets index, back-ends and fresh; tests/impl/fast/test_back_ends.py

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple, TypeAlias, final

from deodar.impl.entities import Entities
from deodar.impl.expr import EntityUID
from deodar.impl.fast.form import Form
from deodar.impl.fast.generate import test_of
from deodar.impl.fast.helpers import FAULTS, fault, get
from deodar.impl.fast.known import Known
from deodar.impl.fast.respond import response_of
from deodar.impl.fast.row import Row
from deodar.impl.fast.trie import Node, below, children, merged, size
from deodar.impl.fast.way import KEYLESS, Head, Step, Way
from deodar.impl.response import Response
from deodar.impl.value import SetValue, Value, key

MOST_BITS: Final = 16_384  # keys of a level that are numbered

Bits: TypeAlias = dict[EntityUID, int]  # the bit that stands for each key of a level


class Part(NamedTuple):
    """A trie with a head."""

    root: Node
    way: Way
    head: Head
    bits: Bits | None  # of the keys after the head, if it crosses

    @property
    def has_node(self) -> bool:
        """Whether what it leads to must be looked at for each request."""
        return not self.head.is_all(self.way)


def bits_of(root: Node, way: Way, head: Head, store: Entities) -> Bits | None:
    """A bit for each key of the level after a head that crosses; None if there are too many.

    What entities of the store are in has low bits: the numbers of most entities are short.
    """
    if not head.crosses(way):
        return None
    nodes = [root]
    for kind in way.kinds()[: len(way.kinds()) - len(way.kinds(head.stop))]:
        nodes = [child for node in nodes for child in children(node, kind).values()]
    keys = set[EntityUID]().union(*(node[0] for node in nodes))
    if len(keys) > MOST_BITS:
        return None
    return {uid: number for number, uid in enumerate(sorted(keys, key=lambda uid: uid not in store.by_uid))}


def _number(bits: Bits, keys: Iterable[EntityUID]) -> int:
    """The number whose bits stand for some keys."""
    return sum(1 << bits[uid] for uid in keys)


@final
class Heads:
    """The tries of an index whose heads are about one of principal and resource."""

    __slots__ = ("_by_place", "_crossed", "_parts", "_slot")

    def __init__(self, variable: str, parts: Sequence[Part]) -> None:
        """The heads about a variable, out of those of all tries."""
        self._slot = f"as_{variable}"
        self._parts = [part for part in parts if part.head.variable == variable]
        self._crossed = [part.bits for part in parts if part.head.other == variable and part.bits is not None]
        places = places_of([(part.head, part.has_node, part.bits is not None) for part in parts])
        self._by_place = {
            each.node: part
            for part, each in zip(parts, places, strict=True)
            if each is not None and part.head.variable == variable
        }

    def of(self, entity: Known, store: Entities) -> tuple[Any, ...]:
        """These heads, what they tell by themselves, and then what `places_of` says.

        What they tell are the policies that hold, and what is left to the plain evaluator: pairs of a node and the
        kinds of the levels from it on. A trie all of whose policies hold once they are reached has no node.
        """
        rows: list[Row] = []
        broken: list[tuple[Node, tuple[str, ...]]] = []
        rest: list[Any] = []
        taken = 1
        for part in self._parts:
            reached = _reach(part, entity, store, broken)
            if not part.has_node:
                rows += [row for members in reached for row in members]
                continue
            kinds = part.way.kinds(part.head.stop)
            rest.append(merged(reached, kinds) if reached else None)
            if part.bits is not None:
                rest += (_number(part.bits, {key for node in reached for key in node[0]}), {})
                taken += len(part.bits) // 64
            taken += 1 + sum(size(each, kinds) for each in reached)
        for bits in self._crossed:
            rest.append(_number(bits, (uid for uid in entity.line if uid in bits)))
            taken += 1 + len(bits) // 64
        found = (self, (rows, broken) if rows or broken else (), *rest)
        entity.room.take(taken + len(rows))
        setattr(entity, self._slot, found)
        return found

    def group(self, held: tuple[Any, ...], place: int, common: int, action: Known, other: Known) -> Group:
        """The policies about an action at a node, under what the other entity is in; they are kept by a number."""
        way, head = self._by_place[place][1:3]
        keys, below_it = held[place]
        kinds = way.kinds(head.stop + 1)
        rows = dict.fromkeys(row for key in other.line & keys for row in below(below_it[key], kinds, action))
        found = Group(tuple(rows), response_of(list(rows), ()))
        held[place + KEPT].setdefault(common, {})[action] = found
        other.room.take(_COST_OF_GROUP + len(rows))
        return found


class Group(NamedTuple):
    """Policies that hold together, and the response if no other holds or errs."""

    rows: tuple[Row, ...]
    response: Response


class Places(NamedTuple):
    """Where what the heads lead to for an entity has the parts that belong to a trie with a head.

    If its keys are numbered, there are the number `NUMBER` after the node, and what is kept of groups `KEPT` after it.
    """

    node: int
    crossed: int | None  # the number of the keys that the other entity is in; None: they are not numbered


NUMBER: Final = 1
KEPT: Final = 2
_COST_OF_GROUP: Final = 8  # keys of an index that take as much room


def places_of(heads: Sequence[tuple[Head, bool, bool]]) -> list[Places | None]:
    """The places for each trie: given its head, whether it has a node, and whether its keys are numbered."""
    next_place = {"principal": 2, "resource": 2}
    found: list[Places | None] = []
    for head, has_node, is_numbered in heads:
        node = next_place[head.variable]
        next_place[head.variable] += has_node + (KEPT if is_numbered else 0)
        found.append(Places(node, None) if has_node else None)
    for at, ((head, _, is_numbered), places) in enumerate(zip(heads, found, strict=True)):
        if places is not None and is_numbered:
            found[at] = places._replace(crossed=next_place[head.other])
            next_place[head.other] += 1
    return found


def _reach(part: Part, entity: Known, store: Entities, broken: list[tuple[Node, tuple[str, ...]]]) -> list[Node]:
    """The nodes that the steps of a head lead to; those where a step errs are added to the broken ones."""
    root, way, head, _ = part
    nodes = [root]
    for place in range(head.start, head.stop):
        step = way.steps[place]
        try:
            if step.kind in KEYLESS:
                nodes = nodes if _holds(step, entity, store) else []
            else:
                value = _value(step, entity, store)
                nodes = [child for node in nodes for child in _children_at(node, step.kind, value)]
        except FAULTS:
            broken += [(node, way.kinds(place)) for node in nodes]
            return []
        if not nodes:
            return []
    return nodes


def _holds(step: Step, entity: Known, store: Entities) -> bool:
    """Whether a step without a key leads on."""
    if step.kind == "long":
        return True if type(_read(step.of, entity, store)) is int else fault()
    return bool(test_of((step.of,))(entity, entity, entity, {}, store, ()))


def _value(step: Step, entity: Known, store: Entities) -> Any:
    """What a level is looked up by."""
    match step.kind:
        case "==":
            return entity.uid
        case "is":
            return entity.uid.type
        case "in":
            return entity.line
        case "value":
            return key(_read(step.of, entity, store))
        case "member":
            value = _read(step.of, entity, store)
            return value.keys if type(value) is SetValue else fault()
        case _:
            text = _read(step.of, entity, store)
            return text if type(text) is str else fault()


def _read(path: Form, entity: Known, store: Entities) -> Value:
    """The value at a path of the entity."""
    match path:
        case ("get", ("var", _), str(attribute)):
            return entity.attrs[attribute]
        case ("get", tuple(left), str(attribute)):
            return get(_read(left, entity, store), attribute, store)
        case _:
            return entity.uid


def _children_at(node: Node, kind: str, value: Any) -> Iterable[Node]:
    found = children(node, kind)
    match kind:
        case "in" | "member":
            return [found[each] for each in value & node[0]]
        case "prefix":
            starts = [value[:length] for length in node[0] if length <= len(value)]
            return [found[each] for each in starts if each in found]
        case _:
            return [found[value]] if value in found else []


def leave_broken(broken: Iterable[tuple[Node, tuple[str, ...]]], action: Known, plain: list[Row]) -> None:
    """Leave to the plain evaluator what is below nodes where a step erred."""
    for node, kinds in broken:
        plain += below(node, kinds, action)
