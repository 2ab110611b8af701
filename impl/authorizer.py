"""The authorizer: policies and entities made ready once, then any number of requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias, final

from deodar.impl.compiler import compile_conditions
from deodar.impl.deep import with_room
from deodar.impl.entities import Entities
from deodar.impl.expr import Condition, PolicyBody
from deodar.impl.failure import Failure, recursion_limit
from deodar.impl.frame import Code, Frame
from deodar.impl.policy_set import PolicySet
from deodar.impl.request import Request, read_request
from deodar.impl.response import NOTHING_APPLIES, Decision, PolicyError, Response
from deodar.impl.scope import Test, compile_scope
from deodar.impl.value import Value

RequestLike: TypeAlias = Request | Mapping[str, object] | str  # a request, or the JSON of one as data or as text


class _Row(NamedTuple):
    """One policy, ready to be evaluated."""

    policy_id: str
    is_permit: bool
    scope: Test | None  # None: every request passes
    condition: Code
    body: PolicyBody


@final
class Authorizer:
    """Answers requests by a fixed set of policies and entities. It never changes, so threads may share it."""

    # INVARIANT: `_rows` has one row for each static policy and link of `policies`, sorted by policy id.
    __slots__ = ("_rows", "entities", "policies")

    policies: PolicySet
    entities: Entities
    _rows: tuple[_Row, ...]

    def __init__(self, policies: PolicySet | str, entities: object = ()) -> None:
        """The authorizer for policies, or their text, and entities, or the document of them as data or as text."""
        self._fill(as_policies(policies), as_entities(entities), ())

    def _fill(self, policies: PolicySet, entities: Entities, old: Iterable[_Row]) -> None:
        self.policies = policies
        self.entities = entities
        self._rows = _compile_rows(policies, old)

    def is_authorized(self, request: RequestLike) -> Response:
        """The response to a request; raises `RequestError` if it is not well formed, which is no Deny."""
        if type(request) is not Request:
            request = with_room(read_request, request)
        frame = Frame(request.principal, request.action, request.resource, request.context, self.entities)
        permits: list[str] = []
        forbids: list[str] = []
        errors: list[PolicyError] = []
        for policy_id, is_permit, scope, condition, _ in self._rows:
            try:
                try:
                    holds = (scope is None or scope(frame)) and condition(frame) is True
                except RecursionError:
                    holds = _holds_with_room(scope, condition, frame)
            except Failure as failure:
                errors.append(PolicyError(policy_id, failure))
                continue
            if holds:
                (permits if is_permit else forbids).append(policy_id)
        if forbids:
            return Response(Decision.DENY, tuple(forbids), tuple(errors))
        if permits:
            return Response(Decision.ALLOW, tuple(permits), tuple(errors))
        return Response(Decision.DENY, (), tuple(errors)) if errors else NOTHING_APPLIES

    def is_authorized_batch(self, requests: Iterable[RequestLike]) -> list[Response]:
        """The responses to the requests, in their order."""
        return [self.is_authorized(request) for request in requests]

    def with_policies(self, add: PolicySet | str | None = None, remove: Iterable[str] = ()) -> Authorizer:
        """A new authorizer without the policies of these ids, and then with the added ones."""
        policies = self.policies.remove(remove)
        if add is not None:
            policies = policies.add(as_policies(add))
        return self._with(policies, self.entities)

    def with_entities(self, upsert: object = (), remove: Iterable[object] = ()) -> Authorizer:
        """A new authorizer without the removed entities, and then with the others in place of those of the same uid."""
        return self._with(self.policies, self.entities.remove(remove).upsert(as_entities(upsert)))

    def _with(self, policies: PolicySet, entities: Entities) -> Authorizer:
        authorizer = Authorizer.__new__(Authorizer)
        authorizer._fill(policies, entities, self._rows)
        return authorizer

    def __repr__(self) -> str:
        return f"<Authorizer: {len(self._rows)} policies, {len(self.entities)} entities>"


def is_authorized(request: RequestLike, policies: PolicySet | str, entities: object = ()) -> Response:
    """The response to one request. For more than one, make an `Authorizer`."""
    return Authorizer(policies, entities).is_authorized(request)


def as_policies(policies: PolicySet | str) -> PolicySet:
    """The policies, parsed if they are text."""
    return PolicySet.parse(policies) if isinstance(policies, str) else policies


def as_entities(entities: object) -> Entities:
    """The entities, read if they are a document as text or as data."""
    if isinstance(entities, Entities):
        return entities
    return Entities.empty() if entities == () else Entities.from_json(entities)


def _compile_rows(policies: PolicySet, old: Iterable[_Row]) -> tuple[_Row, ...]:
    """The rows of the policies; what was compiled for the old rows is used again."""
    # By the identity of the conditions, which the rows keep alive: all links of a template have the same ones.
    compiled = {id(row.body.conditions): row.condition for row in old}
    rows: list[_Row] = []
    for policy_id, body in sorted(policies.evaluated(), key=lambda pair: pair[0]):
        condition = compiled.get(id(body.conditions))
        if condition is None:
            condition = compiled[id(body.conditions)] = _compile(body.conditions)
        rows.append(_Row(policy_id, body.effect == "permit", compile_scope(body), condition, body))
    return tuple(rows)


def _compile(conditions: tuple[Condition, ...]) -> Code:
    try:
        return with_room(compile_conditions, conditions)
    except RecursionError:
        return _nested_too_deeply


def _nested_too_deeply(_frame: Frame) -> Value:
    raise recursion_limit(None)


def _holds_with_room(scope: Test | None, condition: Code, frame: Frame) -> bool:
    """Whether a policy holds whose evaluation needs more stack than the caller has left."""
    try:
        return (scope is None or with_room(scope, frame)) and with_room(condition, frame) is True
    except RecursionError:
        raise recursion_limit(None) from None
