"""The rules for expressions: operators by precedence, then what they join.

Binary operators are parsed by their strength: `binary(strength)` reads an operand and then every operator that binds
at least as tightly, each with a right operand of its own. Chains are a loop, so only brackets, conditionals and the
like nest.
"""

from __future__ import annotations

from deodar.impl.call_parser import CallParser
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
    Literal,
    Negate,
    Not,
    Or,
    RecordLiteral,
    SetLiteral,
    Variable,
)  # fmt: skip
from deodar.impl.names import VARIABLES
from deodar.impl.strings import unescape_pattern
from deodar.impl.wording import quote

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
    "/": ("division", "there is no division", None),
    "%": ("modulo", "there is no remainder operator", None),
}
_MEANT = {"|": "||", "or": "||", "&": "&&", "and": "&&", "=": "==", "/": "*", "%": "*"}

_MOST_UNARY = 4
_LONG_MAX = 2**63 - 1
_MOST_DIGITS = 19
_VARIABLES = frozenset(VARIABLES)
_ACCESS = frozenset({".", "[", "("})
_AFTER_A_CALLEE_OR_PATH = frozenset({"::", "("})


class ExpressionParser(CallParser):
    """Rules for expressions. Each takes the tokens of its construct and gives its tree."""

    def expression(self) -> Expr:
        """A conditional, or operators and operands."""
        return self._conditional() if self.tokens[self.at] == "if" else self.binary(OR)

    def _conditional(self) -> If:
        start = self.starts[self.at]
        self.at += 1
        test = self.expression()
        self.expect("then")
        consequent = self.expression()
        self.expect("else", "a conditional has both branches: `if ... then ... else ...`")
        alternative = self.expression()
        return If(start, self.last_end(), test, consequent, alternative)

    # -- operators

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
                kind, message, hint = _MISTAKEN[operator]
                self.blame_token(kind, message, hint)
                operator = _MEANT[operator]
            self.at += 1
            related = related or found == RELATION
            if found == RELATION and operator in _RELATION_RULES:
                left = _RELATION_RULES[operator](self, start, left)
                continue
            right = self.binary(found + 1)
            if found == AND:
                left = And(start, self.last_end(), left, right)
            elif found == OR:
                left = Or(start, self.last_end(), left, right)
            else:
                left = Binary(start, self.last_end(), operator, left, right)
            related = found == RELATION
        return left

    def _blame_chain(self, operator: str) -> None:
        message = f"`{operator}` cannot follow another relation"
        self.blame_token("ambiguous-relation", message, "put parentheses around one of them, or join them by `&&`")

    def _has(self, start: int, left: Expr) -> Expr:
        if self.is_string():
            attribute = self.string("an attribute name")
            return Has(start, self.last_end(), left, attribute)
        if self.tokens[self.at] in ("(", "[") or self.tokens[self.at].isdigit():
            self.blame_token("invalid-has", "the right side of `has` is a name, a dotted path or a string")
            raise Lost
        attribute = self.name("an attribute name")
        found: Expr = Has(start, self.last_end(), left, attribute)
        while self.tokens[self.at] == ".":
            self.at += 1
            left = GetAttr(start, self.last_end(), left, attribute)
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
                self.blame_token("invalid-pattern", "the right side of `like` is a string")
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
        if token not in ("!", "-"):
            return self.member()
        first = self.at
        while self.tokens[self.at] in ("!", "-"):
            self.at += 1
        operators = self.tokens[first : self.at]
        wrong = self._blame_unary(first, operators)
        if token == "-" and self._is_bare_number():
            found: Expr = self._number(negative=True)
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

    # -- operands

    def member(self) -> Expr:
        """A primary expression and what is accessed of it."""
        start = self.starts[self.at]
        found = self.primary()
        if self.tokens[self.at] in _ACCESS or self.tokens[self.at] == "::":
            return self.accesses(start, found)
        return found

    def primary(self) -> Expr:
        """A literal, a variable, an entity, a call of a function, a set, a record, or something in parentheses."""
        token = self.tokens[self.at]
        start = self.starts[self.at]
        if token in _VARIABLES and self.tokens[self.at + 1] not in _AFTER_A_CALLEE_OR_PATH:
            self.at += 1
            return Variable(start, start + len(token), token)
        if token[:1] == '"':
            return Literal(start, start + len(token), self.string("a string"))
        if token == "(":
            return self._parenthesised()
        if token.isdigit():
            return self._number(negative=False)
        if token in ("true", "false"):
            self.at += 1
            return Literal(start, start + len(token), token == "true")
        if token == "[":
            return self._set()
        if token == "{":
            return self._record()
        return self._name_or_mistake(token)

    def _name_or_mistake(self, token: str) -> Expr:
        start = self.starts[self.at]
        if token == "if":
            message = "a conditional cannot be an operand"
            self.blame_token("unexpected-token", message, "put parentheses around it: `(if ... then ... else ...)`")
            return self._conditional()
        if token[:1] == "?" and len(token) > 1:
            self.blame_token("slot-in-condition", f"the slot {quote(token)} cannot stand in a condition", _SLOT_HELP)
            self.at += 1
            return Variable(start, self.last_end(), token)
        if self._starts_a_name(token):
            return self.name_or_call()
        hint = "did you mean `!`?" if token == "not" else "did you mean `==`?" if token == "=" else None
        raise self.lost("an expression", hint)

    def _starts_a_name(self, token: str) -> bool:
        """Whether a name begins here; a reserved word is one only as part of a path, which is a better finding."""
        if not token.isidentifier():
            return False
        return token not in ("then", "else", "in", "is", "has", "like") or self.tokens[self.at + 1] == "::"

    def _parenthesised(self) -> Expr:
        self.at += 1
        if self.tokens[self.at] == ")":
            raise self.lost("an expression")
        found = self.expression()
        if self.tokens[self.at] == ",":
            raise self.lost("`)`", "there are no tuples; a set is written `[a, b]`")
        self.expect(")")
        return found

    def _is_bare_number(self) -> bool:
        return self.tokens[self.at].isdigit() and self.tokens[self.at + 1] not in _ACCESS

    def _number(self, *, negative: bool) -> Literal:
        """A number, with the minus before it if that is part of it."""
        digits = self.tokens[self.at].lstrip("0")
        start = self.starts[self.at - negative]
        self.at += 1
        value = int(digits or "0") if len(digits) <= _MOST_DIGITS else _LONG_MAX + 2
        if value > _LONG_MAX + negative:
            message = f"{quote('-' * negative + digits)} is beyond 64 bits"
            hint = "numbers run from -9223372036854775808 to 9223372036854775807"
            self.blame("integer-too-large", message, start, self.last_end(), hint)
            value = 0
        return Literal(start, self.last_end(), -value if negative else value)

    def _set(self) -> SetLiteral:
        start = self.starts[self.at]
        self.at += 1
        elements = self.list_until("]")
        return SetLiteral(start, self.last_end(), elements)

    def _record(self) -> RecordLiteral:
        start = self.starts[self.at]
        self.at += 1
        members: dict[str, Expr] = {}
        while self.tokens[self.at] != "}":
            key_at = self.at
            key = self._record_key()
            if key in members:
                self.blame_token("duplicate-key", f"the key {quote(key)} is repeated", at=key_at)
            self.expect(":", "a member of a record is written `key: value`")
            members[key] = self.expression()
            if self.tokens[self.at] == ",":
                self.at += 1
            elif self.tokens[self.at] != "}":
                raise self.lost("`,` or `}`")
        self.at += 1
        return RecordLiteral(start, self.last_end(), tuple(members.items()))

    def _record_key(self) -> str:
        if self.is_string():
            return self.string("a key")
        return self.name("the key of a record")


_RELATION_RULES = {
    "has": ExpressionParser._has,
    "like": ExpressionParser._like,
    "is": ExpressionParser._is,
}
_SLOT_HELP = "slots stand in the scope only"
