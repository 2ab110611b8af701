"""The shape of a policy: what typing it depends on, with the values of its literals left out.

Large policy sets are many policies of few shapes, made by a program. Policies of one shape are all valid or none is.
"""

# OPTIMIZATION: type one policy of each shape, and no other if that one has no errors.
# INVARIANT:    policies of one shape have the same types in each request environment, and the same kinds of findings
#               but for those about text. Of a literal typing sees its type, which other literals are equal to it,
#               whether a constructor can read it, whether an enumerated type has it, and if it is an action all of it.
# GUARDED BY:   tests/impl/validator/test_shapes.py; drt/targets/validation (model and cedarpy type each policy)

from __future__ import annotations

from collections.abc import Hashable, Iterable

from deodar.impl.expr import (
    Binary,
    Call,
    EntityLiteral,
    EntityUID,
    Expr,
    GetAttr,
    Has,
    Is,
    Like,
    Literal,
    Method,
    PolicyBody,
    RecordLiteral,
    SetLiteral,
    Variable,
)  # fmt: skip
from deodar.impl.names import FUNCTIONS
from deodar.impl.schema.schema import ResolvedSchema
from deodar.impl.validator.calls import refused
from deodar.impl.validator.membership import is_action_type
from deodar.impl.walk import parts_of


class Shape:
    """The shape of one policy, and whether it has texts that may deserve a warning."""

    __slots__ = ("_numbers", "_schema", "has_odd_text", "key")

    key: tuple[Hashable, ...]
    has_odd_text: bool

    def __init__(self, body: PolicyBody, schema: ResolvedSchema) -> None:
        self._schema = schema
        self._numbers: dict[Hashable, int] = {}
        self.has_odd_text = False
        parts: list[Hashable] = []
        for scope in (body.principal, body.resource):
            entity = scope.entity
            parts += (scope.op, scope.entity_type, self._uid(entity) if isinstance(entity, EntityUID) else None)
        parts += (body.action, len(body.conditions))
        self._note("".join(uid.id for uid in body.action.entities))
        for condition in body.conditions:
            parts.append(condition.kind)
            self._add(condition.body, parts)
        self.key = tuple(parts)

    def _add(self, tree: Expr, parts: list[Hashable]) -> None:
        """Each node before its parts, so that the list says the same as the tree."""
        waiting = [tree]
        seen: dict[int, int] = {}
        while waiting:
            node = waiting.pop()
            if id(node) in seen:  # the nodes of a path such as `has a.b.c` are shared
                parts.append(seen[id(node)])
                continue
            seen[id(node)] = len(seen)
            parts.append(type(node).__name__)
            match node:
                case Literal():
                    parts += self._literal(node)
                case EntityLiteral():
                    parts.append(self._uid(node.uid))
                case Variable() | Method():
                    parts.append(node.name)
                case Binary():
                    parts.append(node.op)
                case GetAttr() | Has():
                    parts.append(node.attr)
                    self._note(node.attr)
                case Call():
                    # Whether a constructor can read its argument is part of the shape.
                    parts += (node.name, len(node.args), node.name in FUNCTIONS and refused(node) is None)
                case SetLiteral():
                    parts.append(len(node.elements))
                case RecordLiteral():
                    parts.append(tuple(name for name, _ in node.members))
                    self._note("".join(name for name, _ in node.members))
                case Is():
                    parts += (node.entity_type, node.container is None)
                case Like():
                    parts.append(node.pattern)
                    self._note("".join(part for part in node.pattern if isinstance(part, str)))
                case _:
                    pass
            waiting += parts_of(node)

    def _literal(self, node: Literal) -> Iterable[Hashable]:
        value = node.value
        if isinstance(value, bool):
            return (value,)
        if isinstance(value, str):
            self._note(value)
            return ("string", self._number(value))
        return ("long", self._number(value))

    def _uid(self, uid: EntityUID) -> Hashable:
        self._note(uid.id)
        if is_action_type(uid.type):
            return uid
        return uid.type, self._schema.has_id(uid), self._number(uid)

    def _number(self, value: Hashable) -> int:
        # No string, long and uid are equal.
        return self._numbers.setdefault(value, len(self._numbers))

    def _note(self, text: str) -> None:
        if not (text.isascii() and text.isprintable()):
            self.has_odd_text = True
