"""Entities out of a large text, with one look at all that are written alike.

The first entity of a kind is read by the thorough reader, and becomes a pattern. What the pattern matches differs from
that entity in nothing that could be wrong. Its attributes are read when somebody asks for them. A text in which there
is anything unusual is left to the other ways of reading.
"""

# OPTIMIZATION: entities of a large text are told apart by patterns made of the first of each kind; their attributes are
#               read when somebody asks for them, and equal lists of parents once.
# INVARIANT:    what is read is what the thorough reader reads from the same document, which refuses nothing of it.
# GUARDED BY:   tests/impl/test_alike_entities.py; drt targets alike-entities and entities

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from itertools import repeat
from typing import Final, NamedTuple, final

from deodar.impl.entity_json import MOST_LEVELS, SOURCE_NAME, Entity, EntityReader
from deodar.impl.entity_pattern import BEHIND, BLANKS, EntityPattern, NoPattern, entity_pattern
from deodar.impl.errors import EntitiesError
from deodar.impl.expr import EntityUID
from deodar.impl.json_text import read_json
from deodar.impl.value_json import ValueRefused, is_object, new_uid, plain_uid

MOST_PATTERNS: Final = 32
MOST_SINGLE: Final = 64  # entities that are read one by one, besides one in so many
SINGLE_OF: Final = 16
MOST_TRIES: Final = 6  # of patterns for each entity on the average, and so many besides
TRIES: Final = 1_000

_BEGIN: Final = re.compile(rf"{BLANKS}\[{BLANKS}(?=\{{)")
_BEHIND: Final = re.compile(BEHIND)
_END: Final = re.compile(rf"\]{BLANKS}\Z")
_DECODER: Final = json.JSONDecoder()


class _Unusual(Exception):
    """Something that another way of reading has to see."""


class _Run(NamedTuple):
    """Entities that follow one another and are written alike, as the parts that their pattern tells."""

    pattern: EntityPattern
    parts: list[tuple[str, ...]]


def alike_entities(text: str) -> list[Entity] | None:
    """The entities of a text in order, or None if it is unusual, or if there is something to be found in it."""
    if not text.isascii() or "\\" in text:
        return None
    begin = _BEGIN.match(text)
    if begin is None:
        return None
    reading = _Reading(text)
    try:
        reading.tell_apart(begin.end())
        return reading.entities()
    except (_Unusual, ValueError, ValueRefused, RecursionError):  # the decoder of JSON raises some of these
        return None


@final
class _Reading:
    """One reading of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._patterns: list[EntityPattern] = []  # the one that matched last is the first
        self._tries = 0
        self._runs: list[_Run | Entity] = []
        self._types: dict[str, str] = {}  # one object for each type of an entity
        self._parts: dict[str, EntityUID] = {}  # what texts of parents consist of
        self._uids: dict[str, dict[str, EntityUID]] = {}  # one object for each uid of a parent, by type and id

    def tell_apart(self, at: int) -> None:
        """Find where each entity begins, from the offset of the first one on; raises `_Unusual`."""
        entities = singles = 0
        while _END.match(self._text, at) is None:
            run, end = self._run(at)
            if run is None:
                end = self._single(at)
                singles += 1
            else:
                entities += len(run.parts)
                self._runs.append(run)
            if singles > MOST_SINGLE + entities // SINGLE_OF or self._tries > MOST_TRIES * entities + TRIES:
                raise _Unusual
            at = end

    def _run(self, at: int) -> tuple[_Run | None, int]:
        """The entities at an offset that are alike, and where they end."""
        for pattern in self._patterns:
            self._tries += 1
            parts = [pattern.parts(match := each) for each in pattern.matches(self._text, at)]
            if parts:
                if pattern is not self._patterns[0]:
                    self._patterns.remove(pattern)
                    self._patterns.insert(0, pattern)
                return _Run(pattern, parts), match.end()
        return None, at

    def _single(self, at: int) -> int:
        """Read the entity at an offset, from which others are told apart then. Gives where it ends."""
        _, end = _DECODER.raw_decode(self._text, at)
        behind = _BEHIND.match(self._text, end)
        text = self._text[at:end]
        entity = EntityReader().entity(_data_of(text), ())
        if entity is None or behind is None:
            raise _Unusual
        self._runs.append(entity)
        uid = entity.uid
        self._uids.setdefault(uid.type, {}).setdefault(uid.id, uid)
        if len(self._patterns) < MOST_PATTERNS and not uid.type.endswith("Action"):  # whose parents are looked at
            with suppress(NoPattern):
                self._patterns.append(entity_pattern(text, self._types.setdefault(uid.type, uid.type)))
        return behind.end()

    def entities(self) -> list[Entity]:
        """All of them, once they are told apart."""
        texts = {parts[1] for run in self._runs if isinstance(run, _Run) for parts in run.parts}
        parents = {text: self._parents(text) for text in texts}
        made: list[Entity] = []
        for run in self._runs:
            if not isinstance(run, _Run):
                made.append(run)
                continue
            ids, their_parents, attrs, *more = zip(*run.parts, strict=True)
            tags: Iterable[str | None] = more[0] if more else repeat(None)
            entity_type = run.pattern.entity_type
            known = self._uids[entity_type].get  # there is the one at least that the pattern was made of
            uids = [known(each) or new_uid((entity_type, each)) for each in ids]
            theirs = map(parents.__getitem__, their_parents)
            those = list(map(Entity.unread, uids, theirs, attrs, tags))
            if not run.pattern.is_right:
                for each in those:
                    each.read()
            made += those
        return made

    def _parents(self, text: str) -> tuple[EntityUID, ...]:
        """The parents of a text, none of them twice."""
        listed = text[1:-1].rstrip(" \t\n\r")
        if not listed:
            return ()
        if listed[-1] != "}":
            raise _Unusual
        # However it is cut, the text is right if each part is an object once its brace is put back.
        return tuple(dict.fromkeys(map(self._parent, listed[:-1].split("},"))))

    def _parent(self, part: str) -> EntityUID:
        """The parent of a part, which lacks its last brace."""
        found = self._parts.get(part)
        if found is None:
            data: object = json.loads(f"{part}}}")
            uid = plain_uid(data) if is_object(data) else None
            if uid is None or part.count('":') != len(uid):  # a name is repeated, or looks like one
                raise _Unusual
            name = self._types.setdefault(uid.type, uid.type)
            found = self._uids.setdefault(name, {}).setdefault(uid.id, new_uid((name, uid.id)))
            self._parts[part] = found
        return found


def _data_of(text: str) -> object:
    return read_json(text, error=EntitiesError, source_name=SOURCE_NAME, max_depth=MOST_LEVELS - 1)
