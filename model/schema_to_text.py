"""Schemas as text: writing what they declare, sorted, with primitive and extension types by their reserved names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar, assert_never

from deodar.model.map import Map
from deodar.model.names import RESERVED, is_identifier
from deodar.model.refusal import Refusal
from deodar.model.schema_fragment import (
    NO_ATTRIBUTES,
    ActionDecl,
    Annotations,
    Attribute,
    CommonDecl,
    EntityDecl,
    EnumDecl,
    Extension,
    Fragment,
    Named,
    Namespace,
    Primitive,
    RecordOf,
    SetOf,
    TypeExpr,
)
from deodar.model.strings import escape

T = TypeVar("T")

PRIMITIVE_TEXT = {
    Primitive.STRING: "__cedar::String",
    Primitive.LONG: "__cedar::Long",
    Primitive.BOOLEAN: "__cedar::Bool",
}


def quoted(s: str) -> str:
    """A string literal."""
    return f'"{escape(s)}"'


def in_order(declared: Map[str, T]) -> list[tuple[str, T]]:
    """Declarations in order of their names."""
    return sorted(declared.items(), key=lambda item: item[0])


def annotations_text(annotations: Annotations) -> str:
    """Annotations, each before what it annotates."""
    return "".join(f"@{key}({quoted(value)}) " for key, value in in_order(annotations))


def attribute_text(name: str, attribute: Attribute) -> str:
    """One attribute of a record."""
    written = name if is_identifier(name) and name not in RESERVED else quoted(name)
    optional = "" if attribute.required else "?"
    return f"{annotations_text(attribute.annotations)}{written}{optional}: {type_text(attribute.type)}"


def type_text(written: TypeExpr) -> str:
    """A type."""
    match written:
        case Primitive():
            return PRIMITIVE_TEXT[written]
        case Named(name, _):
            return name
        case SetOf(element):
            return f"Set<{type_text(element)}>"
        case RecordOf(attrs, _):
            return f"{{{', '.join([attribute_text(name, attribute) for name, attribute in in_order(attrs)])}}}"
        case Extension(name):
            return f"__cedar::{name}"
        case _:
            assert_never(written)


def listed(names: Iterable[str]) -> str:
    """Names in brackets."""
    return f"[{', '.join(names)}]"


def common_text(name: str, declared: CommonDecl) -> str:
    """A common type."""
    return f"{annotations_text(declared.annotations)}type {name} = {type_text(declared.type)};"


def entity_type_text(name: str, declared: EntityDecl | EnumDecl) -> str:
    """An entity type, whose shape must be a record."""
    head = f"{annotations_text(declared.annotations)}entity {name}"
    if isinstance(declared, EnumDecl):
        return f"{head} enum {listed(quoted(each) for each in declared.ids)};"
    if not isinstance(declared.shape, RecordOf):
        raise Refusal("shape-is-a-reference")
    parents = f" in {listed(declared.parents)}" if declared.parents else ""
    shape = "" if declared.shape == NO_ATTRIBUTES else f" = {type_text(declared.shape)}"
    tags = "" if declared.tags is None else f" tags {type_text(declared.tags)}"
    return f"{head}{parents}{shape}{tags};"


def action_text(name: str, declared: ActionDecl) -> str:
    """An action; where it applies to no principal or no resource, its context has no text."""
    groups = listed(f"{group.type or 'Action'}::{quoted(group.id)}" for group in declared.groups)
    head = f"{annotations_text(declared.annotations)}action {quoted(name)}{f' in {groups}' if declared.groups else ''}"
    applies = declared.applies_to
    if applies is None or not applies.principals or not applies.resources:
        return f"{head};"
    parts = [f"principal: {listed(applies.principals)}", f"resource: {listed(applies.resources)}"]
    context = [] if applies.context == NO_ATTRIBUTES else [f"context: {type_text(applies.context)}"]
    return f"{head} appliesTo {{{', '.join(parts + context)}}};"


def declarations(space: Namespace) -> list[str]:
    """The declarations of one namespace."""
    return [
        *(common_text(name, declared) for name, declared in in_order(space.common_types)),
        *(entity_type_text(name, declared) for name, declared in in_order(space.entity_types)),
        *(action_text(name, declared) for name, declared in in_order(space.actions)),
    ]


def namespace_text(space: Namespace) -> str:
    """One namespace; in a named one no entity type may have the name of a common type."""
    lines = declarations(space)
    if not space.name:
        return "".join(f"{line}\n" for line in lines)
    if frozenset(space.entity_types) & frozenset(space.common_types):
        raise Refusal("name-collision")
    body = "".join(f"  {line}\n" for line in lines)
    return f"{annotations_text(space.annotations)}namespace {space.name} {{\n{body}}}\n"


def schema_to_text(schema: Fragment) -> str:
    """The text of what a schema declares."""
    return "".join(namespace_text(space) for space in sorted(schema, key=lambda space: space.name))
