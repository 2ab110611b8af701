"""Whether a policy stays near the request: how many steps through the entity store it takes at most.

Rule: Cedar.Validation.checkLevel. A step follows an attribute or a tag of an entity, or looks at its ancestors. The
entities of the request are 0 steps away; one that is a literal is out of reach, but for the action of the request. What
is dead by its type takes no steps.
"""

from __future__ import annotations

from typing import assert_never

from deodar.model.expr import (
    And,
    AttrExpr,
    BinaryApp,
    BinaryOp,
    Call,
    Expr,
    GetAttr,
    HasAttr,
    IsIn,
    Ite,
    Lit,
    Or,
    RecordExpr,
    SetExpr,
    UnaryApp,
    Variable,
)
from deodar.model.finding import FindingKind, Kinds
from deodar.model.policy import policy_expr
from deodar.model.schema import Environment, Schema, environments
from deodar.model.template import Template, link
from deodar.model.type import EntityT, FalseT, Mode, TrueT
from deodar.model.typechecker import NO_CAPABILITIES, NO_FINDINGS, Capabilities, boolean, type_of, type_of_is
from deodar.model.typings import slot_envs
from deodar.model.value import Attr

Path = tuple[Attr, ...]


def farther(steps1: int | None, steps2: int | None) -> int | None:
    """The greater number of steps; None if one is out of reach."""
    if steps1 is None or steps2 is None:
        return None
    return steps1 if steps1 >= steps2 else steps2


def one_more(steps: int | None) -> int | None:
    """One step more."""
    return None if steps is None else steps + 1


def is_near(steps: int | None, level: int) -> bool:
    """Whether an entity so far away may be looked up."""
    return steps is not None and steps < level


def steps_within(axs: tuple[AttrExpr, ...], path: Path, c: Capabilities, env: Environment, level: int) -> int | None:
    """The steps to the entity at a path from a record, whose other members must stay near as well."""
    if not axs:
        return None
    if not path or axs[-1].attr != path[-1]:
        return steps_within(axs[:-1], path, c, env, level) if stays_near(axs[-1].x, c, env, level) else None
    if all(stays_near(ax.x, c, env, level) for ax in axs[:-1]):
        return steps_to(axs[-1].x, path[:-1], c, env, level)
    return None


def steps_to(x: Expr, path: Path, c: Capabilities, env: Environment, level: int) -> int | None:
    """The steps from the request to the entity at a path of attributes from a value; None if it is out of reach."""
    match x:
        case Variable():
            return 0
        case Lit(v):
            return 0 if v == env.action else None
        case Ite(x1, x2, x3):
            guard = boolean(type_of(x1, c, env))
            if not stays_near(x1, c, env, level):
                return None
            if guard.type == TrueT():
                return steps_to(x2, path, c | guard.capabilities, env, level)
            if guard.type == FalseT():
                return steps_to(x3, path, c, env, level)
            then = steps_to(x2, path, c | guard.capabilities, env, level)
            return farther(then, steps_to(x3, path, c, env, level))
        case GetAttr(x1, attr):
            if isinstance(type_of(x1, c, env).type, EntityT):
                return one_more(steps_to(x1, (), c, env, level))
            return steps_to(x1, (*path, attr), c, env, level)
        case BinaryApp(BinaryOp.GET_TAG, x1, x2):
            return one_more(steps_to(x1, (), c, env, level)) if stays_near(x2, c, env, level) else None
        case RecordExpr(axs):
            return steps_within(axs, path, c, env, level)
        case _:
            return None


def stays_near(x: Expr, c: Capabilities, env: Environment, level: int) -> bool:
    """Whether an expression looks up entities that are fewer steps away than the level, and no others."""
    match x:
        case Lit() | Variable():
            return True
        case And(x1, x2):
            left = boolean(type_of(x1, c, env))
            return stays_near(x1, c, env, level) and (
                left.type == FalseT() or stays_near(x2, c | left.capabilities, env, level)
            )
        case Or(x1, x2):
            return stays_near(x1, c, env, level) and (
                type_of(x1, c, env).type == TrueT() or stays_near(x2, c, env, level)
            )
        case Ite(x1, x2, x3):
            guard = boolean(type_of(x1, c, env))
            return (
                stays_near(x1, c, env, level)
                and (guard.type == FalseT() or stays_near(x2, c | guard.capabilities, env, level))
                and (guard.type == TrueT() or stays_near(x3, c, env, level))
            )
        case IsIn(x1, entity_type, x2):
            if type_of_is(type_of(x1, c, env), entity_type).type == FalseT():
                return stays_near(x1, c, env, level)
            return can_be_read(x1, c, env, level) and stays_near(x2, c, env, level)
        case BinaryApp(BinaryOp.MEM | BinaryOp.HAS_TAG | BinaryOp.GET_TAG, x1, x2):
            return can_be_read(x1, c, env, level) and stays_near(x2, c, env, level)
        case HasAttr(x1, _) | GetAttr(x1, _):
            return can_be_read(x1, c, env, level)
        case BinaryApp(_, x1, x2):
            return stays_near(x1, c, env, level) and stays_near(x2, c, env, level)
        case UnaryApp(_, x1):
            return stays_near(x1, c, env, level)
        case SetExpr(xs) | Call(_, xs):
            return all(stays_near(x1, c, env, level) for x1 in xs)
        case RecordExpr(axs):
            return all(stays_near(ax.x, c, env, level) for ax in axs)
        case _:
            assert_never(x)


def can_be_read(x: Expr, c: Capabilities, env: Environment, level: int) -> bool:
    """Whether an operand stays near and, if it is an entity, is near itself; nothing else is looked up."""
    if isinstance(type_of(x, c, env).type, EntityT):
        return is_near(steps_to(x, (), c, env, level), level)
    return stays_near(x, c, env, level)


def level_faults(x: Expr, env: Environment, level: int) -> Kinds:
    """Whether a condition that is well typed, or false by its type, goes beyond the level."""
    typing = type_of(x, NO_CAPABILITIES, env)
    is_checked = typing.type == FalseT() or (typing.type is not None and not typing.kinds)
    if is_checked and not stays_near(x, NO_CAPABILITIES, env, level):
        return frozenset({FindingKind.ENTITY_DEREF_LEVEL_VIOLATION})
    return NO_FINDINGS


def level_faults_in(template: Template, env: Environment, level: int) -> Kinds:
    """Whether a policy or template goes beyond the level in a request environment, however its slots are filled."""
    return frozenset(
        kind
        for values in slot_envs(template, env)
        for kind in level_faults(policy_expr(link(template, "", values)), env, level)
    )


def level_verdict(template: Template, schema: Schema, mode: Mode, level: int) -> Kinds:
    """The same in any request environment."""
    return frozenset(kind for env in environments(schema, mode) for kind in level_faults_in(template, env, level))
