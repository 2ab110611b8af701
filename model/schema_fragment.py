"""A schema as it is written, before its names are resolved.

Both formats come down to this. Names stand as written; each says in which sorts of declarations it is to be looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from deodar.model.map import Map


class Sort(Enum):
    """The sorts of declarations in which a name is looked for."""

    COMMON = "common"
    ENTITY = "Entity"
    ENTITY_OR_COMMON = "EntityOrCommon"


class Primitive(Enum):
    """The primitive types, by the names that the JSON format gives them."""

    STRING = "String"
    LONG = "Long"
    BOOLEAN = "Boolean"


Annotations: TypeAlias = Map[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """A reference to a declared type."""

    name: str
    sort: Sort


@dataclass(frozen=True, slots=True)
class SetOf:
    """Sets of one type."""

    element: TypeExpr


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a record."""

    type: TypeExpr
    required: bool
    annotations: Annotations


@dataclass(frozen=True, slots=True)
class RecordOf:
    """Records; those that may have further attributes are no part of the language."""

    attrs: Map[str, Attribute]
    additional: bool


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension type that is meant whatever the schema declares."""

    name: str


TypeExpr: TypeAlias = Primitive | Named | SetOf | RecordOf | Extension


@dataclass(frozen=True, slots=True)
class EntityDecl:
    """An entity type with attributes; `shape` must come down to a record."""

    parents: tuple[str, ...]
    shape: TypeExpr
    tags: TypeExpr | None
    annotations: Annotations


@dataclass(frozen=True, slots=True)
class EnumDecl:
    """An entity type whose entities are listed."""

    ids: tuple[str, ...]
    annotations: Annotations


@dataclass(frozen=True, slots=True)
class CommonDecl:
    """A common type."""

    type: TypeExpr
    annotations: Annotations


@dataclass(frozen=True, slots=True)
class GroupRef:
    """An action named as a group; without a type it is one of the same namespace, or of the empty one."""

    type: str | None
    id: str


@dataclass(frozen=True, slots=True)
class AppliesTo:
    """What an action applies to; `context` must come down to a record."""

    principals: tuple[str, ...]
    resources: tuple[str, ...]
    context: TypeExpr


@dataclass(frozen=True, slots=True)
class ActionDecl:
    """An action, the groups that it is in, and what it applies to: nothing, if that is not said."""

    groups: tuple[GroupRef, ...]
    applies_to: AppliesTo | None
    annotations: Annotations


@dataclass(frozen=True, slots=True)
class Namespace:
    """The declarations of one namespace, whose name is empty for those outside any."""

    name: str
    entity_types: Map[str, EntityDecl | EnumDecl]
    actions: Map[str, ActionDecl]
    common_types: Map[str, CommonDecl]
    annotations: Annotations


Fragment: TypeAlias = tuple[Namespace, ...]

NO_ATTRIBUTES = RecordOf(Map({}), False)
