"""Values from JSON data, without a schema.

`read_value(data, levels)` gives the value of Python's JSON data, and `read_uid` the entity that a uid form names. Both
raise `ValueRefused` at the first mistake, which knows the path from the value that was asked for to that place.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TypeGuard

from deodar.impl.expr import EntityUID
from deodar.impl.extensions.functions import EXTENSION_FUNCTIONS
from deodar.impl.extensions.refusal import ExtensionRefusal
from deodar.impl.json_place import JsonPath, Mistake
from deodar.impl.json_text import LONG_MAX, LONG_MIN, BadNumber
from deodar.impl.names import is_type_name
from deodar.impl.value import RecordValue, SetValue, Value, kind_name
from deodar.impl.wording import LESS_DEEPLY, WHOLE_CHARACTER, offer, quote

ENTITY_ESCAPE, EXTENSION_ESCAPE, EXPRESSION_ESCAPE = "__entity", "__extn", "__expr"
_NUMBERS = (int, float, BadNumber)
_ESCAPES = frozenset({ENTITY_ESCAPE, EXTENSION_ESCAPE, EXPRESSION_ESCAPE})
_is_type_name = lru_cache(maxsize=1024)(is_type_name)
# Past the Python-level constructor of a named tuple. The type of `tuple.__new__` says nothing of the elements.
new_uid = partial(tuple.__new__, EntityUID)  # pyright: ignore[reportUnknownMemberType]
_SURROGATE = re.compile("[\ud800-\udfff]")


class ValueRefused(Exception):
    """The JSON data is no value; `steps` lead to the place, the innermost first."""

    def __init__(self, kind: str, message: str, hint: str | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.message = message
        self.hint = hint
        self.steps: list[str | int] = []

    def mistake(self, path: JsonPath) -> Mistake:
        """What is wrong, and where, if the value that was read lies at `path`."""
        return Mistake((*path, *reversed(self.steps)), self.kind, self.message, self.hint)


def is_object(data: object) -> TypeGuard[dict[object, object]]:
    """Whether the JSON data is an object."""
    return isinstance(data, dict)


def is_list(data: object) -> TypeGuard[list[object]]:
    """Whether the JSON data is a list."""
    return isinstance(data, list)


def read_value(data: object, levels: int) -> Value:
    """The value of JSON data in which lists and objects are nested at most `levels` deep."""
    match data:
        case bool():
            return data
        case str():
            return read_string(data)
        case int():
            if not LONG_MIN <= data <= LONG_MAX:
                raise _not_a_long("the number")
            return int(data)
        case EntityUID():
            return read_uid({"type": data.type, "id": data.id})
        case _ if is_list(data):
            return _read_set(data, levels)
        case _ if is_object(data):
            return _read_object(data, levels)
        case float() | BadNumber():
            raise _not_a_long(quote(data.text if isinstance(data, BadNumber) else str(data)))
        case None:
            raise ValueRefused("null", "`null` is not a value", "leave the attribute out")
        case _:
            raise ValueRefused("not-json", f"{quote(type(data).__name__)} is not JSON data")


def read_string(data: str) -> str:
    """The string, exactly of Python's class `str`, unless it has an unpaired surrogate."""
    if not data.isascii() and _SURROGATE.search(data) is not None:
        raise ValueRefused("lone-surrogate", f"the string {quote(data)} has an unpaired surrogate", WHOLE_CHARACTER)
    return data if type(data) is str else str.__str__(data)


def _not_a_long(found: str) -> ValueRefused:
    return ValueRefused(
        "not-a-long",
        f"{found} is not a long, a whole number from {LONG_MIN} to {LONG_MAX}",
        'write a fraction as `{"__extn": {"fn": "decimal", "arg": "1.5"}}`',
    )


def _deeper(levels: int) -> int:
    if levels == 0:
        raise ValueRefused("nested-too-deeply", "the document is nested too deeply", LESS_DEEPLY)
    return levels - 1


def _read_set(data: list[object], levels: int) -> SetValue:
    levels = _deeper(levels)
    elements: list[Value] = []
    try:
        for element in data:
            elements.append(read_value(element, levels))  # noqa: PERF401  # its length tells the place of a mistake
    except ValueRefused as refused:
        refused.steps.append(len(elements))
        raise
    return SetValue(elements)


def _read_object(data: dict[object, object], levels: int) -> Value:
    if len(data) == 1:
        ((name, inner),) = data.items()
        if name in _ESCAPES:
            escaped = _read_escape(name, inner, levels)
            if escaped is not None:
                return escaped
    return read_record(data, levels)


def read_record(data: dict[object, object], levels: int) -> RecordValue:
    """The record of a JSON object, which is not looked at as an escape."""
    levels = _deeper(levels)
    fields: dict[str, Value] = {}
    for name, member in data.items():
        if not isinstance(name, str):
            raise ValueRefused("not-json", f"the member name {quote(str(name))} is not a string")
        try:
            fields[read_string(name)] = read_value(member, levels)
        except ValueRefused as refused:
            refused.steps.append(name)
            raise
    return RecordValue(fields)


