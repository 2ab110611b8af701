"""The nodes of the JSON policy format, each by one function."""

from __future__ import annotations

from typing import TypeAlias

from deodar.drt.data import Json

Node: TypeAlias = dict[str, Json]

PRINCIPAL: Node = {"Var": "principal"}
ACTION: Node = {"Var": "action"}
RESOURCE: Node = {"Var": "resource"}
CONTEXT: Node = {"Var": "context"}


def literal(value: Json) -> Node:
    """A value, in the explicit form."""
    return {"Value": value}


def binary(op: str, left: Node, right: Node) -> Node:
    """An operator or built-in method of two operands."""
    return {op: {"left": left, "right": right}}


def unary(op: str, arg: Node) -> Node:
    """`!`, `neg` or `isEmpty`."""
    return {op: {"arg": arg}}


def both(left: Node, right: Node) -> Node:
    """`left && right`."""
    return {"&&": {"left": left, "right": right}}


def attribute(left: Node, name: str) -> Node:
    """`left.name`."""
    return {".": {"left": left, "attr": name}}


def has(left: Node, name: str) -> Node:
    """`left has name`."""
    return {"has": {"left": left, "attr": name}}


def conditional(test: Node, then: Node, otherwise: Node) -> Node:
    """`if test then .. else ..`."""
    return {"if-then-else": {"if": test, "then": then, "else": otherwise}}


def call(function: str, *args: Node) -> Node:
    """An extension function; a method has its receiver first."""
    return {function: list(args)}
