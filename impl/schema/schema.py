"""A schema as the validator sees it: every name resolved, every common type replaced by what it stands for.

The contract. A `ResolvedSchema` is immutable and was found well formed: each entity type that an attribute, a parent
list or an action names is declared (an attribute may also name an action type, `N::Action`); actions have no cycle,
entity types may have one. Names are full names. `entity_types` has no action types.

Ancestors and descendants are transitively closed, and never hold what they are asked for unless the hierarchy of entity
types has a cycle through it. They are computed when asked for, each once: to close a chain of ten thousand types
beforehand would take fifty million entries. The same holds for `environments`, of which there may be very many.

All look-ups take any name, declared or not: what is not declared has no ancestors, no attributes and no tags.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar, final

from deodar.impl.expr import EntityUID
from deodar.impl.schema.types import EMPTY_RECORD, RecordType, Type

Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True, slots=True)
class EntityTypeDefinition:
    """An entity type. That of an enumerated type has `ids`, and neither parents, attributes nor tags."""

    name: str
    parents: frozenset[str] = frozenset()  # as declared, not closed; may be enumerated types
    attributes: RecordType = EMPTY_RECORD
    tags: Type | None = None  # the type of each tag's value; None: no tags are allowed
    ids: tuple[str, ...] | None = None  # of an enumerated type, never empty, in the order written, each once


@dataclass(frozen=True, slots=True)
class ActionDefinition:
    """An action. It applies to each pair of a principal type and a resource type; to none if either is empty."""

    uid: EntityUID
    parents: frozenset[EntityUID] = frozenset()  # as declared, not closed
    principals: tuple[str, ...] = ()  # each once, in the order written
    resources: tuple[str, ...] = ()
    context: RecordType = EMPTY_RECORD


class RequestEnvironment(NamedTuple):
    """The types of a request; the context's is that of the action."""

    principal: str
    action: EntityUID
    resource: str


