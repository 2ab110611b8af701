"""The context of a request, read by the type that its action declares."""

from __future__ import annotations

from deodar.impl.schema.schema import ActionDefinition
from deodar.impl.schema.typed_json import read_typed_record
from deodar.impl.value import RecordValue
from deodar.impl.value_json import ValueRefused, is_object


def read_typed_context(data: object, action: ActionDefinition, levels: int) -> RecordValue:
    """The context of JSON data, None for an absent one; raises `ValueRefused`."""
    if isinstance(data, RecordValue):
        return data
    if data is None:
        data = {}
    if not is_object(data):
        raise ValueRefused("not-a-record", "the context must be a record", 'write it as a JSON object: `{"ip": ...}`')
    return read_typed_record(data, action.context, levels)
