"""JSON text to plain data, with nothing guessed.

Numbers that are not integers, and `-0`, come out as floats, for which the language has no value; whoever reads the data
refuses them where they stand. Nothing may be nested deeper than a reader allows, and all strings, names of members too,
are of Unicode scalar values: that is checked once, when a document comes in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TypeAlias, cast

from deodar.model.deep import with_room
from deodar.model.refusal import Refusal
from deodar.model.strings import SURROGATE
from deodar.model.value import in_int64

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

DOCUMENT_DEPTH = 127  # for entities and contexts: an attribute may be nested 124 arrays deep
LONGEST_INTEGER = 20  # characters; more do not fit 64 bits


def distinct_members(pairs: Sequence[tuple[str, Json]]) -> dict[str, Json]:
    """An object whose members have different names."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise Refusal("repeated-member")
    return members


def integer(text: str) -> int | float:
    """The integer that a number writes; one that is no 64-bit integer comes out as a float."""
    return int(text) if text != "-0" and len(text) <= LONGEST_INTEGER else float(text)


def no_constant(_: str) -> Json:
    """NaN and the infinities, which JSON does not have."""
    raise Refusal("json")


def string(data: Json) -> str:
    """A string."""
    if not isinstance(data, str):
        raise Refusal("string-expected")
    return data


def check_text(s: str) -> None:
    """Refuse a string that is not one of Unicode scalar values."""
    if not s.isascii() and SURROGATE.search(s):
        raise Refusal("surrogate")


def check_items(items: Iterable[Json], most: int) -> None:
    """Check what an array or object holds."""
    if most == 0:
        raise Refusal("nested-too-deep")
    for item in items:
        check(item, most - 1)


def check(data: Json, most: int) -> Json:
    """The data, refused if it is nested more arrays and objects deep, or if a string in it could not be written."""
    if isinstance(data, str):
        check_text(data)
    elif isinstance(data, dict):
        for name in data:
            check_text(string(name))
        check_items(data.values(), most)
    elif isinstance(data, list):
        check_items(data, most)
    return data


def loads(text: str, last_wins: bool) -> Json:
    """The data that a JSON text writes; of members with the same name the last one wins, or the text is refused."""
    try:
        hook = dict if last_wins else distinct_members
        return cast(Json, json.loads(text, object_pairs_hook=hook, parse_int=integer, parse_constant=no_constant))
    except json.JSONDecodeError as error:
        raise Refusal("json", error.lineno, error.colno) from error


def from_text_or_data(document: object, most: int, last_wins: bool = False) -> Json:
    """The data of a document, which may be JSON text, or data already."""
    data = with_room(loads, document, last_wins) if isinstance(document, str) else cast(Json, document)
    return with_room(check, data, most)


def only_longs(data: Json) -> Json:
    """The data, refused if it has a number that no long can be, be it in a member that does not matter."""
    match data:
        case list():
            for item in data:
                only_longs(item)
        case dict():
            for item in data.values():
                only_longs(item)
        case float():
            raise Refusal("no-value")
        case int() if not in_int64(data):
            raise Refusal("no-value")
        case _:
            pass
    return data


def obj(data: Json) -> dict[str, Json]:
    """An object."""
    if not isinstance(data, dict):
        raise Refusal("object-expected")
    return data


def array(data: Json) -> list[Json]:
    """An array."""
    if not isinstance(data, list):
        raise Refusal("array-expected")
    return data


def member(data: Json, name: str) -> Json:
    """A member that must be there; others do not matter."""
    members = obj(data)
    if name not in members:
        raise Refusal("missing-member")
    return members[name]


def members(data: Json, *names: str) -> list[Json]:
    """The members with these names, which must be there, and no others."""
    found = obj(data)
    if found.keys() != frozenset(names):
        raise Refusal("wrong-members")
    return [found[name] for name in names]
