"""Schemas in the JSON format: reading what they declare."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from deodar.model.deep import with_room
from deodar.model.json_text import Json, array, from_text_or_data, member, obj, string
from deodar.model.map import Map
from deodar.model.names import RESERVED, is_identifier, is_type_name
from deodar.model.refusal import Refusal
from deodar.model.schema_fragment import (
    NO_ATTRIBUTES,
    ActionDecl,
    Annotations,
    AppliesTo,
    Attribute,
    CommonDecl,
    EntityDecl,
    EnumDecl,
    Extension,
    Fragment,
    GroupRef,
    Named,
    Namespace,
    Primitive,
    RecordOf,
    SetOf,
    Sort,
    TypeExpr,
)
from deodar.model.schema_parser import COMMON_TYPE_WORDS

T = TypeVar("T")

SCHEMA_DEPTH = 1_000  # levels of JSON
PRIMITIVES = {primitive.value: primitive for primitive in Primitive}


def only(data: Json, *names: str) -> dict[str, Json]:
    """The members of an object that has none but these."""
    if not frozenset(obj(data)) <= frozenset(names):
        raise Refusal("unknown-member")
    return obj(data)


def reference(data: Json) -> str:
    """The name of a type, which may be a built-in one."""
    name = string(data)
    if not is_type_name(name.removeprefix("__cedar::")):
        raise Refusal("bad-name")
    return name


def declared_name(name: str) -> str:
    """A name that a declaration may give to a type."""
    if not is_identifier(name) or name in RESERVED:
        raise Refusal("bad-name")
    return name


def annotations_of(data: dict[str, Json]) -> Annotations:
    """The annotations of a declaration; null is the empty string."""
    given = obj(data.get("annotations", {}))
    if not all(is_identifier(key) for key in given):
        raise Refusal("bad-annotation-key")
    return Map({key: "" if value is None else string(value) for key, value in given.items()})


def each(data: Json, read: Callable[[Json], T]) -> Map[str, T]:
    """Each member of an object, read."""
    return Map({name: read(item) for name, item in obj(data).items()})


def boolean(data: Json) -> bool:
    """A truth value."""
    if not isinstance(data, bool):
        raise Refusal("bool-expected")
    return data


def attribute(data: Json) -> Attribute:
    """An attribute: a type, and whether the attribute must be there."""
    members = obj(data)
    required = boolean(members.get("required", True))
    return Attribute(type_expr(data, "required", "annotations"), required, annotations_of(members))


def type_expr(data: Json, *further: str) -> TypeExpr:
    """A type; only the members of its variant may be there, and the further ones."""
    kind = string(member(data, "type"))
    match kind:
        case "String" | "Long" | "Boolean":
            only(data, "type", *further)
            return PRIMITIVES[kind]
        case "Set":
            only(data, "type", "element", *further)
            return SetOf(type_expr(member(data, "element")))
        case "Record":
            members = only(data, "type", "attributes", "additionalAttributes", *further)
            return RecordOf(
                each(member(data, "attributes"), attribute), boolean(members.get("additionalAttributes", False))
            )
        case "Entity" | "EntityOrCommon":
            only(data, "type", "name", *further)
            return Named(reference(member(data, "name")), Sort(kind))
        case "Extension":
            only(data, "type", "name", *further)
            name = string(member(data, "name"))
            return Extension(declared_name(name))
        case _:
            only(data, "type", *further)
            return Named(reference(kind), Sort.COMMON)


def common_decl(data: Json) -> CommonDecl:
    """A common type."""
    return CommonDecl(type_expr(data, "annotations"), annotations_of(obj(data)))


def entity_decl(data: Json) -> EntityDecl | EnumDecl:
    """An entity type."""
    if "enum" in obj(data):
        members = only(data, "enum", "annotations")
        ids = tuple(string(item) for item in array(members["enum"]))
        if not ids:
            raise Refusal("empty-enum")
        return EnumDecl(ids, annotations_of(members))
    members = only(data, "memberOfTypes", "shape", "tags", "annotations")
    return EntityDecl(
        tuple(reference(name) for name in array(members.get("memberOfTypes", []))),
        type_expr(members["shape"]) if "shape" in members else NO_ATTRIBUTES,
        type_expr(members["tags"]) if "tags" in members else None,
        annotations_of(members),
    )


def group_ref(data: Json) -> GroupRef:
    """An action that is named as a group."""
    members = only(data, "id", "type")
    return GroupRef(reference(members["type"]) if "type" in members else None, string(member(data, "id")))


def applies_to(data: Json) -> AppliesTo:
    """What an action applies to."""
    members = only(data, "principalTypes", "resourceTypes", "context")
    return AppliesTo(
        tuple(reference(name) for name in array(member(data, "principalTypes"))),
        tuple(reference(name) for name in array(member(data, "resourceTypes"))),
        type_expr(members["context"]) if "context" in members else NO_ATTRIBUTES,
    )


def action_decl(data: Json) -> ActionDecl:
    """An action; null stands for what is not said."""
    members = only(data, "memberOf", "appliesTo", "attributes", "annotations")
    if members.get("attributes") is not None:
        raise Refusal("unsupported-feature")
    groups, applies = members.get("memberOf"), members.get("appliesTo")
    return ActionDecl(
        () if groups is None else tuple(group_ref(item) for item in array(groups)),
        None if applies is None else applies_to(applies),
        annotations_of(members),
    )


def namespace(name: str, data: Json) -> Namespace:
    """The declarations of one namespace."""
    members = only(data, "entityTypes", "actions", "commonTypes", "annotations")
    if name and not is_type_name(name):
        raise Refusal("bad-name")
    if not name and "annotations" in members:
        raise Refusal("annotated-empty-namespace")
    common = each(members.get("commonTypes", {}), common_decl)
    entities = each(member(data, "entityTypes"), entity_decl)
    for declared in (*common, *entities):
        declared_name(declared)
    if any(declared in COMMON_TYPE_WORDS for declared in common):
        raise Refusal("reserved-common-type")
    return Namespace(name, entities, each(member(data, "actions"), action_decl), common, annotations_of(members))


def fragment_of(data: Json) -> Fragment:
    """What a schema declares."""
    return tuple(namespace(name, item) for name, item in obj(data).items())


def read_schema_json(document: object) -> Fragment:
    """What a schema in the JSON format, as text or as data, declares."""
    return with_room(fragment_of, from_text_or_data(document, SCHEMA_DEPTH))
