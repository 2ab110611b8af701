"""The types that names stand for: there is no schema here, but an attribute `age` is nearly always a long.

Generated policies then mean something, so that their conditions get far, and the few names make everything refer to
everything.
"""

from __future__ import annotations

from enum import IntEnum


class Type(IntEnum):
    """The types of generated values and expressions."""

    BOOL = 0
    LONG = 1
    STRING = 2
    ENTITY = 3
    LONGS = 4
    STRINGS = 5
    ENTITIES = 6
    RECORD = 7
    DECIMAL = 8
    IP = 9
    DATETIME = 10
    DURATION = 11
    MIXED = 12
    """A set of anything."""


SETS = (Type.LONGS, Type.STRINGS, Type.ENTITIES, Type.MIXED)
MEMBER_OF = {Type.LONGS: Type.LONG, Type.STRINGS: Type.STRING, Type.ENTITIES: Type.ENTITY}

ATTRIBUTES: dict[Type, tuple[str, ...]] = {
    Type.BOOL: ("ok",),
    Type.LONG: ("age",),
    Type.STRING: ("name",),
    Type.ENTITY: ("owner",),
    Type.LONGS: ("nums",),
    Type.STRINGS: ("labels",),
    Type.ENTITIES: ("friends",),
    Type.RECORD: ("info",),
    Type.DECIMAL: ("score",),
    Type.IP: ("addr",),
    Type.DATETIME: ("since",),
    Type.DURATION: ("ttl",),
    Type.MIXED: ("stuff",),
}

# Every attribute and its type, the simplest first.
TYPED_NAMES: tuple[tuple[str, Type], ...] = tuple((name, kind) for kind, names in ATTRIBUTES.items() for name in names)

TAGS = ("t", "age", "team", "")
"""The names of tags: two of them are attributes, too. A tag named like an attribute is of its type, others strings."""
