"""The world of the cases about operators and scopes: a schema, entities that conform to it, and a request."""

from __future__ import annotations

from deodar.drt.data import Json
from deodar.drt.generate.node import Node

SCHEMA = """\
entity Group in [Group];
entity User in [Group] { name: String, age?: Long } tags String;
entity Folder in [Folder];
entity Doc in [Folder];
entity Color enum ["red"];
action all;
action view, edit in [all] appliesTo { principal: [User, Group], resource: [Doc, Folder], context: { n?: Long } };
action share appliesTo { principal: [User, Group], resource: [Doc, Folder], context: { n?: Long } };
"""


def uid(name: str, entity_id: str) -> Node:
    """An entity UID."""
    return {"type": name, "id": entity_id}


USER, GROUP, DOC, FOLDER = uid("User", "a"), uid("Group", "g"), uid("Doc", "d"), uid("Folder", "f")
VIEW, EDIT, ALL, SHARE = (uid("Action", name) for name in ("view", "edit", "all", "share"))


def _entity(name: Node, *parents: Node, **members: Json) -> Node:
    return {"uid": name, "attrs": {}, "parents": list(parents), **members}


ENTITIES: list[Json] = [
    _entity(USER, GROUP, attrs={"name": "a"}, tags={"a": "a"}),
    _entity(GROUP),
    _entity(DOC, FOLDER),
    _entity(FOLDER),
]


def request(principal: Node = USER, action: Node = VIEW, resource: Node = DOC) -> Node:
    """A request that conforms to the schema."""
    return {"principal": principal, "action": action, "resource": resource, "context": {"n": 1}}
