"""Policies, links and expressions in the JSON policy format, in the one form that the conversion from text gives.

Left operands are followed in a loop, so a chain of any length is no nesting.
"""

from __future__ import annotations

from typing import TypeAlias

from deodar.impl.deep import with_room
from deodar.impl.errors import Finding, PolicyParseError
from deodar.impl.expr import (
    ActionScope,
    And,
    Binary,
    EntityLiteral,
    EntityUID,
    Expr,
    GetAttr,
    Has,
    If,
    Is,
    Like,
    Literal,
    Method,
    Negate,
    Not,
    Or,
    Pattern,
    PolicyBody,
    PrincipalOrResourceScope,
    RecordLiteral,
    SetLiteral,
    Variable,
    Wildcard,
)  # fmt: skip
from deodar.impl.link import TemplateLink

Json: TypeAlias = dict[str, object]


def uid_to_json(uid: EntityUID) -> Json:
    """`{"type": ..., "id": ...}`."""
    return {"type": uid.type, "id": uid.id}


def link_to_json(link: TemplateLink) -> Json:
    """A member of `templateLinks`."""
    values = {slot: uid_to_json(uid) for slot, uid in sorted(link.values.items())}
    return {"templateId": link.template_id, "newId": link.id, "values": values}


def policy_to_json(body: PolicyBody) -> Json:
    """A policy or template."""
    document: Json = {
        "effect": body.effect,
        "principal": _principal_or_resource(body.principal),
        "action": _action(body.action),
        "resource": _principal_or_resource(body.resource),
        "conditions": [{"kind": condition.kind, "body": expr_to_json(condition.body)} for condition in body.conditions],
    }
    if body.annotations:
        document["annotations"] = dict(sorted(body.annotations))
    return document


def expr_to_json(expr: Expr) -> Json:
    """An expression."""
    try:
        return with_room(_expression, expr)
    except RecursionError:
        finding = Finding("nested-too-deeply", "the expression is nested too deeply")
        raise PolicyParseError([finding], "<expression>") from None


# ---------------------------------------------------------------------------------------------------------------------
# Scope


def _principal_or_resource(scope: PrincipalOrResourceScope) -> Json:
    match scope.op:
        case "all":
            return {"op": "All"}
        case "is":
            return {"op": "is", "entity_type": scope.entity_type}
        case "is in":
            return {"op": "is", "entity_type": scope.entity_type, "in": _reference(scope.entity)}
        case operator:
            return {"op": operator, **_reference(scope.entity)}


def _reference(entity: EntityUID | str | None) -> Json:
    return {"entity": uid_to_json(entity)} if isinstance(entity, EntityUID) else {"slot": entity}


def _action(scope: ActionScope) -> Json:
    if scope.op == "all":
        return {"op": "All"}
    if len(scope.entities) == 1:
        return {"op": scope.op, "entity": uid_to_json(scope.entities[0])}
    return {"op": scope.op, "entities": [uid_to_json(uid) for uid in scope.entities]}


# ---------------------------------------------------------------------------------------------------------------------
# Expressions


def _left_of(node: Expr) -> Expr | None:
    """The left operand of a node that has one."""
    match node:
        case And() | Or() | Binary() | Has() | GetAttr() | Like() | Is():
            return node.left
        case Method() if node.arg is not None:
            return node.receiver
        case _:
            return None


def _expression(expr: Expr) -> Json:
    spine: list[Expr] = []  # from the node down through its left operands
    node = expr
    while (left := _left_of(node)) is not None:
        spine.append(node)
        node = left
    document = _node(node, {})
    while spine:
        document = _node(spine.pop(), document)
    return document


def _node(node: Expr, left: Json) -> Json:
    """A node whose left operand, if it has one, is written already."""
    match node:
        case Literal():
            return {"Value": node.value}
        case EntityLiteral():
            return {"Value": {"__entity": uid_to_json(node.uid)}}
        case Variable():
            return {"Var": node.name}
        case Not():
            return {"!": {"arg": _expression(node.arg)}}
        case Negate():
            return {"neg": {"arg": _expression(node.arg)}}
        case And():
            return {"&&": {"left": left, "right": _expression(node.right)}}
        case Or():
            return {"||": {"left": left, "right": _expression(node.right)}}
        case If():
            parts = {"if": node.test, "then": node.consequent, "else": node.alternative}
            return {"if-then-else": {name: _expression(part) for name, part in parts.items()}}
        case Binary():
            return {node.op: {"left": left, "right": _expression(node.right)}}
        case Has():
            return {"has": {"left": left, "attr": node.attr}}
        case GetAttr():
            return {".": {"left": left, "attr": node.attr}}
        case Like():
            return {"like": {"left": left, "pattern": _pattern(node.pattern)}}
        case Is():
            container = {} if node.container is None else {"in": _expression(node.container)}
            return {"is": {"left": left, "entity_type": node.entity_type, **container}}
        case SetLiteral():
            return {"Set": [_expression(element) for element in node.elements]}
        case RecordLiteral():
            return {"Record": {key: _expression(value) for key, value in sorted(node.members, key=_key_of)}}
        case Method():
            if node.arg is None:
                return {node.name: {"arg": _expression(node.receiver)}}
            return {node.name: {"left": left, "right": _expression(node.arg)}}
        case _:
            return {node.name: [_expression(argument) for argument in node.args]}


def _key_of(member: tuple[str, Expr]) -> str:
    return member[0]


def _pattern(pattern: Pattern) -> list[object]:
    parts: list[object] = []
    for part in pattern:
        if isinstance(part, Wildcard):
            parts.append("Wildcard")
        else:
            parts.extend({"Literal": character} for character in part)
    return parts