def _read_escape(name: object, inner: object, levels: int) -> Value | None:
    """What an object with one member of a reserved name stands for; None: it is an ordinary record."""
    try:
        if name == EXPRESSION_ESCAPE and isinstance(inner, str):
            raise ValueRefused("expr-escape", _NO_EXPR, _ENTITY_FORM)
        if not is_object(inner):
            return None
        if name == ENTITY_ESCAPE and names_entity(inner):
            _refuse_numbers(inner)
            return _type_and_id(inner)
        function, arguments = inner.get("fn"), inner.get("args")
        if name == EXTENSION_ESCAPE and isinstance(function, str):
            _refuse_numbers(inner)
            if "arg" in inner:
                return _call(function, [inner["arg"]], levels)
            if is_list(arguments):
                return _call(function, arguments, levels)
        return None
    except ValueRefused as refused:
        refused.steps.append(str(name))
        raise


def _refuse_numbers(data: object) -> None:
    """Refuse every number that is no long, in members that nothing reads too."""
    waiting = [data]
    while waiting:
        found = waiting.pop()
        if is_object(found):
            waiting.extend(found.values())
        elif is_list(found):
            waiting.extend(found)
        elif isinstance(found, _NUMBERS):
            read_value(found, 0)


def _call(name: str, arguments: list[object], levels: int) -> Value:
    """The result of an extension function, which may be any of them."""
    function = EXTENSION_FUNCTIONS.get(name)
    if function is None:
        hint = offer(name, EXTENSION_FUNCTIONS)
        raise ValueRefused("unknown-function", f"there is no extension function {quote(name)}", hint)
    levels = _deeper(_deeper(levels))
    values = [read_value(argument, levels) for argument in arguments]
    if len(values) != len(function.parameters):
        expected = len(function.parameters)
        raise ValueRefused("arity", f"{quote(name)} takes {expected} argument(s), and got {len(values)}", CALL_HELP)
    for value, parameter in zip(values, function.parameters, strict=True):
        if type(value) is not parameter:
            raise ValueRefused(
                "type", f"{quote(name)} does not take a value of kind {kind_name(value)} here", CALL_HELP
            )
    try:
        return function.apply(*values)
    except ExtensionRefusal as refusal:
        raise ValueRefused("extension", str(refusal), text_that_it_takes(name)) from None


def text_that_it_takes(name: str) -> str:
    """The help about a text that is no value of an extension type."""
    return f"give a text that `{name}(...)` takes in a policy"


def read_uid(data: object) -> EntityUID:
    """The entity of `{"type": ..., "id": ...}`, or the same inside `{"__entity": ...}`, which wins where it is one.

    Other members are ignored, but for the escape that is no longer part of the format.
    """
    if is_object(data) and isinstance(data.get(EXPRESSION_ESCAPE), str):
        raise ValueRefused("expr-escape", _NO_EXPR, _UID_FORM)
    if is_object(data) and names_entity(data.get(ENTITY_ESCAPE)):
        try:
            return _type_and_id(data[ENTITY_ESCAPE])
        except ValueRefused as refused:
            refused.steps.append(ENTITY_ESCAPE)
            raise
    return _type_and_id(data)


def names_entity(data: object) -> bool:
    """Whether the data has the form of a uid; its type may still be no type name."""
    return is_object(data) and isinstance(data.get("type"), str) and isinstance(data.get("id"), str)


def _type_and_id(data: object) -> EntityUID:
    if is_object(data):
        entity_type, entity_id = data.get("type"), data.get("id")
        if isinstance(entity_type, str) and isinstance(entity_id, str):
            if not _is_type_name(entity_type):
                message = f"{quote(entity_type)} is not the name of an entity type"
                raise ValueRefused("invalid-type-name", message, _TYPE_NAME_HELP)
            return EntityUID(read_string(entity_type), read_string(entity_id))
    raise ValueRefused("not-a-uid", "this names no entity", _UID_FORM)


def plain_uid(data: dict[object, object]) -> EntityUID | None:
    """What `read_uid` gives for an object with two plain members, as most are; None: ask `read_uid`."""
    entity_type, entity_id = data.get("type"), data.get("id")
    if len(data) == 2 and type(entity_type) is str and type(entity_id) is str and entity_id.isascii():
        return new_uid((entity_type, entity_id)) if _is_type_name(entity_type) else None
    return None


_NO_EXPR = "the escape `__expr` is no longer part of the format"
CALL_HELP = 'as in `{"__extn": {"fn": "ip", "arg": "10.0.0.1"}}`'
_TYPE_NAME_HELP = "a type is names joined by `::`, without blanks and reserved words"
_UID_FORM = 'write `{"type": "User", "id": "alice"}`'
_ENTITY_FORM = 'write `{"__entity": {"type": "User", "id": "alice"}}`'
