"""The rules for literals, variables, and what joins conditions: `!`, `&&`, `||`, `if`."""

# ruff: noqa: ARG001 - every rule takes the same three arguments

from __future__ import annotations

from deodar.impl.expr import And, EntityLiteral, If, Literal, Not, Or, Variable
from deodar.impl.schema.types import BOOL, FALSE, LONG, STRING, TRUE, EntityType, Type, show
from deodar.impl.validator.lub import BOOLS, why_none
from deodar.impl.validator.typing_context import NONE, Capabilities, Typer, Typing


def type_of_literal(typer: Typer, node: Literal, prior: Capabilities) -> Typing:
    """A bool is typed by its value."""
    value = node.value
    if isinstance(value, bool):
        return (TRUE if value else FALSE), NONE
    return (STRING if isinstance(value, str) else LONG), NONE


def type_of_entity_literal(typer: Typer, node: EntityLiteral, prior: Capabilities) -> Typing:
    """One of an undeclared type has none; that is reported where names are checked."""
    uid = node.uid
    if uid.type in typer.schema.entity_types or uid in typer.schema.actions:
        return EntityType(uid.type), NONE
    typer.failures += 1
    return None, NONE


def type_of_variable(typer: Typer, node: Variable, prior: Capabilities) -> Typing:
    """What the request environment says."""
    match node.name:
        case "principal":
            return typer.principal, NONE
        case "resource":
            return typer.resource, NONE
        case "action":
            return EntityType(typer.action.type), NONE
        case _:
            return typer.context, NONE


def type_of_not(typer: Typer, node: Not, prior: Capabilities) -> Typing:
    """It gives no capabilities: nothing follows from what is false."""
    found, _ = typer.expect(node.arg, prior, BOOLS)
    return negated(found), NONE


def negated(found: Type | None) -> Type:
    """The type of the negation of a condition."""
    return FALSE if found is TRUE else TRUE if found is FALSE else BOOL


def type_of_and(typer: Typer, node: And, prior: Capabilities) -> Typing:
    """The right operand is dead after False, and has what the left one gives."""
    left, given = typer.expect(node.left, prior, BOOLS)
    if left is FALSE:
        return FALSE, NONE
    right, added = typer.expect(node.right, prior | given if given else prior, BOOLS)
    if left is None or right is None:
        return BOOL, NONE
    if right is FALSE:
        return FALSE, NONE
    return (left if right is TRUE else right if left is TRUE else BOOL), given | added


def type_of_or(typer: Typer, node: Or, prior: Capabilities) -> Typing:
    """The right operand is dead after True, and has nothing of the left one."""
    left, first = typer.expect(node.left, prior, BOOLS)
    if left is TRUE:
        return TRUE, first
    right, second = typer.expect(node.right, prior, BOOLS)
    if left is None or right is None:
        return BOOL, NONE
    if right is TRUE:
        return TRUE, second
    if right is FALSE:
        return left, first
    return (right, second) if left is FALSE else (BOOL, first & second)


def type_of_if(typer: Typer, node: If, prior: Capabilities) -> Typing:
    """With a constant test only one branch is alive."""
    test, given = typer.expect(node.test, prior, BOOLS)
    if test is FALSE:
        return typer.type_of(node.alternative, prior)
    known = prior | given if given else prior
    if test is TRUE:
        found, out = typer.type_of(node.consequent, known)
        return found, given | out
    then, first = typer.type_of(node.consequent, known)
    other, second = typer.type_of(node.alternative, prior)
    if then is None or other is None:
        return None, NONE
    joined = typer.lub(then, other)
    if joined is None:
        message = f"the branches have the types `{show(then)}` and `{show(other)}`"
        typer.blame("IncompatibleTypes", node, message, why_none(then, other))
    return joined, (given | first) & second
