"""The types of the language.

Rule: Cedar.Validation.Types. A schema says `Bool`; the types of true and of false alone arise from typing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from deodar.model.map import Map
from deodar.model.value import Attr, EntityType


@dataclass(frozen=True, slots=True)
class TrueT:
    """The type of true alone."""


@dataclass(frozen=True, slots=True)
class FalseT:
    """The type of false alone."""


@dataclass(frozen=True, slots=True)
class BoolT:
    """Both truth values."""


@dataclass(frozen=True, slots=True)
class LongT:
    """Longs."""


@dataclass(frozen=True, slots=True)
class StringT:
    """Strings."""


@dataclass(frozen=True, slots=True)
class EntityT:
    """The entities of some entity types: of one, but for the unions that permissive mode allows."""

    names: frozenset[EntityType]


@dataclass(frozen=True, slots=True)
class SetT:
    """Sets whose elements have one type."""

    element: Type


@dataclass(frozen=True, slots=True)
class Qualified:
    """The type of an attribute, and whether the attribute must be there."""

    type: Type
    required: bool


@dataclass(frozen=True, slots=True)
class RecordT:
    """Records with these attributes and no others, unless they are open, as in permissive mode alone."""

    attrs: Map[Attr, Qualified]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class NeverT:
    """The type of the elements of an empty set, in permissive mode."""


class ExtensionType(Enum):
    """The extension types, by the names that schemas give them."""

    DECIMAL = "decimal"
    IPADDR = "ipaddr"
    DATETIME = "datetime"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class ExtT:
    """The values of an extension type."""

    name: ExtensionType


Type: TypeAlias = TrueT | FalseT | BoolT | LongT | StringT | EntityT | SetT | RecordT | ExtT | NeverT


class Mode(Enum):
    """How the validator takes types: strictly, or as far as evaluation allows."""

    STRICT = "strict"
    PERMISSIVE = "permissive"


def entity(name: EntityType) -> EntityT:
    """The entities of one entity type."""
    return EntityT(frozenset({name}))


def is_bool(ty: Type) -> bool:
    """Whether a type is one of truth values."""
    return isinstance(ty, TrueT | FalseT | BoolT)
