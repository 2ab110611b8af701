"""What the official engine reads that no reader of the format has to.

Its JSON library takes a list for an object whose members are known, the members in order: `["User", "alice"]` for
`{"type": "User", "id": "alice"}`. And it does not look at members that nothing reads, so that an object there may name
a member twice, or a string there have half of a surrogate pair; deodar's readers refuse that wherever it stands
(docs/adr/0006-repeated-members.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from deodar.drt.data import Json

SURROGATE = re.compile("[\ud800-\udfff]")


class _Repeated(Exception):
    """An object names a member twice."""


def reads_more_than_the_format(document: str) -> bool:
    """Whether an entities document that the official engine reads is none that others have to read."""
    try:
        entries = json.loads(document, object_pairs_hook=_distinct)
    except _Repeated:
        return True
    if SURROGATE.search(json.dumps(entries, ensure_ascii=False)):
        return True
    return any(isinstance(entry, list) or any(map(_is_list, _uids(entry))) for entry in entries)


def schema_reads_more_than_the_format(document: str) -> bool:
    """The same of a JSON schema that the official engine reads: a list stands for an object whose members are known."""
    namespaces: dict[str, Json] = json.loads(document)
    return any(isinstance(each, list) for each in _objects(namespaces))


def _objects(namespaces: dict[str, Json]) -> Iterator[Json]:
    for namespace in namespaces.values():
        yield namespace
        match namespace:
            case {"entityTypes": dict(entity_types), "actions": dict(actions)}:
                yield from entity_types.values()
                for action in actions.values():
                    yield from _parts_of_action(action)
            case _:
                pass


def _parts_of_action(action: Json) -> Iterator[Json]:
    yield action
    match action:
        case {"appliesTo": applies_to}:
            yield applies_to
        case _:
            pass
    match action:
        case {"memberOf": list(groups)}:
            yield from groups
        case _:
            pass


def _distinct(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _Repeated
    return members


def _uids(entry: dict[str, Json]) -> list[Json]:
    parents = entry["parents"]
    return [entry["uid"], *(parents if isinstance(parents, list) else ())]


def _is_list(uid: Json) -> bool:
    match uid:
        case [str(), str()] | {"__entity": [str(), str()]}:
            return True
        case _:
            return False
