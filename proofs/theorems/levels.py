"""Levels: what is farther from the request than the level does not matter.

Rule: Cedar.Thm.Validation.Levels, level_based_slicing_is_sound_expr. A reach tells of entities how many steps they are
away from the request at most. Two stores that have the same for all entities nearer than the level, of which one may be
the slice at that level, give the same value, or the same error.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never

from deodar.model.entities import Entities, EntityData
from deodar.model.error import ErrorKind, EvaluationError
from deodar.model.evaluator import evaluate
from deodar.model.expr import (
    And,
    AttrExpr,
    BinaryApp,
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
from deodar.model.level import Path, stays_near, steps_to, steps_within
from deodar.model.map import Map
from deodar.model.request import Request
from deodar.model.schema import Environment
from deodar.model.type import EntityT, FalseT, RecordT, TrueT
from deodar.model.typechecker import Capabilities, type_of
from deodar.model.value import EntityUID, Record, Value
from deodar.proofs.lemma import By, lemma, requires
from deodar.proofs.theorems.raw import evaluates_to, failure_of
from deodar.proofs.theorems.types import (
    findings_of_several_are_those_of_each,
    type_soundness,
    what_has_no_type_is_found_fault_with,
)
from deodar.proofs.theorems.typing import capabilities_hold, conforms, instance_of

Reach: TypeAlias = Map[EntityUID, int]


def is_reached(uid: EntityUID, steps: int, reach: Reach) -> bool:
    """The entity is at most so many steps away."""
    known = reach.get(uid)
    return known is not None and known <= steps


def is_within(v: Value, steps: int, reach: Reach) -> bool:
    """All entities in the value, but for those in sets, are at most so many steps away."""
    match v:
        case EntityUID():
            return is_reached(v, steps, reach)
        case Record(attrs):
            return all(is_within(attrs[attr], steps, reach) for attr in attrs)
        case _:
            return True


def leads_within(v: Value, path: Path, steps: int, reach: Reach) -> bool:
    """What is at a path of attributes from a value is at most so many steps away."""
    if not path:
        return is_within(v, steps, reach)
    match v:
        case Record(attrs):
            found = attrs.get(path[-1])
            return found is None or leads_within(found, path[:-1], steps, reach)
        case _:
            return True


def refers_within(data: EntityData, steps: int, reach: Reach) -> bool:
    """The attributes and tags of an entity lead to entities that are at most so many steps away."""
    return all(is_within(data.attrs[attr], steps, reach) for attr in data.attrs) and all(
        is_within(data.tags[tag], steps, reach) for tag in data.tags
    )


def leads_on(uid: EntityUID, es: Entities, steps: int, reach: Reach) -> bool:
    """An entity leads to others that are at most so many steps away."""
    data = es.get(uid)
    return data is None or refers_within(data, steps, reach)


def is_alike(uid: EntityUID, es: Entities, nearby: Entities, steps: int, reach: Reach) -> bool:
    """Both stores have the same for an entity, which leads to entities that are one step farther away."""
    return nearby.get(uid) == es.get(uid) and leads_on(uid, es, steps + 1, reach)


def are_alike_nearby(es: Entities, nearby: Entities, level: int, reach: Reach) -> bool:
    """Both stores have the same for all entities nearer than the level."""
    return all(reach[uid] >= level or is_alike(uid, es, nearby, reach[uid], reach) for uid in reach)


def starts_at(req: Request, reach: Reach) -> bool:
    """The entities of the request are no step away."""
    return (
        is_reached(req.principal, 0, reach)
        and is_reached(req.action, 0, reach)
        and is_reached(req.resource, 0, reach)
        and is_within(req.context, 0, reach)
    )


@lemma(recursion=is_within, on="v")
def what_is_within_is_within_more(v: Value, steps: int, more: int, reach: Reach) -> bool:
    """What is within some steps is within more."""
    requires(steps <= more and is_within(v, steps, reach))
    return is_within(v, more, reach)


@lemma(recursion=leads_within, on="path", general=("v",), using=(what_is_within_is_within_more,))
def what_leads_within_leads_within_more(v: Value, path: Path, steps: int, more: int, reach: Reach) -> bool:
    """What leads to entities within some steps leads to entities within more."""
    requires(steps <= more and leads_within(v, path, steps, reach))
    return leads_within(v, path, more, reach)


@lemma(recursion=leads_within, on="path", general=("v",), unfolding={is_within: By("v")}, met=(leads_within,))
def what_is_within_leads_within(v: Value, path: Path, steps: int, reach: Reach) -> bool:
    """All paths from what is within some steps lead to entities within them."""
    requires(is_within(v, steps, reach))
    return leads_within(v, path, steps, reach)


def is_only(ax: AttrExpr, axs: tuple[AttrExpr, ...]) -> bool:
    """No other member of a record has the attribute of this one."""
    return all(one == ax or one.attr != ax.attr for one in axs)


def is_written_well(x: Expr) -> bool:
    """No record in the expression has two members of one attribute. Reading it sees to that."""
    match x:
        case Lit() | Variable():
            return True
        case And(x1, x2):
            return is_written_well(x1) and is_written_well(x2)
        case Or(x1, x2):
            return is_written_well(x1) and is_written_well(x2)
        case Ite(x1, x2, x3):
            return is_written_well(x1) and is_written_well(x2) and is_written_well(x3)
        case UnaryApp(_, x1) | HasAttr(x1, _) | GetAttr(x1, _):
            return is_written_well(x1)
        case BinaryApp(_, x1, x2):
            return is_written_well(x1) and is_written_well(x2)
        case IsIn(x1, _, x2):
            return is_written_well(x1) and is_written_well(x2)
        case SetExpr(xs) | Call(_, xs):
            return all(is_written_well(x1) for x1 in xs)
        case RecordExpr(axs):
            return all(is_only(ax, axs) and is_written_well(ax.x) for ax in axs)
        case _:
            assert_never(x)


def has_one_outcome(x: Expr, req: Request, es: Entities, nearby: Entities) -> bool:
    """The expression gives the same value, or the same error, with either store."""
    try:
        v = evaluate(x, req, es)
    except EvaluationError as error:
        return failure_of(x, req, nearby) == error.kind
    return evaluates_to(x, v, req, nearby)


def is_closed(es: Entities, level: int, reach: Reach) -> bool:
    """All entities nearer than the level are in the store."""
    return all(reach[uid] >= level or uid in es for uid in reach)


def misses_nothing(x: Expr, req: Request, es: Entities, level: int, reach: Reach) -> bool:
    """If the store is closed at the level, the expression does not fail because an entity is missing."""
    return not is_closed(es, level, reach) or failure_of(x, req, es) != ErrorKind.ENTITY_MISSING


def gives_what_leads_within(x: Expr, path: Path, steps: int, reach: Reach, req: Request, es: Entities) -> bool:
    """What is at a path from the value of an expression, if it has one, is at most so many steps away."""
    try:
        return leads_within(evaluate(x, req, es), path, steps, reach)
    except EvaluationError:
        return True


@lemma(recursion=steps_within, on="axs", general=("ax",))
def a_record_leads_where_its_member_does(
    ax: AttrExpr, axs: tuple[AttrExpr, ...], path: Path, c: Capabilities, env: Environment, level: int
) -> bool:
    """From a record it is as many steps to the entity at a path as from the member that the path begins with.

    All other members stay near.
    """
    steps = steps_within(axs, path, c, env, level)
    requires(ax in axs and is_only(ax, axs) and steps is not None)
    if not path or ax.attr != path[-1]:
        return True
    return steps == steps_to(ax.x, path[:-1], c, env, level) and all(
        one == ax or stays_near(one.x, c, env, level) for one in axs
    )


@lemma(recursion=steps_within, on="axs")
def a_record_leads_nowhere_but_by_its_members(
    axs: tuple[AttrExpr, ...], path: Path, c: Capabilities, env: Environment, level: int
) -> bool:
    """A path that leads from a record begins with one of its attributes."""
    requires(steps_within(axs, path, c, env, level) is not None)
    if not path:
        return False
    first = path[-1]
    return any(ax.attr == first for ax in axs)


@lemma(
    official="level_based_slicing_is_sound_expr",
    recursion=(type_of, evaluate, stays_near, steps_to, is_written_well),
    on="x",
    general=("path",),
    together=(UnaryApp, BinaryApp, Call),
    unfolding={
        instance_of: By("ty", (EntityT, RecordT, TrueT, FalseT)),
        leads_within: By("path"),
        is_within: By("v", (EntityUID,)),
    },
    using=(
        what_has_no_type_is_found_fault_with,
        type_soundness,
        findings_of_several_are_those_of_each,
        what_is_within_is_within_more,
        what_leads_within_leads_within_more,
        what_is_within_leads_within,
        a_record_leads_where_its_member_does,
        a_record_leads_nowhere_but_by_its_members,
    ),
    fixed=("env", "req", "es", "nearby", "level", "reach"),
)
def what_is_beyond_the_level_does_not_matter(
    x: Expr,
    path: Path,
    c: Capabilities,
    env: Environment,
    req: Request,
    es: Entities,
    nearby: Entities,
    level: int,
    reach: Reach,
) -> bool:
    """A well-typed expression that stays near has one outcome with two stores that are alike near the request.

    So has one from which it is not too many steps to an entity, and it leads to entities within these steps.
    """
    requires(not type_of(x, c, env).kinds and is_written_well(x))
    requires(conforms(req, es, env))
    requires(capabilities_hold(c, req, es))
    requires(starts_at(req, reach) and are_alike_nearby(es, nearby, level, reach))
    steps = steps_to(x, path, c, env, level)
    is_at_hand = steps is not None and steps <= level
    leads_within_them = steps is None or gives_what_leads_within(x, path, steps, reach, req, es)
    is_independent = has_one_outcome(x, req, es, nearby) and misses_nothing(x, req, es, level, reach)
    return (not stays_near(x, c, env, level) or is_independent) and (
        not is_at_hand or (is_independent and leads_within_them)
    )
