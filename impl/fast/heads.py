"""What the heads of ways lead to for an entity, which is the same for all requests that name it.

It is computed once for the entity, and kept with it: the policies that hold for the entity whatever else is asked, and
the nodes of tries that its other steps start from.
"""

# OPTIMIZATION: follow the steps that look at the principal or the resource alone once for each entity.
# INVARIANT:    what is kept is what the steps lead to from the roots of this index, in the store of the entity.
# GUARDED BY:   drt targets index, back-ends and fresh; tests/impl/fast/test_back_ends.py

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, final

from deodar.impl.entities import Entities
from deodar.impl.fast.form import Form
from deodar.impl.fast.generate import test_of
from deodar.impl.fast.helpers import FAULTS, fault, get
from deodar.impl.fast.known import Known
from deodar.impl.fast.row import Row
from deodar.impl.fast.trie import Node, below, children, merged, size
from deodar.impl.fast.way import KEYLESS, Head, Step, Way
from deodar.impl.value import SetValue, Value, key


class Part(NamedTuple):
    """A trie with a head."""

    root: Node
    way: Way
    head: Head


@final
class Heads:
    """The tries of an index whose heads are about one of principal and resource."""

    __slots__ = ("_parts", "_slot")

    def __init__(self, variable: str, parts: Sequence[Part]) -> None:
        self._slot = f"as_{variable}"
        self._parts = parts

    def of(self, entity: Known, store: Entities) -> tuple[Any, ...]:
        """These heads, what they tell by themselves, and a node or None for each trie.

        What they tell are the policies that hold, and what is left to the plain evaluator: pairs of a node and the
        kinds of the levels from it on. A trie all of whose policies hold once they are reached has no node.
        """
        rows: list[Row] = []
        broken: list[tuple[Node, tuple[str, ...]]] = []
        nodes: list[Node] = []
        taken = 1
        for root, way, head in self._parts:
            reached = _reach(Part(root, way, head), entity, store, broken)
            if head.is_all(way):
                rows += [row for members in reached for row in members]
                continue
            kinds = way.kinds(head.stop)
            nodes.append(merged(reached, kinds) if reached else None)
            taken += 1 + sum(size(each, kinds) for each in reached)
        found = (self, (rows, broken) if rows or broken else (), *nodes)
        entity.room.take(taken + len(rows))
        setattr(entity, self._slot, found)
        return found


def _reach(part: Part, entity: Known, store: Entities, broken: list[tuple[Node, tuple[str, ...]]]) -> list[Node]:
    """The nodes that the steps of a head lead to; those where a step errs are added to the broken ones."""
    root, way, head = part
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
