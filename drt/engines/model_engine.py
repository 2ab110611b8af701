"""The model as an engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from deodar import model
from deodar.drt.data import Json
from deodar.drt.engines.face import Link, Reason
from deodar.drt.engines.protocol import Answer, JsonText, refusal, response
from deodar.model.entities import Entities
from deodar.model.policy_set import PolicySet


class ModelFace:
    """The model's public functions."""

    name = "model"
    formatter = None
    refusals = (model.Refusal,)

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

    def entities(self, document: Json) -> Entities:
        """Entities from JSON text or data."""
        return model.entities_from_json(document)

    def count(self, entities: Entities) -> int:
        """How many entities there are."""
        return len(entities)

    def responses(self, policies: PolicySet, entities: Entities, requests: Sequence[Json]) -> list[Answer]:
        """One response for each request."""
        evaluated = policies.policies
        answers: list[Answer] = []
        for request in requests:
            try:
                read = model.request_from_json(request)
            except model.Refusal as refused:
                answers.append(refusal("request", *self.reason(refused)))
                continue
            given = model.is_authorized(read, entities, evaluated)
            errors = [(error.id, error.kind.value) for error in given.errors]
            answers.append(response(given.decision.value, list(given.determining_policies), errors))
        return answers

    def value(self, expression: str, request: Json, entities: Entities) -> Answer:
        """The value of an expression, or what it fails with."""
        try:
            parsed = model.parse_expression(expression)
        except model.Refusal as refused:
            return refusal("expression", *self.reason(refused))
        try:
            read = model.request_from_json(request)
        except model.Refusal as refused:
            return refusal("request", *self.reason(refused))
        try:
            return {"value": model.value_to_json(model.evaluate(parsed, read, entities))}
        except model.EvaluationError as error:
            return {"fails": error.kind.value}
