"""Types from the JSON schema format."""

from __future__ import annotations

from typing import Final

from deodar.impl.json_reader import JsonReader, Place
from deodar.impl.names import RESERVED, is_identifier
from deodar.impl.schema.syntax import (
    MOST_LEVELS,
    TOO_DEEP,
    Annotations,
    AttributeSyntax,
    BuiltInType,
    NamedType,
    RecordOf,
    SetOf,
    Sort,
    TypeSyntax,
)
from deodar.impl.schema.types import BOOL, EXTENSIONS, LONG, STRING
from deodar.impl.value_json import is_object
from deodar.impl.wording import ANOTHER_NAME, did_you_mean, quote

_PRIMITIVES: Final = {"Boolean": BOOL, "Long": LONG, "String": STRING}
# What each word takes besides `type`: the required members, then the optional ones.
_MEMBERS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "Set": (("element",), ()),
    "Record": (("attributes",), ("additionalAttributes",)),
    "Entity": (("name",), ()),
    "Extension": (("name",), ()),
    "EntityOrCommon": (("name",), ()),
}
_KEY_HELP = "a key is made of letters, digits and `_`, and does not begin with a digit"
NO_TYPE = RecordOf(None, ())  # after a mistake


class TooDeep(Exception):
    """The types are nested too deeply to read on. It has been reported."""


class TypeReader(JsonReader):
    """Reads types."""

    levels = 0  # how many records and sets are open

    def type(self, data: object, place: Place, others: tuple[str, ...] = ()) -> TypeSyntax:
        """A type; `others` are the members that its place admits besides."""
        members = self.members(data, place, ("type",), None)
        if members is None:
            return NO_TYPE
        word = self.string(members["type"], (place, "type"))
        required, optional = _MEMBERS.get(word, ((), ()))
        if self.members(members, place, ("type", *required), (*optional, *others)) is None or not word:
            if not word and isinstance(members["type"], str):
                self.reference("", (place, "type"))
            return NO_TYPE
        return self._type(word, members, place)

    def _type(self, word: str, members: dict[str, object], place: Place) -> TypeSyntax:
        match word:
            case "Boolean" | "Long" | "String":
                return BuiltInType(place, _PRIMITIVES[word])
            case "Set":
                self._deeper(place)
                element = self.type(members["element"], (place, "element"))
                self.levels -= 1
                return SetOf(place, element)
            case "Record":
                return self._record(members, place)
            case "Extension":
                return self._extension(members["name"], (place, "name"))
            case "Entity":
                return NamedType(place, self.reference(members["name"], (place, "name")), Sort.ENTITY)
            case "EntityOrCommon":
                return NamedType(place, self.reference(members["name"], (place, "name")), Sort.EITHER)
            case _:
                return NamedType(place, self.reference(word, (place, "type")), Sort.COMMON)

    def _record(self, members: dict[str, object], place: Place) -> RecordOf:
        self._deeper(place)
        inner = (place, "attributes")
        attributes = tuple(
            self._attribute(name, data, (inner, name))
            for name, data in (self.json_object(members["attributes"], inner) or {}).items()
        )
        self.levels -= 1
        is_open = members.get("additionalAttributes", False)
        if is_open is True:
            hint = "list all attributes, some as not `required`"
            self.refuse((place, "additionalAttributes"), "unsupported-feature", "open records are not supported", hint)
        elif is_open is not False:
            self.refuse_shape((place, "additionalAttributes"), "a boolean", is_open)
        return RecordOf(place, attributes)

    def _attribute(self, name: str, data: object, place: Place) -> AttributeSyntax:
        type_ = self.type(data, place, ("required", "annotations"))
        required = data.get("required", True) if is_object(data) else True
        if not isinstance(required, bool):
            self.refuse_shape((place, "required"), "a boolean", required)
        return AttributeSyntax(name, type_, required is not False, self.annotations(data, place))

    def _extension(self, data: object, place: Place) -> TypeSyntax:
        name = self.string(data, place)
        if name in EXTENSIONS:
            return BuiltInType(place, EXTENSIONS[name])
        if isinstance(data, str):
            hint = did_you_mean(name, EXTENSIONS) or f"the extension types are {', '.join(EXTENSIONS)}"
            self.refuse(place, "unknown-extension-type", f"there is no extension type {quote(name)}", hint)
        return NO_TYPE

    def _deeper(self, place: Place) -> None:
        self.levels += 1
        if self.levels > MOST_LEVELS:
            self.refuse(place, *TOO_DEEP, "give an inner type a name under `commonTypes`")
            raise TooDeep

    # -- names and annotations

    def reference(self, data: object, place: Place) -> str:
        """A name as written: identifiers joined by `::`, without blanks; a common type's or an entity type's."""
        name = self.string(data, place)
        if isinstance(data, str):
            self._check(name.split("::"), name, place)
        return name

    def _check(self, parts: list[str], name: str, place: Place) -> None:
        for part in parts:
            if part in RESERVED:
                self.refuse(
                    place,
                    "reserved-identifier",
                    f"`{part}` is reserved and cannot be part of a name",
                    ANOTHER_NAME,
                )
            elif not is_identifier(part):
                hint = "names are identifiers joined by `::`, without blanks"
                self.refuse(place, "invalid-name", f"{quote(name)} is no name", hint)
                return

    def annotations(self, data: object, place: Place) -> Annotations:
        """The annotations among the members of an object; none if it is no object, which is reported elsewhere."""
        if not is_object(data) or "annotations" not in data:
            return ()
        inner = (place, "annotations")
        found: list[tuple[str, str | None]] = []
        for key, value in (self.json_object(data["annotations"], inner) or {}).items():
            if not is_identifier(key):
                self.refuse((inner, key), "invalid-annotation", f"the key {quote(key)} is no identifier", _KEY_HELP)
            found.append((key, None if value is None else self.string(value, (inner, key))))
        return tuple(found)
