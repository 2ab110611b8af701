"""Code for the scope of a policy: the test that decides whether its conditions are looked at. It never errs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from deodar.impl.expr import ActionScope, EntityUID, PolicyBody, PrincipalOrResourceScope
from deodar.impl.frame import Frame
from deodar.impl.unread import Unread

Test: TypeAlias = Callable[[Frame], bool]


def compile_scope(body: PolicyBody | Unread) -> Test | None:
    """The test of all three parts, or None if every request passes it. The policy must not have open slots."""
    # The action first: it costs least, and rules out most.
    parts = (_action(body.action), _principal(body.principal), _resource(body.resource))
    tests = [test for test in parts if test is not None]
    if not tests:
        return None
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:
        first, second = tests
        return lambda frame: first(frame) and second(frame)
    first, second, third = tests
    return lambda frame: first(frame) and second(frame) and third(frame)


def _action(scope: ActionScope) -> Test | None:
    if scope.op == "all":
        return None
    if scope.op == "==":
        (uid,) = scope.entities
        return lambda frame: frame.action == uid
    if len(scope.entities) == 1:
        (uid,) = scope.entities
        return lambda frame: uid in frame.action_line
    uids = frozenset(scope.entities)
    return lambda frame: not uids.isdisjoint(frame.action_line)


def _principal(scope: PrincipalOrResourceScope) -> Test | None:
    entity_type, uid = scope.entity_type, _bound(scope)
    match scope.op:
        case "==":
            return lambda frame: frame.principal == uid
        case "in":
            return lambda frame: uid in frame.principal_line
        case "is":
            return lambda frame: frame.principal.type == entity_type
        case "is in":
            return lambda frame: frame.principal.type == entity_type and uid in frame.principal_line
        case _:
            return None


def _resource(scope: PrincipalOrResourceScope) -> Test | None:
    entity_type, uid = scope.entity_type, _bound(scope)
    match scope.op:
        case "==":
            return lambda frame: frame.resource == uid
        case "in":
            return lambda frame: uid in frame.resource_line
        case "is":
            return lambda frame: frame.resource.type == entity_type
        case "is in":
            return lambda frame: frame.resource.type == entity_type and uid in frame.resource_line
        case _:
            return None


def _bound(scope: PrincipalOrResourceScope) -> EntityUID | None:
    assert not isinstance(scope.entity, str), "only linked templates are evaluated"
    return scope.entity
