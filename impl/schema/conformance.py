"""Whether values conform to a schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from deodar.impl.entity_json import is_action
from deodar.impl.expr import EntityUID
from deodar.impl.schema.schema import ResolvedSchema
from deodar.impl.schema.typed_json import CLASSES, check_names, written_as
from deodar.impl.schema.types import (
    BOOL,
    LONG,
    STRING,
    EntityType,
    Extension,
    Primitive,
    RecordType,
    SetType,
    Type,
    show,
)
from deodar.impl.value import RecordValue, SetValue, Value, kind_name
from deodar.impl.value_json import ValueRefused
from deodar.impl.wording import offer, quote

_CLASSES: Final[Mapping[Primitive | Extension, type[Value]]] = {BOOL: bool, LONG: int, STRING: str} | {**CLASSES}
_MOST_SUGGESTED = 1_000  # names that are compared to make a suggestion


def check_value(value: Value, type_: Type, schema: ResolvedSchema) -> None:
    """Raise `ValueRefused` unless the value is an instance of the type; the path ends at a set, not inside it."""
    match type_:
        case EntityType():
            if not isinstance(value, EntityUID) or value.type not in type_.names:
                raise _mismatch(value, type_)
            check_uid(value, schema)
        case SetType():
            if not isinstance(value, SetValue):
                raise _mismatch(value, type_)
            for element in value:
                _check_element(element, type_.element, schema)
        case RecordType():
            if not isinstance(value, RecordValue):
                raise _mismatch(value, type_)
            _check_record(value, type_, schema)
        case _:
            if type(value) is not _CLASSES[type_]:
                raise _mismatch(value, type_)


def _mismatch(value: Value, type_: Type) -> ValueRefused:
    message = f"expected {quote(show(type_))}, found a value of kind {quote(kind_name(value).strip('()'))}"
    return ValueRefused("type-mismatch", message, written_as(type_))


def _check_element(element: Value, type_: Type, schema: ResolvedSchema) -> None:
    try:
        check_value(element, type_, schema)
    except ValueRefused as refused:
        refused.steps.clear()
        raise


def _check_record(record: RecordValue, type_: RecordType, schema: ResolvedSchema) -> None:
    check_names(record.fields, type_)
    for name, value in record.fields.items():
        try:
            check_value(value, type_.attributes[name].type, schema)
        except ValueRefused as refused:
            refused.steps.append(name)
            raise


def check_uid(uid: EntityUID, schema: ResolvedSchema) -> None:
    """Raise `ValueRefused` for an id that an enumerated type has not, and for an action that is not declared."""
    if is_action(uid):
        if uid not in schema.actions:
            raise undeclared_action(uid, schema)
    elif not schema.has_id(uid):
        ids = schema.entity_types[uid.type].ids or ()
        hint = offer(uid.id, ids[:_MOST_SUGGESTED])
        message = f"the enumerated type {quote(uid.type)} has no entity {quote(uid.id)}"
        raise ValueRefused("invalid-enum-entity", message, hint)


def undeclared_action(uid: EntityUID, schema: ResolvedSchema) -> ValueRefused:
    """The refusal of an action that the schema does not declare."""
    ids = [action.id for action in schema.actions][:_MOST_SUGGESTED]
    message = f"the action {uid_text(uid)} is not declared"
    return ValueRefused("undeclared-action", message, offer(uid.id, ids))


def uid_text(uid: EntityUID) -> str:
    """The entity as sentences name it."""
    return quote(f'{uid.type}::"{uid.id}"')


def undeclared_type(name: str, schema: ResolvedSchema) -> str | None:
    """The help for the name of an entity type that is not declared, if there is any."""
    return offer(name, list(schema.entity_types)[:_MOST_SUGGESTED])
