"""Values in JSON, as entities and contexts write them.

An object with the one member `__entity` or `__extn` is an entity reference or the call of an extension function, if it
has the shape of one; any other object is a record.
"""

from __future__ import annotations

import json
from typing import assert_never

from deodar.model.error import EvaluationError
from deodar.model.expr import ExtFun
from deodar.model.extension.call import call
from deodar.model.extension.datetime import civil
from deodar.model.json_text import Json, member, obj, only_longs, string
from deodar.model.map import Map
from deodar.model.names import is_type_name
from deodar.model.refusal import Refusal
from deodar.model.value import (
    Bool,
    Datetime,
    Decimal,
    Duration,
    EntityUID,
    IPAddr,
    Long,
    Record,
    Set,
    String,
    Value,
    in_int64,
)

EXTENSION_FUNCTIONS = {fn.value: fn for fn in ExtFun}


def entity_uid(entity_type: Json, entity_id: Json) -> EntityUID:
    """The entity UID with a type and an id; the id is taken as it stands."""
    if not is_type_name(string(entity_type)):
        raise Refusal("bad-entity-type")
    return EntityUID(string(entity_type), string(entity_id))


def entity_uid_from_json(data: Json) -> EntityUID:
    """The entity UID that `{"type": .., "id": ..}` writes, which may stand inside `{"__entity": ..}`."""
    match data:
        case {"__expr": str()}:
            raise Refusal("reserved-escape")
        case {"__entity": {"type": str(entity_type), "id": str(entity_id)}}:
            return entity_uid(entity_type, entity_id)
        case _:
            return entity_uid(member(data, "type"), member(data, "id"))


def entity_uid_to_json(uid: EntityUID) -> dict[str, Json]:
    """The JSON form of an entity UID."""
    return {"type": uid.type, "id": uid.id}


def extension_function(name: str) -> ExtFun:
    """The extension function with a name."""
    if name not in EXTENSION_FUNCTIONS:
        raise Refusal("unknown-extension-function")
    return EXTENSION_FUNCTIONS[name]


def called(name: str, args: list[Json]) -> Value:
    """The value of an extension function on values in JSON; it must have one."""
    try:
        return call(extension_function(name), tuple(value_from_json(arg) for arg in args))
    except EvaluationError as error:
        raise Refusal("bad-extension-value") from error


def value_from_json(data: Json) -> Value:
    """The value that JSON data writes."""
    match data:
        case bool():
            return Bool(data)
        case int() if in_int64(data):
            return Long(data)
        case str():
            return String(string(data))
        case list():
            return Set(frozenset([value_from_json(item) for item in data]))
        case {"__entity": {"type": str(entity_type), "id": str(entity_id)}, **rest} if not rest and only_longs(data):
            return entity_uid(entity_type, entity_id)
        case {"__extn": {"fn": str(name), "arg": arg}, **rest} if not rest and only_longs(data):
            return called(name, [arg])
        case {"__extn": {"fn": str(name), "args": list(args)}, **rest} if not rest and only_longs(data):
            return called(name, args)
        case {"__expr": str(), **rest} if not rest:
            raise Refusal("reserved-escape")
        case dict():
            return Record(Map({name: value_from_json(item) for name, item in obj(data).items()}))
        case _:
            raise Refusal("no-value")


def extension_to_json(fn: ExtFun, *args: Json) -> dict[str, Json]:
    """The call of an extension function."""
    return {"__extn": {"fn": fn.value, "arg": args[0]} if len(args) == 1 else {"fn": fn.value, "args": list(args)}}


def decimal_text(d: Decimal) -> str:
    """A decimal as text: at least one decimal place, no further zeros."""
    whole, fraction = divmod(abs(d.units), 10_000)
    return f"{'-' if d.units < 0 else ''}{whole}.{f'{fraction:04}'.rstrip('0') or '0'}"


def ip_text(a: IPAddr) -> str:
    """An address as text, in full, with its prefix length if that is not the longest."""
    v4 = a.bits == 32
    width, separator, digits = (8, ".", "d") if v4 else (16, ":", "x")
    parts = [a.address >> shift & (1 << width) - 1 for shift in range(a.bits - width, -1, -width)]
    return separator.join(format(part, digits) for part in parts) + ("" if a.prefix == a.bits else f"/{a.prefix}")


def datetime_to_json(t: Datetime) -> dict[str, Json]:
    """An instant: written out where its year has four digits, else as its distance from 1970."""
    text = civil(t)
    if text is not None:
        return extension_to_json(ExtFun.DATETIME, text)
    epoch = extension_to_json(ExtFun.DATETIME, "1970-01-01")
    return extension_to_json(ExtFun.OFFSET, epoch, value_to_json(Duration(t.millis)))


def value_to_json(v: Value) -> Json:
    """The explicit JSON form of a value: members in order of name, elements in order of their JSON text."""
    match v:
        case Bool(b):
            return b
        case Long(i):
            return i
        case String(s):
            return s
        case EntityUID():
            return {"__entity": entity_uid_to_json(v)}
        case Set(vs):
            return sorted([value_to_json(w) for w in vs], key=lambda item: json.dumps(item, sort_keys=True))
        case Record(attrs):
            return {attr: value_to_json(w) for attr, w in sorted(attrs.items(), key=lambda item: item[0])}
        case Decimal():
            return extension_to_json(ExtFun.DECIMAL, decimal_text(v))
        case IPAddr():
            return extension_to_json(ExtFun.IP, ip_text(v))
        case Datetime():
            return datetime_to_json(v)
        case Duration(millis):
            return extension_to_json(ExtFun.DURATION, f"{millis}ms")
        case _:
            assert_never(v)
