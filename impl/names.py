"""The names of the language: what is reserved, what is a name or a path, and which functions and methods there are."""

from __future__ import annotations

import re
from typing import Final

RESERVED: Final = frozenset({"true", "false", "if", "then", "else", "in", "is", "has", "like"})
RESERVED_NAMESPACE: Final = "__cedar"
VARIABLES: Final = ("principal", "action", "resource", "context")
SLOTS: Final = ("?principal", "?resource")

# The methods of the language itself, and how many arguments each takes. Their arity is checked when parsing.
BUILT_IN_METHODS: Final = {
    "contains": 1, "containsAll": 1, "containsAny": 1, "getTag": 1, "hasTag": 1, "isEmpty": 0,
}  # fmt: skip
# The methods and functions of the extension types. Their arity is checked when evaluating and when validating.
EXTENSION_METHODS: Final = frozenset({
    "isIpv4", "isIpv6", "isLoopback", "isMulticast", "isInRange",
    "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual",
    "offset", "durationSince", "toDate", "toTime",
    "toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays",
})  # fmt: skip
FUNCTIONS: Final = frozenset({"ip", "decimal", "datetime", "duration", "unknown"})
METHODS: Final = (*BUILT_IN_METHODS, *sorted(EXTENSION_METHODS))

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def is_identifier(text: str) -> bool:
    """Whether `text` is spelled as an identifier, reserved or not."""
    return _IDENTIFIER.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether `text` can stand after a dot: an identifier that is not reserved."""
    return text not in RESERVED and text != RESERVED_NAMESPACE and is_identifier(text)


def is_type_name(text: str) -> bool:
    """Whether `text` is the name of an entity type in normal form: names joined by `::`, no blanks."""
    return all(map(is_name, text.split("::")))
