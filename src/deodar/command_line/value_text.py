"""Values in Cedar syntax, so that what `deodar evaluate` prints can be pasted into a policy."""

from __future__ import annotations

from deodar import EntityUID
from deodar.impl.deep import with_room
from deodar.impl.strings import escape
from deodar.impl.value import RecordValue, SetValue, Value
from deodar.impl.value_to_json import value_to_json


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
            return _call(value_to_json(value))


def _call(escape_form: object) -> str:
    """An extension value, from its explicit JSON form: a constructor's call, or a method's call on one."""
    match escape_form:
        case {"__extn": {"fn": str(name), "arg": str(argument)}}:
            return f"{name}({_quoted(argument)})"
        case {"__extn": {"fn": str(name), "args": [receiver, *arguments]}}:
            return f"{_call(receiver)}.{name}({', '.join(map(_call, arguments))})"
        case _:
            raise AssertionError(f"no explicit form of an extension value: {escape_form!r}")


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'
