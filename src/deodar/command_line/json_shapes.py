"""JSON data by its shape, with types that the checkers know."""

from __future__ import annotations

from typing import cast


def as_object(data: object) -> dict[str, object] | None:
    """The data if it is a JSON object."""
    return cast("dict[str, object]", data) if isinstance(data, dict) else None


def as_list(data: object) -> list[object] | None:
    """The data if it is a JSON list."""
    return cast("list[object]", data) if isinstance(data, list) else None


def as_texts(data: object) -> dict[str, str] | None:
    """The data if it is a JSON object whose values are all strings."""
    members = as_object(data)
    if members is None:
        return None
    texts = {name: value for name, value in members.items() if isinstance(value, str)}
    return texts if len(texts) == len(members) else None
