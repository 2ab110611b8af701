"""Expressions as canonical text, with as few parentheses as the grammar allows; it reads back as the same JSON.

Text is collected in pieces. Left operands are followed in a loop, so a chain of any length is no nesting.
"""

from __future__ import annotations

from deodar.impl.deep import with_room
from deodar.impl.errors import Finding, PolicyParseError
from deodar.impl.expr import (
    And,
    Binary,
    Call,
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
    RecordLiteral,
    SetLiteral,
    Variable,
)  # fmt: skip
from deodar.impl.names import FUNCTIONS, is_name
from deodar.impl.strings import escape, escape_pattern

# How tightly the constructs bind, loosest first. An operand is put in parentheses if it binds less tightly than its
# place needs; no construct binds as tightly as `PARENTHESES`.
CONDITIONAL, OR, AND, RELATION, SUM, PRODUCT, UNARY, MEMBER, PARENTHESES = range(9)

_SUMS = frozenset("+-")
_MOST_UNARY = 4


def _strength(node: Expr) -> int:
    """How tightly the text of a node binds."""
    match node:
        case If():
            return CONDITIONAL
        case Or():
            return OR
        case And():
            return AND
        case Binary(op=op):
            return PRODUCT if op == "*" else SUM if op in _SUMS else RELATION
        case Has() | Like() | Is():
            return RELATION
        case Not() | Negate():
            return UNARY
        case Literal(value=value) if isinstance(value, int) and value < 0:
            return UNARY
        case _:
            return MEMBER


def _left_of(node: Expr) -> tuple[Expr, int] | None:
    """What is printed first inside a node without parentheses of its own, and how tightly it must bind."""
    match node:
        case Or():
            return node.left, OR
        case And():
            return node.left, AND
        case Binary():
            strength = _strength(node)
            return node.left, SUM if strength == RELATION else strength
        case Has() | Like() | Is():
            return node.left, SUM
        case GetAttr():
            return node.left, MEMBER
        case Method():
            return node.receiver, MEMBER
        case Call() if node.name not in FUNCTIONS and node.args:
            return node.args[0], MEMBER
        case _:
            return None


class _Printer:
    """Appends the text of expressions to `pieces`."""

    def __init__(self, pieces: list[str]) -> None:
        self.write = pieces.append

    def print(self, node: Expr, needed: int) -> None:
        """The text of a node at a place that needs something that binds at least as tightly as `needed`."""
        closings: list[tuple[Expr, bool]] = []  # what is still to be ended, innermost last, and whether in parentheses
        while True:
            in_parentheses = _strength(node) < needed
            if in_parentheses:
                self.write("(")
            closings.append((node, in_parentheses))
            first = _left_of(node)
            if first is None:
                break
            node, needed = first
        for opened, in_parentheses in reversed(closings):
            self._rest(opened)
            if in_parentheses:
                self.write(")")

    def _rest(self, node: Expr) -> None:
        """All of a node but its left operand."""
        match node:
            case Or():
                self._infix(" || ", node.right, AND)
            case And():
                self._infix(" && ", node.right, RELATION)
            case Binary():
                self._infix(f" {node.op} ", node.right, _strength(node) + 1)
            case Has():
                self.write(f" has {node.attr}" if is_name(node.attr) else f' has "{escape(node.attr)}"')
            case Like():
                self.write(f' like "{escape_pattern(node.pattern)}"')
            case Is():
                self.write(f" is {node.entity_type}")
                if node.container is not None:
                    self._infix(" in ", node.container, SUM)
            case GetAttr():
                self.write(f".{node.attr}" if is_name(node.attr) else f'["{escape(node.attr)}"]')
            case Method():
                self._arguments(f".{node.name}(", () if node.arg is None else (node.arg,))
            case Call():
                self._call(node)
            case Not() | Negate():
                self._unary(node)
            case If():
                self._conditional(node)
            case SetLiteral():
                self._arguments("[", node.elements, "]")
            case RecordLiteral():
                self._record(node)
            case _:
                self.write(_atom(node))

    def _infix(self, operator: str, right: Expr, needed: int) -> None:
        self.write(operator)
        self.print(right, needed)

    def _arguments(self, opening: str, arguments: tuple[Expr, ...], closing: str = ")") -> None:
        self.write(opening)
        for index, argument in enumerate(arguments):
            if index:
                self.write(", ")
            self.print(argument, CONDITIONAL)
        self.write(closing)

    def _call(self, node: Call) -> None:
        if node.name in FUNCTIONS:
            self._arguments(f"{node.name}(", node.args)
        elif node.args:
            self._arguments(f".{node.name}(", node.args[1:])
        else:
            message = f"the method `{node.name}` has no receiver, so it cannot be written as text"
            raise _refusal("no-text-form", message)

    def _unary(self, node: Not | Negate) -> None:
        """A run of the same operator, cut by parentheses after four; a minus must not become part of a number."""
        operator = "!" if isinstance(node, Not) else "-"
        number = 0
        operand: Expr = node
        while isinstance(operand, type(node)) and number < _MOST_UNARY:
            self.write(operator)
            number += 1
            operand = operand.arg
        if operator == "-" and isinstance(operand, Literal):
            self.print(operand, _needed_after_minus(operand.value, number))
        else:
            self.print(operand, MEMBER)

    def _conditional(self, node: If) -> None:
        self.write("if ")
        self.print(node.test, CONDITIONAL)
        self._infix(" then ", node.consequent, CONDITIONAL)
        self._infix(" else ", node.alternative, CONDITIONAL)

    def _record(self, node: RecordLiteral) -> None:
        self.write("{")
        for index, (key, value) in enumerate(sorted(node.members, key=lambda member: member[0])):
            spelled = key if is_name(key) else f'"{escape(key)}"'
            self._infix(f"{', ' if index else ''}{spelled}: ", value, CONDITIONAL)
        self.write("}")


def _needed_after_minus(value: bool | int | str, minuses: int) -> int:
    """How tightly a literal must bind there: `-1` would be another literal, while `--1` is the minus of `-1`."""
    if isinstance(value, (bool, str)):
        return MEMBER
    if value >= 0:
        return PARENTHESES
    return UNARY if minuses < _MOST_UNARY else MEMBER


def _atom(node: Literal | EntityLiteral | Variable) -> str:
    match node:
        case EntityLiteral():
            return print_uid(node.uid)
        case Variable():
            return node.name
        case _:
            return _literal(node.value)


def _literal(value: bool | int | str) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case _:
            return f'"{escape(value)}"'


def print_uid(uid: EntityUID) -> str:
    """`User::"alice"`, in normal form."""
    return f'{uid.type}::"{escape(uid.id)}"'


def print_expr(expr: Expr) -> str:
    """An expression as text."""
    try:
        return with_room(_printed, expr)
    except RecursionError:
        raise _refusal("nested-too-deeply", "the expression is nested too deeply") from None


def _printed(expr: Expr) -> str:
    pieces: list[str] = []
    _Printer(pieces).print(expr, CONDITIONAL)
    return "".join(pieces)


def _refusal(kind: str, message: str) -> PolicyParseError:
    return PolicyParseError([Finding(kind, message)], "<expression>")
