"""The syntax tree of the engine: one class for each construct of the language, with its place in the text.

Positions are offsets in code points into the text that was parsed, half open; both are -1 for nodes read from JSON.
Trees are never changed once built. Operator chains are binary and nested to the left, as in the JSON policy format.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple, TypeAlias

from deodar.impl.fields import Fields


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


class Node(Fields):
    """What every node has: its place."""

    __slots__ = ("end", "start")

    start: int
    end: int


class Literal(Node):
    """A bool, a long in the signed 64-bit range, or a string."""

    __slots__ = ("value",)

    value: bool | int | str


class EntityLiteral(Node):
    """`User::"alice"`."""

    __slots__ = ("uid",)

    uid: EntityUID


class Variable(Node):
    """`principal`, `action`, `resource` or `context`."""

    __slots__ = ("name",)

    name: str


class Not(Node):
    """`!arg`."""

    __slots__ = ("arg",)

    arg: Expr


class Negate(Node):
    """`-arg`, where the minus is not part of a number."""

    __slots__ = ("arg",)

    arg: Expr


class And(Node):
    """`left && right`."""

    __slots__ = ("left", "right")

    left: Expr
    right: Expr


class Or(Node):
    """`left || right`."""

    __slots__ = ("left", "right")

    left: Expr
    right: Expr


class If(Node):
    """`if test then consequent else alternative`."""

    __slots__ = ("alternative", "consequent", "test")

    test: Expr
    consequent: Expr
    alternative: Expr


class Binary(Node):
    """`left op right`, op one of `== != < <= > >= in + - *`."""

    __slots__ = ("left", "op", "right")

    op: str
    left: Expr
    right: Expr


class Has(Node):
    """`left has attr`; a dotted path is expanded to nested `And`, `Has` and `GetAttr`."""

    __slots__ = ("attr", "left")

    left: Expr
    attr: str


class GetAttr(Node):
    """`left.attr` or `left["attr"]`."""

    __slots__ = ("attr", "left")

    left: Expr
    attr: str


class Like(Node):
    """`left like "pattern"`."""

    __slots__ = ("left", "pattern")

    left: Expr
    pattern: Pattern


class Is(Node):
    """`left is entity_type`, or `left is entity_type in container`."""

    __slots__ = ("container", "entity_type", "left")

    left: Expr
    entity_type: str
    container: Expr | None


class SetLiteral(Node):
    """`[a, b]`, elements in source order."""

    __slots__ = ("elements",)

    elements: tuple[Expr, ...]


class RecordLiteral(Node):
    """`{k: a}`, members in source order, keys distinct."""

    __slots__ = ("members",)

    members: tuple[tuple[str, Expr], ...]


class Method(Node):
    """`receiver.name(arg)`, name one of `contains containsAll containsAny hasTag getTag isEmpty`; the last has none."""

    __slots__ = ("arg", "name", "receiver")

    name: str
    receiver: Expr
    arg: Expr | None


class Call(Node):
    """An extension function or method with any number of arguments; a method's receiver is argument 0."""

    __slots__ = ("args", "name")

    name: str
    args: tuple[Expr, ...]


Expr: TypeAlias = (
    Literal | EntityLiteral | Variable | Not | Negate | And | Or | If | Binary | Has | GetAttr | Like | Is
    | SetLiteral | RecordLiteral | Method | Call
)  # fmt: skip


class PrincipalOrResourceScope(NamedTuple):
    """The constraint on principal or resource.

    `op` is `all`, `==`, `in`, `is` or `is in`. `entity` is the uid, or the text of a slot (`?principal`, `?resource`)
    in a template, or None where the operator takes none; `entity_type` is set for `is` and `is in` only.
    """

    op: str
    entity: EntityUID | str | None = None
    entity_type: str | None = None


class ActionScope(NamedTuple):
    """The constraint on the action: `op` is `all`, `==` (one entity) or `in` (any number of them, in source order)."""

    op: str
    entities: tuple[EntityUID, ...] = ()


class Condition(Node):
    """`when { body }` or `unless { body }`."""

    __slots__ = ("body", "kind")

    kind: str
    body: Expr


class PolicyBody(Node):
    """A policy or template without its id: what the text says. It is a template if `slots` is not empty."""

    __slots__ = ("action", "annotations", "conditions", "effect", "principal", "resource")

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
