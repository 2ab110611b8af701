"""The rules for attributes and tags: `has`, `.`, `hasTag`, `getTag`."""

from __future__ import annotations

from deodar.impl.expr import Expr, GetAttr, Has, Method
from deodar.impl.schema.schema import ResolvedSchema
from deodar.impl.schema.types import BOOL, EMPTY_RECORD, FALSE, STRING, TRUE, EntityType, RecordType, Type, show
from deodar.impl.validator.lub import lub, why_none
from deodar.impl.validator.typing_context import ENTITY, NONE, Capabilities, Typer, Typing
from deodar.impl.wording import offer, quote

_WITH_ATTRIBUTES = (EntityType, RecordType)
_WANTED = "an entity or a record"


def attributes_of(schema: ResolvedSchema, found: Type) -> RecordType:
    """The attributes of an entity or a record: for one of several entity types, those that all of them have."""
    if isinstance(found, RecordType):
        return found
    assert isinstance(found, EntityType), "only entities and records have attributes"
    joined: Type | None = None
    for name in sorted(found.names):
        own = schema.attributes_of(name)
        joined = own if joined is None else lub(joined, own, permissive=True)
    return joined if isinstance(joined, RecordType) else EMPTY_RECORD


def type_of_has(typer: Typer, node: Has, prior: Capabilities) -> Typing:
    """Only a record's required attribute is certain: an entity may be missing from the store."""
    found = typer.expect_class(node.left, prior, _WITH_ATTRIBUTES, _WANTED)
    if found is None:
        return BOOL, NONE
    attribute = attributes_of(typer.schema, found).attributes.get(node.attr)
    if attribute is None:
        return (BOOL if _may_have(typer.schema, found, node.attr) else FALSE), NONE
    capability = (typer.structure.number(node.left), node.attr)
    certain = capability in prior or (isinstance(found, RecordType) and attribute.required)
    return (TRUE if certain else BOOL), frozenset((capability,))


def _may_have(schema: ResolvedSchema, found: Type, attr: str) -> bool:
    """Whether a value may have an attribute that its type does not list; in permissive mode only."""
    if isinstance(found, RecordType):
        return found.is_open
    assert isinstance(found, EntityType), "only entities and records have attributes"
    return len(found.names) > 1 and any(attr in schema.attributes_of(name).attributes for name in found.names)


def type_of_get(typer: Typer, node: GetAttr, prior: Capabilities) -> Typing:
    """An optional attribute needs a guard that is certain to have been passed."""
    found = typer.expect_class(node.left, prior, _WITH_ATTRIBUTES, _WANTED)
    if found is None:
        return None, NONE
    attributes = attributes_of(typer.schema, found).attributes
    attribute = attributes.get(node.attr)
    owner = f"entity type `{show(found)}`" if isinstance(found, EntityType) else "the record"
    if attribute is None:
        hint = offer(node.attr, sorted(attributes)) or "it has no attributes"
        typer.blame("UnsafeAttributeAccess", node, f"unknown attribute {quote(node.attr)} on {owner}", hint)
        return None, NONE
    if not attribute.required and (typer.structure.number(node.left), node.attr) not in prior:
        message = f"attribute {quote(node.attr)} on {owner} is optional, and may be missing here"
        hint = f"test it first, with `has {node.attr} &&`"
        typer.blame("UnsafeOptionalAttributeAccess", node, message, hint)
    return attribute.type, NONE


def type_of_has_tag(typer: Typer, node: Method, prior: Capabilities) -> Typing:
    """`entity.hasTag(key)`, which unlike `has` is of no type where the entity is of none."""
    found, key = _operands(typer, node, prior)
    if found is None:
        return None, NONE
    if all(typer.schema.tags_of(name) is None for name in found.names):
        return FALSE, NONE
    capability = (typer.structure.number(node.receiver), typer.structure.number(key))
    return (TRUE if capability in prior else BOOL), frozenset((capability,))


def type_of_get_tag(typer: Typer, node: Method, prior: Capabilities) -> Typing:
    """`entity.getTag(key)` needs a guard with the very same key."""
    found, key = _operands(typer, node, prior)
    if found is None:
        return None, NONE
    if (typer.structure.number(node.receiver), typer.structure.number(key)) not in prior:
        message = f"the tag may be missing on entity type `{show(found)}`"
        typer.blame("UnsafeTagAccess", node, message, "test it first, with `.hasTag(...) &&` and the same key")
        return None, NONE
    return _tag_type(typer, node, found), NONE


def _tag_type(typer: Typer, node: Method, found: EntityType) -> Type | None:
    joined: Type | None = None
    for name in sorted(found.names):
        own = typer.schema.tags_of(name)
        if own is None:
            continue
        bound = own if joined is None else typer.lub(joined, own)
        if bound is None and joined is not None:
            message = f"the tags have the types `{show(joined)}` and `{show(own)}`"
            typer.blame("IncompatibleTypes", node, message, why_none(joined, own))
            return None
        joined = bound
    if joined is None:  # pragma: no cover - `hasTag` on such a type is False, and nothing is alive behind it
        typer.blame("NoTagsAllowed", node, f"entity type `{show(found)}` has no tags", "declare `tags` in the schema")
    return joined


def _operands(typer: Typer, node: Method, prior: Capabilities) -> tuple[EntityType | None, Expr]:
    found = typer.expect_class(node.receiver, prior, ENTITY, "an entity")
    assert node.arg is not None, "the parser gives these methods an argument"
    typer.expect(node.arg, prior, (STRING,), "the key of a tag is a string")
    return (found if isinstance(found, EntityType) else None), node.arg
