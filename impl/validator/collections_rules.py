"""The rules for sets, records, and what is asked of strings and sets."""

from __future__ import annotations

from deodar.impl.expr import Like, Method, RecordLiteral, SetLiteral
from deodar.impl.schema.types import BOOL, NEVER, STRING, Attribute, RecordType, SetType, Type, show
from deodar.impl.validator.lub import why_none
from deodar.impl.validator.typing_context import NONE, SET, Capabilities, Typer, Typing


def type_of_set(typer: Typer, node: SetLiteral, prior: Capabilities) -> Typing:
    """The elements must have a common type, so that an empty set has none in strict mode."""
    if not node.elements:
        if typer.permissive:
            return SetType(NEVER), NONE
        typer.blame("EmptySetForbidden", node, "an empty set has no type", "to test for no elements use `.isEmpty()`")
        return None, NONE
    types = [typer.type_of(element, prior)[0] for element in node.elements]
    joined: Type | None = types[0]
    if None in types:
        return None, NONE
    for found in types[1:]:
        assert joined is not None, "checked above, and below"
        assert found is not None, "checked above"
        bound = typer.lub(joined, found)
        if bound is None:
            message = f"elements of a set have the types `{show(joined)}` and `{show(found)}`"
            typer.blame("IncompatibleTypes", node, message, why_none(joined, found))
            return None, NONE
        joined = bound
    assert joined is not None, "there is no None among the types"
    return SetType(joined), NONE


def type_of_record(typer: Typer, node: RecordLiteral, prior: Capabilities) -> Typing:
    """Each attribute has exactly the type of its value."""
    types = {name: typer.type_of(value, prior)[0] for name, value in node.members}
    known = {name: Attribute(found) for name, found in types.items() if found is not None}
    return (RecordType(known) if len(known) == len(types) else None), NONE


def type_of_contains(typer: Typer, node: Method, prior: Capabilities) -> Typing:
    """`set.contains(element)`."""
    assert node.arg is not None, "the parser gives this method an argument"
    found = typer.expect_class(node.receiver, prior, SET, "a set")
    element, _ = typer.type_of(node.arg, prior)
    if isinstance(found, SetType) and element is not None:
        _compatible(typer, node, found.element, element, "has no element of type")
    return BOOL, NONE


def type_of_contains_sets(typer: Typer, node: Method, prior: Capabilities) -> Typing:
    """`set.containsAll(set)` and `set.containsAny(set)`."""
    assert node.arg is not None, "the parser gives these methods an argument"
    found = typer.expect_class(node.receiver, prior, SET, "a set")
    hint = "to test for one element use `.contains(...)`"
    other = typer.expect_class(node.arg, prior, SET, "a set", hint)
    if isinstance(found, SetType) and isinstance(other, SetType):
        _compatible(typer, node, found.element, other.element, "has no elements of type")
    return BOOL, NONE


def _compatible(typer: Typer, node: Method, own: Type, other: Type, relation: str) -> None:
    if not typer.permissive and typer.lub(own, other) is None:
        message = f"a set of `{show(own)}` {relation} `{show(other)}`"
        typer.blame("IncompatibleTypes", node, message, why_none(own, other))


def type_of_is_empty(typer: Typer, node: Method, prior: Capabilities) -> Typing:
    """`set.isEmpty()`."""
    typer.expect_class(node.receiver, prior, SET, "a set")
    return BOOL, NONE


def type_of_like(typer: Typer, node: Like, prior: Capabilities) -> Typing:
    """`string like "pattern"`."""
    typer.expect(node.left, prior, (STRING,), "only strings match a pattern")
    return BOOL, NONE
