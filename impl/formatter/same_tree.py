"""Whether two texts have the same syntax trees, wherever their parts stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from deodar.impl.expr import Node, PolicyBody
from deodar.impl.fields import field_names

_PLACES = len(field_names(Node))  # the first fields of every node say where it stands


def same_trees(these: Sequence[PolicyBody], those: Sequence[PolicyBody]) -> bool:
    """Whether policies are the same but for their places in the text. No depth is too deep."""
    if len(these) != len(those):
        return False
    waiting: list[tuple[object, object]] = list(zip(these, those, strict=True))
    seen: set[tuple[int, int]] = set()  # a dotted `has` hangs on two parents
    while waiting:
        this, that = waiting.pop()
        if type(this) is not type(that):
            return False
        parts, others = _parts(this), _parts(that)
        if parts is None or others is None:
            if this != that:
                return False
        elif (id(this), id(that)) not in seen:
            seen.add((id(this), id(that)))
            if len(parts) != len(others):
                return False
            waiting += zip(parts, others, strict=True)
    return True


def _parts(part: object) -> tuple[object, ...] | None:
    """What a node or a tuple is made of; None for what has no parts."""
    if isinstance(part, Node):
        return tuple(getattr(part, name) for name in field_names(type(part))[_PLACES:])
    return cast("tuple[object, ...]", part) if isinstance(part, tuple) else None
