"""Requests and contexts in JSON."""

from __future__ import annotations

from deodar.model.deep import with_room
from deodar.model.json_text import DOCUMENT_DEPTH, Json, from_text_or_data, member, obj
from deodar.model.parser import parse_entity_uid
from deodar.model.refusal import Refusal
from deodar.model.request import Request
from deodar.model.value import EntityUID, Record
from deodar.model.value_json import entity_uid_from_json, value_from_json


def request_entity(data: Json) -> EntityUID:
    """An entity of the request: an object, or text such as `User::"alice"`."""
    return parse_entity_uid(data) if isinstance(data, str) else entity_uid_from_json(data)


def context_from_json(document: object) -> Record:
    """The context that an object or its JSON text writes; of members with the same name the last one wins."""
    value = with_room(value_from_json, from_text_or_data(document, DOCUMENT_DEPTH, last_wins=True))
    if not isinstance(value, Record):
        raise Refusal("record-expected")
    return value


def request_from_json(document: object) -> Request:
    """The request that an object or its JSON text writes; without a context it has an empty one."""
    data = obj(from_text_or_data(document, DOCUMENT_DEPTH + 1, last_wins=True))
    context = data.get("context")
    return Request(
        request_entity(member(data, "principal")),
        request_entity(member(data, "action")),
        request_entity(member(data, "resource")),
        context_from_json({} if context is None else context),
    )