@final
class ResolvedSchema:
    """See the module docstring for the contract."""

    __slots__ = (
        "_action_ancestors", "_action_children", "_action_descendants", "_ancestors", "_children", "_descendants",
        "_ids", "action_types", "actions", "entity_types",
    )  # fmt: skip

    entity_types: Mapping[str, EntityTypeDefinition]
    actions: Mapping[EntityUID, ActionDefinition]
    action_types: frozenset[str]  # the types of the declared actions: `Action`, `N::Action`

    # INVARIANT: an entry of these caches is never changed; they have at most one for each declared type or action.
    _ancestors: dict[str, frozenset[str]]
    _descendants: dict[str, frozenset[str]]
    _children: dict[str, list[str]] | None
    _ids: dict[str, frozenset[str]]
    _action_ancestors: dict[EntityUID, frozenset[EntityUID]]
    _action_descendants: dict[EntityUID, frozenset[EntityUID]]
    _action_children: dict[EntityUID, list[EntityUID]] | None

    def __init__(
        self, entity_types: Mapping[str, EntityTypeDefinition], actions: Mapping[EntityUID, ActionDefinition]
    ) -> None:
        """The schema of these definitions, which the caller found well formed and gives away."""
        self.entity_types = entity_types
        self.actions = actions
        self.action_types = frozenset(uid.type for uid in actions)
        self._ancestors, self._descendants, self._children, self._ids = {}, {}, None, {}
        self._action_ancestors, self._action_descendants, self._action_children = {}, {}, None

    # -- entity types

    def attributes_of(self, entity_type: str) -> RecordType:
        """The attributes of an entity type; none for an action type and an enumerated type."""
        found = self.entity_types.get(entity_type)
        return EMPTY_RECORD if found is None else found.attributes

    def tags_of(self, entity_type: str) -> Type | None:
        """The type of the tags of an entity type; None if it has none."""
        found = self.entity_types.get(entity_type)
        return None if found is None else found.tags

    def has_id(self, uid: EntityUID) -> bool:
        """Whether an entity may have this id: any that is not of an enumerated type may."""
        found = self.entity_types.get(uid.type)
        if found is None or found.ids is None:
            return True
        ids = self._ids.get(uid.type)
        if ids is None:
            ids = self._ids[uid.type] = frozenset(found.ids)
        return uid.id in ids

    def ancestors_of(self, entity_type: str) -> frozenset[str]:
        """The entity types that entities of this type may have as ancestors."""
        if entity_type not in self.entity_types:
            return frozenset()
        found = self._ancestors.get(entity_type)
        if found is None:
            found = _reachable(self._parents_of(entity_type), self._parents_of)
            self._ancestors[entity_type] = found
        return found

    def descendants_of(self, entity_type: str) -> frozenset[str]:
        """The entity types whose ancestors this one is among."""
        if entity_type not in self.entity_types:
            return frozenset()
        found = self._descendants.get(entity_type)
        if found is None:
            if self._children is None:
                self._children = _reversed({name: each.parents for name, each in self.entity_types.items()})
            children = self._children
            found = _reachable(children.get(entity_type, ()), lambda name: children.get(name, ()))
            self._descendants[entity_type] = found
        return found

    def _parents_of(self, entity_type: str) -> Iterable[str]:
        return self.entity_types[entity_type].parents

    # -- actions

    def action_ancestors_of(self, action: EntityUID) -> frozenset[EntityUID]:
        """The groups that an action is in, itself not included."""
        if action not in self.actions:
            return frozenset()
        found = self._action_ancestors.get(action)
        if found is None:
            found = _reachable(self._groups_of(action), self._groups_of)
            self._action_ancestors[action] = found
        return found

    def action_descendants_of(self, action: EntityUID) -> frozenset[EntityUID]:
        """The actions that are in a group, itself not included."""
        if action not in self.actions:
            return frozenset()
        found = self._action_descendants.get(action)
        if found is None:
            if self._action_children is None:
                self._action_children = _reversed({uid: each.parents for uid, each in self.actions.items()})
            children = self._action_children
            found = _reachable(children.get(action, ()), lambda uid: children.get(uid, ()))
            self._action_descendants[action] = found
        return found

    def _groups_of(self, action: EntityUID) -> Iterable[EntityUID]:
        return self.actions[action].parents

    # -- request environments

    def environments(self, actions: Iterable[EntityUID] | None = None) -> Iterator[RequestEnvironment]:
        """The request environments of these actions, or of all, one after the other."""
        for uid in self.actions if actions is None else actions:
            definition = self.actions[uid]
            for principal in definition.principals:
                for resource in definition.resources:
                    yield RequestEnvironment(principal, uid, resource)

    def environment_count(self) -> int:
        """How many request environments there are."""
        return sum(len(each.principals) * len(each.resources) for each in self.actions.values())

    def __eq__(self, other: object) -> bool:
        """Whether both declare the same, in whatever order."""
        if not isinstance(other, ResolvedSchema):
            return NotImplemented
        return self.entity_types == other.entity_types and self.actions == other.actions

    def __hash__(self) -> int:
        return hash((frozenset(self.entity_types), frozenset(self.actions)))

    def __repr__(self) -> str:
        return f"<ResolvedSchema of {len(self.entity_types)} entity types and {len(self.actions)} actions>"


def _reachable(start: Iterable[Node], following: Callable[[Node], Iterable[Node]]) -> frozenset[Node]:
    """What can be reached from `start` in any number of steps, `start` included."""
    found: set[Node] = set()
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += following(node)
    return frozenset(found)


def _reversed(parents: Mapping[Node, Iterable[Node]]) -> dict[Node, list[Node]]:
    """From each node to those that it is a parent of."""
    children: dict[Node, list[Node]] = {}
    for node, its_parents in parents.items():
        for parent in its_parents:
            children.setdefault(parent, []).append(node)
    return children
