"""Which rule types which expression."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from deodar.impl.expr import (
    And,
    Binary,
    Call,
    EntityLiteral,
    GetAttr,
    Has,
    If,
    Is,
    Like,
    Literal,
    Method,
    Negate,
    Node,
    Not,
    Or,
    RecordLiteral,
    SetLiteral,
    Variable,
)  # fmt: skip
from deodar.impl.validator import access, calls, collections_rules, comparison, logic, membership
from deodar.impl.validator.typing_context import Capabilities, Rule, Typer, Typing

# Each rule takes its own class of node, which is the key that it stands under.
_OF_BINARY: Final[dict[str, Callable[[Typer, Any, Capabilities], Typing]]] = {
    "==": comparison.type_of_equality,
    "!=": comparison.type_of_equality,
    "in": membership.type_of_in,
    **dict.fromkeys(("<", "<=", ">", ">="), comparison.type_of_order),
    **dict.fromkeys(("+", "-", "*"), comparison.type_of_arithmetic),
}
_OF_METHOD: Final[dict[str, Callable[[Typer, Any, Capabilities], Typing]]] = {
    "contains": collections_rules.type_of_contains,
    "containsAll": collections_rules.type_of_contains_sets,
    "containsAny": collections_rules.type_of_contains_sets,
    "isEmpty": collections_rules.type_of_is_empty,
    "hasTag": access.type_of_has_tag,
    "getTag": access.type_of_get_tag,
}


def _type_of_binary(typer: Typer, node: Binary, prior: Capabilities) -> Typing:
    return _OF_BINARY[node.op](typer, node, prior)


def _type_of_method(typer: Typer, node: Method, prior: Capabilities) -> Typing:
    return _OF_METHOD[node.name](typer, node, prior)


_BY_CLASS: Final[dict[type[Node], Callable[[Typer, Any, Capabilities], Typing]]] = {
    Literal: logic.type_of_literal,
    EntityLiteral: logic.type_of_entity_literal,
    Variable: logic.type_of_variable,
    Not: logic.type_of_not,
    And: logic.type_of_and,
    Or: logic.type_of_or,
    If: logic.type_of_if,
    Binary: _type_of_binary,
    Negate: comparison.type_of_negate,
    Is: membership.type_of_is,
    Has: access.type_of_has,
    GetAttr: access.type_of_get,
    Method: _type_of_method,
    Call: calls.type_of_call,
    SetLiteral: collections_rules.type_of_set,
    RecordLiteral: collections_rules.type_of_record,
    Like: collections_rules.type_of_like,
}
RULES: Final[dict[type[Node], Rule]] = _BY_CLASS
