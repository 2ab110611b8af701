"""What the readers of policy JSON share: where they are, what they expect there, and the mistakes so far.

A reader that meets a mistake notes it and goes on with a stand-in, so that one run finds them all. The result counts
only if there was no mistake. A place is a linked list of steps, which costs one tuple a level until it is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import ClassVar, TypeAlias, cast

from deodar.impl.expr import EntityUID
from deodar.impl.json_place import MOST_FINDINGS, JsonPath, Mistake
from deodar.impl.json_text import BadNumber
from deodar.impl.names import is_type_name
from deodar.impl.wording import IN_BRACES, IN_BRACKETS, did_you_mean, quote

Place: TypeAlias = "tuple[Place, str | int] | None"  # None: the whole document

NO_ENTITY = EntityUID("", "")
_SURROGATE = re.compile("[\ud800-\udfff]")


class TooManyMistakes(Exception):
    """There is no use in looking for more."""


_HOW_TO_WRITE = {
    "a string": 'write it in double quotes: `"..."`',
    "a boolean": "write `true` or `false`",
    "a list": IN_BRACKETS,
    "an object": IN_BRACES,
}


def under(place: Place, step: str | int) -> Place:
    """The place one step further."""
    return (place, step)


def path_of(place: Place) -> JsonPath:
    """The steps from the document to a place."""
    steps: list[str | int] = []
    while place is not None:
        place, step = place
        steps.append(step)
    return tuple(reversed(steps))


def shape_of(data: object) -> str:
    """What a value is, in the words of JSON."""
    match data:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float() | BadNumber():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return "no JSON value"


def as_object(data: object) -> dict[str, object] | None:
    """`data` if it is an object. Only `JsonReader.json_object` makes sure that all names are strings."""
    return cast("dict[str, object]", data) if isinstance(data, dict) else None


def as_array(data: object) -> list[object] | None:
    """`data` if it is a list."""
    return cast("list[object]", data) if isinstance(data, list) else None


class JsonReader:
    """Reads Python data that came from JSON, and notes its mistakes."""

    examples: ClassVar[Mapping[str, str]] = {}  # how a member is written, by its name, for those who left it out

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def refuse(self, place: Place, kind: str, message: str, hint: str | None = None) -> None:
        """Note a mistake in the value at a place."""
        if len(self.mistakes) == MOST_FINDINGS:
            raise TooManyMistakes
        self.mistakes.append(Mistake(path_of(place), kind, message, hint))

    def refuse_shape(self, place: Place, wanted: str, data: object) -> None:
        """Note that a value is not of the shape that is `wanted`."""
        self.refuse(place, "wrong-json-type", f"expected {wanted}, found {shape_of(data)}", _HOW_TO_WRITE.get(wanted))

    def members(
        self, data: object, place: Place, required: Iterable[str], optional: Iterable[str] | None = ()
    ) -> dict[str, object] | None:
        """An object with these members; `optional` None lets any others be, unread. None after a mistake."""
        found = self.json_object(data, place)
        if found is None:
            return None
        required = tuple(required)
        missing = [name for name in required if name not in found]
        for name in missing:
            hint = f"add `{json.dumps(name)}: {self.examples.get(name, '...')}`"
            self.refuse(place, "missing-member", f"the member `{name}` is missing", hint)
        unknown = [] if optional is None else [name for name in found if name not in required and name not in optional]
        for name in unknown:
            hint = did_you_mean(name, (*missing, *(optional or ()))) or _may_stand_here((*required, *(optional or ())))
            self.refuse((place, name), "unknown-member", f"there is no member {quote(name)} here", hint)
        return None if missing or unknown else found

    def json_object(self, data: object, place: Place) -> dict[str, object] | None:
        """An object; None after a mistake."""
        found = as_object(data)
        if found is None:
            self.refuse_shape(place, "an object", data)
            return None
        wrong = [name for name in found if _is_no_text(name)]
        for name in wrong:
            self.refuse(place, "invalid-member-name", f"{quote(str(name))} cannot name a member")
        return None if wrong else found

    def json_array(self, data: object, place: Place) -> list[object] | None:
        """A list; None after a mistake."""
        found = as_array(data)
        if found is None:
            self.refuse_shape(place, "a list", data)
        return found

    def string(self, data: object, place: Place) -> str:
        """A string; after a mistake the empty one."""
        if not isinstance(data, str):
            self.refuse_shape(place, "a string", data)
            return ""
        if _is_no_text(data):
            self.refuse(place, "lone-surrogate", "the string has an unpaired surrogate")
            return ""
        return data

    def type_name(self, data: object, place: Place) -> str:
        """The name of an entity type in normal form."""
        if not isinstance(data, str):
            self.refuse_shape(place, "the name of an entity type", data)
            return ""
        if not is_type_name(data):
            hint = "a type is names joined by `::`, without blanks and reserved words"
            self.refuse(place, "invalid-type-name", f"{quote(data)} is no entity type", hint)
        return data

    def uid(self, data: object, place: Place) -> EntityUID:
        """`{"type": T, "id": I}`, or the same inside `{"__entity": ...}`; others are let be, but for `__expr`."""
        if isinstance((as_object(data) or {}).get("__expr"), str):
            self.refuse(place, "expr-escape", "the escape `__expr` is no longer part of the format")
            return NO_ENTITY
        inner = (as_object(data) or {}).get("__entity")
        if names_an_entity(inner):
            data, place = inner, (place, "__entity")
        return self.type_and_id(data, place)

    def type_and_id(self, data: object, place: Place) -> EntityUID:
        """`{"type": T, "id": I}`; other members are let be, whatever they are."""
        found = self.members(data, place, ("type", "id"), None)
        if found is None:
            return NO_ENTITY
        return EntityUID(self.type_name(found["type"], (place, "type")), self.string(found["id"], (place, "id")))


def names_an_entity(data: object) -> bool:
    """Whether `data` has the shape of an entity: an object whose `type` and `id` are strings."""
    found = as_object(data) or {}
    return isinstance(found.get("type"), str) and isinstance(found.get("id"), str)


def _may_stand_here(names: Iterable[str]) -> str:
    return f"here may stand {', '.join(f'`{name}`' for name in names)}"


def _is_no_text(data: object) -> bool:
    """Whether `data` is no string, or one that cannot be written: it has an unpaired surrogate."""
    return not isinstance(data, str) or (not data.isascii() and _SURROGATE.search(data) is not None)
