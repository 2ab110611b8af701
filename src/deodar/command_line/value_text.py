"""Values in Cedar syntax, so that what `deodar evaluate` prints can be pasted into a policy."""

from __future__ import annotations

from deodar import EntityUID
from deodar.impl.deep import with_room
from deodar.impl.extensions.datetime import Datetime
from deodar.impl.extensions.decimal import Decimal
from deodar.impl.extensions.duration import Duration
from deodar.impl.extensions.functions import ExtensionValue
from deodar.impl.extensions.ipaddr import IPAddr
from deodar.impl.strings import escape
from deodar.impl.value import RecordValue, SetValue, Value

CONSTRUCTORS = {Decimal: "decimal", IPAddr: "ip", Datetime: "datetime", Duration: "duration"}


def value_text(value: Value) -> str:
    """The value as an expression; elements and members in the order in which they were given."""
    return with_room(_text, value)


def uid_text(uid: EntityUID) -> str:
    """The entity's name, as in `User::"alice"`."""
    return f"{uid.type}::{_quoted(uid.id)}"


def _text(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return _quoted(value)
        case EntityUID():
            return uid_text(value)
        case SetValue():
            return "[" + ", ".join([_text(element) for element in value]) + "]"
        case RecordValue():
            return "{" + ", ".join([f"{_quoted(name)}: {_text(member)}" for name, member in value.fields.items()]) + "}"
        case _:
            return _call(value)


def _call(value: ExtensionValue) -> str:
    """The call that makes an extension value: as it was spelled, or as it is measured if it was computed."""
    match value:
        case Datetime(spelling=None):  # perhaps beyond the years that the constructor takes
            return f'datetime("1970-01-01").offset(duration("{value.milliseconds}ms"))'
        case Duration(spelling=None):
            return f'duration("{value.milliseconds}ms")'
        case _:
            return f"{CONSTRUCTORS[type(value)]}({_quoted(value.spelling or '')})"


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'
