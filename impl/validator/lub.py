"""The least upper bound of two types: the smallest type that holds what either does, where there is one."""

from __future__ import annotations

from deodar.impl.schema.types import (
    BOOL,
    FALSE,
    NEVER,
    TRUE,
    Attribute,
    EntityType,
    RecordType,
    SetType,
    Type,
)

BOOLS = frozenset({BOOL, TRUE, FALSE})


def lub(first: Type, second: Type, permissive: bool = False) -> Type | None:
    """The least upper bound, or None. In strict mode entity types and shapes of records must be equal."""
    if first is second:
        return first
    if first in BOOLS and second in BOOLS:
        return BOOL
    if isinstance(first, SetType) and isinstance(second, SetType):
        element = lub(first.element, second.element, permissive)
        return None if element is None else SetType(element)
    if isinstance(first, RecordType) and isinstance(second, RecordType):
        return _join(first, second) if permissive else _same_shape(first, second)
    if permissive:
        return _wider(first, second)
    return None


def _wider(first: Type, second: Type) -> Type | None:
    """What only permissive mode joins: different entity types, and the elements of an empty set."""
    if first is NEVER:
        return second
    if second is NEVER:
        return first
    if isinstance(first, EntityType) and isinstance(second, EntityType):
        return EntityType(*first.names, *second.names)
    return None


def _same_shape(first: RecordType, second: RecordType) -> RecordType | None:
    if first.attributes.keys() != second.attributes.keys():
        return None
    joined: dict[str, Attribute] = {}
    for name, (left, required) in first.attributes.items():
        right, also_required = second.attributes[name]
        bound = lub(left, right) if required == also_required else None
        if bound is None:
            return None
        joined[name] = Attribute(bound, required)
    return RecordType(joined)


def _join(first: RecordType, second: RecordType) -> RecordType:
    """The attributes that both have; the record is open if one of them is left out."""
    joined: dict[str, Attribute] = {}
    for name, (left, required) in first.attributes.items():
        other = second.attributes.get(name)
        bound = None if other is None else lub(left, other.type, permissive=True)
        if other is not None and bound is not None:
            joined[name] = Attribute(bound, required and other.required)
    lost = len(joined) < len(first.attributes.keys() | second.attributes.keys())
    return RecordType(joined, lost or first.is_open or second.is_open)


def why_none(first: Type, second: Type) -> str:
    """The line of help that says what keeps two types apart."""
    if isinstance(first, SetType) and isinstance(second, SetType):
        return why_none(first.element, second.element)
    if isinstance(first, EntityType) and isinstance(second, EntityType):
        return "different entity types have no common type; to test the type of an entity use `is`"
    if isinstance(first, RecordType) and isinstance(second, RecordType):
        return _why_records(first, second)
    if {type(first), type(second)} == {EntityType, RecordType}:
        return "an entity and a record have no common type, even where their attributes are the same"
    return "both must have the same type"


def _why_records(first: RecordType, second: RecordType) -> str:
    apart = sorted(first.attributes.keys() ^ second.attributes.keys())
    if apart:
        return f"the records differ in the attribute `{apart[0]}`"
    for name, (left, required) in first.attributes.items():
        right, also_required = second.attributes[name]
        if required != also_required:
            return f"the attribute `{name}` is required in one record and optional in the other"
        if lub(left, right) is None:
            return why_none(left, right)
    return "both must have the same type"  # pragma: no cover - there is a reason whenever there is no bound
