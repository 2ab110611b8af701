"""Names of entity types, as data formats write them: without spaces, and no part reserved."""

from __future__ import annotations

RESERVED = frozenset({"true", "false", "if", "then", "else", "in", "is", "has", "like", "__cedar"})


def is_identifier(s: str) -> bool:
    """Whether a string has the shape of an identifier; it may be a reserved word."""
    return s.isascii() and s.isidentifier()


def is_type_name(s: str) -> bool:
    """Whether a string is a path of identifiers joined by `::`, none of them reserved."""
    parts = s.split("::")
    return all(map(is_identifier, parts)) and RESERVED.isdisjoint(parts)


def is_action_type(s: str) -> bool:
    """Whether an entity type is one of actions: its last part is `Action`."""
    return s.rsplit("::", maxsplit=1)[-1] == "Action"
