"""Policies, and the one expression that a policy means.

Rule: Cedar.Spec.Policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, assert_never

from deodar.model.expr import And, BinaryApp, BinaryOp, Expr, Is, IsIn, Lit, Not, SetExpr, UnaryApp, Var, Variable
from deodar.model.value import TRUE, EntityType, EntityUID

PolicyID: TypeAlias = str


class Effect(Enum):
    """What a satisfied policy does."""

    PERMIT = "permit"
    FORBID = "forbid"


@dataclass(frozen=True, slots=True)
class ScopeAny:
    """No constraint."""


@dataclass(frozen=True, slots=True)
class ScopeEq:
    """`== entity`"""

    entity: EntityUID


@dataclass(frozen=True, slots=True)
class ScopeMem:
    """`in entity`"""

    entity: EntityUID


@dataclass(frozen=True, slots=True)
class ScopeIs:
    """`is T`"""

    entity_type: EntityType


@dataclass(frozen=True, slots=True)
class ScopeIsMem:
    """`is T in entity`"""

    entity_type: EntityType
    entity: EntityUID


Scope: TypeAlias = ScopeAny | ScopeEq | ScopeMem | ScopeIs | ScopeIsMem


@dataclass(frozen=True, slots=True)
class ActionAny:
    """No constraint on the action."""


@dataclass(frozen=True, slots=True)
class ActionEq:
    """`action == entity`"""

    entity: EntityUID


@dataclass(frozen=True, slots=True)
class ActionMem:
    """`action in entity`"""

    entity: EntityUID


@dataclass(frozen=True, slots=True)
class ActionInAny:
    """`action in [entity, ...]`"""

    entities: tuple[EntityUID, ...]


ActionScope: TypeAlias = ActionAny | ActionEq | ActionMem | ActionInAny


class ConditionKind(Enum):
    """How a condition counts."""

    WHEN = "when"
    UNLESS = "unless"


@dataclass(frozen=True, slots=True)
class Condition:
    """`when { body }` or `unless { body }`"""

    kind: ConditionKind
    body: Expr


@dataclass(frozen=True, slots=True)
class Policy:
    """A static policy, or a template with its slots filled."""

    id: PolicyID
    effect: Effect
    principal_scope: Scope
    action_scope: ActionScope
    resource_scope: Scope
    conditions: tuple[Condition, ...]


Policies: TypeAlias = tuple[Policy, ...]

ALWAYS = Lit(TRUE)


def scope_expr(scope: Scope, var: Var) -> Expr:
    """The constraint on a principal or resource, as an expression. Rule: Scope.toExpr."""
    match scope:
        case ScopeAny():
            return ALWAYS
        case ScopeEq(uid):
            return BinaryApp(BinaryOp.EQ, Variable(var), Lit(uid))
        case ScopeMem(uid):
            return BinaryApp(BinaryOp.MEM, Variable(var), Lit(uid))
        case ScopeIs(ety):
            return UnaryApp(Is(ety), Variable(var))
        case ScopeIsMem(ety, uid):
            return IsIn(Variable(var), ety, Lit(uid))
        case _:
            assert_never(scope)


def action_scope_expr(scope: ActionScope) -> Expr:
    """The constraint on the action, as an expression. Rule: ActionScope.toExpr."""
    match scope:
        case ActionAny():
            return ALWAYS
        case ActionEq(uid):
            return BinaryApp(BinaryOp.EQ, Variable(Var.ACTION), Lit(uid))
        case ActionMem(uid):
            return BinaryApp(BinaryOp.MEM, Variable(Var.ACTION), Lit(uid))
        case ActionInAny(uids):
            return BinaryApp(BinaryOp.MEM, Variable(Var.ACTION), SetExpr(tuple(Lit(uid) for uid in uids)))
        case _:
            assert_never(scope)


def condition_expr(condition: Condition) -> Expr:
    """A condition, as an expression. Rule: Condition.toExpr."""
    match condition.kind:
        case ConditionKind.WHEN:
            return condition.body
        case ConditionKind.UNLESS:
            return UnaryApp(Not(), condition.body)
        case _:
            assert_never(condition.kind)


def conditions_before(conditions: tuple[Condition, ...], x: Expr) -> Expr:
    """All conditions, then an expression, joined with `&&`."""
    if not conditions:
        return x
    return conditions_before(conditions[:-1], And(condition_expr(conditions[-1]), x))


def conditions_expr(conditions: tuple[Condition, ...]) -> Expr:
    """All conditions joined with `&&`; `true` where there are none. Rule: Conditions.toExpr."""
    if not conditions:
        return ALWAYS
    return conditions_before(conditions[:-1], condition_expr(conditions[-1]))


def policy_expr(policy: Policy) -> Expr:
    """The expression that a policy means: its scope, then its conditions. Rule: Policy.toExpr."""
    return And(
        scope_expr(policy.principal_scope, Var.PRINCIPAL),
        And(
            action_scope_expr(policy.action_scope),
            And(scope_expr(policy.resource_scope, Var.RESOURCE), conditions_expr(policy.conditions)),
        ),
    )
