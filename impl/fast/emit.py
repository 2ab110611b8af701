"""From forms to Python: the syntax tree of an expression that is worth the same, or raises.

What it raises does not matter, since the plain evaluator is asked then; what matters is that it is never worth
something else. So each operand is used only where its class is known or has just been tested, and a bool never passes
for a long.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, assert_never, cast

from deodar.impl.fast.form import SMALL, Form

# The classes that the code may rely on. ANY: whatever a value can be.
ANY, BOOL, UID, STR, INT, SET = "any", "bool", "uid", "str", "int", "set"
_OF_CONSTANT: Final = {
    "str": STR,
    "int": INT,
    "small": INT,
    "zero-or-one": INT,
    "bool": BOOL,
    "uid": UID,
    "set": SET,
    "other": ANY,
}

# The names of generated code, all of them: parameters, what is unpacked from these, and helpers.
PARAMETERS: Final = ("P", "A", "R", "c", "s", "k")  # known entities, fields of the context, store, literals
_VARIABLE: Final = {"principal": "P", "action": "A", "resource": "R"}
LONG_MIN: Final = -(2**63)
LONG_MAX: Final = 2**63 - 1

_COMPARE: Final[dict[str, type[ast.cmpop]]] = {"<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE}
_ARITHMETIC: Final[dict[str, type[ast.operator]]] = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult}


def name(identifier: str) -> ast.expr:
    """A name that is read."""
    return ast.Name(identifier, ast.Load())


def constant(value: str | int | None) -> ast.expr:
    """A constant."""
    return ast.Constant(value)


def call(function: str | ast.expr, *arguments: ast.expr) -> ast.expr:
    """A call by position."""
    return ast.Call(name(function) if isinstance(function, str) else function, list(arguments), [])


def field(value: ast.expr, attribute: str) -> ast.expr:
    """A field of one of our own objects."""
    return ast.Attribute(value, attribute, ast.Load())


def item(value: ast.expr, key: ast.expr) -> ast.expr:
    """What stands under a key."""
    return ast.Subscript(value, key, ast.Load())


def compare(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.expr:
    """One comparison."""
    return ast.Compare(left, [operator], [right])


class Hoisted(NamedTuple):
    """A value that was read before, under a name."""

    name: str
    is_small: bool  # it is a long below `SMALL`, in either direction
    kind: str = ANY  # what is known of its class besides


class Emitter:
    """The expressions of one function. `literal` tells how the literal in a place is spelled."""

    def __init__(self, literal: Callable[[int], ast.expr], hoisted: Mapping[Form, Hoisted] | None = None) -> None:
        self._literal = literal
        self._hoisted: Mapping[Form, Hoisted] = (
            {} if hoisted is None else hoisted
        )  # the caller may read more into it later
        self._temporaries = 0

    def boolean(self, form: Form) -> ast.expr:
        """An expression that is a bool, or raises."""
        code, kind = self.emit(form)
        if kind == BOOL:
            return code
        held, again = self._held(code)
        is_true = compare(held, ast.Is(), constant(True))
        is_false = compare(again, ast.Is(), constant(False))
        return ast.IfExp(is_true, constant(True), ast.IfExp(is_false, constant(False), call("fault")))

    def emit(self, form: Form) -> tuple[ast.expr, str]:
        """The expression, and what is known of its class."""
        hoisted = self._hoisted.get(form)
        if hoisted is not None:
            return name(hoisted.name), INT if hoisted.is_small else hoisted.kind
        match form:
            case ("var", str(variable)) if variable in _VARIABLE:
                return field(name(_VARIABLE[variable]), "uid"), UID
            case ("const", str(kind), int(place)):
                return self._literal(place), _OF_CONSTANT[kind]
            case ("get", tuple(left), str(attribute)):
                return self._get(left, attribute), ANY
            case ("has", tuple(left), str(attribute)):
                return self._has(left, attribute), BOOL
            case ("and" | "or" as op, tuple(left), tuple(right)):
                operator: ast.boolop = ast.And() if op == "and" else ast.Or()
                return ast.BoolOp(operator, [self.boolean(left), self.boolean(right)]), BOOL
            case ("not", tuple(arg)):
                return ast.UnaryOp(ast.Not(), self.boolean(arg)), BOOL
            case ("if", tuple(test), tuple(consequent), tuple(alternative)):
                return self._if(test, consequent, alternative)
            case ("==" | "!=" as op, tuple(left), tuple(right)):
                equal = self._equal(left, right)
                return (equal if op == "==" else ast.UnaryOp(ast.Not(), equal)), BOOL
            case ("<" | "<=" | ">" | ">=" as op, tuple(left), tuple(right)):
                return self._order(op, left, right), BOOL
            case ("+" | "-" | "*" as op, tuple(left), tuple(right)):
                return self._arithmetic(op, left, right), INT
            case ("neg", tuple(arg)):
                return self._in_range(ast.UnaryOp(ast.USub(), self.of_long(arg)), form), INT
            case ("in", tuple(left), tuple(right)):
                return self._in(left, right), BOOL
            case ("is", tuple(left), str(entity_type)):
                uid = self._of_type(left, UID, "UID")
                return compare(item(uid, constant(0)), ast.Eq(), constant(entity_type)), BOOL
            case ("prefix", tuple(left), int(place)):
                return call(field(self.of_text(left), "startswith"), self._literal(place)), BOOL
            case ("suffix", tuple(left), int(place)):
                return call(field(self.of_text(left), "endswith"), self._literal(place)), BOOL
            case ("like", tuple(left), int(place)):
                return call(self._literal(place), self.of_text(left)), BOOL
            case _:
                return self._of_sets(form), BOOL

    def of_set(self, form: Form) -> ast.expr:
        """An expression that is a set, or raises."""
        return self._of_type(form, SET, "SetValue")

    def of_text(self, form: Form) -> ast.expr:
        """An expression that is a string, or raises."""
        return self._of_type(form, STR, "str")

    def of_long(self, form: Form) -> ast.expr:
        """An expression that is a long, or raises."""
        return self._of_type(form, INT, "int")

    def _of_sets(self, form: Form) -> ast.expr:
        match form:
            case ("isEmpty", tuple(receiver)):
                return ast.UnaryOp(ast.Not(), field(self.of_set(receiver), "elements"))
            case ("contains", tuple(receiver), tuple(arg)):
                keys = field(self.of_set(receiver), "keys")
                element, kind = self.emit(arg)
                element = element if kind in (UID, STR, INT) else call("key", element)
                # The receiver is evaluated first, as the language has it: it may raise, and so may the argument.
                return call(field(keys, "__contains__"), element)
            case ("containsAll", tuple(receiver), tuple(arg)):
                return compare(self._keys(receiver), ast.GtE(), self._keys(arg))
            case (_, tuple(receiver), tuple(arg)):
                disjoint = call(field(self._keys(receiver), "isdisjoint"), self._keys(arg))
                return ast.UnaryOp(ast.Not(), disjoint)
            case _:
                assert_never(form)  # type: ignore[arg-type]  # these are all forms

    def _keys(self, form: Form) -> ast.expr:
        return field(self.of_set(form), "keys")

    def _held(self, code: ast.expr) -> tuple[ast.expr, ast.expr]:
        """The expression, which keeps its value in a name of its own, and that name."""
        identifier = f"t{self._temporaries}"
        self._temporaries += 1
        return ast.NamedExpr(ast.Name(identifier, ast.Store()), code), name(identifier)

    def _of_type(self, form: Form, wanted: str, python_type: str) -> ast.expr:
        """The expression, which raises unless its value is of a class."""
        code, kind = self.emit(form)
        if kind == wanted:
            return code
        held, again = self._held(code)
        return ast.IfExp(compare(call("type", held), ast.Is(), name(python_type)), again, call("fault"))

    def _get(self, left: Form, attribute: str) -> ast.expr:
        match left:
            case ("var", "context"):
                return item(name("c"), constant(attribute))
            case ("var", str(variable)):
                return item(field(name(_VARIABLE[variable]), "attrs"), constant(attribute))
            case _:
                return call("get", self.emit(left)[0], constant(attribute), name("s"))

    def _has(self, left: Form, attribute: str) -> ast.expr:
        match left:
            case ("var", "context"):
                return compare(constant(attribute), ast.In(), name("c"))
            case ("var", str(variable)):
                return compare(constant(attribute), ast.In(), field(name(_VARIABLE[variable]), "attrs"))
            case _:
                return call("has", self.emit(left)[0], constant(attribute), name("s"))

    def _if(self, test: Form, consequent: Form, alternative: Form) -> tuple[ast.expr, str]:
        then, then_kind = self.emit(consequent)
        otherwise, otherwise_kind = self.emit(alternative)
        kind = then_kind if then_kind == otherwise_kind else ANY
        return ast.IfExp(self.boolean(test), then, otherwise), kind

    def _equal(self, left: Form, right: Form) -> ast.expr:
        (x1, kind1), (x2, kind2) = self.emit(left), self.emit(right)
        # A uid is the only tuple, and no other value equals a string. A long that is neither 0 nor 1 equals no bool.
        if kind1 in (UID, STR) or kind2 in (UID, STR) or _is_plain_long(left) or _is_plain_long(right):
            return compare(x1, ast.Eq(), x2)
        return call("equal", x1, x2)

    def _order(self, op: str, left: Form, right: Form) -> ast.expr:
        return compare(self.of_long(left), _COMPARE[op](), self.of_long(right))

    def _arithmetic(self, op: str, left: Form, right: Form) -> ast.expr:
        x1, x2 = self.of_long(left), self.of_long(right)
        return self._in_range(ast.BinOp(x1, _ARITHMETIC[op](), x2), (op, left, right))

    def _in_range(self, code: ast.expr, form: Form) -> ast.expr:
        """The result of arithmetic, which raises if it is no long, unless it must be one."""
        bound = self._bound(form)
        if bound is not None and bound <= LONG_MAX:
            return code
        held, again = self._held(code)
        within = ast.Compare(constant(LONG_MIN), [ast.LtE(), ast.LtE()], [held, constant(LONG_MAX)])
        return ast.IfExp(within, again, call("fault"))

    def _bound(self, form: Form) -> int | None:
        """What a long does not exceed, in either direction; None if nothing is known."""
        match form:
            case ("const", "small", _):
                return SMALL
            case ("neg", tuple(arg)):
                return self._bound(arg)
            case ("+" | "-" | "*" as op, tuple(left), tuple(right)):
                bound1, bound2 = self._bound(left), self._bound(right)
                if bound1 is None or bound2 is None:
                    return None
                return bound1 * bound2 if op == "*" else bound1 + bound2
            case _:
                hoisted = self._hoisted.get(form)
                return SMALL if hoisted is not None and hoisted.is_small else None

    def _in(self, left: Form, right: Form) -> ast.expr:
        container, kind = self.emit(right)
        match left:
            case ("var", str(variable)) if variable in _VARIABLE:
                line = field(name(_VARIABLE[variable]), "line")
            case _:
                # The left operand is evaluated before the right one; `line` is called with a uid or raises.
                line = call(field(name("s"), "line"), self._of_type(left, UID, "UID"))
        if kind == UID:
            return compare(container, ast.In(), line)
        return call("is_in", line, container)


def _is_plain_long(form: Form) -> bool:
    return cast("object", form[:2]) in (("const", "int"), ("const", "small"))
