"""The quick way to read entities: for documents of which nothing is to be said.

It reads what the thorough way of `deodar.impl.entity_json` reads, or nothing at all: then that one has to look.
"""

# OPTIMIZATION: read a document that is well formed without a thought to findings, and its text without a look at each
#               object for names that are repeated.
# INVARIANT:    what is read is what the thorough reader reads from the same document. A text that is read so has no
#               escapes, and as many members as its data: so none is repeated.
# GUARDED BY:   tests/impl/test_plain_entities.py; drt targets entities and authorize

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, TypeVar

from deodar.impl.expr import EntityUID
from deodar.impl.json_text import LONG_MAX, LONG_MIN
from deodar.impl.value import Value
from deodar.impl.value_json import ValueRefused, is_list, is_object, new_uid, plain_uid

# An escape, a blank before a colon, and what may be the number `-0`: the count of colons, or a number, is uncertain.
_UNUSUAL: Final = ("\\", " :", "-0")
_UNUSUAL_BLANKS: Final = ("\t", "\n", "\r")  # most texts have none, which is seen at a glance
NO_TAGS: Final[dict[str, Value]] = {}  # never changed
_MEMBER: Final = '":'

Made = TypeVar("Made")
Make = Callable[[EntityUID, dict[str, Value], tuple[EntityUID, ...], dict[str, Value]], Made]
ReadValue = Callable[[object], Value]  # raises `ValueRefused`


class _Unusual(Exception):
    """Something that the thorough reader has to see."""


def plain_entities(data_or_text: object, make: Make[Made], read_value: ReadValue) -> list[Made] | None:
    """The entities of a document in order, or None if it is unusual or there is something to be found in it."""
    text = data_or_text if isinstance(data_or_text, str) else None
    try:
        data: object = data_or_text if text is None else _data_of(text)
        if not is_list(data):
            return None
        reading = _Reading(read_value) if text is None else _TextReading(read_value)
        entities = [make(*reading.entity(element)) for element in data]
    except (_Unusual, AttributeError, KeyError, TypeError, ValueError, ValueRefused, RecursionError):
        return None
    if text is not None and text.count(_MEMBER) != reading.members:
        return None  # a name is repeated, or stands in a string what looks like one
    return entities


def plain_values(text: str, read_value: ReadValue) -> dict[str, Value]:
    """The attributes or tags of a text that is known to be right, and to have ASCII without escapes."""
    return _TextReading(read_value).values(json.loads(text))


def _data_of(text: str) -> object:
    if not text.isascii() or any(each in text for each in _UNUSUAL):
        raise _Unusual
    if any(each in text and f"{each}:" in text for each in _UNUSUAL_BLANKS):
        raise _Unusual
    data: object = json.loads(text)
    return data


