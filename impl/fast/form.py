"""The form of a condition: the condition with its literals taken out, so that one generated code serves many policies.

A form is a nested tuple that begins with the name of its construct; literals stand in it as `("const", kind, place)`,
and their values are listed beside it. Names of attributes and types are part of the form.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from deodar.impl.compiler import compile_expression
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
    Wildcard,
)
from deodar.impl.frame import Constant
from deodar.impl.like import matcher
from deodar.impl.value import SetValue, Value

Part: TypeAlias = "str | int | Form"
Form: TypeAlias = tuple[Part, ...]

SMALL = 2**31  # longs below it, in either direction: the product of two of them is a long
MOST_NODES = 150  # a larger condition is left to the plain evaluator: compiling it would cost more than it saves
MOST_NODES_OF_POLICY = 600  # and so is a policy that has more in all its conditions together


class NoForm(Exception):
    """The condition has a construct that is not generated."""


class Literals:
    """The values of the literals of one condition, in the order in which its form names them."""

    __slots__ = ("left", "values")

    def __init__(self, most_nodes: int = MOST_NODES) -> None:
        self.values: list[object] = []
        self.left = most_nodes  # how many more nodes there may be

    def constant(self, value: Value) -> Form:
        """The form of a literal, or of a constant expression."""
        return ("const", _kind(value), self._add(value))

    def form(self, node: Expr) -> Form:
        """The form of an expression; raises `NoForm`."""
        self.left -= 1
        if self.left < 0:
            raise NoForm
        match node:
            case Literal():
                return self.constant(node.value)
            case EntityLiteral():
                return self.constant(node.uid)
            case Variable() if node.name != "context":
                return ("var", node.name)
            case GetAttr():
                return ("get", self._owner(node.left), node.attr)
            case Has():
                return ("has", self._owner(node.left), node.attr)
            case And():
                return ("and", self.form(node.left), self.form(node.right))
            case Or():
                return ("or", self.form(node.left), self.form(node.right))
            case Not():
                return ("not", self.form(node.arg))
            case Negate():
                return ("neg", _as_operand(self.form(node.arg)))
            case If():
                return ("if", self.form(node.test), self.form(node.consequent), self.form(node.alternative))
            case Binary(op="==" | "!=" | "in"):
                return (node.op, self.form(node.left), self.form(node.right))
            case Binary():
                return (node.op, _as_operand(self.form(node.left)), _as_operand(self.form(node.right)))
            case Is() if node.container is None:
                return ("is", self.form(node.left), node.entity_type)
            case Like():
                return self._like(node)
            case Method() if node.name in ("contains", "containsAll", "containsAny") and node.arg is not None:
                return (node.name, self.form(node.receiver), self.form(node.arg))
            case Method(name="isEmpty"):
                return ("isEmpty", self.form(node.receiver))
            case SetLiteral() | RecordLiteral() | Call():
                return self._constant_expression(node)
            case _:
                raise NoForm

    def _owner(self, node: Expr) -> Form:
        """The form of what has attributes; the context stands nowhere else."""
        if isinstance(node, Variable) and node.name == "context":
            return ("var", "context")
        return self.form(node)

    def _like(self, node: Like) -> Form:
        match node.pattern:
            case (str(start), Wildcard.STAR):
                return ("prefix", self.form(node.left), self._add(start))
            case (Wildcard.STAR, str(end)):
                return ("suffix", self.form(node.left), self._add(end))
            case pattern:
                pass
        return ("like", self.form(node.left), self._add(matcher(pattern)))

    def _constant_expression(self, node: Expr) -> Form:
        code = compile_expression(node)
        if not isinstance(code, Constant):
            raise NoForm
        return self.constant(code.value)

    def _add(self, value: object) -> int:
        self.values.append(value)
        return len(self.values) - 1


_KINDS: Final[dict[type, str]] = {str: "str", int: "int", bool: "bool", EntityUID: "uid", SetValue: "set"}


def _kind(value: Value) -> str:
    """What the code may rely on; `zero-or-one` are the longs that Python takes for bools."""
    if type(value) is int and -SMALL < value < SMALL:
        return "zero-or-one" if value in (0, 1) else "small"
    return _KINDS.get(type(value), "other")


def _as_operand(form: Form) -> Form:
    """An operand of arithmetic or of an order, which a bool cannot be: any small long will do."""
    return ("const", "small", form[2]) if form[:2] == ("const", "zero-or-one") else form


def is_constant(form: Part) -> bool:
    """Whether a form is that of a constant."""
    return isinstance(form, tuple) and form[0] == "const"


def is_path(form: Part) -> bool:
    """Whether a form is a variable, or a chain of attributes of one."""
    while isinstance(form, tuple) and form[0] == "get":
        form = form[1]
    return isinstance(form, tuple) and form[0] == "var"
