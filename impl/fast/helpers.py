"""What generated code calls: the only names that it knows besides its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NoReturn

from deodar.impl.entities import Entities
from deodar.impl.expr import EntityUID
from deodar.impl.value import RecordValue, SetValue, Value, equal, key


class Fault(Exception):
    """The plain evaluator has to look."""


# What generated code may raise; any other exception is a mistake in it.
FAULTS: Final = (Fault, KeyError, TypeError, AttributeError, RecursionError)


def fault() -> NoReturn:
    """Raises `Fault`."""
    raise Fault


def _fields(value: Value, store: Entities) -> Mapping[str, Value]:
    if type(value) is EntityUID:
        return store.by_uid[value].attrs
    if type(value) is RecordValue:
        return value.fields
    raise Fault


def get(value: Value, attribute: str, store: Entities) -> Value:
    """An attribute of an entity or a record."""
    return _fields(value, store)[attribute]


def has(value: Value, attribute: str, store: Entities) -> bool:
    """Whether an entity or a record has an attribute."""
    if type(value) is EntityUID and value not in store.by_uid:
        return False
    return attribute in _fields(value, store)


def is_in(line: frozenset[EntityUID], container: Value) -> bool:
    """Whether an entity, given by its line, is in an entity, or in some entity of a set of nothing else."""
    if type(container) is EntityUID:
        return container in line
    if type(container) is SetValue and container.only_entities():
        return not container.keys.isdisjoint(line)
    raise Fault


NAMES: Final[dict[str, object]] = {
    "__builtins__": {},
    "get": get,
    "has": has,
    "equal": equal,
    "is_in": is_in,
    "fault": fault,
    "key": key,
    "UID": EntityUID,
    "SetValue": SetValue,
    "Faults": FAULTS,
    "type": type,
    "str": str,
    "int": int,
    "len": len,
}
