"""How expressions may be broken into lines.

A walk along the tokens of a text that parses, one method for each construct of the grammar; it looks for no mistakes.
For each level of a nested text it takes fewer frames than the parser, so it reaches whatever depth the parser does.
In the comments, `_` is a place to break that is a space otherwise, `.` one that is nothing otherwise, `( )` a group.
"""

from __future__ import annotations

from deodar.impl.formatter.commented_tokens import CommentedTokens
from deodar.impl.formatter.document import Document

_ACCESSES = frozenset({".", "[", "("})
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})


class ExpressionLayout:
    """Writes expressions into a document."""

    def __init__(self, source: CommentedTokens, indent_width: int) -> None:
        self.tokens, self._comments, self._remarks = source
        self.at = 0
        self.document = Document()
        self.indent_width = indent_width

    # -- steps

    def token(self) -> None:
        """The next token, with its comments."""
        at, document = self.at, self.document
        for comment in self._comments.get(at, ()):
            document.comment(comment)
        document.text(self.tokens[at])
        if at in self._remarks:
            document.remark(self._remarks[at])
        self.at += 1

    def operator(self) -> None:
        """An operator after an operand on the same line, and a place to break."""
        self.document.blank()
        self.token()
        self.document.space()

    # -- operators

    def expression(self) -> None:
        """`a && _ b || _ c`: no group, so that all of these break together; or a conditional.

        That is `(if _ a _ then _ b _ else _ c)`, with what follows each word indented.
        """
        if self.tokens[self.at] != "if":
            self._relation()
            while self.tokens[self.at] in ("&&", "||"):
                self.operator()
                self._relation()
            return
        begin = self.document.mark()
        for word in ("if", "then", "else"):
            if word != "if":
                self.document.space()
            self.token()
            self.document.nest(self.indent_width)
            self.document.space()
            self.expression()
            self.document.nest(-self.indent_width)
        self.document.group(begin)

    def _relation(self) -> None:
        """`a == b` is never broken; `(a _ has _ b)`, `(a _ like _ "p")`, `(a is T _ in b)`."""
        begin = self.document.mark()
        self._sum()
        operator = self.tokens[self.at]
        if operator in _COMPARISONS:
            self.document.blank()
            self.token()
            self.document.blank()
            self._sum()
        elif operator in ("has", "like"):
            self.document.space()
            self.token()
            self.document.space()
            self.document.nest(self.indent_width)
            self.member()
            self.document.nest(-self.indent_width)
            self.document.group(begin)
        elif operator == "is":
            self._is()
            self.document.group(begin)

    def _is(self) -> None:
        self.document.blank()
        self.token()
        self.document.blank()
        self.path()
        if self.tokens[self.at] == "in":
            self.document.space()
            self.token()
            self.document.blank()
            self.document.nest(self.indent_width)
            self._sum()
            self.document.nest(-self.indent_width)

    def _sum(self) -> None:
        """`(a + _ b - _ c)`, where each operand is `(a * _ b)`."""
        sum_begins = self.document.mark()
        while True:
            product_begins = self.document.mark()
            self.member()
            while self.tokens[self.at] == "*":
                self.operator()
                self.member()
            self.document.group(product_begins)
            if self.tokens[self.at] not in ("+", "-"):
                break
            self.operator()
        self.document.group(sum_begins)

    # -- operands

    def member(self) -> None:
        """`!!(a.b . ["c"] . .m . (x))`, indented after the first place to break."""
        while self.tokens[self.at] in ("!", "-"):
            self.token()
        begin = self.document.mark()
        match self.tokens[self.at]:
            case "(":
                self._parenthesised()
            case "[":
                self._set()
            case "{":
                self._record()
            case _:
                self.path()
        if self.tokens[self.at] in _ACCESSES:
            self.document.nest(self.indent_width)
            self._access()
            while self.tokens[self.at] in _ACCESSES:
                self.document.edge()
                self._access()
            self.document.nest(-self.indent_width)
        self.document.group(begin)

    def _access(self) -> None:
        """`.name`, `["name"]` or `(. a, _ b .)`."""
        opening = self.tokens[self.at]
        self.token()
        if opening == ".":
            self.token()
        elif opening == "[":
            self.token()
            self.token()
        elif self.tokens[self.at] == ")":
            self.token()
        else:
            self.document.nest(self.indent_width)
            self.document.edge()
            self._elements(")")
            self.document.nest(-self.indent_width)
            self.document.edge()
            self.token()

    def _elements(self, closing: str) -> None:
        """Expressions with `, _` between them, up to the closing bracket."""
        while self.tokens[self.at] != closing:
            self.expression()
            if self.tokens[self.at] == ",":
                self.token()
                self.document.space()

    def path(self) -> None:
        """`NS::User`, `NS::User::"alice"`, or one token alone."""
        self.token()
        while self.tokens[self.at] == "::":
            self.token()
            self.token()

    def _parenthesised(self) -> None:
        begin = self.document.mark()
        self.token()
        self.document.nest(1)
        self.expression()
        self.document.nest(-1)
        self.token()
        self.document.group(begin)

    def _set(self) -> None:
        """`[a, _ b]`, broken with the member that it is."""
        self.token()
        self.document.nest(1)
        self._elements("]")
        self.document.nest(-1)
        self.token()

    def _record(self) -> None:
        """`{(_ k: a, _ l: b _)}`."""
        self.token()
        if self.tokens[self.at] != "}":
            begin = self.document.mark()
            self.document.nest(self.indent_width)
            self.document.space()
            while self.tokens[self.at] != "}":
                self.token()
                self.token()
                self.document.blank()
                self.expression()
                if self.tokens[self.at] == ",":
                    self.token()
                    self.document.space()
            self.document.nest(-self.indent_width)
            self.document.space()
            self.document.group(begin)
        self.token()
