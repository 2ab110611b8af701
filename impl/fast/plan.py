"""How a policy is found: the steps that lead to it, and what is then left to be tested.

The steps of a policy are its scope, and then the conditions at its front whose outcome a look-up tells: a path equal to
a literal, a set at a path that contains one, a string at a path that begins with one, and conditions without a literal.
"""

from __future__ import annotations

from typing import Final, NamedTuple, cast

from deodar.impl.entities import Entities
from deodar.impl.expr import EntityUID, PrincipalOrResourceScope
from deodar.impl.fast.form import Form, is_constant, is_path
from deodar.impl.fast.row import Operand, Row
from deodar.impl.fast.way import Step
from deodar.impl.value import Value, key

MOST_STEPS: Final = 8  # nested blocks of code, of which Python takes twenty
_PRINCIPAL: Final[Form] = ("var", "principal")
_RESOURCE: Final[Form] = ("var", "resource")


class Keyed(NamedTuple):
    """A step of one policy, with its key."""

    step: Step
    key: object


class Plan(NamedTuple):
    """How a policy is found, and what is then left to be tested of it; None: the plain evaluator has to look."""

    steps: tuple[Keyed, ...]
    rest: tuple[Operand, ...] | None


def plan_of(row: Row, store: Entities) -> Plan:
    """The steps of a policy but for its action, and the operands that remain."""
    steps = [
        *_scope_steps(_PRINCIPAL, row.body.principal, store),
        *_scope_steps(_RESOURCE, row.body.resource, store),
    ]
    if row.conditions.operands is None:
        return Plan(tuple(steps), None)
    rest: list[Operand] = []
    for number, operand in enumerate(row.conditions.operands):
        keyed = _keyed(operand) if len(steps) < MOST_STEPS else None
        path = _compared_path(operand.form) if len(steps) < MOST_STEPS else None
        if keyed is not None:
            steps.append(keyed)
        elif path is not None:
            # Where the path is a long, this operand cannot err, so that those after it may be looked up before it.
            steps.append(Keyed(Step("long", path), None))
            rest.append(operand)
        else:
            rest += row.conditions.operands[number:]
            break
    return Plan(tuple(steps), tuple(rest))


def _scope_steps(variable: Form, scope: PrincipalOrResourceScope, store: Entities) -> list[Keyed]:
    steps: list[Keyed] = []
    if scope.entity_type is not None:
        steps.append(Keyed(Step("is", variable), scope.entity_type))
    if isinstance(scope.entity, EntityUID):
        # The uid of the store itself, where it has one: keys that are the same object are equal at a glance.
        held = store.by_uid.get(scope.entity)
        uid = scope.entity if held is None else held.uid
        steps.append(Keyed(Step("==" if scope.op == "==" else "in", variable), uid))
    return steps


def _keyed(operand: Operand) -> Keyed | None:
    """The step that a condition is, or None."""
    form, literals = operand
    if not literals:
        return Keyed(Step("test", form), None)
    match form:
        case ("==", tuple(path), tuple(literal)) if is_path(path) and is_constant(literal):
            return Keyed(Step("value", path), key(cast("Value", literals[0])))
        case ("==", tuple(literal), tuple(path)) if is_path(path) and is_constant(literal):
            return Keyed(Step("value", path), key(cast("Value", literals[0])))
        case ("contains", tuple(path), tuple(literal)) if is_path(path) and is_constant(literal):
            return Keyed(Step("member", path), key(cast("Value", literals[0])))
        case ("prefix", tuple(path), _) if is_path(path):
            return Keyed(Step("prefix", path), literals[0])
        case ("in", tuple(variable), ("const", "uid", _)) if variable in (_PRINCIPAL, _RESOURCE):
            return Keyed(Step("in", variable), literals[0])
        case _:
            return None


def _compared_path(form: Form) -> Form | None:
    """The path that a condition compares in order with a literal long, or None."""
    match form:
        case ("<" | "<=" | ">" | ">=", tuple(path), ("const", "small" | "int", _)) if is_path(path):
            return path
        case ("<" | "<=" | ">" | ">=", ("const", "small" | "int", _), tuple(path)) if is_path(path):
            return path
        case _:
            return None
