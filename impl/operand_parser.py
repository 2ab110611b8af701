"""The rules for what operators join: literals, variables, entities, calls, sets, records, parentheses."""

from __future__ import annotations

from abc import abstractmethod

from deodar.impl.call_parser import CallParser
from deodar.impl.expr import Expr, If, Literal, RecordLiteral, SetLiteral, Variable
from deodar.impl.names import VARIABLES
from deodar.impl.wording import REMOVE_ONE, quote

_LONG_MAX = 2**63 - 1
_MOST_DIGITS = 19
_VARIABLES = frozenset(VARIABLES)
_ACCESS = frozenset({".", "[", "("})
_AFTER_A_VALUE = _ACCESS | {"::"}  # of these, `::` is a mistake
_AFTER_A_CALLEE_OR_PATH = frozenset({"::", "("})


class OperandParser(CallParser):
    """Rules for operands."""

    @abstractmethod
    def conditional(self) -> If:
        """`if ... then ... else ...`; the rule is `ExpressionParser.conditional`."""

    def member(self) -> Expr:
        """A primary expression and what is accessed of it."""
        start = self.starts[self.at]
        found = self.primary()
        if self.tokens[self.at] in _AFTER_A_VALUE:
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
            return self.number(negative=False)
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
            return self.conditional()
        if token[:1] == "?" and len(token) > 1:
            self.blame_token("slot-in-condition", f"the slot {quote(token)} cannot stand in a condition", _SLOT_HELP)
            self.at += 1
            return Variable(start, self.last_end(), token)
        if token == "not" and self.tokens[self.at + 1] != "::":
            self.blame_token("unexpected-token", "`not` is no operator", "did you mean `!`?")
            self.at += 1
            return self.member()
        if self._starts_a_name(token):
            return self.name_or_call()
        raise self.lost("an expression", "did you mean `==`?" if token == "=" else None)

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

    def is_bare_number(self) -> bool:
        """Whether the next token is a number that nothing is accessed of."""
        return self.tokens[self.at].isdigit() and self.tokens[self.at + 1] not in _ACCESS

    def number(self, *, negative: bool) -> Literal:
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
                self.blame_token("duplicate-key", f"the key {quote(key)} is repeated", REMOVE_ONE, key_at)
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


_SLOT_HELP = "slots stand in the scope only"
