"""The entity store: an immutable map from uid to entity, with the ancestors of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, final

from deodar.impl.collector import without_collections
from deodar.impl.deep import with_room
from deodar.impl.entity_json import Entity, read_entities, refuse
from deodar.impl.expr import EntityUID
from deodar.impl.hierarchy import find_cycle, line_of
from deodar.impl.json_place import Mistake
from deodar.impl.uid_form import read_any_uid
from deodar.impl.value_json import ValueRefused
from deodar.impl.wording import quote

if TYPE_CHECKING:
    from deodar.impl.schema.document import Schema

_LEAST_ROOM = 1_000_000
_ROOM_FOR_EACH = 32  # remembered members of lines for each entity


@final
class Entities:
    """A snapshot of entities. Reading is safe from any number of threads; every change makes a new snapshot."""

    # INVARIANT: the hierarchy has no cycle.
    # INVARIANT: `lines` only ever gains entries, each the line of its uid in this snapshot.
    # INVARIANT: it gains at most `_room` more members of lines: a chain of n parents must not take n * n.
    __slots__ = ("_room", "by_uid", "lines")

    by_uid: Mapping[EntityUID, Entity]  # a dict that is never changed
    lines: dict[EntityUID, frozenset[EntityUID]]  # those computed so far; `line` computes the others
    _room: int

    def __init__(self, entities: Iterable[Entity] = ()) -> None:
        """The store of these entities, which may repeat one another only word for word."""
        self._fill({}, list(entities), None, replace=False)

    @classmethod
    def from_json(cls, data_or_text: object, schema: Schema | None = None) -> Entities:
        """The store of a JSON entities document, given as text or as Python data; raises `EntitiesError`.

        With a schema the entities are read by it and must conform to it, and its actions are added to them.
        """
        with without_collections():
            if schema is None:
                return cls.empty().add(data_or_text)
            return with_room(cls._conforming, data_or_text, schema)

    @classmethod
    def _conforming(cls, data_or_text: object, schema: Schema) -> Entities:
        from deodar.impl.schema.entities_json import read_conforming_entities  # noqa: PLC0415  # few have a schema

        new, text = read_conforming_entities(data_or_text, schema.resolved)
        return cls._snapshot({}, new, text, replace=False)

    @classmethod
    def empty(cls) -> Entities:
        """The store without entities."""
        return cls()

    @classmethod
    def _snapshot(
        cls, old: Mapping[EntityUID, Entity], new: list[Entity], text: str | None, *, replace: bool
    ) -> Entities:
        store = cls.__new__(cls)
        store._fill(old, new, text, replace=replace)
        return store

    def _fill(self, old: Mapping[EntityUID, Entity], new: list[Entity], text: str | None, *, replace: bool) -> None:
        by_uid = {} if old else {entity.uid: entity for entity in new}
        no_two = not old and len(by_uid) == len(new)  # have the same uid
        if not no_two:
            by_uid = dict(old)
        mistakes: list[Mistake] = []
        fixed = {} if replace else by_uid  # what must not be given again with other content
        if replace:
            by_uid.update((entity.uid, entity) for entity in new)
        for index, entity in enumerate(() if no_two else new):
            first = fixed.setdefault(entity.uid, entity)
            if first is not entity and first != entity:
                message = f"the entity {_text(entity.uid)} is given twice, with different content"
                hint = "remove one of them, or put both into one"
                mistakes.append(Mistake((index, "uid"), "duplicate-entity", message, hint))
        cycle = _cycle(new, by_uid)
        if cycle is not None:
            message = f"the entities {_chain(cycle)} are their own ancestors"
            members = frozenset(cycle)
            index = next(index for index, entity in enumerate(new) if entity.uid in members)
            mistakes.append(Mistake((index, "parents"), "cycle", message, "remove one of these parents"))
        if mistakes:
            raise refuse(text, mistakes)
        self.by_uid = by_uid
        self.lines = {}
        self._room = _LEAST_ROOM + _ROOM_FOR_EACH * len(by_uid)

    def line(self, uid: EntityUID) -> frozenset[EntityUID]:
        """What the entity is `in`: itself and its ancestors. An entity that is not in the store has none."""
        found = self.lines.get(uid)
        if found is None:
            found = line_of(uid, self._parents)
            if uid in self.by_uid and len(found) <= self._room:
                self._room -= len(found)
                self.lines[uid] = found
        return found

    def ancestors(self, uid: EntityUID) -> frozenset[EntityUID]:
        """The ancestors of the entity, itself not included."""
        return self.line(uid) - {uid}

    def _parents(self, uid: EntityUID) -> tuple[EntityUID, ...]:
        entity = self.by_uid.get(uid)
        return () if entity is None else entity.parents

    def add(self, entities: object) -> Entities:
        """A snapshot with these too (`Entities` or a document); refused if one is here already with other content."""
        return with_room(self._with, entities, replace=False)

    def upsert(self, entities: object) -> Entities:
        """A snapshot with these too (`Entities` or a document), in place of those with the same uid."""
        return with_room(self._with, entities, replace=True)

    def _with(self, entities: object, *, replace: bool) -> Entities:
        new, text = (list(entities), None) if isinstance(entities, Entities) else read_entities(entities)
        return self._snapshot(self.by_uid, new, text, replace=replace)

    def remove(self, uids: Iterable[object]) -> Entities:
        """A snapshot without these entities, of which nobody is a child any longer; those not here are ignored.

        Each is an `EntityUID`, text such as `User::"alice"`, or `{"type": ..., "id": ...}`.
        """
        removed = frozenset(_read_uids(uids)).intersection(self.by_uid)
        kept = {uid: _orphaned(entity, removed) for uid, entity in self.by_uid.items() if uid not in removed}
        return self._snapshot(kept, [], None, replace=False)

    def get(self, uid: EntityUID) -> Entity | None:
        """The entity, or None if it is not in the store."""
        return self.by_uid.get(uid)

    def to_json(self) -> list[dict[str, object]]:
        """The store as an entities document, with the parents that were given and not all ancestors."""
        return [entity.to_json() for entity in self]

    def __iter__(self) -> Iterator[Entity]:
        return iter(self.by_uid.values())

    def __len__(self) -> int:
        return len(self.by_uid)

    def __contains__(self, uid: object) -> bool:
        return uid in self.by_uid

    def __eq__(self, other: object) -> bool:
        return self.by_uid == other.by_uid if isinstance(other, Entities) else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self.by_uid))

    def __repr__(self) -> str:
        return f"<Entities: {len(self)} entities>"


# OPTIMIZATION: look for a cycle among the entities that are parents; most are none. Many have the same object that
#               tells their parents, which is looked at once.
# INVARIANT:    each entity of a cycle is the parent of another one; the cycle that is told of is the first one on the
#               way through all entities.
# GUARDED BY:   tests/impl/test_entities.py; drt target entities
def _cycle(new: list[Entity], by_uid: Mapping[EntityUID, Entity]) -> tuple[EntityUID, ...] | None:
    """A cycle that entities are in which are new, or None."""

    def parents_of(uid: EntityUID) -> tuple[EntityUID, ...]:
        return by_uid[uid].parents if uid in by_uid else ()

    parents = {id(entity.parents): entity.parents for entity in new}
    of_any: set[EntityUID] = set[EntityUID]().union(*parents.values())
    return find_cycle((entity.uid for entity in new), parents_of) if find_cycle(of_any, parents_of) else None


def _read_uids(uids: Iterable[object]) -> Iterator[EntityUID]:
    for index, uid in enumerate(uids):
        try:
            yield read_any_uid(uid)
        except ValueRefused as refused:
            raise refuse(None, [refused.mistake((index,))]) from None


def _text(uid: EntityUID) -> str:
    return quote(f'{uid.type}::"{uid.id}"')


def _orphaned(entity: Entity, removed: frozenset[EntityUID]) -> Entity:
    if removed.isdisjoint(entity.parents):
        return entity
    parents = tuple(parent for parent in entity.parents if parent not in removed)
    return Entity(entity.uid, entity.attrs, parents, entity.tags)


_MOST_SHOWN = 8


def _chain(cycle: tuple[EntityUID, ...]) -> str:
    """The way round, cut short in the middle if it is long."""
    names = [_text(uid) for uid in cycle]
    if len(names) > _MOST_SHOWN:
        names[_MOST_SHOWN // 2 : -_MOST_SHOWN // 2] = ["..."]
    return " in ".join(names)
