"""Values in JSON where a schema says what they are: entities and extension values need no escape.

Rule: a string stands for an extension value, `{"type": .., "id": ..}` for an entity, where such a value is declared.
"""

from __future__ import annotations

from deodar.model.error import EvaluationError
from deodar.model.expr import ExtFun
from deodar.model.extension.call import call
from deodar.model.json_text import Json, array, obj, string
from deodar.model.map import Map
from deodar.model.refusal import Refusal
from deodar.model.signature import signature
from deodar.model.type import EntityT, ExtensionType, ExtT, Qualified, RecordT, SetT, Type
from deodar.model.value import Attr, Record, Set, String, Value
from deodar.model.value_json import entity_uid_from_json, extension_function, value_from_json

CONSTRUCTORS = {
    ExtensionType.DECIMAL: ExtFun.DECIMAL,
    ExtensionType.IPADDR: ExtFun.IP,
    ExtensionType.DATETIME: ExtFun.DATETIME,
    ExtensionType.DURATION: ExtFun.DURATION,
}


def called(fn: ExtFun, values: tuple[Value, ...]) -> Value:
    """The value of an extension function, which must have one."""
    try:
        return call(fn, values)
    except EvaluationError as error:
        raise Refusal("ExtensionValue") from error


def call_of(name: str, args: list[Json]) -> Value:
    """The value of an extension function whose arguments are written as its parameters allow."""
    fn = extension_function(name)
    function = signature(fn)
    if function is None or len(args) != len(function.parameters):
        raise Refusal("ExtensionValue")
    values = [typed_value(arg, ty) for arg, ty in zip(args, function.parameters, strict=True)]
    return called(fn, tuple(values))


def extension_value(data: Json, name: ExtensionType) -> Value:
    """An extension value: a string, or a call with or without its escape."""
    match data:
        case str():
            return called(CONSTRUCTORS[name], (String(string(data)),))
        case {"__extn": inner, **rest} if not rest:
            return extension_value(inner, name)
        case {"fn": str(fn), "arg": arg}:
            return call_of(fn, [arg])
        case {"fn": str(fn), "args": list(args)}:
            return call_of(fn, args)
        case _:
            raise Refusal("ExtensionValue")


def typed_values(data: Json, declared: Map[Attr, Qualified]) -> Map[Attr, Value]:
    """The attributes that an object writes, each as it is declared; undeclared ones are refused."""
    if not frozenset(obj(data)) <= frozenset(declared):
        raise Refusal("RecordAttr")
    return Map({attr: typed_value(item, declared[attr].type) for attr, item in obj(data).items()})


def typed_value(data: Json, ty: Type) -> Value:
    """The value that JSON data writes where a type is declared; it need not have that type."""
    match ty:
        case EntityT():
            return entity_uid_from_json(data)
        case ExtT(name):
            return extension_value(data, name)
        case SetT(element):
            return Set(frozenset([typed_value(item, element) for item in array(data)]))
        case RecordT(attrs):
            if any(attrs[attr].required and attr not in obj(data) for attr in attrs):
                raise Refusal("RecordAttr")
            return Record(typed_values(data, attrs))
        case _:
            return value_from_json(data)
