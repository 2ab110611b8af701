"""What the official engine reads that the format does not have.

Its JSON library takes a list for an object whose members are known, the members in order: `["User", "alice"]` for
`{"type": "User", "id": "alice"}`. No reader of the format needs to follow it there.
"""

from __future__ import annotations

import json

from deodar.drt.data import Json


def takes_a_list_for_an_object(document: str) -> bool:
    """Whether an entities document that the official engine reads has a list where an entity or a uid is due."""
    entries = json.loads(document)
    return any(isinstance(entry, list) or any(map(_is_list, _uids(entry))) for entry in entries)


def _uids(entry: dict[str, Json]) -> list[Json]:
    parents = entry["parents"]
    return [entry["uid"], *(parents if isinstance(parents, list) else ())]


def _is_list(uid: Json) -> bool:
    match uid:
        case [str(), str()] | {"__entity": [str(), str()]}:
            return True
        case _:
            return False