class _Reading:
    """One reading of a document."""

    def __init__(self, read_value: ReadValue) -> None:
        self.members = 0  # of all objects so far
        self._read_value = read_value
        self._uids: dict[str, dict[str, EntityUID]] = {}  # one object for each uid, by type and id

    def entity(self, data: Any) -> tuple[EntityUID, dict[str, Value], tuple[EntityUID, ...], dict[str, Value]]:
        """The parts of an entity."""
        told: object = data  # its class is asked of what the checkers know nothing of
        kind = type(told)
        has_tags = len(data) == 4
        if kind is not dict or len(data) != (4 if has_tags else 3):
            raise _Unusual
        self.members += len(data)
        uid = self._uid(data["uid"])
        attrs = self.values(data["attrs"])
        tags = self.values(data["tags"]) if has_tags else NO_TAGS
        given: Any = data["parents"]
        told = given
        kind = type(told)
        if kind is not list:
            raise _Unusual
        if not given:
            return uid, attrs, (), tags
        parents = tuple(dict.fromkeys([self._uid(parent) for parent in given]))
        if uid.type.endswith("Action"):
            raise _Unusual  # its parents must be actions
        return uid, attrs, parents, tags

    def _uid(self, data: Any) -> EntityUID:
        told: object = data
        kind = type(told)
        if kind is not dict or len(data) != 2:
            raise _Unusual
        self.members += 2
        known = self._uids.get(data["type"])
        if known is not None:
            uid = known.get(data["id"])
            told, also = data["type"], data["id"]
            if uid is not None and type(told) is type(also) is str:
                return uid
        uid = plain_uid(data)
        if uid is None:
            raise _Unusual
        return self._uids.setdefault(uid.type, {}).setdefault(uid.id, uid)

    def values(self, data: Any) -> dict[str, Value]:
        """Attributes or tags."""
        told: object = data
        kind = type(told)
        if kind is not dict or not "".join(data).isascii():
            raise _Unusual
        self.members += len(data)
        values: dict[str, Value] = data.copy()
        for name, value in data.items():
            told = value
            kind = type(told)
            if kind is str:
                if not value.isascii():
                    values[name] = self._read_value(value)
            elif kind is int:
                if not LONG_MIN <= value <= LONG_MAX:
                    raise _Unusual
            elif kind is not bool:
                values[name] = self._read_value(value)  # first: what contains itself is refused, and cannot be counted
                self.members += _members_in(value)
            told = name
            kind = type(told)
            if kind is not str:
                raise _Unusual
        return values


class _TextReading(_Reading):
    """One reading of a document out of a text: nobody else has its data, and all strings are exactly so, and ASCII."""

    def __init__(self, read_value: ReadValue) -> None:
        super().__init__(read_value)
        self._types: dict[str, tuple[str, dict[str, EntityUID]]] = {}  # one object for each type, and for each uid

    # What is no object raises an exception here that `plain_entities` expects.

    def entity(self, data: Any) -> tuple[EntityUID, dict[str, Value], tuple[EntityUID, ...], dict[str, Value]]:
        """The parts of an entity."""
        members = len(data)
        self.members += members
        if members == 3:
            tags = NO_TAGS
        elif members == 4:
            tags = self.values(data["tags"])
        else:
            raise _Unusual
        uid = self._uid(data["uid"])
        attrs = self.values(data["attrs"])
        given: Any = data["parents"]
        told: object = given  # its class is asked of what the checkers know nothing of
        if type(told) is not list:
            raise _Unusual
        if not given:
            return uid, attrs, (), tags
        if uid[0].endswith("Action"):
            raise _Unusual  # its parents must be actions
        return uid, attrs, tuple(dict.fromkeys([self._uid(parent) for parent in given])), tags

    def _uid(self, data: Any) -> EntityUID:
        kind, name = data["type"], data["id"]
        if len(data) != 2:
            raise _Unusual
        self.members += 2
        known = self._types.get(kind)
        if known is None:
            uid = plain_uid(data)
            if uid is None:
                raise _Unusual
            self._types[kind] = kind, {name: uid}
            return uid
        found = known[1].get(name)
        if found is not None:
            return found
        if type(name) is not str:
            raise _Unusual
        uid = known[1][name] = new_uid((known[0], name))
        return uid

    def values(self, data: Any) -> dict[str, Value]:
        """Attributes or tags."""
        self.members += len(data)
        for name, value in data.items():
            told: object = value
            kind = type(told)
            if kind is int:
                if not LONG_MIN <= value <= LONG_MAX:
                    raise _Unusual
            elif kind is not str and kind is not bool:
                data[name] = self._read_value(value)  # no key comes or goes
                self.members += _members_in(value)
        values: dict[str, Value] = data
        return values


def _members_in(value: object) -> int:
    """How many members the objects in a value have together."""
    found, waiting = 0, [value]
    while waiting:
        each = waiting.pop()
        if is_object(each):
            found += len(each)
            waiting += each.values()
        elif is_list(each):
            waiting += each
    return found
