"""The authorizer: policies and entities made ready once, then any number of requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias, final

from deodar.impl.collector import without_collections
from deodar.impl.deep import with_room
from deodar.impl.entities import Entities
from deodar.impl.fast.back_end import BackEnd
from deodar.impl.fast.engine import Engine
from deodar.impl.fast.row import Conditions, Row
from deodar.impl.layered import Layered
from deodar.impl.link import TemplateLink, fill
from deodar.impl.policy_set import PolicySet
from deodar.impl.request import EMPTY_CONTEXT, Request, plain_fields, read_request
from deodar.impl.response import Response

_NO_FIELDS: Final = EMPTY_CONTEXT.fields
_MEMBERS: Final = 6  # type and id of three entities
RequestLike: TypeAlias = Request | Mapping[str, object] | str  # a request, or the JSON of one as data or as text


@final
class Authorizer:
    """Answers requests by a fixed set of policies and entities. It never changes, so threads may share it."""

    # INVARIANT: the rows of `_engine` are those of the static policies and links of `policies`, in no order.
    # INVARIANT: `_of_templates[t]` are the conditions of the rows of the links of template t.
    __slots__ = ("_engine", "_of_templates", "entities", "policies")

    policies: PolicySet
    entities: Entities
    _engine: Engine
    _of_templates: Layered[str, Conditions]

    def __init__(
        self, policies: PolicySet | str, entities: object = (), back_end: BackEnd | str = BackEnd.AUTO
    ) -> None:
        """The authorizer for policies, or their text, and entities, or the document of them as data or as text."""
        self.policies = as_policies(policies)
        self.entities = as_entities(entities)
        compiled: dict[str, Conditions] = {}
        with without_collections():
            rows = {row.policy_id: row for row in _rows_of(self.policies, compiled)}
        self._engine = Engine(Layered(rows), self.entities, BackEnd(back_end))
        self._of_templates = Layered(compiled)

    def is_authorized(self, request: RequestLike) -> Response:
        """The response to a request; raises `RequestError` if it is not well formed, which is no Deny."""
        engine = self._engine
        by_name = engine.known.by_name
        given: Any = request
        kind: object = type(request)
        try:
            if kind is dict:
                principal, action, resource = given["principal"], given["action"], given["resource"]
                if not dict is type(principal) is type(action) is type(resource):
                    raise TypeError
                known_principal = by_name[principal["type"]][principal["id"]]
                known_action = by_name[action["type"]][action["id"]]
                known_resource = by_name[resource["type"]][resource["id"]]
                if len(principal) + len(action) + len(resource) != _MEMBERS:  # one may be named in two ways
                    raise TypeError
                context = given.get("context")
                fields = _NO_FIELDS if context is None or context == _NO_FIELDS else plain_fields(context)
            elif kind is Request:
                principal, action, resource, record = given
                known_principal = by_name[principal[0]][principal[1]]
                known_action = by_name[action[0]][action[1]]
                known_resource = by_name[resource[0]][resource[1]]
                fields = record.fields
            else:
                raise TypeError
        except (KeyError, TypeError):  # not well formed, or not seen before: the thorough reader tells
            read = given if kind is Request else with_room(read_request, given)
            find = engine.known.find
            known_principal, known_action, known_resource = find(read[0]), find(read[1]), find(read[2])
            fields = read[3].fields
        ready = engine.ready.get(known_action)
        if ready is None:
            return engine.answer(known_principal, known_action, known_resource, fields)
        run, given = ready
        return run(known_principal, known_action, known_resource, fields, engine.store, given)

    def is_authorized_batch(self, requests: Iterable[RequestLike]) -> list[Response]:
        """The responses to the requests, in their order."""
        return [self.is_authorized(request) for request in requests]

    def with_policies(self, add: PolicySet | str | None = None, remove: Iterable[str] = ()) -> Authorizer:
        """A new authorizer without the policies of these ids, and then with the added ones."""
        gone = dict.fromkeys(remove)
        policies = self.policies.remove(gone) if gone else self.policies
        compiled: dict[str, Conditions] = {}
        rows: Sequence[Row] = ()
        if add is not None:
            added = as_policies(add)
            policies = policies.add(added)
            rows = list(_rows_of(added, compiled))
        engine = self._engine.changed([each for each in gone if each in self._engine], rows)
        of_templates = [each for each in gone if each in self._of_templates]
        templates = self._of_templates.changed(of_templates, compiled.items())
        return self._with(policies, self.entities, engine, templates)

    def with_links(self, links: Iterable[tuple[str, str, Mapping[str, object]]]) -> Authorizer:
        """A new authorizer with more links, each a template's id, a new id, and the values; all of them, or none."""
        listed = list(links)
        policies = self.policies.link_all(listed)
        compiled: dict[str, Conditions] = {}
        rows: list[Row] = []
        for _, link_id, _ in listed:
            link = policies.links[link_id]
            rows.append(_row_of_link(policies, link, self._of_templates.get(link.template_id), compiled))
        engine = self._engine.changed((), rows)
        return self._with(policies, self.entities, engine, self._of_templates.changed((), compiled.items()))

    def with_entities(self, upsert: object = (), remove: Iterable[object] = ()) -> Authorizer:
        """A new authorizer without the removed entities, and then with the others in place of those of the same uid."""
        entities = self.entities.remove(remove).upsert(as_entities(upsert))
        return self._with(self.policies, entities, self._engine.over(entities), self._of_templates)

    def _with(
        self, policies: PolicySet, entities: Entities, engine: Engine, of_templates: Layered[str, Conditions]
    ) -> Authorizer:
        authorizer = Authorizer.__new__(Authorizer)
        authorizer.policies, authorizer.entities = policies, entities
        authorizer._engine, authorizer._of_templates = engine, of_templates
        return authorizer

    def __repr__(self) -> str:
        return f"<Authorizer: {len(self._engine)} policies, {len(self.entities)} entities>"


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


def _rows_of(policies: PolicySet, compiled: dict[str, Conditions]) -> Iterator[Row]:
    """The rows of the policies. All links of a template have its conditions, which `compiled` gains by its id."""
    for policy in policies.policies.values():
        yield Row(policy.id, policy.as_read)
    for link in policies.links.values():
        yield _row_of_link(policies, link, None, compiled)


def _row_of_link(
    policies: PolicySet, link: TemplateLink, known: Conditions | None, compiled: dict[str, Conditions]
) -> Row:
    """The row of a link, with the conditions of its template that are known, or that `compiled` has or gains."""
    body = policies.template(link.template_id).body
    conditions = known or compiled.get(link.template_id)
    if conditions is None:
        conditions = compiled[link.template_id] = Conditions(body.conditions, are_shared=True)
    return Row(link.id, fill(body, link.values), conditions)
