"""The plain evaluator on one policy: what everything else is measured by."""

from __future__ import annotations

from deodar.impl.deep import with_room
from deodar.impl.failure import Failure, recursion_limit
from deodar.impl.fast.row import Row
from deodar.impl.frame import Frame
from deodar.impl.response import PolicyError
from deodar.impl.unread import Unread


def holds(row: Row, frame: Frame) -> bool | PolicyError:
    """Whether a policy is satisfied, or the error that it ends in."""
    if isinstance(row.body, Unread) and (test := row.body.shape.test) is not None:
        frame.policy = row.body
        try:
            return test(frame)
        except (Failure, RecursionError):
            pass  # what is wrong, and where, its own code tells
    scope, condition = row.scope, row.conditions.code
    try:
        try:
            return (scope is None or scope(frame)) and condition(frame) is True
        except RecursionError:
            return _holds_with_room(row, frame)
    except Failure as failure:
        return PolicyError(row.policy_id, failure)


def _holds_with_room(row: Row, frame: Frame) -> bool:
    """Whether a policy holds whose evaluation needs more stack than the caller has left."""
    try:
        return (row.scope is None or with_room(row.scope, frame)) and with_room(row.conditions.code, frame) is True
    except RecursionError:
        raise recursion_limit(None) from None
