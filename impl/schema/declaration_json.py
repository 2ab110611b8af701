"""Schema JSON to a fragment: the readers of declarations and namespaces, and the function that reads a document."""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from deodar.impl.deep import with_room
from deodar.impl.errors import SchemaError
from deodar.impl.json_place import Mistake, json_findings
from deodar.impl.json_reader import Place, TooManyMistakes
from deodar.impl.json_text import read_json
from deodar.impl.names import RESERVED, RESERVED_NAMESPACE, is_identifier
from deodar.impl.schema.declaration_parser import RESERVED_TYPE_NAMES
from deodar.impl.schema.syntax import (
    MOST_LEVELS,
    ActionDeclaration,
    AppliesTo,
    CommonTypeDeclaration,
    EntityTypeDeclaration,
    Fragment,
    GroupReference,
    Namespace,
    Reference,
)
from deodar.impl.schema.type_json import TooDeep, TypeReader
from deodar.impl.wording import ANOTHER_NAME, REMOVE_ONE, quote

_NO_TYPE_DECLARED = EntityTypeDeclaration(None, "")  # after a mistake
_STANDARD = ("memberOfTypes", "shape", "tags")
Object: TypeAlias = dict[str, object]


class SchemaReader(TypeReader):
    """Reads whole schemas."""

    examples: ClassVar = {
        "entityTypes": "{}",
        "actions": "{}",
        "type": '"String"',
        "element": '{"type": "String"}',
        "attributes": "{}",
        "name": '"User"',
        "principalTypes": '["User"]',
        "resourceTypes": '["Document"]',
        "id": '"view"',
    }

    def schema(self, data: object) -> dict[str, Namespace]:
        """An object of namespaces."""
        found: dict[str, Namespace] = {}
        for name, inner in (self.json_object(data, None) or {}).items():
            place: Place = (None, name)
            if name:
                self.reference(name, place)
                if RESERVED_NAMESPACE in name.split("::"):
                    self.refuse(
                        place,
                        "reserved-name",
                        f"`{RESERVED_NAMESPACE}` is reserved for the built-in types",
                        ANOTHER_NAME,
                    )
            found[name] = self._namespace(inner, place, is_empty=not name)
        return found

    def _namespace(self, data: object, place: Place, *, is_empty: bool) -> Namespace:
        members = self.members(data, place, ("entityTypes", "actions"), ("commonTypes", "annotations"))
        if members is None:
            return Namespace({}, {}, {})
        if is_empty and members.get("annotations", {}) != {}:
            inner = (place, "annotations")
            self.refuse(inner, "invalid-annotation", "the empty namespace has no annotations", "give the others some")
        return Namespace(
            {
                name: self._common_type(name, each, inner)
                for name, each, inner in self._entries(members, "commonTypes", place)
            },
            {
                name: self._entity_type(name, each, inner)
                for name, each, inner in self._entries(members, "entityTypes", place)
            },
            {name: self._action(name, each, inner) for name, each, inner in self._entries(members, "actions", place)},
            self.annotations(members, place),
        )

    def _entries(self, members: Object, name: str, place: Place) -> list[tuple[str, object, Place]]:
        inner = (place, name)
        found = self.json_object(members.get(name, {}), inner) or {}
        return [(key, value, (inner, key)) for key, value in found.items()]

    def _declared(self, name: str, sort: str, place: Place) -> None:
        """Refuse what cannot be declared as a type."""
        if name in RESERVED or name == RESERVED_NAMESPACE:
            kind = "reserved-identifier" if name in RESERVED else "reserved-name"
            self.refuse(place, kind, f"`{name}` is reserved and cannot be {sort}", ANOTHER_NAME)
        elif not is_identifier(name):
            self.refuse(place, "invalid-name", f"{quote(name)} cannot be {sort}", "such a name is one identifier")

    def _common_type(self, name: str, data: object, place: Place) -> CommonTypeDeclaration:
        self._declared(name, "a common type", place)
        if name in RESERVED_TYPE_NAMES:
            self.refuse(place, "reserved-type-name", f"a common type cannot be called `{name}`", ANOTHER_NAME)
        type_ = self.type(data, place, ("annotations",))
        return CommonTypeDeclaration(place, name, type_, self.annotations(data, place))

    # -- entity types

    def _entity_type(self, name: str, data: object, place: Place) -> EntityTypeDeclaration:
        self._declared(name, "an entity type", place)
        members = self.members(data, place, (), ("enum", *_STANDARD, "annotations"))
        if members is None:
            return _NO_TYPE_DECLARED
        annotations = self.annotations(members, place)
        if "enum" in members:
            return EntityTypeDeclaration(place, name, ids=self._ids(members, place), annotations=annotations)
        return EntityTypeDeclaration(
            place,
            name,
            self._entity_types(members, "memberOfTypes", place),
            self.type(members["shape"], (place, "shape")) if "shape" in members else None,
            self.type(members["tags"], (place, "tags")) if "tags" in members else None,
            annotations=annotations,
        )

    def _ids(self, members: Object, place: Place) -> tuple[str, ...]:
        for name in _STANDARD:
            if name in members:
                self.refuse((place, name), "unknown-member", f"an enumerated type has no `{name}`", REMOVE_ONE)
        inner = (place, "enum")
        listed = self.json_array(members["enum"], inner)
        if listed == []:
            self.refuse(inner, "empty-enum", "the list of ids is empty", "an enumerated type has at least one id")
        return tuple(self.string(each, (inner, index)) for index, each in enumerate(listed or []))

    def _entity_types(self, members: Object, name: str, place: Place) -> tuple[Reference, ...]:
        inner = (place, name)
        listed = self.json_array(members.get(name, []), inner) or []
        return tuple(
            Reference((inner, index), self.reference(each, (inner, index))) for index, each in enumerate(listed)
        )

    # -- actions

    def _action(self, name: str, data: object, place: Place) -> ActionDeclaration:
        members = self.members(data, place, (), ("memberOf", "appliesTo", "attributes", "annotations"))
        if members is None:
            return ActionDeclaration(place, name)
        if members.get("attributes") is not None:
            self.refuse((place, "attributes"), "unsupported-feature", "actions have no attributes", "remove them")
        inner, listed = (place, "memberOf"), members.get("memberOf")
        groups = [] if listed is None else self.json_array(listed, inner) or []
        return ActionDeclaration(
            place,
            name,
            tuple(self._group(each, (inner, index)) for index, each in enumerate(groups)),
            self._applies_to(members.get("appliesTo"), (place, "appliesTo")),
            self.annotations(members, place),
        )

    def _group(self, data: object, place: Place) -> GroupReference:
        members = self.members(data, place, ("id",), ("type",)) or {"id": ""}
        type_ = self.reference(members["type"], (place, "type")) if "type" in members else None
        return GroupReference(place, type_, self.string(members["id"], (place, "id")))

    def _applies_to(self, data: object, place: Place) -> AppliesTo | None:
        if data is None:
            return None
        members = self.members(data, place, ("principalTypes", "resourceTypes"), ("context",))
        if members is None:
            return None
        return AppliesTo(
            self._entity_types(members, "principalTypes", place),
            self._entity_types(members, "resourceTypes", place),
            self.type(members["context"], (place, "context")) if "context" in members else None,
        )


def fragment_from_json(document: object, source_name: str = "<schema>") -> Fragment:
    """The schema document in a JSON text or in Python data; a `SchemaError` with all findings if there is one."""
    text = document if isinstance(document, str) else None
    data = document
    if text is not None:
        data = read_json(text, error=SchemaError, source_name=source_name, max_depth=2 * MOST_LEVELS + 20)
    namespaces, mistakes = with_room(_read, data)
    if mistakes:
        raise SchemaError(json_findings(text, mistakes), source_name)
    return Fragment(namespaces, text, source_name)


def _read(data: object) -> tuple[dict[str, Namespace], list[Mistake]]:
    reader = SchemaReader()
    try:
        return reader.schema(data), reader.mistakes
    except (TooManyMistakes, TooDeep):
        return {}, reader.mistakes
