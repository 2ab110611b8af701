"""Expressions from the JSON policy format: one object with one member, the operator, a level.

Left operands are followed in a loop, so a chain of any length is no nesting.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TypeAlias

from deodar.impl.expr import (
    And,
    Binary,
    Call,
    Expr,
    GetAttr,
    Has,
    If,
    Is,
    Like,
    Method,
    Negate,
    Not,
    Or,
    Pattern,
    RecordLiteral,
    SetLiteral,
    Variable,
    Wildcard,
)  # fmt: skip
from deodar.impl.json_reader import Place, as_array, as_object, under
from deodar.impl.literal_json import CALLABLE, NOWHERE, STAND_IN, LiteralReader
from deodar.impl.names import BUILT_IN_METHODS, VARIABLES
from deodar.impl.wording import offer, quote

_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*"})
_METHODS_WITH_ARGUMENT = frozenset(name for name, arity in BUILT_IN_METHODS.items() if arity == 1)
# The members of an operator besides `left`, and those that may be there; None: any others are let be.
_LEFT_OPERATORS: dict[str, tuple[tuple[str, ...], tuple[str, ...] | None]] = {
    **dict.fromkeys((*_COMPARISONS, "&&", "||", *_METHODS_WITH_ARGUMENT), (("right",), ())),
    ".": (("attr",), ()),
    "has": (("attr",), None),
    "like": (("pattern",), ()),
    "is": (("entity_type",), ("in",)),
}
_OTHER_OPERATORS = ("Value", "Var", "!", "neg", "if-then-else", "Set", "Record", "isEmpty")
_OPERATORS = (*_OTHER_OPERATORS, *_LEFT_OPERATORS, *sorted(CALLABLE))

_Pending: TypeAlias = tuple[str, dict[str, object], Place]


class ExpressionReader(LiteralReader):
    """Reads expressions."""

    def expression(self, data: object, place: Place) -> Expr:
        """The expression in `data`."""
        pending: list[_Pending] = []  # operators whose left operand is at hand
        while True:
            node = self._operator(data, place)
            if node is None:
                found: Expr = STAND_IN
                break
            operator, body = node
            inside = under(place, operator)
            if operator not in _LEFT_OPERATORS:
                found = self._closed(operator, body, inside)
                break
            required, optional = _LEFT_OPERATORS[operator]
            members = self.members(body, inside, ("left", *required), optional)
            if members is None:
                found = STAND_IN
                break
            pending.append((operator, members, inside))
            data, place = members["left"], under(inside, "left")
        while pending:
            found = self._joined(found, *pending.pop())
        return found

    def _operator(self, data: object, place: Place) -> tuple[str, object] | None:
        """The operator and what belongs to it."""
        node = self.json_object(data, place)
        if node is None:
            return None
        if len(node) != 1:
            message = f"an expression has one member, its operator, not {len(node)}"
            self.refuse(place, "not-one-operator", message)
            return None
        return next(iter(node.items()))

    def _joined(self, left: Expr, operator: str, members: dict[str, object], place: Place) -> Expr:
        """An operator that has its left operand already."""
        match operator:
            case ".":
                return GetAttr(NOWHERE, NOWHERE, left, self.string(members["attr"], (place, "attr")))
            case "has":
                return self._has(left, members["attr"], (place, "attr"))
            case "like":
                return Like(NOWHERE, NOWHERE, left, self._pattern(members["pattern"], (place, "pattern")))
            case "is":
                entity_type = self.type_name(members["entity_type"], (place, "entity_type"))
                container = members.get("in")
                inside = None if container is None else self.expression(container, (place, "in"))
                return Is(NOWHERE, NOWHERE, left, entity_type, inside)
            case _:
                return self._with_right(left, operator, members, place)

    def _with_right(self, left: Expr, operator: str, members: dict[str, object], place: Place) -> Expr:
        """An operator or method of two operands."""
        right = self.expression(members["right"], (place, "right"))
        if operator == "&&":
            return And(NOWHERE, NOWHERE, left, right)
        if operator == "||":
            return Or(NOWHERE, NOWHERE, left, right)
        if operator in _COMPARISONS:
            return Binary(NOWHERE, NOWHERE, operator, left, right)
        return Method(NOWHERE, NOWHERE, operator, left, right)

    def _closed(self, operator: str, body: object, place: Place) -> Expr:
        """An operator that has no left operand."""
        match operator:
            case "Value":
                return self.value(body, place)
            case "Var":
                return self._variable(body, place)
            case "!":
                return Not(NOWHERE, NOWHERE, self._argument(body, place))
            case "neg":
                return Negate(NOWHERE, NOWHERE, self._argument(body, place))
            case "isEmpty":
                return Method(NOWHERE, NOWHERE, "isEmpty", self._argument(body, place), None)
            case "if-then-else":
                return self._conditional(body, place)
            case "Set":
                return SetLiteral(NOWHERE, NOWHERE, self._expressions(body, place))
            case "Record":
                return self._record(body, place)
            case _ if operator in CALLABLE:
                return Call(NOWHERE, NOWHERE, operator, self._expressions(body, place))
            case _:
                return self._unknown(operator, place)

    def _unknown(self, operator: str, place: Place) -> Expr:
        if operator == "Slot":
            self.refuse(
                place, "slot-in-condition", "a slot cannot stand in a condition", "slots stand in the scope only"
            )
        else:
            hint = offer(operator, _OPERATORS)
            self.refuse(place, "unknown-operator", f"there is no operator {quote(operator)}", hint)
        return STAND_IN

    # -- operators

    def _argument(self, body: object, place: Place) -> Expr:
        members = self.members(body, place, ("arg",))
        return STAND_IN if members is None else self.expression(members["arg"], (place, "arg"))

    def _conditional(self, body: object, place: Place) -> Expr:
        members = self.members(body, place, ("if", "then", "else"))
        if members is None:
            return STAND_IN
        test, consequent, alternative = (self.expression(members[k], (place, k)) for k in ("if", "then", "else"))
        return If(NOWHERE, NOWHERE, test, consequent, alternative)

    def _expressions(self, body: object, place: Place) -> tuple[Expr, ...]:
        listed = self.json_array(body, place) or []
        return tuple([self.expression(element, (place, index)) for index, element in enumerate(listed)])

    def _record(self, body: object, place: Place) -> Expr:
        members = self.json_object(body, place) or {}
        read = [(key, self.expression(element, (place, key))) for key, element in members.items()]
        return RecordLiteral(NOWHERE, NOWHERE, tuple(read))

    def _variable(self, body: object, place: Place) -> Expr:
        name = self.string(body, place)
        if name not in VARIABLES and isinstance(body, str):
            self.refuse(place, "unknown-variable", f"there is no variable {quote(name)}", offer(name, VARIABLES))
        return Variable(NOWHERE, NOWHERE, name)

    def _has(self, left: Expr, data: object, place: Place) -> Expr:
        """The test for one attribute, or for a path of them given as a list."""
        parts = as_array(data)
        if parts is None:
            return Has(NOWHERE, NOWHERE, left, self.string(data, place))
        if not parts:
            self.refuse(place, "invalid-has", "the path of `has` is empty")
            return STAND_IN
        path = [self.string(part, (place, index)) for index, part in enumerate(parts)]
        found: Expr = Has(NOWHERE, NOWHERE, left, path[0])
        for before, attribute in pairwise(path):
            left = GetAttr(NOWHERE, NOWHERE, left, before)
            found = And(NOWHERE, NOWHERE, found, Has(NOWHERE, NOWHERE, left, attribute))
        return found

    def _pattern(self, data: object, place: Place) -> Pattern:
        parts: list[str | Wildcard] = []
        for index, element in enumerate(self.json_array(data, place) or []):
            if element in ("Wildcard", {"Wildcard": None}):
                parts.append(Wildcard.STAR)
                continue
            members = as_object(element) or {}
            if list(members) != ["Literal"]:
                message = 'a part of a pattern is `"Wildcard"` or `{"Literal": "text"}`'
                self.refuse((place, index), "invalid-pattern", message)
                continue
            literal = self.string(members["Literal"], (place, index))
            if parts and isinstance(parts[-1], str):
                parts[-1] += literal
            elif literal:
                parts.append(literal)
        return tuple(parts)
