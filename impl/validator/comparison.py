"""The rules for equality, order and arithmetic."""

from __future__ import annotations

from deodar.impl.expr import And, Binary, EntityLiteral, EntityUID, Expr, Literal, Negate, Or, Variable
from deodar.impl.schema.types import BOOL, FALSE, LONG, STRING, TRUE, EntityType, Extension, Type, show
from deodar.impl.validator.logic import negated
from deodar.impl.validator.lub import why_none
from deodar.impl.validator.typing_context import NONE, Capabilities, Typer, Typing

_ORDERED = (LONG, Extension.DATETIME, Extension.DURATION)


def type_of_equality(typer: Typer, node: Binary, prior: Capabilities) -> Typing:
    """`==` and `!=`: a constant for different entity types and for literals; otherwise the types must agree."""
    left, _ = typer.type_of(node.left, prior)
    right, _ = typer.type_of(node.right, prior)
    found = _equality(typer, node, left, right)
    return (negated(found) if node.op == "!=" else found), NONE


def _equality(typer: Typer, node: Binary, left: Type | None, right: Type | None) -> Type:
    if isinstance(left, EntityType) and isinstance(right, EntityType) and left.names.isdisjoint(right.names):
        return FALSE
    first, second = _constant(typer, node.left), _constant(typer, node.right)
    if first is not None and second is not None:
        return TRUE if first == second else FALSE
    if left is None or right is None or typer.permissive:
        return BOOL
    if typer.lub(left, right) is None:
        message = f"`{node.op}` compares `{show(left)}` with `{show(right)}`, which can never be equal"
        typer.blame("IncompatibleTypes", node, message, why_none(left, right))
    return BOOL


def _constant(typer: Typer, node: Expr) -> tuple[type, object] | None:
    """What stands for the value of a literal, or None for another expression.

    Truth values joined by `&&` and `||` are one literal: the official parser joins them before anything is typed.
    """
    if isinstance(node, Literal):
        return type(node.value), node.value
    if isinstance(node, EntityLiteral):
        return EntityUID, node.uid
    if isinstance(node, Variable) and node.name == "action":
        return EntityUID, typer.action
    if isinstance(node, And | Or):
        return _joined(node, typer)
    return None


def _joined(node: And | Or, typer: Typer) -> tuple[type, object] | None:
    left, right = _constant(typer, node.left), _constant(typer, node.right)
    if left is None or right is None or left[0] is not bool or right[0] is not bool:
        return None
    return bool, (left[1] and right[1] if isinstance(node, And) else left[1] or right[1])


def type_of_order(typer: Typer, node: Binary, prior: Capabilities) -> Typing:
    """`< <= > >=`: two longs, two datetimes or two durations."""
    left, _ = typer.type_of(node.left, prior)
    right, _ = typer.type_of(node.right, prior)
    if left is None or right is None or (left is right and left in _ORDERED):
        return BOOL, NONE
    if right is LONG and left is not LONG:
        typer.unexpected(node.left, "`Long`", left, _order_hint(left))
    elif left in _ORDERED:
        typer.unexpected(node.right, f"`{show(left)}`", right, _order_hint(right))
    elif right in _ORDERED:
        typer.unexpected(node.left, f"`{show(right)}`", left, _order_hint(left))
    else:
        for operand, found in ((node.left, left), (node.right, right)):
            typer.unexpected(operand, "`Long`, `datetime` or `duration`", found, _order_hint(found))
    return BOOL, NONE


def _order_hint(found: Type) -> str | None:
    if found is Extension.DECIMAL:
        return "compare decimals by their methods, as in `.lessThan(...)`"
    return "strings have no order" if found is STRING else None


def type_of_arithmetic(typer: Typer, node: Binary, prior: Capabilities) -> Typing:
    """`+ - *` take longs only."""
    for operand in (node.left, node.right):
        found, _ = typer.type_of(operand, prior)
        if found is not None and found is not LONG:
            typer.unexpected(operand, "`Long`", found, _arithmetic_hint(node.op, found))
    return LONG, NONE


def _arithmetic_hint(op: str, found: Type) -> str | None:
    if op == "+" and found is STRING:
        return "strings cannot be concatenated; `like` tests the parts of a string"
    if found is Extension.DATETIME or found is Extension.DURATION:
        return "for datetimes and durations use `.offset(...)` and `.durationSince(...)`"
    return None


def type_of_negate(typer: Typer, node: Negate, prior: Capabilities) -> Typing:
    """`-` before anything but a number."""
    typer.expect(node.arg, prior, (LONG,))
    return LONG, NONE
