"""The rules for expressions: operators by precedence, then what they join.

Binary operators are parsed by their strength: `binary(strength)` reads an operand and then every operator that binds
at least as tightly, each with a right operand of its own. Chains are a loop, so only brackets, conditionals and the
like nest.
"""

from __future__ import annotations

from deodar.impl.cursor import Lost
from deodar.impl.expr import (
    And,
    Binary,
    Expr,
    GetAttr,
    Has,
    If,
    Is,
    Like,
    Negate,
    Not,
    Or,
)  # fmt: skip
from deodar.impl.operand_parser import OperandParser
from deodar.impl.strings import unescape_pattern

OR, AND, RELATION, SUM, PRODUCT = 1, 2, 3, 4, 5
_STRENGTH = {
    "||": OR,
    "&&": AND,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in", "has", "like", "is"), RELATION),
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    # No operators of the language, read as if they were what they are mistaken for.
    "|": OR, "or": OR, "&": AND, "and": AND, "=": RELATION, "/": PRODUCT, "%": PRODUCT,
}  # fmt: skip
_MISTAKEN = {
    "|": ("invalid-token", "`|` is no operator", "did you mean `||`?"),
    "or": ("unexpected-token", "`or` is no operator", "did you mean `||`?"),
    "&": ("invalid-token", "`&` is no operator", "did you mean `&&`?"),
    "and": ("unexpected-token", "`and` is no operator", "did you mean `&&`?"),
    "=": ("single-equals", "`=` is no operator", "did you mean `==`?"),
    "/": ("division", "there is no division", "multiply the other side instead"),
    "%": ("modulo", "there is no remainder operator", "compute it beforehand, and pass it in the context"),
}
_MEANT = {"|": "||", "or": "||", "&": "&&", "and": "&&", "=": "==", "/": "*", "%": "*"}

_HAS_HELP = 'as in `resource has owner`, `context has user.name` or `resource has "any name"`'
_LIKE_HELP = 'as in `resource.name like "*.jpg"`'
_TESTS = frozenset({"has", "like", "is"})
_UNARY = frozenset({"!", "-"})
_MOST_UNARY = 4


class ExpressionParser(OperandParser):
    """Rules for expressions. Each takes the tokens of its construct and gives its tree."""

    def expression(self) -> Expr:
        """A conditional, or operators and operands."""
        return self.conditional() if self.tokens[self.at] == "if" else self.binary(OR)

    def conditional(self) -> If:
        """`if ... then ... else ...`"""
        start = self.starts[self.at]
        self.at += 1
        test = self.expression()
        self.expect("then")
        consequent = self.expression()
        self.expect("else", "a conditional has both branches: `if ... then ... else ...`")
        alternative = self.expression()
        return If(start, self.last_end(), test, consequent, alternative)

    def binary(self, strength: int) -> Expr:
        """Operands joined by operators that bind at least as tightly as `strength`."""
        tokens = self.tokens
        start = self.starts[self.at]
        left = self.operand()
        related = False
        while (found := _STRENGTH.get(tokens[self.at], 0)) >= strength:
            operator = tokens[self.at]
            if related and found >= RELATION:
                self._blame_chain(operator)
            if operator in _MISTAKEN:
                operator = self._blame_operator(operator)
            self.at += 1
            if operator in _TESTS:
                left = self._test(operator, start, left)
            elif found == AND:
                right = self.binary(RELATION)
                left = And(start, self.last_end(), left, right)
            elif found == OR:
                right = self.binary(AND)
                left = Or(start, self.last_end(), left, right)
            else:
                right = self.binary(found + 1)
                left = Binary(start, self.last_end(), operator, left, right)
            related = found == RELATION
        return left

    def _blame_operator(self, operator: str) -> str:
        """Report what is no operator; the operator that was probably meant."""
        kind, message, hint = _MISTAKEN[operator]
        self.blame_token(kind, message, hint)
        return _MEANT[operator]

    def _blame_chain(self, operator: str) -> None:
        message = f"`{operator}` cannot follow another relation"
        self.blame_token("ambiguous-relation", message, "put parentheses around one of them, or join them by `&&`")

    def _test(self, operator: str, start: int, left: Expr) -> Expr:
        """`has`, `like` or `is`, whose right sides are no expressions."""
        if operator == "has":
            return self._has(start, left)
        return self._like(start, left) if operator == "like" else self._is(start, left)

    def _has(self, start: int, left: Expr) -> Expr:
        if self.is_string():
            attribute = self.string("an attribute name")
            return Has(start, self.last_end(), left, attribute)
        if self.tokens[self.at] in ("(", "[") or self.tokens[self.at].isdigit():
            self.blame_token("invalid-has", "the right side of `has` is a name, a dotted path or a string", _HAS_HELP)
            raise Lost
        attribute = self.name("an attribute name")
        found: Expr = Has(start, self.last_end(), left, attribute)
        while self.tokens[self.at] == ".":
            left = GetAttr(start, self.last_end(), left, attribute)
            self.at += 1
            attribute = self.name("an attribute name")
            end = self.last_end()
            found = And(start, end, found, Has(start, end, left, attribute))
        if self.tokens[self.at] in ("(", "[", "::"):
            message = f"`{self.tokens[self.at]}` cannot follow the right side of `has`"
            self.blame_token("invalid-has", message, "it is a name, a dotted path or a string")
            raise Lost
        return found

    def _like(self, start: int, left: Expr) -> Expr:
        if not self.is_string():
            if self.tokens[self.at]:
                self.blame_token("invalid-pattern", "the right side of `like` is a string", _LIKE_HELP)
                raise Lost
            raise self.lost("a pattern")
        pattern, bad = unescape_pattern(self.tokens[self.at][1:-1])
        self.blame_escapes(bad)
        self.at += 1
        return Like(start, self.last_end(), left, pattern)

    def _is(self, start: int, left: Expr) -> Expr:
        entity_type = self.entity_type()
        container = None
        if self.tokens[self.at] == "in":
            self.at += 1
            container = self.binary(SUM)
        return Is(start, self.last_end(), left, entity_type, container)

    def operand(self) -> Expr:
        """`!` and `-` before a member."""
        token = self.tokens[self.at]
        if token not in _UNARY:
            return self.member()
        first = self.at
        while self.tokens[self.at] in _UNARY:
            self.at += 1
        operators = self.tokens[first : self.at]
        wrong = self._blame_unary(first, operators)
        if token == "-" and self.is_bare_number():
            found: Expr = self.number(negative=True)
            operators.pop()
        else:
            found = self.member()
        if wrong:
            return found
        for at in range(first + len(operators) - 1, first - 1, -1):
            found = (Not if token == "!" else Negate)(self.starts[at], self.last_end(), found)
        return found

    def _blame_unary(self, first: int, operators: list[str]) -> bool:
        """Report too many operators before an operand, or a mixture; whether there was something to report."""
        start, end = self.starts[first], self.last_end()
        if len(set(operators)) > 1:
            message = "`!` and `-` cannot follow each other"
            self.blame("mixed-unary-operators", message, start, end, "put parentheses around the operand: `!(-1)`")
        elif len(operators) > _MOST_UNARY:
            message = f"more than {_MOST_UNARY} `{operators[0]}` in a row"
            self.blame("too-many-unary-operators", message, start, end, "put parentheses around the operand")
        else:
            return False
        return True
