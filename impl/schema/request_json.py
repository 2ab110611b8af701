"""A request, its context read by a schema, which it must conform to."""

from __future__ import annotations

from typing import final

from deodar.impl.expr import EntityUID
from deodar.impl.request import MOST_LEVELS, Request, RequestReader, read_request_with
from deodar.impl.schema.conformance import undeclared_action
from deodar.impl.schema.context_json import read_typed_context
from deodar.impl.schema.request_conformance import check_request
from deodar.impl.schema.schema import ResolvedSchema
from deodar.impl.value import RecordValue


def read_typed_request(data_or_text: object, schema: ResolvedSchema, *, validate: bool) -> Request:
    """The request that JSON gives, as text or as Python data; raises `RequestError` with every mistake in it."""
    return read_request_with(lambda text: _TypedReader(text, schema, validate=validate), data_or_text)


@final
class _TypedReader(RequestReader):
    """One reading of a request by a schema."""

    def __init__(self, text: str | None, schema: ResolvedSchema, *, validate: bool) -> None:
        super().__init__(text)
        self.schema = schema
        self.validate = validate

    def context(self, data: object, action: EntityUID | None) -> RecordValue | None:
        if action is None:
            return None
        definition = self.schema.actions.get(action)
        if definition is None:
            self.add(undeclared_action(action, self.schema).mistake(("action",)))
            return None
        return self.read_context_with(data, lambda found: read_typed_context(found, definition, MOST_LEVELS))

    def check(self, principal: EntityUID, action: EntityUID, resource: EntityUID, context: RecordValue) -> None:
        if self.validate:
            for mistake in check_request(principal, action, resource, context, self.schema):
                self.add(mistake)
