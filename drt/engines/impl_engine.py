"""The production engine as an engine of the tester, through the public API and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import deodar
from deodar.drt.data import Json
from deodar.drt.engines import meaning
from deodar.drt.engines.face import PERMISSIVE, Link, Reading, Reason
from deodar.drt.engines.protocol import Answer, JsonText, refusal, response, verdict
from deodar.impl.schema.schema import ResolvedSchema
from deodar.impl.schema.types import BOOL, EntityType, Extension, Primitive, RecordType, SetType, Type
from deodar.impl.value_to_json import value_to_json


class ImplFace:
    """The public API under the names that `in_process` calls."""

    name = "impl"
    refusals = (deodar.DeodarError,)

    def reason(self, refused: Exception) -> Reason:
        """Why it refused: the first finding."""
        assert isinstance(refused, deodar.DeodarError)
        finding = refused.findings[0]
        line, column = (None, None) if finding.span is None else (finding.span.line, finding.span.column)
        return Reason(finding.kind, finding.message, line, column)

    def policies(self, document: Json) -> deodar.PolicySet:
        """Policies from Cedar text, JSON text or JSON data."""
        if isinstance(document, str) and not isinstance(document, JsonText):
            return deodar.PolicySet.parse(document)
        return deodar.PolicySet.from_json(document)

    def policies_json(self, policies: deodar.PolicySet) -> Json:
        """The JSON policy set."""
        return cast(Json, policies.to_json())

    def policies_text(self, policies: deodar.PolicySet) -> str:
        """The policies as Cedar text."""
        return policies.to_text()

    def formatter(self, text: str) -> str:
        """Cedar text in the canonical layout."""
        return deodar.format_policies(text)

    def link(self, policies: deodar.PolicySet, links: Sequence[Link]) -> deodar.PolicySet:
        """The policies with more links."""
        for link in links:
            policies = policies.link(link.template_id, link.link_id, link.values)
        return policies

    def schema(self, document: Json) -> deodar.Schema:
        """A schema from Cedar text, JSON text or JSON data."""
        if isinstance(document, str) and not isinstance(document, JsonText):
            return deodar.Schema.parse(document)
        return deodar.Schema.from_json(document)

    def schema_json(self, schema: deodar.Schema) -> Json:
        """The JSON schema."""
        return cast(Json, schema.to_json())

    def schema_text(self, schema: deodar.Schema) -> str:
        """The schema as Cedar text."""
        return schema.to_text()

    def schema_meaning(self, schema: deodar.Schema) -> Json:
        """What the schema denotes."""
        return _meaning(schema.resolved)

    def validate(self, policies: deodar.PolicySet, schema: deodar.Schema, mode: str, level: int | None) -> Answer:
        """The findings of every policy, template and link."""
        report = deodar.validate(policies, schema, "permissive" if mode == PERMISSIVE else "strict", level)
        return verdict(
            [(finding.policy_id, finding.kind) for finding in report.errors],
            [(finding.policy_id, finding.kind) for finding in report.warnings],
        )

    def entities(self, document: Json, schema: deodar.Schema | None) -> deodar.Entities:
        """Entities from JSON text or data."""
        return deodar.Entities.from_json(document, schema)

    def count(self, entities: deodar.Entities) -> int:
        """How many entities there are."""
        return len(entities)

    @property
    def back_ends(self) -> dict[str, ImplFace]:
        """The engine with each of its ways to evaluate policies."""
        from deodar.drt.engines.impl_back_ends import BACK_ENDS  # noqa: PLC0415  # they build on this class

        return BACK_ENDS

    def authorizer(
        self,
        policies: deodar.PolicySet,
        entities: deodar.Entities,
        requests: Sequence[deodar.Request],  # noqa: ARG002  # of use to those who ask some of them on the way
    ) -> deodar.Authorizer:
        """The authorizer that answers."""
        return deodar.Authorizer(policies, entities)

    def request(self, document: Json, reading: Reading[deodar.Schema]) -> deodar.Request:
        """A request from JSON data."""
        return deodar.Request.from_json(document, reading.schema, reading.validate)

    def responses(
        self, policies: deodar.PolicySet, entities: deodar.Entities, requests: Sequence[deodar.Request]
    ) -> list[Answer]:
        """One response for each request."""
        authorizer = self.authorizer(policies, entities, requests)
        answers: list[Answer] = []
        for request in requests:
            given = authorizer.is_authorized(request)
            errors = [(error.policy_id, error.kind) for error in given.errors]
            answers.append(response(given.decision.value, list(given.reasons), errors))
        return answers

    def value(
        self, expression: str, request: Json, entities: deodar.Entities, reading: Reading[deodar.Schema]
    ) -> Answer:
        """The value of an expression, or what it fails with."""
        try:
            read = self.request(request, reading)
        except deodar.DeodarError as refused:
            return refusal("request", *self.reason(refused))
        try:
            value = deodar.evaluate(expression, read, entities)
        except deodar.EvaluationError as failed:
            return {"fails": failed.kind}
        except deodar.DeodarError as refused:
            return refusal("expression", *self.reason(refused))
        return {"value": cast(Json, value_to_json(value))}


def _meaning(schema: ResolvedSchema) -> Json:
    entity_types: dict[str, Json] = {}
    for name, found in schema.entity_types.items():
        tags = None if found.tags is None else _type(found.tags)
        entity_types[name] = (
            meaning.standard(schema.ancestors_of(name), _type(found.attributes), tags)
            if found.ids is None
            else meaning.enumeration(found.ids)
        )
    actions: dict[str, Json] = {}
    for uid, action in schema.actions.items():
        above = [meaning.uid(group.type, group.id) for group in schema.action_ancestors_of(uid)]
        written = meaning.action(action.principals, action.resources, _type(action.context), above)
        actions[meaning.uid(uid.type, uid.id)] = written
    return meaning.schema(entity_types, actions)


def _type(kind: Type) -> Json:
    match kind:
        case Primitive():
            return meaning.BOOL if kind is BOOL else kind.value
        case Extension():
            return meaning.extension(kind.value)
        case EntityType():
            return meaning.entity(kind.name)
        case SetType():
            return meaning.set_of(_type(kind.element))
        case RecordType():
            return meaning.record((name, _type(found.type), found.required) for name, found in kind.attributes.items())
