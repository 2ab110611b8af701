"""How policies may be broken into lines; the notation is that of `expression_layout`, and `/` is a line break."""

from __future__ import annotations

from collections.abc import Iterator

from deodar.impl.formatter.document import Document
from deodar.impl.formatter.expression_layout import ExpressionLayout
from deodar.impl.lexer import END


class PolicyLayout(ExpressionLayout):
    """Writes policies into documents."""

    def policies(self) -> Iterator[Document]:
        """The document of each policy, in order."""
        while self.tokens[self.at] != END:
            self.document = Document()
            self._policy()
            yield self.document

    def last_comments(self) -> list[str]:
        """The comments after the last policy, but for the one on its line."""
        return self._comments.get(self.at, [])

    def _policy(self) -> None:
        """`@key("v") / (permit _ () scope) / clause / clause;`"""
        while self.tokens[self.at] == "@":
            self._annotation()
        begin = self.document.mark()
        self.token()
        self.document.space()
        self.token()
        self.document.group(begin)
        self._scope()
        self.token()
        while self.tokens[self.at] != ";":
            self.document.line()
            self._clause()
        self.token()

    def _annotation(self) -> None:
        self.token()
        self.token()
        if self.tokens[self.at] == "(":
            self.token()
            self.token()
            self.token()
        self.document.line()

    def _scope(self) -> None:
        """`principal, action, resource` on one line, or a line for each where one of them is constrained."""
        constrained = [self.tokens[self.at + place] for place in (1, 3, 5)] != [",", ",", ")"]
        self.document.nest(self.indent_width)
        if constrained:
            self.document.line()
        self._element()
        for _ in ("action", "resource"):
            self.token()
            if constrained:
                self.document.line()
            else:
                self.document.blank()
            self._element()
        self.document.nest(-self.indent_width)
        if constrained:
            self.document.line()

    def _element(self) -> None:
        """`v`; `((v _ ==) _ e)`; `v ((_ is) _ T)`; `((v ((_ is) _ T) _ in) _ e)`."""
        begin, operator_begins = self.document.mark(), self.document.mark()
        self.token()
        operator = self.tokens[self.at]
        if operator in (",", ")"):
            return
        if operator == "is":
            self._type_test()
            operator = self.tokens[self.at]
        if operator in ("==", "in"):
            self.document.space()
            self.token()
            self.document.group(operator_begins)
            self.document.nest(self.indent_width)
            self.document.space()
            self._reference()
            self.document.nest(-self.indent_width)
            self.document.group(begin)

    def _reference(self) -> None:
        """An entity, a slot, or `([a, _ b])`, in parentheses: the parser bounds their depth in conditions only."""
        parentheses: list[int] = []
        while self.tokens[self.at] == "(":
            parentheses.append(self.document.mark())
            self.token()
            self.document.nest(1)
        begin = self.document.mark()
        if self.tokens[self.at] == "[":
            self._references()
        else:
            self.path()
        self.document.group(begin)
        while parentheses:
            self.document.nest(-1)
            self.token()
            self.document.group(parentheses.pop())

    def _references(self) -> None:
        self.token()
        self.document.nest(1)
        while self.tokens[self.at] != "]":
            self._reference()
            if self.tokens[self.at] == ",":
                self.token()
                self.document.space()
        self.document.nest(-1)
        self.token()

    def _type_test(self) -> None:
        """`((_ is) _ T)`"""
        begin = self.document.mark()
        self.document.nest(self.indent_width)
        operator_begins = self.document.mark()
        self.document.space()
        self.token()
        self.document.group(operator_begins)
        self.document.space()
        self.path()
        self.document.nest(-self.indent_width)
        self.document.group(begin)

    def _clause(self) -> None:
        """`(when _ ({ _ (e) _ }))`"""
        begin = self.document.mark()
        self.token()
        self.document.space()
        braces_begin = self.document.mark()
        self.token()
        self.document.nest(self.indent_width)
        self.document.space()
        body_begins = self.document.mark()
        self.expression()
        self.document.group(body_begins)
        self.document.nest(-self.indent_width)
        self.document.space()
        self.token()
        self.document.group(braces_begin)
        self.document.group(begin)
