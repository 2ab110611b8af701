"""Entities that are written like others: the same names and kinds of values under another id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deodar.drt.choice import Choose
from deodar.drt.data import Json

AGAIN = "~"  # behind the id of a copy


def with_copies(choose: Choose, store: Sequence[Any], at_most: int) -> list[Json]:
    """The store with some copies behind each entity; actions, of which there are few, are not copied."""
    found: list[Json] = []
    for entity in store:
        found.append(entity)
        if not str(entity["uid"]["type"]).endswith("Action"):
            found += [copied(entity, number) for number in range(1, 1 + choose(1 + at_most))]
    return found


def copied(entity: Any, number: int) -> Json:
    """The entity under another id, with other values."""
    parts = {name: other(entity[name], number) for name in ("attrs", "tags") if name in entity}
    return {**entity, "uid": copied_uid(entity["uid"], number), **parts}


def copied_uid(uid: Any, number: int) -> Json:
    """The uid of a copy."""
    return {**uid, "id": f"{uid['id']}{AGAIN * number}"}


def other(value: Any, number: int) -> Any:
    """A value that is written alike; what calls and references say stays as it is."""
    if isinstance(value, bool):
        return value == (number % 2 == 0)
    if isinstance(value, str):
        return value + "x" * number
    if isinstance(value, int):
        return value - number if value > 0 else value + number
    if hasattr(value, "keys"):
        is_escaped = any(name.startswith("__") for name in value)
        return {name: each if is_escaped else other(each, number) for name, each in value.items()}
    return [*(other(each, number) for each in value), *value[:number]]
