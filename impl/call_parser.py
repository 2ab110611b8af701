"""The rules for what follows a value (`.attr`, `["attr"]`, `.method(...)`) and for names: entities and calls of
functions.

Methods and functions are disjoint. Both are known here by name, and the arity of the built-in methods is checked.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from deodar.impl.cursor import Lost
from deodar.impl.expr import Call, EntityLiteral, Expr, GetAttr, Literal, Method
from deodar.impl.names import BUILT_IN_METHODS, EXTENSION_METHODS, FUNCTIONS, METHODS, VARIABLES
from deodar.impl.reference_parser import ENTITY_HELP, ReferenceParser
from deodar.impl.wording import did_you_mean, offer, quote


class CallParser(ReferenceParser, ABC):
    """Rules for accesses, calls and names."""

    @abstractmethod
    def expression(self) -> Expr:
        """Any expression; the rule is `ExpressionParser.expression`."""

    def list_until(self, closing: str) -> tuple[Expr, ...]:
        """Expressions with commas between them, an optional comma after the last, and the closing bracket."""
        elements: list[Expr] = []
        while self.tokens[self.at] != closing:
            elements.append(self.expression())
            if self.tokens[self.at] == ",":
                self.at += 1
            elif self.tokens[self.at] != closing:
                raise self.lost(f"`,` or `{closing}`")
        self.at += 1
        return tuple(elements)

    # -- after a value

    def accesses(self, start: int, value: Expr) -> Expr:
        """`value` with all accesses that follow it."""
        while True:
            token = self.tokens[self.at]
            if token == ".":
                value = self._dot(start, value)
            elif token == "[":
                value = self._index(start, value)
            elif token == "(":
                self.blame_token("expression-call", "a value cannot be called", "functions are called by their name")
                self.at += 1
                self.list_until(")")
            elif token == "::":
                message = "`::` cannot follow a value"
                self.blame_token(
                    "path-as-attribute", message, "attributes have no namespace; an entity type is a bare path"
                )
                raise Lost
            else:
                return value

    def _dot(self, start: int, value: Expr) -> Expr:
        self.at += 1
        if isinstance(value, Literal) and self.tokens[self.at].isdigit():
            raise self.lost("an attribute name", 'numbers have no fraction; write `decimal("1.5")`')
        if self.tokens[self.at + 1] == "(" and self.tokens[self.at].isidentifier():
            return self._method(start, value)
        return GetAttr(start, self.end_of(self.at), value, self.name("an attribute name"))

    def _index(self, start: int, value: Expr) -> Expr:
        self.at += 1
        if not self.is_string() and self.tokens[self.at]:
            self.blame_token("invalid-index", "an index is one string", 'write `["attribute"]`')
            raise Lost
        attribute = self.string("a string")
        if self.tokens[self.at] != "]":
            self.blame_token("invalid-index", "an index is one string alone", 'write `["attribute"]`')
            raise Lost
        self.at += 1
        return GetAttr(start, self.last_end(), value, attribute)

    def _method(self, start: int, receiver: Expr) -> Expr:
        name, at = self.tokens[self.at], self.at
        self.at += 2
        arguments = self.list_until(")")
        end = self.last_end()
        if name in EXTENSION_METHODS:
            return Call(start, end, name, (receiver, *arguments))
        if name not in BUILT_IN_METHODS:
            self._blame_method(name, at)
        elif len(arguments) != BUILT_IN_METHODS[name]:
            wanted = ("no argument", "one argument")[BUILT_IN_METHODS[name]]
            self.blame(
                "wrong-arity", f"`{name}` takes {wanted}, not {len(arguments)}", self.starts[at], end, _form(name)
            )
        return Method(start, end, name, receiver, arguments[0] if arguments else None)

    def _blame_method(self, name: str, at: int) -> None:
        if name in FUNCTIONS:
            message = f"`{name}` is a function, not a method"
            self.blame_token("function-as-method", message, f"write `{name}(...)`", at=at)
        else:
            self.blame_token("unknown-method", f"there is no method {quote(name)}", offer(name, METHODS), at)

    # -- names

    def name_or_call(self) -> Expr:
        """An entity or the call of a function; a name that is neither is reported."""
        start, first = self.starts[self.at], self.at
        path = self.path("part of a name")
        token = self.tokens[self.at]
        if token == "::":
            self.at += 1
            uid = self.entity_id(path)
            return EntityLiteral(start, self.last_end(), uid)
        if token == "(":
            self.at += 1
            arguments = self.list_until(")")
            if path not in FUNCTIONS:
                self._blame_function(path, first)
            return Call(start, self.last_end(), path, arguments)
        self._blame_name(path, start)
        return Literal(start, self.last_end(), False)

    def _blame_function(self, name: str, at: int) -> None:
        if name in VARIABLES:
            self.blame_token(
                "variable-call", f"the variable `{name}` cannot be called", "functions are called by their name", at
            )
        elif name in BUILT_IN_METHODS or name in EXTENSION_METHODS:
            message = f"`{name}` is a method, not a function"
            self.blame_token("method-as-function", message, f"write `value.{name}(...)`", at=at)
        else:
            function = name.rpartition("::")[2]
            hint = offer(function, _KNOWN_FUNCTIONS)
            self.blame(
                "unknown-function", f"there is no function {quote(name)}", self.starts[at], self._name_end(at), hint
            )

    def _name_end(self, at: int) -> int:
        """Where the path that begins with token `at` ends."""
        while self.tokens[at + 1] == "::":
            at += 2
        return self.end_of(at)

    def _blame_name(self, path: str, start: int) -> None:
        """Report a bare name, and take the accesses that it cannot have."""
        end, token, following = self.last_end(), self.tokens[self.at], self.tokens[self.at + 2 :][:1]
        if token == "." and following == ["("]:
            self.blame("no-methods-on-name", f"the name {quote(path)} has no methods", start, end, _name_help(path))
        elif token == ".":
            self.blame(
                "member-access-on-name", f"the name {quote(path)} has no attributes", start, end, _name_help(path)
            )
        elif token == "[":
            self.blame("index-on-name", f"the name {quote(path)} has no attributes", start, end, _name_help(path))
        elif path in FUNCTIONS:
            self.blame("unknown-variable", f"{quote(path)} is a function", start, end, f"write `{path}(...)`")
        else:
            self.blame("unknown-variable", f"there is no variable {quote(path)}", start, end, _name_help(path))


def _form(method: str) -> str:
    return f"write `value.{method}({'...' if BUILT_IN_METHODS[method] else ''})`"


_KNOWN_FUNCTIONS = sorted(FUNCTIONS - {"unknown"})


def _name_help(path: str) -> str:
    return did_you_mean(path, (*VARIABLES, "true", "false")) or (
        f'an attribute is written `principal.{path}`, an entity `{path}::"id"`' if len(path) < 30 else ENTITY_HELP
    )
