"""Entities from a JSON document and back, without a schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, final

from deodar.impl.errors import EntitiesError
from deodar.impl.expr import EntityUID
from deodar.impl.json_place import JsonPath, Mistake, json_findings
from deodar.impl.json_text import read_json
from deodar.impl.plain_entities import NO_TAGS, plain_entities, plain_values
from deodar.impl.value import RecordValue, Value
from deodar.impl.value_json import ValueRefused, is_list, is_object, read_string, read_uid, read_value
from deodar.impl.value_to_json import uid_to_json, value_to_json
from deodar.impl.wording import IN_BRACES, IN_BRACKETS, nearest, quote

SOURCE_NAME = "<entities>"
MOST_LEVELS = 127  # of lists and objects in the document
VALUE_LEVELS = MOST_LEVELS - 3  # inside the document, the entity, and its attributes
LARGE = 200_000  # characters of a text in which entities are worth a look at what they have in common
_FIELDS = ("uid", "attrs", "parents", "tags")
_EXAMPLES = {"uid": '"uid": {"type": "User", "id": "alice"}', "attrs": '"attrs": {}', "parents": '"parents": []'}


@final
class Entity:
    """An entity: its uid, attributes, tags, and the parents that the document gives it."""

    # INVARIANT: `attrs` and `tags` are there, or they are made out of `_unread` when one is asked for, and kept.
    __slots__ = ("_unread", "attrs", "parents", "tags", "uid")

    attrs: Mapping[str, Value]
    tags: Mapping[str, Value]
    if TYPE_CHECKING:
        _unread: str | tuple[str, str] | None  # the text of the attributes, or of both; it is known to be right
    else:  # lest the checkers take any name for an attribute

        def __getattr__(self, name: str) -> Mapping[str, Value]:
            """Attributes or tags, when one is asked for the first time."""
            if name not in ("attrs", "tags"):
                raise AttributeError(f"an Entity has no attribute {name!r}", name=name, obj=self)
            unread = self._unread
            if isinstance(unread, str):
                self.attrs = plain_values(unread, _plain_value)
            elif unread is not None:  # else another thread has just made them
                self.attrs, self.tags = (plain_values(text, _plain_value) for text in unread)
            self._unread = None
            return getattr(self, name)

    def __init__(
        self, uid: EntityUID, attrs: Mapping[str, Value], parents: tuple[EntityUID, ...], tags: Mapping[str, Value]
    ) -> None:
        self.uid = uid
        self.attrs = attrs
        self.parents = parents
        self.tags = tags

    @classmethod
    def unread(cls, uid: EntityUID, parents: tuple[EntityUID, ...], attrs: str, tags: str | None) -> Entity:
        """The entity whose attributes and tags are texts that are known to be right."""
        made = cls.__new__(cls)
        made.uid = uid
        made.parents = parents
        if tags is None:
            made._unread = attrs
            made.tags = NO_TAGS
        else:
            made._unread = attrs, tags
        return made

    def read(self) -> None:
        """Read attributes and tags now; raises `ValueRefused` if they are not right after all."""
        _ = self.attrs, self.tags

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Entity):
            return NotImplemented
        return (
            self.uid == other.uid
            and set(self.parents) == set(other.parents)
            and RecordValue(dict(self.attrs)) == RecordValue(dict(other.attrs))
            and RecordValue(dict(self.tags)) == RecordValue(dict(other.tags))
        )

    def __hash__(self) -> int:
        return hash(self.uid)

    def __repr__(self) -> str:
        return f"Entity({self.uid!r}, attrs={dict(self.attrs)!r}, parents={self.parents!r}, tags={dict(self.tags)!r})"

    def to_json(self) -> dict[str, object]:
        """The entity as an element of an entities document; `tags` only where there are any."""
        data: dict[str, object] = {
            "uid": uid_to_json(self.uid),
            "attrs": {name: value_to_json(value) for name, value in self.attrs.items()},
            "parents": [uid_to_json(parent) for parent in self.parents],
        }
        if self.tags:
            data["tags"] = {name: value_to_json(value) for name, value in self.tags.items()}
        return data


class EntityReader:
    """One reading of a document, which gathers the mistakes."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self._uids: dict[EntityUID, EntityUID] = {}  # one object for each uid of the document

    def entity(self, data: object, path: JsonPath) -> Entity | None:
        """The entity, or None if there was a mistake in it."""
        if not is_object(data):
            self._refuse(path, "not-an-entity", "an entity must be a JSON object", IN_BRACES)
            return None
        before = len(self.mistakes)
        for name in _FIELDS[:3]:
            if name not in data:
                hint = rename_hint(name, data) or f"add `{_EXAMPLES[name]}`"
                self._refuse(path, "missing-field", f"the entity has no `{name}`", hint)
        uid = self._uid(data["uid"], (*path, "uid")) if "uid" in data else None
        attrs = self._values(data.get("attrs", {}), uid, (*path, "attrs"))
        tags = self._values(data.get("tags", {}), uid, (*path, "tags"))
        parents = self._parents(data.get("parents", []), uid, (*path, "parents"))
        if uid is None or len(self.mistakes) > before:
            return None
        return Entity(uid, attrs, parents, tags)

    def _uid(self, data: object, path: JsonPath) -> EntityUID | None:
        try:
            uid = read_uid(data)
        except ValueRefused as refused:
            self.mistakes.append(refused.mistake(path))
            return None
        return self._uids.setdefault(uid, uid)

    def value(self, data: object, owner: EntityUID | None, field: str, name: str) -> Value:
        """The value of an attribute or tag of an entity, None if its uid is wrong; a schema tells more by these."""
        del owner, field, name
        return read_value(data, VALUE_LEVELS)

    def _values(self, data: object, owner: EntityUID | None, path: JsonPath) -> dict[str, Value]:
        values: dict[str, Value] = {}
        if not is_object(data):
            self._refuse(path, "not-an-object", f"`{path[-1]}` must be a JSON object", IN_BRACES)
            return values
        for name, value in data.items():
            try:
                read_name = read_string(name) if isinstance(name, str) else _refuse_name(name)
                values[read_name] = self.value(value, owner, str(path[-1]), read_name)
            except ValueRefused as refused:
                self.mistakes.append(refused.mistake((*path, str(name))))
        return values

    def _parents(self, data: object, child: EntityUID | None, path: JsonPath) -> tuple[EntityUID, ...]:
        if not is_list(data):
            self._refuse(path, "not-a-list", "`parents` must be a JSON list", IN_BRACKETS)
            return ()
        found = [self._uid(parent, (*path, index)) for index, parent in enumerate(data)]
        parents = tuple(dict.fromkeys(uid for uid in found if uid is not None))
        if child is not None and is_action(child):
            for index, parent in enumerate(found):
                if parent is not None and not is_action(parent):
                    message = f"the action {quote(child.id)} has a parent of type {quote(parent.type)}"
                    self._refuse((*path, index), "action-parent", message, "only actions can be parents of an action")
        return parents

    def _refuse(self, path: JsonPath, kind: str, message: str, hint: str | None = None) -> None:
        self.mistakes.append(Mistake(path, kind, message, hint))


