"""Schemas in the JSON format: writing what they declare, names as they were written."""

from __future__ import annotations

from typing import assert_never

from deodar.model.json_text import Json
from deodar.model.schema_fragment import (
    NO_ATTRIBUTES,
    ActionDecl,
    Annotations,
    AppliesTo,
    Attribute,
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


def unless_empty(name: str, data: Json) -> dict[str, Json]:
    """A member, or nothing where it would be empty."""
    return {name: data} if data else {}


def annotations_to_json(annotations: Annotations) -> dict[str, Json]:
    """The annotations of a declaration, if it has any."""
    return unless_empty("annotations", dict(annotations.items()))


def attribute_to_json(attribute: Attribute) -> Json:
    """An attribute."""
    required: dict[str, Json] = {} if attribute.required else {"required": False}
    return {**type_to_json(attribute.type), **required, **annotations_to_json(attribute.annotations)}


def type_to_json(written: TypeExpr) -> dict[str, Json]:
    """A type."""
    match written:
        case Primitive():
            return {"type": written.value}
        case Named(name, Sort.COMMON):
            return {"type": name}
        case Named(name, sort):
            return {"type": sort.value, "name": name}
        case SetOf(element):
            return {"type": "Set", "element": type_to_json(element)}
        case RecordOf(attrs, additional):
            members: dict[str, Json] = {name: attribute_to_json(attribute) for name, attribute in attrs.items()}
            return {"type": "Record", "attributes": members, **unless_empty("additionalAttributes", additional)}
        case Extension(name):
            return {"type": "Extension", "name": name}
        case _:
            assert_never(written)


def entity_type_to_json(declared: EntityDecl | EnumDecl) -> Json:
    """An entity type."""
    if isinstance(declared, EnumDecl):
        return {"enum": list(declared.ids), **annotations_to_json(declared.annotations)}
    return {
        **unless_empty("memberOfTypes", list(declared.parents)),
        **({} if declared.shape == NO_ATTRIBUTES else {"shape": type_to_json(declared.shape)}),
        **({} if declared.tags is None else {"tags": type_to_json(declared.tags)}),
        **annotations_to_json(declared.annotations),
    }


def group_to_json(group: GroupRef) -> Json:
    """A group that an action is in."""
    return {"id": group.id, **({} if group.type is None else {"type": group.type})}


def applies_to_json(applies: AppliesTo) -> Json:
    """What an action applies to."""
    return {
        "resourceTypes": list(applies.resources),
        "principalTypes": list(applies.principals),
        **({} if applies.context == NO_ATTRIBUTES else {"context": type_to_json(applies.context)}),
    }


def action_to_json(declared: ActionDecl) -> Json:
    """An action."""
    return {
        **unless_empty("memberOf", [group_to_json(group) for group in declared.groups]),
        **({} if declared.applies_to is None else {"appliesTo": applies_to_json(declared.applies_to)}),
        **annotations_to_json(declared.annotations),
    }


def namespace_to_json(space: Namespace) -> Json:
    """The declarations of one namespace."""
    common = {
        name: {**type_to_json(declared.type), **annotations_to_json(declared.annotations)}
        for name, declared in space.common_types.items()
    }
    return {
        **({"commonTypes": dict[str, Json](common)} if common else {}),
        "entityTypes": {name: entity_type_to_json(declared) for name, declared in space.entity_types.items()},
        "actions": {name: action_to_json(declared) for name, declared in space.actions.items()},
        **annotations_to_json(space.annotations),
    }


def schema_to_json(schema: Fragment) -> dict[str, Json]:
    """The JSON format of what a schema declares."""
    return {space.name: namespace_to_json(space) for space in schema}
