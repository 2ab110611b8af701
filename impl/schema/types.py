"""The types of the validator and of schemas.

INVARIANT: equal types are the same object, so types are compared by `is` (or `==`, which is the same) and hashed in no
time, however large they are. A schema of a hundred lines can denote a type that would fill a disk if it were written
out: `type T2 = {a: T1, b: T1}` and so on; as objects each of its parts exists once.

Types in a schema hold `BOOL`, and neither `TRUE`, `FALSE`, `NEVER`, an open record nor an entity type of several names.
Those arise from typing expressions, the last three in permissive mode only.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias, final
from weakref import WeakValueDictionary

from deodar.impl.names import is_name
from deodar.impl.strings import escape


class Primitive(Enum):
    """A type without parts."""

    TRUE = "True"
    FALSE = "False"
    BOOL = "Bool"
    LONG = "Long"
    STRING = "String"
    NEVER = "Never"  # the element type of an empty set; a subtype of every type

    __hash__ = object.__hash__


class Extension(Enum):
    """An extension type."""

    IPADDR = "ipaddr"
    DECIMAL = "decimal"
    DATETIME = "datetime"
    DURATION = "duration"

    __hash__ = object.__hash__


TRUE: Final = Primitive.TRUE
FALSE: Final = Primitive.FALSE
BOOL: Final = Primitive.BOOL
LONG: Final = Primitive.LONG
STRING: Final = Primitive.STRING
NEVER: Final = Primitive.NEVER

# What was built so far and is still in use. The lock makes looking up and adding one step; it is reentrant because the
# collector may run code that builds a type in between.
_lock = threading.RLock()
_entities: WeakValueDictionary[frozenset[str], EntityType] = WeakValueDictionary()
_sets: WeakValueDictionary[Type, SetType] = WeakValueDictionary()
_records: WeakValueDictionary[tuple[frozenset[tuple[str, Attribute]], bool], RecordType] = WeakValueDictionary()


@final
class EntityType:
    """The entities of one type; in permissive mode of any of several types."""

    __slots__ = ("__weakref__", "names")

    names: frozenset[str]  # full names; never empty

    def __new__(cls, *names: str) -> EntityType:
        """The type of the entities of these types."""
        key = frozenset(names)
        with _lock:
            found = _entities.get(key)
            if found is None:
                found = object.__new__(cls)
                found.names = key
                _entities[key] = found
            return found

    @property
    def name(self) -> str:
        """The only name; call it only where there is just one, as always in schemas and in strict mode."""
        (only,) = self.names
        return only

    def __reduce__(self) -> tuple[type[EntityType], tuple[str, ...]]:
        return EntityType, tuple(sorted(self.names))

    def __repr__(self) -> str:
        return f"EntityType({', '.join(map(repr, sorted(self.names)))})"


@final
class SetType:
    """Sets of elements of a type."""

    __slots__ = ("__weakref__", "element")

    element: Type

    def __new__(cls, element: Type) -> SetType:
        """The type of the sets of these elements."""
        with _lock:
            found = _sets.get(element)
            if found is None:
                found = object.__new__(cls)
                found.element = element
                _sets[element] = found
            return found

    def __reduce__(self) -> tuple[type[SetType], tuple[Type]]:
        return SetType, (self.element,)

    def __repr__(self) -> str:
        return f"SetType({show(self.element)})"


class Attribute(NamedTuple):
    """The type of an attribute, and whether every record or entity has it."""

    type: Type
    required: bool = True


@final
class RecordType:
    """Records with exactly these attributes, or if it is open (permissive mode) with others besides."""

    __slots__ = ("__weakref__", "attributes", "is_open")

    attributes: Mapping[str, Attribute]  # never changed
    is_open: bool

    def __new__(cls, attributes: Mapping[str, Attribute], is_open: bool = False) -> RecordType:
        """The type of the records with these attributes; their order says nothing."""
        key = frozenset(attributes.items()), is_open
        with _lock:
            found = _records.get(key)
            if found is None:
                found = object.__new__(cls)
                found.attributes = MappingProxyType(dict(attributes))
                found.is_open = is_open
                _records[key] = found
            return found

    def __reduce__(self) -> tuple[type[RecordType], tuple[dict[str, Attribute], bool]]:
        return RecordType, (dict(self.attributes), self.is_open)

    def __repr__(self) -> str:
        return f"RecordType({show(self)})"


Type: TypeAlias = "Primitive | Extension | EntityType | SetType | RecordType"

EMPTY_RECORD: Final = RecordType({})
EXTENSIONS: Final = MappingProxyType({extension.value: extension for extension in Extension})

_LEVELS_SHOWN = 3
_ATTRIBUTES_SHOWN = 6


def show(type_: Type, levels: int = _LEVELS_SHOWN) -> str:
    """The type as the schema format spells it, for messages: what is too large is cut short by `...`."""
    match type_:
        case Primitive() | Extension():
            return str(type_.value)
        case EntityType():
            return " | ".join(sorted(type_.names))
        case SetType():
            return f"Set<{show(type_.element, levels - 1) if levels else '...'}>"
        case _:
            return "{" + ", ".join(_show_attributes(type_, levels)) + "}"


def _show_attributes(record: RecordType, levels: int) -> Iterable[str]:
    if not levels and record.attributes:
        yield "..."
        return
    for count, (name, attribute) in enumerate(record.attributes.items()):
        if count == _ATTRIBUTES_SHOWN:
            yield "..."
            return
        spelled = name if is_name(name) else f'"{escape(name)}"'
        yield f"{spelled}{'' if attribute.required else '?'}: {show(attribute.type, levels - 1)}"
    if record.is_open:
        yield "..."