def _refuse_name(name: object) -> str:
    raise ValueRefused("not-json", f"the member name {quote(str(name))} is not a string")


def rename_hint(name: str, members: Iterable[object]) -> str | None:
    """The line of help that offers the misspelled member for the missing one, or None."""
    found = nearest(name, [member for member in members if isinstance(member, str)])
    return None if found is None else f"rename {quote(found)}"


def is_action(uid: EntityUID) -> bool:
    """Whether the last name of the type is `Action`."""
    return uid.type == "Action" or uid.type.endswith("::Action")


def refuse(text: str | None, mistakes: Iterable[Mistake]) -> EntitiesError:
    """The refusal of a document for these mistakes; `text` is None if it came as Python data."""
    return EntitiesError(json_findings(text, mistakes), SOURCE_NAME)


def read_entities(data_or_text: object, reader: EntityReader | None = None) -> tuple[list[Entity], str | None]:
    """The entities of a document in order, repeated ones too; and the document's text, if it came as text."""
    text = data_or_text if isinstance(data_or_text, str) else None
    if reader is None:
        plain = None
        if text is not None and len(text) >= LARGE:
            from deodar.impl.alike_entities import alike_entities  # noqa: PLC0415  # few texts are large

            plain = alike_entities(text)
        if plain is None:
            plain = plain_entities(data_or_text, Entity, _plain_value)
        if plain is not None:
            return plain, text
        reader = EntityReader()
    data = data_or_text
    if text is not None:
        data = read_json(text, error=EntitiesError, source_name=SOURCE_NAME, max_depth=MOST_LEVELS)
    if not is_list(data):
        raise refuse(
            text,
            [Mistake((), "not-a-list", "an entities document must be a JSON list", IN_BRACKETS)],
        )
    entities = [reader.entity(element, (index,)) for index, element in enumerate(data)]
    if reader.mistakes:
        raise refuse(text, reader.mistakes)
    return [entity for entity in entities if entity is not None], text


def _plain_value(data: object) -> Value:
    return read_value(data, VALUE_LEVELS)
