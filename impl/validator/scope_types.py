"""The types of the three constraints of a scope. Each is boolean, and gives no capabilities."""

from __future__ import annotations

from typing import NamedTuple

from deodar.impl.expr import ActionScope, EntityUID, PrincipalOrResourceScope
from deodar.impl.schema.schema import ResolvedSchema
from deodar.impl.schema.types import BOOL, FALSE, TRUE, EntityType, Type
from deodar.impl.validator.lub import why_none
from deodar.impl.validator.membership import may_be_in
from deodar.impl.validator.report import Problem
from deodar.impl.validator.scope_places import Place


class ScopeTyping(NamedTuple):
    """The type of a constraint, whether typing it failed, and what is to be reported if it is not dead."""

    type: Type
    failed: bool = False
    problem: Problem | None = None


_TRUE, _FALSE, _BOOL, _FAILED = ScopeTyping(TRUE), ScopeTyping(FALSE), ScopeTyping(BOOL), ScopeTyping(BOOL, True)


def type_of_constraint(scope: PrincipalOrResourceScope, variable: str, schema: ResolvedSchema) -> ScopeTyping:
    """The typing of the constraint on a principal or resource of the entity type `variable`.

    An open slot is of a type that makes the test possible: there is a request environment for each such type.
    """
    if scope.op == "all":
        return _TRUE
    if scope.entity_type is not None and scope.entity_type != variable:
        return _FALSE
    if scope.op == "is":
        return _TRUE
    uid = scope.entity
    if not isinstance(uid, EntityUID):
        return _BOOL
    if not _has_type(uid, schema):
        return _FAILED
    related = uid.type == variable if scope.op == "==" else may_be_in(schema, variable, uid.type)
    return _BOOL if related else _FALSE


def _has_type(uid: EntityUID, schema: ResolvedSchema) -> bool:
    return uid in schema.actions or uid.type in schema.entity_types


class ActionConstraint:
    """The typing of the constraint on the action, for one action after the other."""

    __slots__ = ("_constant", "_uids", "among")

    among: frozenset[EntityUID] | None  # the actions for which it is not False; None: it may be so for all

    def __init__(self, scope: ActionScope, schema: ResolvedSchema, place: Place, *, permissive: bool) -> None:
        self._constant = _constant(scope, schema, place, permissive=permissive)
        self.among = None
        if self._constant is None:
            named = [uid for uid in scope.entities if uid in schema.actions]
            if scope.op == "in":
                named += [below for uid in named for below in schema.action_descendants_of(uid)]
            self.among = frozenset(named)

    def typing(self, action: EntityUID) -> ScopeTyping:
        """The typing where the request is for this action."""
        if self._constant is not None:
            return self._constant
        return _TRUE if self.among is not None and action in self.among else _FALSE


def _constant(scope: ActionScope, schema: ResolvedSchema, place: Place, *, permissive: bool) -> ScopeTyping | None:
    """The typing that is the same for all actions, if it is."""
    if scope.op == "all":
        return _TRUE
    if not scope.entities:
        if permissive:
            return _FALSE
        message, hint = "an empty set has no type", "leave out the constraint to admit every action"
        return ScopeTyping(BOOL, True, Problem("EmptySetForbidden", *place, message, hint))
    if not all(_has_type(uid, schema) for uid in scope.entities):
        # Two literals are compared whether they are declared or not.
        return ScopeTyping(FALSE, True) if scope.op == "==" else _FAILED
    first = scope.entities[0].type
    other = next((uid.type for uid in scope.entities if uid.type != first), None)
    if other is None or permissive:
        return None
    message = f"elements of a set have the types `{first}` and `{other}`"
    hint = why_none(EntityType(first), EntityType(other))
    return ScopeTyping(BOOL, True, Problem("IncompatibleTypes", *place, message, hint))
