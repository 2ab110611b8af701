"""Planted bugs in reading JSON policies: what should be refused is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deodar.drt.mutants.mutant import Mutant, Replacement, patch

POLICY_JSON = "policy-json"
AREA = "JSON policies"
KINDS = (
    *("expected-static", "repeated-id", "slot-mismatch", "unknown-template", "invalid-annotation"),
    *("invalid-word", "not-an-action", "wrong-reference-kind", "invalid-pattern", "invalid-has", "invalid-number"),
    *("unknown-member", "unknown-function", "unknown-variable", "not-one-operator"),
)
"""Those that no other finding comes with: a slot that does not exist is a surplus one as well."""


def _blind_to(kind: str) -> Replacement:
    def replacement(original: Callable[..., None]) -> object:
        def refuse(reader: Any, place: Any, found: str, *rest: str) -> None:
            if found != kind:
                original(reader, place, found, *rest)

        return refuse

    return replacement


def _innermost(original: Callable[..., object]) -> object:
    def type_and_id(reader: Any, data: Any, place: Any) -> object:
        inner = data.get("__entity")
        return original(reader, data if inner is None else inner, place)

    return type_and_id


MUTANTS = (
    *(
        Mutant(
            f"reads-{kind}",
            AREA,
            f"`{kind}` is never found",
            patch("json_reader", "JsonReader.refuse", _blind_to(kind)),
            POLICY_JSON,
        )
        for kind in KINDS
    ),
    Mutant(
        "entity-in-an-entity",
        AREA,
        "an entity in the entity of a value is taken for it",
        patch("json_reader", "JsonReader.type_and_id", _innermost),
        POLICY_JSON,
    ),
)
