"""The syntax tree of the engine: one class for each construct of the language, with its place in the text.

Positions are offsets in code points into the text that was parsed, half open; both are -1 for nodes read from JSON. Trees
are never changed once built. Operator chains are binary and nested to the left, as in the JSON policy format.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeAlias


class EntityUID(NamedTuple):
    """The name of an entity: a type path such as `NS::User`, and an id, which may be any string.

    It is the evaluator's entity value too: a tuple compares and hashes without a Python call.
    """

    type: str
    id: str


class Wildcard(Enum):
    """The `*` of a pattern."""

    STAR = "*"


Pattern: TypeAlias = tuple["str | Wildcard", ...]  # runs of literal characters (never empty) and wildcards


@dataclass(slots=True, eq=False)
class Node:
    """What every node has: its place."""

    start: int
    end: int


@dataclass(slots=True, eq=False)
class Literal(Node):
    """A bool, a long in the signed 64-bit range, or a string."""

    value: bool | int | str


@dataclass(slots=True, eq=False)
class EntityLiteral(Node):
    """`User::"alice"`."""

    uid: EntityUID


@dataclass(slots=True, eq=False)
class Variable(Node):
    """`principal`, `action`, `resource` or `context`."""

    name: str


@dataclass(slots=True, eq=False)
class Not(Node):
    """`!arg`."""

    arg: Expr


@dataclass(slots=True, eq=False)
class Negate(Node):
    """`-arg`, where the minus is not part of a number."""

    arg: Expr


@dataclass(slots=True, eq=False)
class And(Node):
    """`left && right`."""

    left: Expr
    right: Expr


@dataclass(slots=True, eq=False)
class Or(Node):
    """`left || right`."""

    left: Expr
    right: Expr


@dataclass(slots=True, eq=False)
class If(Node):
    """`if test then consequent else alternative`."""

    test: Expr
    consequent: Expr
    alternative: Expr


@dataclass(slots=True, eq=False)
class Binary(Node):
    """`left op right`, op one of `== != < <= > >= in + - *`."""

    op: str
    left: Expr
    right: Expr


@dataclass(slots=True, eq=False)
class Has(Node):
    """`left has attr`; a dotted path is expanded to nested `And`, `Has` and `GetAttr`."""

    left: Expr
    attr: str


@dataclass(slots=True, eq=False)
class GetAttr(Node):
    """`left.attr` or `left["attr"]`."""

    left: Expr
    attr: str


@dataclass(slots=True, eq=False)
class Like(Node):
    """`left like "pattern"`."""

    left: Expr
    pattern: Pattern


@dataclass(slots=True, eq=False)
class Is(Node):
    """`left is entity_type`, or `left is entity_type in container`."""

    left: Expr
    entity_type: str
    container: Expr | None


@dataclass(slots=True, eq=False)
class SetLiteral(Node):
    """`[a, b]`, elements in source order."""

    elements: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class RecordLiteral(Node):
    """`{k: a}`, members in source order, keys distinct."""

    members: tuple[tuple[str, Expr], ...]


@dataclass(slots=True, eq=False)
class Method(Node):
    """`receiver.name(arg)`, name one of `contains containsAll containsAny hasTag getTag isEmpty`; arg is None for isEmpty."""

    name: str
    receiver: Expr
    arg: Expr | None


@dataclass(slots=True, eq=False)
class Call(Node):
    """An extension function or method with any number of arguments; a method's receiver is argument 0."""

    name: str
    args: tuple[Expr, ...]


Expr: TypeAlias = (
    Literal | EntityLiteral | Variable | Not | Negate | And | Or | If | Binary | Has | GetAttr | Like | Is
    | SetLiteral | RecordLiteral | Method | Call
)  # fmt: skip


class PrincipalOrResourceScope(NamedTuple):
    """The constraint on principal or resource.

    `op` is `all`, `==`, `in`, `is` or `is in`. `entity` is the uid, or the text of a slot (`?principal`, `?resource`) in a
    template, or None where the operator takes none; `entity_type` is set for `is` and `is in` only.
    """

    op: str
    entity: EntityUID | str | None = None
    entity_type: str | None = None


class ActionScope(NamedTuple):
    """The constraint on the action: `op` is `all`, `==` (one entity) or `in` (any number of entities, in source order)."""

    op: str
    entities: tuple[EntityUID, ...] = ()


@dataclass(slots=True, eq=False)
class Condition(Node):
    """`when { body }` or `unless { body }`."""

    kind: str
    body: Expr


@dataclass(slots=True, eq=False)
class PolicyBody(Node):
    """A policy or template without its id: what the text says. It is a template if `slots` is not empty."""

    effect: str  # `permit` or `forbid`
    principal: PrincipalOrResourceScope
    action: ActionScope
    resource: PrincipalOrResourceScope
    conditions: tuple[Condition, ...]
    annotations: tuple[tuple[str, str | None], ...]  # in source order; None: an annotation without a value

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots in the scope, `?principal` before `?resource`."""
        found = (self.principal.entity, self.resource.entity)
        return tuple(slot for slot in found if isinstance(slot, str))
