"""Values from JSON data by the type that the schema expects, which allows shorter forms than without a schema.

An entity may be `{"type": ..., "id": ...}`, and a value of an extension type the string that its constructor takes, or
`{"fn": ..., "arg": ...}`. A record's members are read by the types of its attributes, and are never looked at as an
escape. `read_typed` refuses data from which no value of the type could be read; whether the value that was read
conforms in everything else is for `deodar.impl.schema.conformance` to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from deodar.impl.expr import EntityUID
from deodar.impl.extensions.datetime import Datetime
from deodar.impl.extensions.decimal import Decimal
from deodar.impl.extensions.duration import Duration
from deodar.impl.extensions.functions import EXTENSION_FUNCTIONS, ExtensionFunction
from deodar.impl.extensions.ipaddr import IPAddr
from deodar.impl.extensions.refusal import ExtensionRefusal
from deodar.impl.json_reader import shape_of
from deodar.impl.schema.types import BOOL, LONG, STRING, EntityType, Extension, RecordType, SetType, Type, show
from deodar.impl.value import RecordValue, SetValue, Value, kind_name
from deodar.impl.value_json import (
    CALL_HELP,
    EXTENSION_ESCAPE,
    ValueRefused,
    is_list,
    is_object,
    read_string,
    read_uid,
    read_value,
    text_that_it_takes,
)
from deodar.impl.wording import GIVE_IT_OR_MAKE_IT_OPTIONAL, IN_BRACES, IN_BRACKETS, LESS_DEEPLY, offer, quote

CLASSES: Final[dict[Extension, type[Value]]] = {
    Extension.IPADDR: IPAddr,
    Extension.DECIMAL: Decimal,
    Extension.DATETIME: Datetime,
    Extension.DURATION: Duration,
}
_CONSTRUCTORS: Final = {Extension.IPADDR: "ip"} | {
    extension: extension.value for extension in CLASSES if extension is not Extension.IPADDR
}
_PRIMITIVES: Final = {
    BOOL: "write `true` or `false`, without quotes",
    LONG: "write a whole number, without quotes",
    STRING: "write it in quotes",
}
_TYPES: Final[dict[type[object], Type]] = {str: STRING, **{class_: each for each, class_ in CLASSES.items()}}


def read_typed(data: object, type_: Type, levels: int) -> Value:
    """The value of JSON data of the expected type, in which lists and objects are nested at most `levels` deep."""
    if data is None or isinstance(data, SetValue | RecordValue | EntityUID):
        return read_value(data, levels)
    match type_:
        case EntityType():
            if not is_object(data):
                raise _mismatch(type_, data)
            return read_uid(data)
        case Extension():
            return _read_extension(data, type_, levels)
        case SetType():
            return _read_set(data, type_, levels)
        case RecordType():
            if not is_object(data):
                raise _mismatch(type_, data)
            return read_typed_record(data, type_, levels)
        case _:
            return read_value(data, levels)


def written_as(type_: Type) -> str:
    """The help about how a value of a type is written."""
    match type_:
        case EntityType():
            return 'write an entity as `{"type": "User", "id": "alice"}`'
        case Extension():
            return f"write it as the string that `{_CONSTRUCTORS[type_]}` takes"
        case SetType():
            return IN_BRACKETS
        case RecordType():
            return IN_BRACES
        case _:
            return _PRIMITIVES[type_]


def _mismatch(type_: Type, data: object) -> ValueRefused:
    message = f"expected {quote(show(type_))}, found {shape_of(data)}"
    return ValueRefused("type-mismatch", message, written_as(type_))


def _deeper(levels: int) -> int:
    if levels <= 0:
        raise ValueRefused("nested-too-deeply", "the document is nested too deeply", LESS_DEEPLY)
    return levels - 1


def _read_set(data: object, type_: SetType, levels: int) -> SetValue:
    if not is_list(data):
        raise _mismatch(type_, data)
    levels = _deeper(levels)
    elements: list[Value] = []
    try:
        for element in data:
            elements.append(read_typed(element, type_.element, levels))  # noqa: PERF401  # as in `read_value`
    except ValueRefused as refused:
        refused.steps.append(len(elements))
        raise
    return SetValue(elements)


def read_typed_record(data: dict[object, object], type_: RecordType, levels: int) -> RecordValue:
    """The record of a JSON object, with exactly the attributes that it may and must have."""
    levels = _deeper(levels)
    check_names(data, type_)
    fields: dict[str, Value] = {}
    for name, attribute in type_.attributes.items():
        if name not in data:
            continue
        try:
            fields[name] = read_typed(data[name], attribute.type, levels)
        except ValueRefused as refused:
            refused.steps.append(name)
            raise
    return RecordValue(fields)


def check_names(names: Mapping[str, object] | dict[object, object], type_: RecordType) -> None:
    """Refuse a record with an attribute too few or too many."""
    for name, attribute in type_.attributes.items():
        if attribute.required and name not in names:
            message = f"the required attribute {quote(name)} is missing"
            raise ValueRefused("missing-attribute", message, GIVE_IT_OR_MAKE_IT_OPTIONAL)
    for unexpected in names:
        if unexpected not in type_.attributes:
            hint = offer(str(unexpected), type_.attributes) or "the record has no attributes"
            refused = ValueRefused("unexpected-attribute", f"there is no attribute {quote(str(unexpected))} here", hint)
            if isinstance(unexpected, str):
                refused.steps.append(unexpected)
            raise refused


# ---------------------------------------------------------------------------------------------------------------------
# Extension values


def _read_extension(data: object, type_: Extension, levels: int) -> Value:
    if isinstance(data, str):
        return _call(EXTENSION_FUNCTIONS[_CONSTRUCTORS[type_]], [read_string(data)])
    if not is_object(data):
        raise _mismatch(type_, data)
    inner = data.get(EXTENSION_ESCAPE) if len(data) == 1 else None
    if is_object(inner):
        try:
            return _read_call(inner, type_, levels)
        except ValueRefused as refused:
            refused.steps.append(EXTENSION_ESCAPE)
            raise
    return _read_call(data, type_, levels)


def _read_call(data: dict[object, object], type_: Extension, levels: int) -> Value:
    """The result of `{"fn": ..., "arg": ...}` or `{"fn": ..., "args": [...]}`, the arguments read by their types."""
    name = data.get("fn")
    arguments: object = [data["arg"]] if "arg" in data else data.get("args")
    if not isinstance(name, str) or not is_list(arguments):
        raise _mismatch(type_, data)
    function = EXTENSION_FUNCTIONS.get(name)
    if function is None:
        hint = offer(name, EXTENSION_FUNCTIONS)
        raise ValueRefused("unknown-function", f"there is no extension function {quote(name)}", hint)
    if len(arguments) != len(function.parameters):
        expected = len(function.parameters)
        message = f"{quote(name)} takes {expected} argument(s), and got {len(arguments)}"
        raise ValueRefused("arity", message, CALL_HELP)
    levels = _deeper(_deeper(levels))
    types = [_TYPES[parameter] for parameter in function.parameters]
    values = [read_typed(argument, expected, levels) for argument, expected in zip(arguments, types, strict=True)]
    return _call(function, values)


def _call(function: ExtensionFunction, values: list[Value]) -> Value:
    for value, parameter in zip(values, function.parameters, strict=True):
        if type(value) is not parameter:
            message = f"{quote(function.name)} does not take a value of kind {kind_name(value)} here"
            raise ValueRefused("type", message, CALL_HELP)
    try:
        return function.apply(*values)
    except ExtensionRefusal as refusal:
        raise ValueRefused("extension", str(refusal), text_that_it_takes(function.name)) from None
