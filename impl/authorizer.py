"""The authorizer: policies and entities made ready once, then any number of requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, final

from deodar.impl.deep import with_room
from deodar.impl.entities import Entities
from deodar.impl.fast.back_end import BackEnd
from deodar.impl.fast.engine import Engine
from deodar.impl.fast.row import Conditions, Row
from deodar.impl.policy_set import PolicySet
from deodar.impl.request import EMPTY_CONTEXT, Request, plain_context, read_request
from deodar.impl.response import Response

RequestLike: TypeAlias = Request | Mapping[str, object] | str  # a request, or the JSON of one as data or as text


@final
class Authorizer:
    """Answers requests by a fixed set of policies and entities. It never changes, so threads may share it."""

    # INVARIANT: the rows of `_engine` are those of the static policies and links of `policies`, in no order.
    __slots__ = ("_back_end", "_engine", "entities", "policies")

    policies: PolicySet
    entities: Entities
    _engine: Engine
    _back_end: BackEnd

    def __init__(
        self, policies: PolicySet | str, entities: object = (), back_end: BackEnd | str = BackEnd.AUTO
    ) -> None:
        """The authorizer for policies, or their text, and entities, or the document of them as data or as text."""
        self.policies = as_policies(policies)
        self.entities = as_entities(entities)
        self._back_end = BackEnd(back_end)
        self._engine = Engine(_rows_of(self.policies), self.entities, self._back_end)

    def is_authorized(self, request: RequestLike) -> Response:
        """The response to a request; raises `RequestError` if it is not well formed, which is no Deny."""
        engine = self._engine
        by_name = engine.known.by_name
        given: Any = request
        kind: object = type(request)
        if kind is dict:
            try:
                data: dict[str, Any] = given
                principal: dict[str, Any] = data["principal"]
                action: dict[str, Any] = data["action"]
                resource: dict[str, Any] = data["resource"]
                if type(principal) is not dict or type(action) is not dict or type(resource) is not dict:
                    raise TypeError
                known_principal = by_name[principal["type"]][principal["id"]]
                known_action = by_name[action["type"]][action["id"]]
                known_resource = by_name[resource["type"]][resource["id"]]
                if not len(principal) == len(action) == len(resource) == 2:  # one may be named in two ways
                    raise TypeError
                context: object = data.get("context")
                record = EMPTY_CONTEXT if context is None or context == {} else plain_context(context)
            except (KeyError, TypeError):
                pass  # not well formed, or not seen before: the thorough reader tells
            else:
                return engine.answer(known_principal, known_action, known_resource, record)
        read = request if type(request) is Request else with_room(read_request, request)
        principal_uid, action_uid, resource_uid, record = read
        try:
            known_principal = by_name[principal_uid[0]][principal_uid[1]]
            known_action = by_name[action_uid[0]][action_uid[1]]
            known_resource = by_name[resource_uid[0]][resource_uid[1]]
        except KeyError:
            find = engine.known.find  # not seen before
            known_principal, known_action, known_resource = find(principal_uid), find(action_uid), find(resource_uid)
        return engine.answer(known_principal, known_action, known_resource, record)

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
        old = self._engine
        authorizer = Authorizer.__new__(Authorizer)
        authorizer.policies, authorizer.entities, authorizer._back_end = policies, entities, self._back_end
        rows = old.rows if policies is self.policies else _rows_of(policies, old.rows)
        authorizer._engine = Engine(rows, entities, self._back_end, old)
        return authorizer

    def __repr__(self) -> str:
        return f"<Authorizer: {len(self._engine.rows)} policies, {len(self.entities)} entities>"


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


def _rows_of(policies: PolicySet, old: Sequence[Row] = ()) -> tuple[Row, ...]:
    """The rows of the policies; an old row serves again, and so does what was compiled for the same conditions."""
    known = {row.policy_id: row for row in old}
    # By the identity of what the rows keep alive: all links of a template have the same conditions.
    compiled = {id(row.body.conditions): row.conditions for row in old}
    rows: list[Row] = []
    for policy_id, body in policies.evaluated():
        row = known.get(policy_id)
        if row is None or not row.is_of(body):
            conditions = compiled.get(id(body.conditions))
            if conditions is None:
                conditions = compiled[id(body.conditions)] = Conditions(body.conditions)
            row = Row(policy_id, body, conditions)
        rows.append(row)
    return tuple(rows)
