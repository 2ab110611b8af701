"""The shape of a policy: what typing it depends on, with the values of its literals left out.

Large policy sets are many policies of few shapes, made by a program. Policies of one shape are all valid or none is.
"""

# OPTIMIZATION: type one policy of each shape, and no other if that one has no errors.
# INVARIANT:    policies of one shape have the same types in each request environment, and the same kinds of findings
#               but for those about text. Of a literal typing sees its type, which other literals are equal to it,
#               whether a constructor can read it, whether an enumerated type has it, and if it is an action all of it.
# GUARDED BY:   tests/impl/validator/test_shapes.py; drt/targets/validate.py (model and cedarpy type each policy)

from __future__ import annotations

from collections.abc import Hashable, Iterable

from deodar.impl.expr import (
    And,
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
    Or,
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

    __slots__ = ("_numbers", "_schema", "_texts", "has_odd_text", "key")

    key: tuple[Hashable, ...]
    has_odd_text: bool

    def __init__(self, body: PolicyBody, schema: ResolvedSchema) -> None:
        self._schema = schema
        self._numbers: dict[Hashable, int] = {}
        self._texts: list[str] = []  # whatever text of the policy may deserve a warning
        parts: list[Hashable] = []
        for scope in (body.principal, body.resource):
            entity = scope.entity
            parts += (scope.op, scope.entity_type, self._uid(entity) if isinstance(entity, EntityUID) else None)
        parts += (body.action, len(body.conditions))
        self._texts += [uid.id for uid in body.action.entities]
        for condition in body.conditions:
            parts.append(condition.kind)
            self._add(condition.body, parts)
        self.key = tuple(parts)
        text = "".join(self._texts)
        self.has_odd_text = not (text.isascii() and text.isprintable())

    def _add(self, tree: Expr, parts: list[Hashable]) -> None:
        """Each node before its parts, so that the list says the same as the tree; the frequent kinds come first."""
        waiting = [tree]
        seen: dict[int, int] = {}
        while waiting:
            node = waiting.pop()
            key = id(node)
            if key in seen:  # the nodes of a path such as `has a.b.c` are shared
                parts.append(seen[key])
                continue
            seen[key] = len(seen)
            parts.append(type(node).__name__)
            if isinstance(node, Variable):
                parts.append(node.name)
            elif isinstance(node, GetAttr | Has):
                parts.append(node.attr)
                self._texts.append(node.attr)
                waiting.append(node.left)
            elif isinstance(node, Binary):
                parts.append(node.op)
                waiting += (node.left, node.right)
            elif isinstance(node, Literal):
                parts += self._literal(node)
            elif isinstance(node, EntityLiteral):
                parts.append(self._uid(node.uid))
            elif isinstance(node, And | Or):
                waiting += (node.left, node.right)
            else:
                self._add_rarer(node, parts)
                waiting += parts_of(node)

    def _add_rarer(self, node: Expr, parts: list[Hashable]) -> None:
        match node:
            case Method():
                parts += (node.name, node.arg is None)
            case Call():
                # Whether a constructor can read its argument is part of the shape.
                parts += (node.name, len(node.args), node.name in FUNCTIONS and refused(node) is None)
            case SetLiteral():
                parts.append(len(node.elements))
            case RecordLiteral():
                parts.append(tuple(name for name, _ in node.members))
                self._texts += [name for name, _ in node.members]
            case Is():
                parts += (node.entity_type, node.container is None)
            case Like():
                parts.append(self._number(("like", node.pattern)))  # a kind of its own: no uid is equal to it
                self._texts += [part for part in node.pattern if isinstance(part, str)]
            case _:
                pass

    def _literal(self, node: Literal) -> Iterable[Hashable]:
        value = node.value
        if isinstance(value, bool):
            return (value,)
        if isinstance(value, str):
            self._texts.append(value)
            return ("string", self._number(value))
        return ("long", self._number(value))

    def _uid(self, uid: EntityUID) -> Hashable:
        self._texts.append(uid.id)
        if is_action_type(uid.type):
            return uid
        return uid.type, self._schema.has_id(uid), self._number(uid)

    def _number(self, value: Hashable) -> int:
        # No string, long and uid are equal.
        return self._numbers.setdefault(value, len(self._numbers))
