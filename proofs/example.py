"""A small schema, and requests and stores that conform to it: where a search tries expressions out."""

from __future__ import annotations

from dataclasses import dataclass

from deodar.model import entities_from_json, parse_schema_text, request_from_json, resolve
from deodar.model.entities import Entities
from deodar.model.request import Request
from deodar.model.schema import Environment, Schema
from deodar.model.type import Mode

SCHEMA_TEXT = """entity Group;
entity User in [Group] { name: String, age: Long, nick?: String, boss: User } tags Long;
entity Photo { owner?: User };
action read;
action view in [read] appliesTo {
  principal: [User], resource: [Photo], context: { ok: Bool, n?: Long, at: datetime, r: { a: Long, b?: Bool } }
};
action edit appliesTo { principal: [User], resource: [Photo], context: { ok: Bool, n: Long } };
"""
ACTIONS: list[dict[str, object]] = [
    {"uid": {"type": "Action", "id": "read"}, "attrs": {}, "parents": []},
    {"uid": {"type": "Action", "id": "view"}, "attrs": {}, "parents": [{"type": "Action", "id": "read"}]},
    {"uid": {"type": "Action", "id": "edit"}, "attrs": {}, "parents": []},
]
ALICE: dict[str, object] = {
    "uid": {"type": "User", "id": "alice"},
    "attrs": {"name": "Alice", "age": 9223372036854775807, "boss": {"__entity": {"type": "User", "id": "bob"}}},
    "parents": [{"type": "Group", "id": "g"}],
    "tags": {"t": 1},
}
BOB: dict[str, object] = {
    "uid": {"type": "User", "id": "bob"},
    "attrs": {"name": "Bob", "age": 0, "nick": "b", "boss": {"__entity": {"type": "User", "id": "gone"}}},
    "parents": [],
}
PHOTO: dict[str, object] = {"uid": {"type": "Photo", "id": "p"}, "attrs": {}, "parents": []}
CONTEXT: dict[str, object] = {"ok": True, "at": {"__extn": {"fn": "datetime", "arg": "2024-01-01"}}, "r": {"a": 1}}
FULLER: dict[str, object] = {**CONTEXT, "ok": False, "n": 2, "r": {"a": 0, "b": False}}


@dataclass(frozen=True, slots=True)
class Situation:
    """A request, a store, and the request as text."""

    request: Request
    entities: Entities
    request_json: dict[str, object]
    entities_json: list[dict[str, object]]


def schema() -> Schema:
    """The schema."""
    return resolve(parse_schema_text(SCHEMA_TEXT))


def environment(mode: Mode) -> Environment:
    """The environment of the requests that are tried."""
    declared = schema()
    action = next(uid for uid in declared.actions if uid.id == "view")
    return Environment(declared, "User", action, "Photo", declared.actions[action].context, mode)


def situations() -> list[Situation]:
    """All that are tried: with either user as the principal, with more and with fewer entities."""
    stores: tuple[list[dict[str, object]], ...] = ([ALICE, BOB, PHOTO], [ALICE], [])
    return [
        _situation(principal, context, entities)
        for principal in ("alice", "bob", "gone")
        for context in (CONTEXT, FULLER)
        for entities in stores
    ]


def _situation(principal: str, context: object, entities: list[dict[str, object]]) -> Situation:
    request: dict[str, object] = {
        "principal": {"type": "User", "id": principal},
        "action": {"type": "Action", "id": "view"},
        "resource": {"type": "Photo", "id": "p"},
        "context": context,
    }
    store = [*ACTIONS, *entities]
    return Situation(request_from_json(request), entities_from_json(store), request, store)
