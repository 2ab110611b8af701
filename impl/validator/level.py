"""Level validation: how many times in a row a policy goes from an entity to another by the entity store."""

from __future__ import annotations

from deodar.impl.expr import (
    And,
    Binary,
    EntityLiteral,
    Expr,
    GetAttr,
    Has,
    If,
    Is,
    Method,
    Or,
    RecordLiteral,
    Variable,
)  # fmt: skip
from deodar.impl.schema.types import FALSE, TRUE, EntityType
from deodar.impl.validator.report import Problem
from deodar.impl.validator.scope_places import Place
from deodar.impl.validator.typing_context import Typer
from deodar.impl.walk import parts_of

_KIND = "EntityDerefLevelViolation"


class LevelCheck:
    """Checks the live parts of what a typer has typed in one request environment."""

    __slots__ = ("_level", "_typer")

    def __init__(self, typer: Typer, level: int) -> None:
        self._typer = typer
        self._level = level

    @staticmethod
    def exceeded(place: Place, what: str, needed: int, allowed: int) -> Problem:
        """The problem of going too far."""
        hint = f"validate with level {needed}, or put what is needed into the context"
        message = f"{what} reads the entity store at level {needed}, and level {allowed} is allowed"
        return Problem(_KIND, *place, message, hint)

    def check(self, node: Expr) -> None:
        """Report each dereference in an expression that goes too far."""
        target, others = self._dereferenced(node)
        if target is not None:
            depth = self._depth(target, ())
            if depth is not None and depth >= self._level:
                problem = self.exceeded((node.start, node.end), "this", depth + 1, self._level)
                self._typer.problems[problem] = None
        for part in others:
            self.check(part)

    def _dereferenced(self, node: Expr) -> tuple[Expr | None, list[Expr]]:
        """The entity that an operator reads from the store, and the other live parts."""
        match node:
            case GetAttr() | Has() if self._is_entity(node.left):
                return node.left, []
            case Binary(op="in") if self._is_entity(node.left):
                return node.left, [node.right]
            case Is() if node.container is not None and self._is_other(node):
                return None, [node.left]
            case Is() if node.container is not None and self._is_entity(node.left):
                return node.left, [node.container]
            case Method(name="hasTag" | "getTag") if self._is_entity(node.receiver):
                assert node.arg is not None, "the parser gives these methods an argument"
                return node.receiver, [node.arg]
            case _:
                return None, self._live(node)

    def _live(self, node: Expr) -> list[Expr]:
        """The parts of an expression that are not dead."""
        types = self._typer.types
        match node:
            case And() if types.get(id(node.left)) is FALSE:
                return [node.left]
            case Or() if types.get(id(node.left)) is TRUE:
                return [node.left]
            case If() if types.get(id(node.test)) is TRUE:
                return [node.test, node.consequent]
            case If() if types.get(id(node.test)) is FALSE:
                return [node.test, node.alternative]
            case _:
                return list(parts_of(node))

    def _is_entity(self, node: Expr) -> bool:
        return isinstance(self._typer.types.get(id(node)), EntityType)

    def _is_other(self, node: Is) -> bool:
        found = self._typer.types.get(id(node.left))
        return isinstance(found, EntityType) and node.entity_type not in found.names

    def _depth(self, node: Expr, path: tuple[str, ...]) -> int | None:
        """How far from the request an entity is; None where that was reported already."""
        match node:
            case Variable():
                return 0
            case EntityLiteral():
                return self._depth_of_literal(node)
            case If():
                return self._depth_of_if(node, path)
            case GetAttr() if self._is_entity(node.left):
                return _next(self._depth(node.left, path))
            case GetAttr():
                return self._depth(node.left, (*path, node.attr))
            case Method(name="getTag"):
                assert node.arg is not None, "the parser gives this method an argument"
                self.check(node.arg)
                return _next(self._depth(node.receiver, path))
            case RecordLiteral():
                return self._depth_of_record(node, path)
            case _:  # pragma: no cover - no other expression is an entity
                return None

    def _depth_of_literal(self, node: EntityLiteral) -> int | None:
        if node.uid == self._typer.action:
            return 0
        message = "an entity literal cannot be read from the entity store at any level"
        hint = "compare it with `==`, or reach the entity from the request"
        self._typer.problems[Problem(_KIND, node.start, node.end, message, hint)] = None
        return None

    def _depth_of_if(self, node: If, path: tuple[str, ...]) -> int | None:
        live = self._live(node)
        self.check(live[0])
        depths = [depth for part in live[1:] if (depth := self._depth(part, path)) is not None]
        return max(depths, default=None)

    def _depth_of_record(self, node: RecordLiteral, path: tuple[str, ...]) -> int | None:
        # Without a path the record is in the place of an entity, which was reported already.
        found: int | None = None
        for key, value in node.members:
            if path and key == path[-1]:
                found = self._depth(value, path[:-1])
            else:
                self.check(value)
        return found


def _next(depth: int | None) -> int | None:
    return None if depth is None else depth + 1
