"""The entities that requests name, each looked up once: its uid, its attributes, and what it is `in`."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from typing import Any, Final, final

from deodar.impl.entities import Entities
from deodar.impl.expr import EntityUID
from deodar.impl.value import Value

NO_ATTRIBUTES: Final[Mapping[str, Value]] = {}
NOTHING: Final[tuple[Any, ...]] = (None,)
MOST_REMEMBERED = 2_000_000  # keys of an index, beside the known entities of one store
MOST_STRANGERS = 4_096  # remembered entities that are not in the store: a request may name any


@final
class Room:
    """How much more may be remembered with the entities of one store."""

    __slots__ = ("_left", "_owner")

    def __init__(self, owner: KnownEntities) -> None:
        self._left = MOST_REMEMBERED
        self._owner = weakref.ref(owner)  # it holds the entities, and these hold this

    def take(self, keys: int) -> None:
        """Remember so many keys more; if there is no room for them, all entities are forgotten first."""
        self._left -= keys
        if self._left < 0:
            self._left = MOST_REMEMBERED
            owner = self._owner()
            if owner is not None:
                owner.by_name.clear()


@final
class Known:
    """An entity of a request against one store."""

    __slots__ = ("action_keys", "as_principal", "as_resource", "attrs", "line", "room", "uid")

    uid: EntityUID
    attrs: Mapping[str, Value]  # empty for one that is not in the store: to read of it errs in any case
    line: frozenset[EntityUID]  # itself and its ancestors
    action_keys: tuple[object, ...]  # where an index has the policies that name it, were it an action
    as_principal: tuple[Any, ...]  # what an index remembers of it, the index being the first part
    as_resource: tuple[Any, ...]
    room: Room

    def __init__(self, uid: EntityUID, store: Entities, room: Room) -> None:
        entity = store.by_uid.get(uid)
        self.uid = uid
        self.attrs = NO_ATTRIBUTES if entity is None else entity.attrs
        self.line = store.line(uid)
        self.action_keys = ((uid,), *self.line)
        self.as_principal = self.as_resource = NOTHING
        self.room = room


@final
class KnownEntities:
    """What was looked up so far, by type and id, as a plain request gives them.

    INVARIANT: `by_name[type][id]` is what was looked up for that uid, which is well formed.
    """

    __slots__ = ("__weakref__", "_room", "_store", "_strangers", "by_name")

    by_name: dict[str, dict[str, Known]]

    def __init__(self, store: Entities) -> None:
        self._store = store
        self._strangers = MOST_STRANGERS
        self.by_name = {}
        self._room = Room(self)

    def find(self, uid: EntityUID) -> Known:
        """The entity of a well-formed uid."""
        ids = self.by_name.get(uid.type)
        found = None if ids is None else ids.get(uid.id)
        if found is None:
            found = Known(uid, self._store, self._room)
            if uid not in self._store:
                self._strangers -= 1
            if uid in self._store or self._strangers > 0:
                self.by_name.setdefault(uid.type, {})[uid.id] = found
        return found
