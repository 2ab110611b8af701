"""From the policies that hold, and those that are left to the plain evaluator, to a response."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from deodar.impl.entities import Entities
from deodar.impl.fast.known import Known
from deodar.impl.fast.plain import holds
from deodar.impl.fast.row import Row
from deodar.impl.frame import Frame
from deodar.impl.response import NOTHING_APPLIES, Decision, PolicyError, Response, new_response
from deodar.impl.value import RecordValue, Value

MOST_CHANGES: Final = 64  # of policies, that stand beside a large index before it takes them in
MOST_RESPONSES: Final = 4_096  # by the policies that hold, of an index or of a generated function

Fields: TypeAlias = dict[str, Value]  # of the context; never changed


# OPTIMIZATION: the authorizer calls one generated function for a request, which ends in a response.
# INVARIANT:    it gives the response that `Engine.answer` gives.
# GUARDED BY:   drt targets index, back-ends and fresh; tests/impl/fast/test_back_ends.py
class Ready(NamedTuple):
    """What answers the requests about an action."""

    # Principal, action, resource, the fields of the context, the store, and what is given: gives the response.
    run: Callable[..., Response]
    given: tuple[Any, ...]


# OPTIMIZATION: the response of policies that have held together before is not made again.
# INVARIANT:    a response hangs on nothing but the policies that hold and those that err; where one errs none is kept.
# GUARDED BY:   drt targets index, back-ends and fresh; tests/impl/fast/test_back_ends.py
def respond(
    responses: dict[tuple[Row, ...], Response],
    found: list[Row],
    plain: Iterable[Row],
    *request: Any,
    others: Sequence[Row] = (),
) -> Response:
    """The response to a request, given what a walk has found: policies that hold, and those that it could not tell.

    The other policies stand in no trie, so that no walk finds them, and each is there once.
    """
    if plain or others:
        # Each once: it may be left by more than one of its steps.
        return settled(list(dict.fromkeys(found)), [*dict.fromkeys(plain), *others], frame_of(*request))
    if len(found) == 1:
        return found[0].alone()
    if len(request[1].line) > 1:  # a policy may name several actions that this one is in, and is found for each
        found = list(dict.fromkeys(found))
    key = tuple(found)
    response = responses.get(key)
    if response is None:
        response = response_of(found, ())
        if len(responses) < MOST_RESPONSES:
            responses[key] = response
    return response


def frame_of(principal: Known, action: Known, resource: Known, fields: Fields, store: Entities) -> Frame:
    """The frame of the plain evaluator."""
    return Frame(principal.uid, action.uid, resource.uid, RecordValue(fields), store)


def settled(satisfied: list[Row], unusual: Sequence[Row], frame: Frame) -> Response:
    """The response, once the plain evaluator has looked at the policies that are left to it."""
    errors: list[PolicyError] = []
    for row in unusual:
        outcome = holds(row, frame)
        if outcome is True:
            satisfied.append(row)
        elif outcome is not False:
            errors.append(outcome)
    errors.sort(key=lambda error: error.policy_id)
    return response_of(satisfied, tuple(errors))


def response_of(satisfied: list[Row], errors: tuple[PolicyError, ...]) -> Response:
    """The response, given the satisfied policies and the errors of the others."""
    forbids = [row.policy_id for row in satisfied if not row.is_permit]
    reasons = forbids or [row.policy_id for row in satisfied]
    if not reasons and not errors:
        return NOTHING_APPLIES
    reasons.sort()
    decision = Decision.ALLOW if reasons and not forbids else Decision.DENY
    return new_response((decision, tuple(reasons), errors))
