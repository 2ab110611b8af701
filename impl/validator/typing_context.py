"""Typing one policy in one request environment: what the rules share."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeAlias

from deodar.impl.expr import EntityUID, Expr, GetAttr, Node
from deodar.impl.schema.schema import RequestEnvironment, ResolvedSchema
from deodar.impl.schema.types import EntityType, RecordType, SetType, Type, show
from deodar.impl.validator.lub import lub
from deodar.impl.validator.report import Problem
from deodar.impl.validator.structure import Structure
from deodar.impl.validator.unexpected import how_to_mend

# "If we get here, this expression certainly has this attribute (a name) or this tag (the number of its key)."
Capability: TypeAlias = tuple[int, "str | int"]
Capabilities: TypeAlias = frozenset[Capability]
NONE: Capabilities = frozenset()

# The type of an expression, None where it has none, and the capabilities that hold where the expression is true.
Typing: TypeAlias = tuple["Type | None", Capabilities]
Rule: TypeAlias = Callable[["Typer", Node, Capabilities], Typing]


class Typer:
    """The rules applied in one request environment.

    INVARIANT: `failures` grows whenever an expression fails to be typed, also where nothing is reported. An expression
    during whose typing it grew gives no capabilities.
    """

    __slots__ = (
        "_typed_paths", "action", "context", "failures", "permissive", "principal", "problems", "resource", "rules",
        "schema", "structure", "types",
    )  # fmt: skip

    def __init__(
        self,
        schema: ResolvedSchema,
        environment: RequestEnvironment,
        rules: dict[type[Node], Rule],
        structure: Structure,
        *,
        permissive: bool,
    ) -> None:
        self.schema = schema
        self.rules = rules
        self.structure = structure  # numbers expressions, so that equal ones are recognised
        self.permissive = permissive
        self.principal: Type = EntityType(environment.principal)
        self.resource: Type = EntityType(environment.resource)
        self.action: EntityUID = environment.action
        self.context: RecordType = schema.actions[environment.action].context
        self.failures = 0
        self._typed_paths: dict[int, tuple[Type | None, Capabilities]] = {}  # by the identity of the node
        self.problems: dict[Problem, None] = {}
        self.types: dict[int, Type | None] = {}  # by the identity of the node

    def type_of(self, node: Expr, prior: Capabilities) -> Typing:
        """The type and capabilities of an expression, whose problems are reported."""
        # A path such as `has a.b.c` shares its nodes; with no fewer capabilities than before they are typed as before.
        known = self._typed_paths.get(id(node))
        if known is not None and known[1] <= prior:
            return known[0], NONE
        failures = self.failures
        found, out = self.rules[type(node)](self, node, prior)
        self.types[id(node)] = found
        if type(node) is GetAttr and self.failures == failures:
            self._typed_paths[id(node)] = (found, prior)
        return found, (out if self.failures == failures else NONE)

    def blame(self, kind: str, node: Node, message: str, hint: str | None = None) -> None:
        """Report a problem at a node."""
        self.failures += 1
        self.problems[Problem(kind, node.start, node.end, message, hint)] = None

    def expect(self, node: Expr, prior: Capabilities, expected: Collection[Type], hint: str | None = None) -> Typing:
        """The typing of an operand; no type if it is not one of those expected."""
        found, out = self.type_of(node, prior)
        if found is None or found in expected:
            return found, out
        self.unexpected(node, " or ".join(sorted({f"`{_spelled(each)}`" for each in expected})), found, hint)
        return None, NONE

    def expect_class(
        self, node: Expr, prior: Capabilities, classes: tuple[type, ...], wanted: str, hint: str | None = None
    ) -> Type | None:
        """The type of an operand; None if it is not of these classes, which `wanted` names."""
        found, _ = self.type_of(node, prior)
        if found is None or isinstance(found, classes):
            return found
        self.unexpected(node, wanted, found, hint)
        return None

    def unexpected(self, node: Node, wanted: str, found: Type, hint: str | None) -> None:
        """Report that an operand has a type that its operator does not take."""
        hint = hint or how_to_mend(wanted, found)
        self.blame("UnexpectedType", node, f"expected {wanted}, found `{show(found)}`", hint)

    def lub(self, first: Type, second: Type) -> Type | None:
        """The least upper bound in the mode of validation."""
        return lub(first, second, self.permissive)


def _spelled(expected: Type) -> str:
    text = show(expected)
    return "Bool" if text in ("True", "False") else text


SET = (SetType,)
ENTITY = (EntityType,)
