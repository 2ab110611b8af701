"""Requests and contexts in JSON."""

from __future__ import annotations

from deodar.model.conformance import request_fault
from deodar.model.deep import with_room
from deodar.model.json_text import DOCUMENT_DEPTH, Json, from_text_or_data, member, obj
from deodar.model.parser import parse_entity_uid
from deodar.model.refusal import Refusal
from deodar.model.request import Request
from deodar.model.schema import Schema
from deodar.model.type import RecordT
from deodar.model.typed_json import typed_value
from deodar.model.value import EntityUID, Record, Value
from deodar.model.value_json import entity_uid_from_json, value_from_json


def request_entity(data: Json) -> EntityUID:
    """An entity of the request: an object, or text such as `User::"alice"`."""
    return parse_entity_uid(data) if isinstance(data, str) else entity_uid_from_json(data)


def context_value(data: Json, declared: RecordT | None) -> Value:
    """The value that a context writes, as the action's context is declared."""
    if declared is None:
        return value_from_json(data)
    try:
        return typed_value(data, declared)
    except Refusal as refusal:
        raise Refusal("ContextParse") from refusal


def context_of(data: Json, declared: RecordT | None) -> Record:
    """The context that data writes, which must be a record."""
    value = with_room(context_value, data, declared)
    if not isinstance(value, Record):
        raise Refusal("record-expected")
    return value


def context_from_json(document: object, declared: RecordT | None = None) -> Record:
    """The context that an object or its JSON text writes; of members with the same name the last one wins."""
    return context_of(from_text_or_data(document, DOCUMENT_DEPTH, last_wins=True), declared)


def declared_context(action: EntityUID, schema: Schema) -> RecordT:
    """The type of the context of an action."""
    entry = schema.actions.get(action)
    if entry is None:
        raise Refusal("UndeclaredAction")
    return entry.context


def request_from_json(document: object, schema: Schema | None = None, validate: bool = True) -> Request:
    """The request that an object or its JSON text writes; without a context it has an empty one.

    With a schema the context is read as the action declares it, and, unless it is not to be validated, the request must
    conform.
    """
    data = obj(from_text_or_data(document, DOCUMENT_DEPTH + 1, last_wins=True))
    context = data.get("context")
    principal, action, resource = (
        request_entity(member(data, "principal")),
        request_entity(member(data, "action")),
        request_entity(member(data, "resource")),
    )
    declared = None if schema is None else declared_context(action, schema)
    read = context_from_json if isinstance(context, str) else context_of
    request = Request(principal, action, resource, read({} if context is None else context, declared))
    fault = None if schema is None or not validate else request_fault(request, schema)
    if fault is not None:
        raise Refusal(fault.value)
    return request
