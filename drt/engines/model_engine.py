"""The model as an engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from deodar import model
from deodar.drt.data import Json
from deodar.drt.engines import meaning
from deodar.drt.engines.face import Link, Reading, Reason
from deodar.drt.engines.protocol import IMPOSSIBLE, Answer, JsonText, refusal, response, verdict
from deodar.model.entities import Entities
from deodar.model.policy_set import PolicySet
from deodar.model.request import Request
from deodar.model.schema import EnumEntityType, Schema
from deodar.model.schema_fragment import Fragment
from deodar.model.type import BoolT, EntityT, ExtT, LongT, RecordT, SetT, StringT, Type


class ReadSchema(NamedTuple):
    """A schema as it is written, and what it denotes."""

    declared: Fragment
    resolved: Schema


class ModelFace:
    """The model's public functions."""

    name = "model"
    formatter = None
    refusals = (model.Refusal,)
    back_ends: dict[str, ModelFace] = {}  # noqa: RUF012  # it is never changed

    def reason(self, refused: Exception) -> Reason:
        """Why it refused."""
        assert isinstance(refused, model.Refusal)
        return Reason(refused.kind, str(refused), refused.line, refused.column)

    def policies(self, document: Json) -> PolicySet:
        """Policies from Cedar text, JSON text or JSON data."""
        if isinstance(document, str) and not isinstance(document, JsonText):
            return model.parse_policies(document)
        return model.policies_from_json(document)

    def policies_json(self, policies: PolicySet) -> Json:
        """The JSON policy set."""
        return cast(Json, model.policies_to_json(policies))

    def policies_text(self, policies: PolicySet) -> None:  # noqa: ARG002  # the model has no printer
        """None: the model prints no text."""
        return

    def link(self, policies: PolicySet, links: Sequence[Link]) -> PolicySet:
        """The policies with more links."""
        for link in links:
            # The model checks the values itself: what is no uid is refused there.
            policies = model.link(policies, link.template_id, link.link_id, cast(Any, link.values))
        return policies

    def schema(self, document: Json) -> ReadSchema:
        """A schema from Cedar text, JSON text or JSON data."""
        is_text = isinstance(document, str) and not isinstance(document, JsonText)
        declared = model.parse_schema_text(str(document)) if is_text else model.read_schema_json(document)
        return ReadSchema(declared, model.resolve(declared))

    def schema_json(self, schema: ReadSchema) -> Json:
        """The JSON schema."""
        return cast(Json, model.schema_to_json(schema.declared))

    def schema_text(self, schema: ReadSchema) -> str:
        """The schema as Cedar text."""
        return model.schema_to_text(schema.declared)

    def schema_meaning(self, schema: ReadSchema) -> Json:
        """What the schema denotes."""
        return _meaning(schema.resolved)

    def validate(self, policies: PolicySet, schema: ReadSchema, mode: str, level: int | None) -> Answer:
        """The findings of every policy, template and link."""
        errors: list[tuple[str, str]] = []
        warnings: list[tuple[str, str]] = []
        for policy_id, found in model.validate(policies, schema.resolved, model.Mode(mode), level).items():
            errors += [(policy_id, kind.value) for kind in found.kinds]
            warnings += [(policy_id, IMPOSSIBLE)] if found.impossible else []
        return verdict(errors, warnings)

    def entities(self, document: Json, schema: ReadSchema | None) -> Entities:
        """Entities from JSON text or data."""
        return model.entities_from_json(document, None if schema is None else schema.resolved)

    def count(self, entities: Entities) -> int:
        """How many entities there are."""
        return len(entities)

    def request(self, document: Json, reading: Reading[ReadSchema]) -> Request:
        """A request from JSON data."""
        schema = None if reading.schema is None else reading.schema.resolved
        return model.request_from_json(document, schema, reading.validate)

    def responses(self, policies: PolicySet, entities: Entities, requests: Sequence[Request]) -> list[Answer]:
        """One response for each request."""
        return [
            response(
                given.decision.value,
                list(given.determining_policies),
                [(error.id, error.kind.value) for error in given.errors],
            )
            for given in model.responses(requests, entities, policies.policies)
        ]

    def value(self, expression: str, request: Json, entities: Entities, reading: Reading[ReadSchema]) -> Answer:
        """The value of an expression, or what it fails with."""
        try:
            parsed = model.parse_expression(expression)
        except model.Refusal as refused:
            return refusal("expression", *self.reason(refused))
        try:
            read = self.request(request, reading)
        except model.Refusal as refused:
            return refusal("request", *self.reason(refused))
        try:
            return {"value": model.value_to_json(model.evaluate(parsed, read, entities))}
        except model.EvaluationError as error:
            return {"fails": error.kind.value}


def _meaning(schema: Schema) -> Json:
    entity_types: dict[str, Json] = {}
    for name, entry in schema.entity_types.items():
        if isinstance(entry, EnumEntityType):
            entity_types[name] = meaning.enumeration(entry.ids)
        else:
            tags = None if entry.tags is None else _type(entry.tags)
            entity_types[name] = meaning.standard(entry.ancestors, _type(entry.attrs), tags)
    actions: dict[str, Json] = {}
    for uid, action in schema.actions.items():
        above = [meaning.uid(group.type, group.id) for group in action.ancestors]
        written = meaning.action(action.principals, action.resources, _type(action.context), above)
        actions[meaning.uid(uid.type, uid.id)] = written
    return meaning.schema(entity_types, actions)


def _type(ty: Type) -> Json:
    match ty:
        case BoolT():
            return meaning.BOOL
        case LongT():
            return meaning.LONG
        case StringT():
            return meaning.STRING
        case ExtT(extension):
            return meaning.extension(extension.value)
        case EntityT(names):
            (name,) = names
            return meaning.entity(name)
        case SetT(element):
            return meaning.set_of(_type(element))
        case RecordT(attrs):
            return meaning.record((name, _type(attr.type), attr.required) for name, attr in attrs.items())
        case _:
            raise ValueError(f"no type of a schema: {ty!r}")
