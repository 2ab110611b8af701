"""Typing one policy in every request environment."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from deodar.impl.expr import EntityLiteral, Expr, PolicyBody, Variable
from deodar.impl.schema.schema import RequestEnvironment, ResolvedSchema
from deodar.impl.schema.types import FALSE, TRUE
from deodar.impl.validator.level import LevelCheck
from deodar.impl.validator.lub import BOOLS
from deodar.impl.validator.membership import is_action_type
from deodar.impl.validator.report import Problem
from deodar.impl.validator.rules import RULES
from deodar.impl.validator.scope_places import ScopePlaces
from deodar.impl.validator.scope_types import ActionConstraint, ScopeTyping, type_of_constraint
from deodar.impl.validator.structure import Structure
from deodar.impl.validator.typing_context import NONE, Typer
from deodar.impl.walk import nodes_of


class Conditions(NamedTuple):
    """What typing the conditions of a policy gave."""

    is_false: bool
    failed: bool  # whether typing one of them failed
    problems: tuple[Problem, ...]
    false_at: Expr | None  # the smallest condition that is False, where one is


class PolicyCheck:
    """A policy, typed in one request environment after the other.

    INVARIANT: the conditions are typed once for all environments that agree in the variables that they mention.
    """

    __slots__ = (
        "_body",
        "_level",
        "_mentions",
        "_permissive",
        "_places",
        "_schema",
        "_structure",
        "_typed",
        "false_at",
        "problems",
    )

    problems: dict[Problem, RequestEnvironment]  # each with the first environment in which it was found
    false_at: Expr | None

    def __init__(
        self, body: PolicyBody, schema: ResolvedSchema, places: ScopePlaces, *, permissive: bool, level: int | None
    ) -> None:
        self._body = body
        self._places = places
        self._schema = schema
        self._permissive = permissive
        self._level = level
        self._mentions = _mentioned(body)
        self._structure = Structure()
        self._typed: dict[Hashable, Conditions] = {}
        self.problems = {}
        self.false_at = None

    def is_impossible(self) -> bool:
        """Whether the policy is False in every environment; its problems are gathered on the way."""
        impossible = True
        schema, body = self._schema, self._body
        action_constraint = ActionConstraint(body.action, schema, self._places.action, permissive=self._permissive)
        by_principal: dict[str, ScopeTyping] = {}
        by_resource: dict[str, ScopeTyping] = {}
        for environment in self._environments(action_constraint):
            principal = by_principal.get(environment.principal)
            if principal is None:
                principal = type_of_constraint(body.principal, environment.principal, schema)
                by_principal[environment.principal] = principal
            resource = by_resource.get(environment.resource)
            if resource is None:
                resource = type_of_constraint(body.resource, environment.resource, schema)
                by_resource[environment.resource] = resource
            action = action_constraint.typing(environment.action)
            impossible &= self._is_false(environment, principal, action, resource)
        return impossible

    def _environments(self, constraint: ActionConstraint) -> Iterator[RequestEnvironment]:
        among = constraint.among
        if among is None or self._level == 0:
            return self._schema.environments()
        # Where the action's constraint is False so is the policy, and nothing that follows it is alive.
        in_order = among if len(among) == 1 else [uid for uid in self._schema.actions if uid in among]
        return self._schema.environments(in_order)

    def _is_false(
        self, environment: RequestEnvironment, principal: ScopeTyping, action: ScopeTyping, resource: ScopeTyping
    ) -> bool:
        failed = False
        alive = True
        for constraint in (principal, action, resource):
            if constraint.problem is not None:
                self.problems.setdefault(constraint.problem, environment)
            failed = failed or constraint.failed
            if constraint.type is FALSE:
                alive = False
                break
        is_false = not alive
        typer: Typer | None = None
        if alive:
            key = self._key(environment)
            found = self._typed.get(key)
            if found is None:
                typer = Typer(self._schema, environment, RULES, self._structure, permissive=self._permissive)
                found = self._typed[key] = self._conditions(typer, failed)
            for problem in found.problems:
                self.problems.setdefault(problem, environment)
            is_false = found.is_false
            failed = failed or found.failed
            if is_false and self.false_at is None:
                self.false_at = found.false_at
        if self._level is not None and (is_false or not failed):
            scope = (principal, action, resource)
            self._check_scope_level(environment, scope)
        return is_false

    def _check_scope_level(self, environment: RequestEnvironment, scope: tuple[ScopeTyping, ...]) -> None:
        """Report each live `in` of the scope, if no entity may be read from the store at all."""
        if self._level != 0:
            return
        body = self._body
        places = self._places
        parts = (
            ("principal", body.principal.op, places.principal),
            ("action", body.action.op, places.action),
            ("resource", body.resource.op, places.resource),
        )
        for (variable, op, place), typing in zip(parts, scope, strict=True):
            # `is T in` that is False by its type has a dead `in`, and one whose `in` is False a live one.
            if op == "in" or (op == "is in" and self._is_of_type(variable, environment)):
                problem = LevelCheck.exceeded(place, f"`{variable} in`", 1, 0)
                self.problems.setdefault(problem, environment)
            if typing.type is FALSE:
                return

    def _is_of_type(self, variable: str, environment: RequestEnvironment) -> bool:
        if variable == "principal":
            return self._body.principal.entity_type == environment.principal
        return self._body.resource.entity_type == environment.resource

    def _key(self, environment: RequestEnvironment) -> Hashable:
        principal, action, resource = environment
        mentions = self._mentions
        return (
            principal if "principal" in mentions else None,
            action if "action" in mentions else None,
            resource if "resource" in mentions else None,
            self._schema.actions[action].context if "context" in mentions else None,
        )

    def _conditions(self, typer: Typer, failed: bool) -> Conditions:
        """Type `c1 && (c2 && ...)`, after a scope that may have failed."""
        prior = NONE
        untyped = False
        false_at: Expr | None = None
        live: list[Expr] = []
        for condition in self._body.conditions:
            found, given = typer.expect(condition.body, prior, BOOLS)
            live.append(condition.body)
            false = found is (TRUE if condition.kind == "unless" else FALSE)
            if condition.kind == "unless":
                given = NONE
            elif found is None:
                untyped = True
            prior = prior | given if given else prior
            if false:
                false_at = condition.body
                break
        is_false = false_at is not None and not untyped
        if self._level is not None and (is_false or not (failed or typer.failures)):
            check = LevelCheck(typer, self._level)
            for expression in live:
                check.check(expression)
        return Conditions(is_false, typer.failures > 0, tuple(typer.problems), false_at)


def _mentioned(body: PolicyBody) -> frozenset[str]:
    """The variables whose type matters to the conditions; a literal of an action counts as the action."""
    found: set[str] = set()
    for condition in body.conditions:
        for node in nodes_of(condition.body):
            if isinstance(node, Variable):
                found.add(node.name)
            elif isinstance(node, EntityLiteral) and is_action_type(node.uid.type):
                found.add("action")
    return frozenset(found)
