"""Expressions of the JSON policy format as tokens of Cedar text, with no more parentheses than needed, or some more.

A node that is written as one operator has a level; an operand of a lower level than its place allows gets parentheses.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.generate.literal_text import name_or_string, number, pattern, string
from deodar.drt.generate.names import is_plain

IF, OR, AND, RELATION, ADD, MULTIPLY, UNARY, MEMBER = range(8)
RELATIONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
SET_METHODS = frozenset({"contains", "containsAll", "containsAny", "getTag", "hasTag"})
FUNCTIONS = frozenset({"ip", "decimal", "datetime", "duration", "unknown"})
MOST_UNARY = 4  # in a row

Tokens = list[str]


class ExpressionText:
    """Writes expressions; the choices are those of spelling and parentheses."""

    def __init__(self, choose: Choose) -> None:
        self._choose = choose

    def expr(self, node: Any, lowest: int = IF) -> Tokens:
        """The tokens of an expression that stands where nothing below `lowest` may stand."""
        (op, body), *_ = node.items()
        tokens, level = self._node(op, body)
        if level < lowest or self._choose(24) == 23:
            return ["(", *tokens, ")"]
        return tokens

    def _node(self, op: str, body: Any) -> tuple[Tokens, int]:
        match op:
            case "Value":
                return self._value(body)
            case "Var" | "Slot":
                return [body], MEMBER
            case "!" | "neg":
                return self._unary(op, body["arg"])
            case "||":
                return [*self.expr(body["left"], OR), op, *self.expr(body["right"], AND)], OR
            case "&&":
                return [*self.expr(body["left"], AND), op, *self.expr(body["right"], RELATION)], AND
            case "+" | "-":
                return [*self.expr(body["left"], ADD), op, *self.expr(body["right"], MULTIPLY)], ADD
            case "*":
                return [*self.expr(body["left"], MULTIPLY), op, *self.expr(body["right"], UNARY)], MULTIPLY
            case ".":
                return [*self.expr(body["left"], MEMBER), *self._access(body["attr"])], MEMBER
            case "has":
                return self._has(body["left"], body["attr"])
            case "like":
                return [*self.expr(body["left"], ADD), "like", pattern(self._choose, body["pattern"])], RELATION
            case "is":
                tail = ["in", *self.expr(body["in"], ADD)] if "in" in body else []
                return [*self.expr(body["left"], ADD), "is", *path(body["entity_type"]), *tail], RELATION
            case "if-then-else":
                test, then, otherwise = (self.expr(body[part]) for part in ("if", "then", "else"))
                return ["if", *test, "then", *then, "else", *otherwise], IF
            case "Set":
                return self._list("[", [self.expr(element) for element in body], "]"), MEMBER
            case "Record":
                members = [[name_or_string(self._choose, k), ":", *self.expr(v)] for k, v in body.items()]
                return self._list("{", members, "}"), MEMBER
            case "isEmpty":
                return [*self.expr(body["arg"], MEMBER), ".", op, "(", ")"], MEMBER
            case _ if op in RELATIONS:
                return [*self.expr(body["left"], ADD), op, *self.expr(body["right"], ADD)], RELATION
            case _ if op in SET_METHODS:
                return self._method(op, body["left"], [body["right"]]), MEMBER
            case _ if op in FUNCTIONS:
                return [op, *self._list("(", [self.expr(argument) for argument in body], ")")], MEMBER
            case _:
                return self._method(op, body[0], body[1:]), MEMBER

    def _unary(self, op: str, arg: Any) -> tuple[Tokens, int]:
        sign = "-" if op == "neg" else op
        run = 1
        while run < MOST_UNARY and op in arg and self._choose(4) < 3:
            arg, run = arg[op]["arg"], run + 1
        tokens = self.expr(arg, MEMBER)
        # A sign before a bare number would become a part of it.
        bare = op == "neg" and len(tokens) == 1 and tokens[0].isdigit()
        return [*[sign] * run, *(["(", *tokens, ")"] if bare else tokens)], UNARY

    def _access(self, name: str) -> Tokens:
        plain = is_plain(name) and self._choose(8) < 7
        return [".", name] if plain else ["[", string(self._choose, name), "]"]

    def _has(self, left: Any, attr: str | list[str]) -> tuple[Tokens, int]:
        if isinstance(attr, str):
            return [*self.expr(left, ADD), "has", name_or_string(self._choose, attr)], RELATION
        if all(is_plain(name) for name in attr):
            dotted = [token for name in attr for token in (".", name)][1:]
            return [*self.expr(left, ADD), "has", *dotted], RELATION
        test: Any = {"has": {"left": left, "attr": attr[0]}}
        for before, name in pairwise(attr):
            left = {".": {"left": left, "attr": before}}
            test = {"&&": {"left": test, "right": {"has": {"left": left, "attr": name}}}}
        return self._node(*next(iter(test.items())))

    def _method(self, name: str, receiver: Any, arguments: Sequence[Any]) -> Tokens:
        listed = self._list("(", [self.expr(argument) for argument in arguments], ")")
        return [*self.expr(receiver, MEMBER), ".", name, *listed]

    def _list(self, opening: str, elements: Sequence[Tokens], closing: str) -> Tokens:
        tokens = [opening]
        for place, element in enumerate(elements):
            tokens += [",", *element] if place else element
        if elements and self._choose(12) == 11:
            tokens.append(",")
        return [*tokens, closing]

    def _value(self, value: Json) -> tuple[Tokens, int]:
        match value:
            case bool():
                return ["true" if value else "false"], MEMBER
            case int():
                return (["-", str(-value)], UNARY) if value < 0 else ([number(self._choose, value)], MEMBER)
            case str():
                return [string(self._choose, value)], MEMBER
            case list():
                return self._list("[", [self._payload(element) for element in value], "]"), MEMBER
            case {"__entity": {"type": str(entity_type), "id": str(entity_id)}, **rest} if not rest:
                return self.uid({"type": entity_type, "id": entity_id}), MEMBER
            case {"__extn": {"fn": str(function), "arg": argument}, **rest} if not rest:
                return self._node(function, [{"Value": argument}])
            case {"__extn": {"fn": str(function), "args": list(arguments)}, **rest} if not rest:
                return self._node(function, [{"Value": argument} for argument in arguments])
            case dict():
                members = [[name_or_string(self._choose, k), ":", *self._payload(v)] for k, v in value.items()]
                return self._list("{", members, "}"), MEMBER
            case _:
                raise ValueError(f"no value: {value!r}")

    def _payload(self, value: Json) -> Tokens:
        return self._value(value)[0]

    def uid(self, uid: Any) -> Tokens:
        """An entity literal."""
        return [*path(uid["type"]), "::", string(self._choose, uid["id"])]


def path(name: str) -> Tokens:
    """The tokens of an entity type."""
    return [token for part in name.split("::") for token in ("::", part)][1:]
