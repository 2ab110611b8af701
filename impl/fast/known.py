"""The entities that requests name, each looked up once: its uid, its attributes, and what it is `in`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, final

from deodar.impl.entities import Entities
from deodar.impl.expr import EntityUID
from deodar.impl.value import Value

NO_ATTRIBUTES: Final[Mapping[str, Value]] = {}
MOST_STRANGERS = 4_096  # remembered entities that are not in the store: a request may name any


@final
class Known:
    """An entity of a request against one store."""

    __slots__ = ("attrs", "leaf_keys", "line", "nodes", "uid")

    uid: EntityUID
    attrs: Mapping[str, Value]  # empty for one that is not in the store: to read of it errs in any case
    line: frozenset[EntityUID]  # itself and its ancestors
    leaf_keys: tuple[object, ...]  # where a leaf of the index has the policies about it, were it an action
    nodes: dict[object, object]  # what an index remembers of it, by the root of each of its tries

    def __init__(self, uid: EntityUID, store: Entities) -> None:
        entity = store.by_uid.get(uid)
        self.uid = uid
        self.attrs = NO_ATTRIBUTES if entity is None else entity.attrs
        self.line = store.line(uid)
        self.leaf_keys = (None, (uid,), *self.line)
        self.nodes = {}


@final
class KnownEntities:
    """What was looked up so far, by type and id, as a plain request gives them.

    INVARIANT: `by_name[type][id]` is what was looked up for that uid, which is well formed.
    """

    __slots__ = ("_store", "_strangers", "by_name")

    by_name: dict[str, dict[str, Known]]

    def __init__(self, store: Entities) -> None:
        self._store = store
        self._strangers = MOST_STRANGERS
        self.by_name = {}

    def find(self, uid: EntityUID) -> Known:
        """The entity of a well-formed uid."""
        ids = self.by_name.get(uid.type)
        found = None if ids is None else ids.get(uid.id)
        if found is None:
            found = Known(uid, self._store)
            if uid not in self._store:
                self._strangers -= 1
            if uid in self._store or self._strangers > 0:
                self.by_name.setdefault(uid.type, {})[uid.id] = found
        return found
