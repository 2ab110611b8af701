"""The parts of a template link as an application gives them: an id, and what each slot stands for."""

from __future__ import annotations

from deodar.impl.errors import DeodarError, LinkError
from deodar.impl.expr import EntityUID
from deodar.impl.json_place import json_findings
from deodar.impl.json_reader import JsonReader
from deodar.impl.parser import parse_entity_uid


def link_id_of(given: object) -> str:
    """An id for a link, if it is a string that can be written."""
    reader = JsonReader()
    found = reader.string(given, (None, "newId"))
    _refuse_mistakes(reader)
    return found


def link_entity(slot: str, value: object) -> EntityUID:
    """The entity that a value of a link names."""
    if isinstance(value, str):
        try:
            return parse_entity_uid(value, slot)
        except DeodarError as error:
            raise LinkError(error.findings, slot) from None
    reader = JsonReader()
    data = {"type": value.type, "id": value.id} if isinstance(value, EntityUID) else value
    uid = reader.uid(data, (None, slot))
    _refuse_mistakes(reader)
    return uid


def _refuse_mistakes(reader: JsonReader) -> None:
    if reader.mistakes:
        raise LinkError(json_findings(None, reader.mistakes), "<link>")
