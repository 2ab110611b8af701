"""The rules for the scope of a policy: `(principal ..., action ..., resource ...)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from deodar.impl.cursor import Lost
from deodar.impl.expr import ActionScope, EntityUID, PrincipalOrResourceScope
from deodar.impl.names import SLOTS
from deodar.impl.reference_parser import ReferenceParser
from deodar.impl.wording import did_you_mean, quote

Scope = TypeVar("Scope", PrincipalOrResourceScope, ActionScope)

_ELEMENTS = ("principal", "action", "resource")
_OTHER_OPERATORS = frozenset({"!=", "<", "<=", ">", ">=", "has", "like", "&&", "||", "+", "-", "*", "/", "%"})


class ScopeParser(ReferenceParser):
    """Rules for the three elements of a scope."""

    def scope(self) -> tuple[PrincipalOrResourceScope, ActionScope, PrincipalOrResourceScope]:
        """`"(" principal "," action "," resource ","? ")"`"""
        self.expect("(", "a policy begins `permit(principal, action, resource)`")
        principal = self._element("principal", self._principal_or_resource, PrincipalOrResourceScope("all"))
        action = self._element("action", self._action, ActionScope("all"))
        resource = self._element("resource", self._principal_or_resource, PrincipalOrResourceScope("all"))
        self._end_of_scope()
        return principal, action, resource

    def _element(self, variable: str, constraint: Callable[[str], Scope], otherwise: Scope) -> Scope:
        """One element with the comma after it; after a mistake, `otherwise`, and we go on at the next comma."""
        try:
            if self.tokens[self.at] == ")":
                self.blame_token("missing-scope-variable", f"the scope lacks `{variable}`", _SCOPE_HELP)
                return otherwise
            self._variable(variable)
            found = constraint(variable)
            if self.tokens[self.at] not in (",", ")"):
                self._blame_rest()
                raise Lost
        except Lost:
            if not self.skip_to(",", ")"):
                raise
            found = otherwise
        if self.tokens[self.at] == ",":
            self.at += 1
        return found

    def _variable(self, variable: str) -> None:
        token = self.tokens[self.at]
        if token == variable:
            self.at += 1
        elif token in _ELEMENTS:
            message = f"`{variable}` stands here, not `{token}`"
            self.blame_token("wrong-scope-variable", message, _SCOPE_HELP)
            self.at += 1
        elif token.isidentifier():
            hint = did_you_mean(token, [variable]) or _SCOPE_HELP
            self.blame_token("invalid-scope-variable", f"expected `{variable}`, found {quote(token)}", hint)
            raise Lost
        else:
            raise self.lost(f"`{variable}`", _SCOPE_HELP)

    def _end_of_scope(self) -> None:
        if self.tokens[self.at] not in (")", ","):
            self.blame_token("extra-scope-element", "the scope has three elements only", _SCOPE_HELP)
            if not self.skip_to(")"):
                raise Lost
        self.expect(")")

    def _blame_rest(self) -> None:
        """Report what follows a constraint that is complete."""
        token = self.tokens[self.at]
        if token == "is":
            self.blame_token("inverted-is-in", "`is` comes before `in`", "write `principal is User in Group::...`")
        elif token in ("==", "="):
            message = "`is` cannot stand with `==`"
            self.blame_token("is-with-equals", message, "an entity that is equal has its type already")
        elif token in _OTHER_OPERATORS or token in (".", "["):
            self.blame_token("wrong-node-in-scope", f"{quote(token)} cannot stand in a scope", _CONDITION_HELP)
        else:
            self.lost("`,` or `)`")

    # -- constraints

    def _principal_or_resource(self, variable: str) -> PrincipalOrResourceScope:
        operator = self._operator("invalid-scope-operator")
        if operator == "all":
            return PrincipalOrResourceScope("all")
        if operator != "is":
            return PrincipalOrResourceScope(operator, self._reference(variable))
        entity_type = self.entity_type()
        if self.tokens[self.at] != "in":
            return PrincipalOrResourceScope("is", None, entity_type)
        self.at += 1
        return PrincipalOrResourceScope("is in", self._reference(variable), entity_type)

    def _action(self, _variable: str) -> ActionScope:
        operator = self._operator("invalid-action-scope-operator")
        if operator == "all":
            return ActionScope("all")
        if operator == "is":
            message = "`is` cannot stand in the action element"
            self.blame_token("is-in-action-scope", message, "name the actions: `action in [...]`", at=self.at - 1)
            raise Lost
        parentheses = self._open_parentheses()
        takes_list = operator == "in" and self.tokens[self.at] == "["
        entities = self._action_list() if takes_list else (self._action_entity(),)
        self._close_parentheses(parentheses)
        return ActionScope(operator, entities)

    def _operator(self, kind: str) -> str:
        """Take `==`, `in` or `is`; `all` if there is none."""
        token = self.tokens[self.at]
        if token in (",", ")"):
            return "all"
        if token == "=":
            self.blame_token("single-equals", "`=` is no operator", "did you mean `==`?")
            token = "=="
        elif token == ":":
            self.blame_token("type-constraint", "`:` cannot constrain a type", "write `principal is User`")
            raise Lost
        elif token in _OTHER_OPERATORS:
            self.blame_token(kind, f"`{token}` cannot stand in a scope", _CONDITION_HELP)
            raise Lost
        elif token not in ("==", "in", "is"):
            raise self.lost("`==`, `in`, `is`, `,` or `)`")
        self.at += 1
        return token

    def _reference(self, variable: str) -> EntityUID | str:
        """An entity, or the slot of the variable, in any number of parentheses."""
        parentheses = self._open_parentheses()
        found = self._slot(variable) if self.tokens[self.at][:1] == "?" else self.entity()
        self._close_parentheses(parentheses)
        return found

    def _slot(self, variable: str) -> str:
        token = self.tokens[self.at]
        if token not in SLOTS:
            if len(token) == 1:
                raise self.lost(f"`?{variable}`")
            self.blame_token("invalid-slot", f"there is no slot {quote(token)}", f"the slot here is `?{variable}`")
        elif token != f"?{variable}":
            message = f"the slot `{token}` cannot stand in the {variable} element"
            self.blame_token("wrong-reference-kind", message, f"the slot here is `?{variable}`")
        self.at += 1
        return token

    def _action_list(self) -> tuple[EntityUID, ...]:
        self.at += 1
        entities: list[EntityUID] = []
        while self.tokens[self.at] != "]":
            parentheses = self._open_parentheses()
            entities.append(self._action_entity())
            self._close_parentheses(parentheses)
            if self.tokens[self.at] == ",":
                self.at += 1
            elif self.tokens[self.at] != "]":
                raise self.lost("`,` or `]`")
        self.at += 1
        return tuple(entities)

    def _action_entity(self) -> EntityUID:
        if self.tokens[self.at][:1] == "?":
            self.blame_token(
                "wrong-reference-kind", "the action element has no slots", 'name an action: `Action::"view"`'
            )
            raise Lost
        start = self.starts[self.at]
        uid = self.entity()
        if uid.type.rpartition("::")[2] != "Action":
            message = f"the type of an action is `Action`, not {quote(uid.type)}"
            self.blame("not-an-action", message, start, self.last_end(), f'write `Action::"{quote(uid.id)[1:-1]}"`')
        return uid

    def _open_parentheses(self) -> int:
        first = self.at
        while self.tokens[self.at] == "(":
            self.at += 1
        return self.at - first

    def _close_parentheses(self, number: int) -> None:
        for _ in range(number):
            self.expect(")")


_SCOPE_HELP = "the scope is `(principal, action, resource)`"
_CONDITION_HELP = "write it as a condition: `when { ... }`"
