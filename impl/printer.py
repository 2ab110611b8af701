"""Policies as canonical text: one line a policy after its annotations. What is printed reads back as the same JSON."""

from __future__ import annotations

from deodar.impl.expr import ActionScope, EntityUID, PolicyBody, PrincipalOrResourceScope
from deodar.impl.expression_printer import print_expr, print_uid
from deodar.impl.strings import escape

__all__ = ["print_expr", "print_policy", "print_uid"]


def _scope(variable: str, scope: PrincipalOrResourceScope) -> str:
    entity = print_uid(scope.entity) if isinstance(scope.entity, EntityUID) else scope.entity
    match scope.op:
        case "all":
            return variable
        case "is":
            return f"{variable} is {scope.entity_type}"
        case "is in":
            return f"{variable} is {scope.entity_type} in {entity}"
        case operator:
            return f"{variable} {operator} {entity}"


def _action(scope: ActionScope) -> str:
    entities = ", ".join(map(print_uid, scope.entities))
    match scope.op:
        case "all":
            return "action"
        case "==":
            return f"action == {entities}"
        case _:
            return f"action in [{entities}]"


def print_policy(body: PolicyBody) -> str:
    """A policy or template as text that ends with its `;`, without a line feed after it."""
    lines = [f"@{key}" if value is None else f'@{key}("{escape(value)}")' for key, value in sorted(body.annotations)]
    scope = f"{_scope('principal', body.principal)}, {_action(body.action)}, {_scope('resource', body.resource)}"
    conditions = "".join(f" {condition.kind} {{ {print_expr(condition.body)} }}" for condition in body.conditions)
    return "\n".join([*lines, f"{body.effect}({scope}){conditions};"])
