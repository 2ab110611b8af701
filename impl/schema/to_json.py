"""Schemas to the JSON format: names as written, or every name resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from deodar.impl.schema.names import Names, Position
from deodar.impl.schema.syntax import (
    ActionDeclaration,
    Annotations,
    AppliesTo,
    AttributeSyntax,
    BuiltInType,
    EntityTypeDeclaration,
    GroupReference,
    NamedType,
    Namespace,
    RecordOf,
    Reference,
    SetOf,
    Sort,
    TypeSyntax,
)
from deodar.impl.schema.types import BOOL, EntityType, Extension, Primitive

Object: TypeAlias = dict[str, object]
_WORDS: Final = {Sort.ENTITY: "Entity", Sort.EITHER: "EntityOrCommon"}


def schema_to_json(namespaces: Mapping[str, Namespace], names: Names | None = None) -> Object:
    """The schema as JSON data; with `names` given, each of its names in full and of one sort."""
    return {name: _Writer(Position(0, name), names).namespace(each) for name, each in namespaces.items()}


class _Writer:
    """Writes what stands in one namespace."""

    def __init__(self, position: Position, names: Names | None) -> None:
        self._position = position
        self._names = names

    def namespace(self, namespace: Namespace) -> Object:
        data: Object = {}
        if namespace.common_types:
            data["commonTypes"] = {
                name: self._type(each.type) | _annotations(each.annotations)
                for name, each in namespace.common_types.items()
            }
        data["entityTypes"] = {name: self._entity_type(each) for name, each in namespace.entity_types.items()}
        data["actions"] = {name: self._action(each) for name, each in namespace.actions.items()}
        return data | _annotations(namespace.annotations)

    # -- declarations

    def _entity_type(self, declaration: EntityTypeDeclaration) -> Object:
        data: Object = {}
        if declaration.ids is not None:
            data["enum"] = list(declaration.ids)
        if declaration.parents:
            data["memberOfTypes"] = self._entity_types(declaration.parents)
        if declaration.shape is not None and not _is_empty(declaration.shape):
            data["shape"] = self._type(declaration.shape)
        if declaration.tags is not None:
            data["tags"] = self._type(declaration.tags)
        return data | _annotations(declaration.annotations)

    def _entity_types(self, references: Iterable[Reference]) -> list[str]:
        if self._names is None:
            return [reference.name for reference in references]
        found = (self._names.entity_type(reference, self._position) for reference in references)
        return [name for name in found if name is not None]

    def _action(self, declaration: ActionDeclaration) -> Object:
        data: Object = {}
        if declaration.groups:
            data["memberOf"] = [self._group(reference) for reference in declaration.groups]
        if declaration.applies_to is not None:
            data["appliesTo"] = self._applies_to(declaration.applies_to)
        return data | _annotations(declaration.annotations)

    def _group(self, reference: GroupReference) -> Object:
        uid = None if self._names is None else self._names.group(reference, self._position)
        type_ = reference.type if uid is None else uid.type
        return {"id": reference.id} if type_ is None else {"id": reference.id, "type": type_}

    def _applies_to(self, applies_to: AppliesTo) -> Object:
        data: Object = {
            "principalTypes": self._entity_types(applies_to.principals),
            "resourceTypes": self._entity_types(applies_to.resources),
        }
        if applies_to.context is not None and not _is_empty(applies_to.context):
            data["context"] = self._type(applies_to.context)
        return data

    # -- types

    def _type(self, syntax: TypeSyntax) -> Object:
        match syntax:
            case NamedType():
                return self._named(syntax)
            case BuiltInType():
                return _built_in(syntax.type)
            case SetOf():
                return {"type": "Set", "element": self._type(syntax.element)}
            case _:
                return {
                    "type": "Record",
                    "attributes": {each.name: self._attribute(each) for each in syntax.attributes},
                }

    def _attribute(self, attribute: AttributeSyntax) -> Object:
        data = self._type(attribute.type)
        if not attribute.required:
            data["required"] = False
        return data | _annotations(attribute.annotations)

    def _named(self, syntax: NamedType) -> Object:
        if self._names is not None:
            return _resolved(syntax, self._names, self._position)
        return (
            {"type": syntax.name} if syntax.sort is Sort.COMMON else {"type": _WORDS[syntax.sort], "name": syntax.name}
        )


def _resolved(syntax: NamedType, names: Names, position: Position) -> Object:
    found = names.find_type(syntax, position)
    match found:
        case EntityType():
            return {"type": "Entity", "name": found.name}
        case Primitive() | Extension():
            return {"type": f"__cedar::{found.value}"}
        case _:
            return {"type": found}


def _built_in(type_: Primitive | Extension) -> Object:
    if isinstance(type_, Extension):
        return {"type": "Extension", "name": type_.value}
    return {"type": "Boolean" if type_ is BOOL else type_.value}


def _annotations(annotations: Annotations) -> Object:
    return {"annotations": {key: value or "" for key, value in annotations}} if annotations else {}


def _is_empty(syntax: TypeSyntax) -> bool:
    return isinstance(syntax, RecordOf) and not syntax.attributes
