"""The production engine as an engine of the tester, through the public API and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import deodar
from deodar.drt.data import Json
from deodar.drt.engines.face import Link, Reason
from deodar.drt.engines.protocol import Answer, JsonText, refusal, response
from deodar.impl.formatter import format_policies
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
        return format_policies(text)

    def link(self, policies: deodar.PolicySet, links: Sequence[Link]) -> deodar.PolicySet:
        """The policies with more links."""
        for link in links:
            policies = policies.link(link.template_id, link.link_id, link.values)
        return policies

    def entities(self, document: Json) -> deodar.Entities:
        """Entities from JSON text or data."""
        return deodar.Entities.from_json(document)

    def count(self, entities: deodar.Entities) -> int:
        """How many entities there are."""
        return len(entities)

    def responses(
        self, policies: deodar.PolicySet, entities: deodar.Entities, requests: Sequence[Json]
    ) -> list[Answer]:
        """One response for each request."""
        authorizer = deodar.Authorizer(policies, entities)
        answers: list[Answer] = []
        for request in requests:
            try:
                read = deodar.Request.from_json(request)
            except deodar.DeodarError as refused:
                answers.append(refusal("request", *self.reason(refused)))
                continue
            given = authorizer.is_authorized(read)
            errors = [(error.policy_id, error.kind) for error in given.errors]
            answers.append(response(given.decision.value, list(given.reasons), errors))
        return answers

    def value(self, expression: str, request: Json, entities: deodar.Entities) -> Answer:
        """The value of an expression, or what it fails with."""
        try:
            read = deodar.Request.from_json(request)
        except deodar.DeodarError as refused:
            return refusal("request", *self.reason(refused))
        try:
            value = deodar.evaluate(expression, read, entities)
        except deodar.EvaluationError as failed:
            return {"fails": failed.kind}
        except deodar.DeodarError as refused:
            return refusal("expression", *self.reason(refused))
        return {"value": cast(Json, value_to_json(value))}
