"""Which operators fail with which kinds of errors by themselves, and not only because an operand of theirs does."""

from __future__ import annotations

from deodar.drt.operator_pairs import KNOWN, TYPES

TAKE_ANYTHING = frozenset({"==", "!=", "Set", "Record"})
"""These never fail by themselves."""
CONSTRUCTORS = ("ip", "decimal", "datetime", "duration")
EXTENSION_TYPES = frozenset({"ip", "decimal", "datetime", "duration"})
METHODS = frozenset(
    name
    for name, (_, operands) in TYPES.items()
    if operands and operands <= EXTENSION_TYPES and name not in CONSTRUCTORS
)
OTHERS: dict[str, tuple[str, ...]] = {
    ".": ("entity-missing", "entity-attr-missing", "record-attr-missing"),
    "getTag": ("entity-missing", "tag-missing"),
    **dict.fromkeys(("+", "-", "*", "neg"), ("overflow",)),
    **dict.fromkeys(CONSTRUCTORS, ("extension", "arity")),
    **dict.fromkeys(METHODS, ("arity",)),
    **dict.fromkeys(("offset", "durationSince", "toDate"), ("extension", "arity")),
}
"""The kinds besides `type`."""

OPERATOR_ERRORS = (
    *(f"{operator} type" for operator in sorted(KNOWN - TAKE_ANYTHING)),
    *(f"{operator} {kind}" for operator, kinds in sorted(OTHERS.items()) for kind in kinds),
)
"""Each operator with each of its kinds."""
