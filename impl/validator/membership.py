"""The rules for `in` and `is`."""

from __future__ import annotations

from deodar.impl.expr import Binary, EntityLiteral, EntityUID, Expr, Is, SetLiteral, Variable
from deodar.impl.schema.schema import ResolvedSchema
from deodar.impl.schema.types import BOOL, FALSE, NEVER, TRUE, EntityType, SetType, Type
from deodar.impl.validator.typing_context import ENTITY, NONE, Capabilities, Typer, Typing


def type_of_in(typer: Typer, node: Binary, prior: Capabilities) -> Typing:
    """`left in right`."""
    return type_in(typer, node.left, node.right, prior), NONE


def type_in(typer: Typer, left: Expr, right: Expr, prior: Capabilities) -> Type:
    """The type of `left in right`: constant for actions, False for types that the hierarchy keeps apart.

    Just Bool where an operand fails to be typed, even one whose type is known.
    """
    failures = typer.failures
    entity = typer.expect_class(left, prior, ENTITY, "an entity")
    container, _ = typer.type_of(right, prior)
    element = container.element if isinstance(container, SetType) else container
    if container is not None and not isinstance(element, EntityType) and element is not NEVER:
        hint = "to test whether a set has an element use `.contains(...)`" if isinstance(container, SetType) else None
        typer.unexpected(right, "an entity or a set of entities", container, hint)
        return BOOL
    if entity is None or container is None or typer.failures != failures:
        return BOOL
    constant = _among_actions(typer, left, right)
    if constant is not None:
        return constant
    related = isinstance(element, EntityType) and any(
        may_be_in(typer.schema, low, high) for low in _names(entity) for high in element.names
    )
    return BOOL if related else FALSE


def _names(entity: Type) -> frozenset[str]:
    return entity.names if isinstance(entity, EntityType) else frozenset()


def _among_actions(typer: Typer, left: Expr, right: Expr) -> Type | None:
    """True or False where an action is looked for among literals, None otherwise."""
    action = _uid(typer, left)
    if action is None or not is_action_type(action.type):
        return None
    listed = right.elements if isinstance(right, SetLiteral) else (right,)
    line = {action, *typer.schema.action_ancestors_of(action)}
    uids = [_uid(typer, each) for each in listed]
    if None in uids:
        return None
    return TRUE if any(uid in line for uid in uids) else FALSE


def _uid(typer: Typer, node: Expr) -> EntityUID | None:
    if isinstance(node, EntityLiteral):
        return node.uid
    return typer.action if isinstance(node, Variable) and node.name == "action" else None


def is_action_type(name: str) -> bool:
    """Whether the last part of a type's name is `Action`."""
    return name == "Action" or name.endswith("::Action")


def may_be_in(schema: ResolvedSchema, low: str, high: str) -> bool:
    """Whether an entity of the type `low` may be in one of the type `high`."""
    if low == high or high in schema.ancestors_of(low):
        return True
    return (
        is_action_type(low)
        and is_action_type(high)
        and any(
            above.type == high for uid in schema.actions if uid.type == low for above in schema.action_ancestors_of(uid)
        )
    )


def type_of_is(typer: Typer, node: Is, prior: Capabilities) -> Typing:
    """`left is T`, and `left is T in right`, whose second test is dead where the first is False."""
    found = typer.expect_class(node.left, prior, ENTITY, "an entity")
    if found is None:
        tested: Type = BOOL
    else:
        names = _names(found)
        tested = FALSE if node.entity_type not in names else TRUE if len(names) == 1 else BOOL
    if node.container is None or tested is FALSE:
        return tested, NONE
    inside = type_in(typer, node.left, node.container, prior)
    return (FALSE if inside is FALSE and found is not None else BOOL if tested is BOOL else inside), NONE
