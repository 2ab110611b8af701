"""Entities that are written like another one: a pattern made of the text of that one.

Strings, longs and bools that are values of attributes or tags may be any others, lists of things alike may have any
length, and the id and the parents may be others too. All names stay as they are, and so do the types of entities.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

LONGEST: Final = 2_000  # characters of an entity that a pattern is made of

BLANKS: Final = r"[ \t\n\r]*+"
_IN_STRING: Final = r"[^\"\x00-\x1f]*+"
_STRING: Final = f'"{_IN_STRING}"'
_LONG: Final = r"(?:0|-?[1-9][0-9]{0,17}+)(?![0-9.eE])"  # so many digits are in the range of a long
_BOOL: Final = "(?:true|false)"
_PARENTS: Final = r'(\[[^]["]*+(?:"[^"]*+"[^]["]*+)*+\])'  # what is in the brackets is looked at later on
BEHIND: Final = rf"{BLANKS}(?:,{BLANKS}(?=\{{)|(?=\]))"  # an entity: another one, or the end of the list
_TOKEN: Final = re.compile(rf'({BLANKS})("[^"]*+"|[{{}}\[\]:,]|[^ \t\n\r{{}}\[\]:,"]++)')


class NoPattern(Exception):
    """The entity is written in a way that is left to others."""


class EntityPattern(NamedTuple):
    """What is written like one entity."""

    entity_type: str
    is_right: bool  # whatever it matches has attributes and tags that are values: nobody has to look
    scanner: Callable[[str, int], Any]
    places: tuple[int, ...]  # the groups of id, parents, attributes, and of the tags if there are any

    def matches(self, text: str, at: int) -> Iterator[re.Match[str]]:
        """The entities of this kind that follow one another from an offset of a text on."""
        return iter(self.scanner(text, at).match, None)

    def parts(self, match: re.Match[str]) -> tuple[str, ...]:
        """The id, and the texts of parents, attributes and, if there are any, tags."""
        parts: tuple[str, ...] = match.group(*self.places)
        return parts


def entity_pattern(text: str, entity_type: str) -> EntityPattern:
    """The pattern of an entity that is known to be right, and has ASCII without escapes; raises `NoPattern`."""
    if len(text) > LONGEST:
        raise NoPattern
    writer = _Writer(text)
    compiled: Any = re.compile(writer.entity() + BEHIND)  # what a pattern scans with is not in its documentation
    places = tuple(writer.places[name] for name in ("uid", "parents", "attrs", "tags") if name in writer.places)
    return EntityPattern(entity_type, not writer.has_calls, compiled.scanner, places)


class _Writer:
    """Writes the pattern token by token."""

    def __init__(self, text: str) -> None:
        self.places: dict[str, int] = {}  # of the groups, by member of the entity
        self.has_calls = False  # of extension functions, whose arguments may be wrong
        self._tokens: list[tuple[str, str]] = _TOKEN.findall(text)  # with the blanks before each
        self._at = 0

    def entity(self) -> str:
        """The whole entity."""
        return self._members(self._of_entity)

    def _of_entity(self, name: str) -> str:
        self.places[name] = len(self.places) + 1
        match name:
            case "uid":
                return self._members(self._of_uid)
            case "parents":
                self._value()
                return _PARENTS
            case "attrs" | "tags":
                return f"({self._value()})"
            case _:
                raise NoPattern

    def _of_uid(self, name: str) -> str:
        if name == "id":
            self._take()
            return f'"({_IN_STRING})"'
        if name == "type":
            return re.escape(self._take())
        raise NoPattern

    def _next(self) -> str:
        return self._tokens[self._at][1]

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _members(self, value: Callable[[str], str]) -> str:
        """An object with these names and blanks, and values as the function writes them; not the blanks before it."""
        parts = [re.escape(self._take())]
        while self._next() != "}":
            name = self._next()[1:-1]
            parts += [self._verbatim(), self._verbatim(), self._blanks(), value(name)]
            if self._next() == ",":
                parts.append(self._verbatim())
        return "".join([*parts, self._verbatim()])

    def _blanks(self) -> str:
        return re.escape(self._tokens[self._at][0])

    def _verbatim(self) -> str:
        return self._blanks() + re.escape(self._take())

    def _value(self) -> str:
        """A value of the same kind; the blanks before it are not part of it."""
        match self._next()[0]:
            case "{":
                return self._members(self._of_record)
            case "[":
                return self._list()
            case '"':
                pattern = _STRING
            case "t" | "f":
                pattern = _BOOL
            case _:
                pattern = _LONG
        self._take()
        return pattern

    def _of_record(self, name: str) -> str:
        if name == "__entity" and self._next() == "{":
            return self._members(self._of_reference)
        self.has_calls = self.has_calls or name in ("__extn", "__expr")
        return self._value()

    def _of_reference(self, name: str) -> str:
        if name == "type" and self._next()[0] == '"':
            return re.escape(self._take())
        return self._value()

    def _list(self) -> str:
        """A list of any length if all its elements are written alike."""
        self._take()
        elements: list[str] = []
        while self._next() != "]":
            elements.append(self._value())
            if self._next() == ",":
                self._take()
        self._take()
        comma = f"{BLANKS},{BLANKS}"
        if len(set(elements)) == 1:
            return rf"\[{BLANKS}(?:{elements[0]}(?:{comma}{elements[0]})*+{BLANKS})?+\]"
        return rf"\[{BLANKS}{comma.join(elements)}{BLANKS}\]"
