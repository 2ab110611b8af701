"""Values as JSON data, in the explicit form: entities and extension values as escapes, to be read back."""

from __future__ import annotations

from typing import assert_never

from deodar.impl.deep import with_room
from deodar.impl.expr import EntityUID
from deodar.impl.extensions.datetime import Datetime
from deodar.impl.extensions.decimal import Decimal
from deodar.impl.extensions.duration import Duration
from deodar.impl.extensions.ipaddr import IPAddr
from deodar.impl.value import RecordValue, SetValue, Value


def _json(value: Value) -> object:
    match value:
        case bool() | int() | str():
            return value
        case EntityUID():
            return {"__entity": uid_to_json(value)}
        case SetValue():
            return [_json(element) for element in value.elements]
        case RecordValue():
            return {name: _json(member) for name, member in value.fields.items()}
        case Decimal():
            return _call("decimal", value.spelling)
        case IPAddr():
            return _call("ip", value.spelling)
        case Duration():
            return _call("duration", f"{value.milliseconds}ms" if value.spelling is None else value.spelling)
        case Datetime():
            return _datetime(value)
        case _:
            assert_never(value)


def uid_to_json(uid: EntityUID) -> dict[str, str]:
    """The entity as a `type` and an `id`."""
    return {"type": uid.type, "id": uid.id}


def _datetime(value: Datetime) -> object:
    """A computed instant may be beyond what the constructor takes, so it is written as a distance from 1970."""
    if value.spelling is not None:
        return _call("datetime", value.spelling)
    distance = _json(Duration(value.milliseconds))
    return {"__extn": {"fn": "offset", "args": [_call("datetime", "1970-01-01"), distance]}}


def _call(function: str, argument: str) -> object:
    return {"__extn": {"fn": function, "arg": argument}}


def value_to_json(value: Value) -> object:
    """The value as JSON data; the elements of a set in the order in which they were given."""
    return with_room(_json, value)
