"""Help for an operand of a type that its operator does not take."""

from __future__ import annotations

from deodar.impl.schema.types import EXTENSIONS, LONG, STRING, EntityType, RecordType, SetType, Type

_TRUTH_FROM = {
    LONG: "compare it with a number, as in `... < 10`",
    STRING: 'compare it with a text, as in `... == "text"`',
    EXTENSIONS["decimal"]: "test it by a method such as `.lessThan(...)`",
    EXTENSIONS["ipaddr"]: "test it by a method such as `.isInRange(...)`",
    EXTENSIONS["datetime"]: "compare it with another datetime, as in `... < context.now`",
    EXTENSIONS["duration"]: 'compare it with another duration, as in `... < duration("1h")`',
}
_WRITTEN = {
    "`Long`": "a Long is a number such as `10`, or an attribute that the schema declares as one",
    "`String`": 'a String is a text such as `"a"`, or an attribute that the schema declares as one',
    "entity": 'an entity is written `User::"alice"`, or is an attribute that the schema declares as one',
    "set": "a set is written `[...]`, or is an attribute that the schema declares as one",
}


def how_to_mend(wanted: str, found: Type) -> str:
    """What to write where something else is `wanted`, as in "`Bool`" or "an entity"."""
    if wanted == "`Bool`":
        return _truth_from(found)
    for word, written in _WRITTEN.items():
        if word in wanted:
            return written
    return f"such a value is made by `{_constructor(wanted)}(...)`, or is an attribute that the schema declares as one"


def _truth_from(found: Type) -> str:
    if isinstance(found, EntityType):
        return "read an attribute of the entity, or compare it by `==`, `in` or `is`"
    if isinstance(found, RecordType):
        return "read an attribute of the record"
    if isinstance(found, SetType):
        return "ask the set by `.contains(...)`, `.containsAny(...)`, `.containsAll(...)` or `.isEmpty()`"
    return _TRUTH_FROM.get(found, "compare it, as in `... == ...`")


def _constructor(wanted: str) -> str:
    name = wanted.strip("`")
    return "ip" if name == "ipaddr" else name
