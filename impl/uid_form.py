"""The forms in which an application names an entity: an `EntityUID`, text in normal form, or a JSON object."""

from __future__ import annotations

from deodar.impl.errors import PolicyParseError
from deodar.impl.expr import EntityUID
from deodar.impl.parser import parse_entity_uid
from deodar.impl.value_json import ValueRefused, is_object, plain_uid, read_uid


def read_any_uid(data: object) -> EntityUID:
    """The entity; raises `ValueRefused`."""
    if is_object(data):
        return plain_uid(data) or read_uid(data)
    if isinstance(data, EntityUID):
        return read_uid({"type": data.type, "id": data.id})
    if not isinstance(data, str):
        return read_uid(data)
    try:
        return parse_entity_uid(data)
    except PolicyParseError as error:
        found = error.findings[0]
        raise ValueRefused("not-a-uid", found.message, found.help) from None
