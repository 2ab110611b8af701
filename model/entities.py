"""The entity store: what is known of each entity.

Rule: Cedar.Spec.Entities. The ancestors of an entity are closed: the parents of a parent are among them. An entity that
is not in the store has no attributes, no tags and no ancestors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from deodar.model.map import Map
from deodar.model.value import Attr, EntityUID, Value


@dataclass(frozen=True, slots=True)
class EntityData:
    """The attributes, ancestors (closed, itself not included) and tags of one entity."""

    attrs: Map[Attr, Value]
    ancestors: frozenset[EntityUID]
    tags: Map[str, Value]


Entities: TypeAlias = Map[EntityUID, EntityData]


def ancestors(uid: EntityUID, es: Entities) -> frozenset[EntityUID]:
    """The ancestors of an entity; none if it is not in the store. Rule: Entities.ancestorsOrEmpty."""
    data = es.get(uid)
    if data is None:
        return frozenset()
    return data.ancestors
