"""Planted bugs: the production engine with one thing wrong, to see whether the tester finds it.

`mutant:NAME` is an engine like any other, so that a planted bug is found, shrunk, written to a case file, and replayed
in another process by the same code as a real one. A mutant names what it replaces; nothing of the engine is imported
before, and nothing of it knows.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from deodar.drt.mutant import Mutant, Replacement
from deodar.drt.validator_mutants import VALIDATOR_MUTANTS


def _forbid_does_not_override(original: Any) -> object:  # any function of the engine
    def is_authorized(authorizer: Any, request: object) -> object:
        response = original(authorizer, request)
        if response.decision == "deny" and response.reasons:
            without = original(authorizer.with_policies(remove=response.reasons), request)
            return without if without.decision == "allow" else response
        return response

    return is_authorized


def _not_in_itself(original: Any) -> object:
    def line(store: object, uid: object) -> object:
        return original(store, uid) - {uid}

    return line


def _bool_is_long(original: Any) -> object:
    def key(value: object) -> object:
        return int(value) if isinstance(value, bool) else original(value)

    return key


def _star_needs_a_character(original: Any) -> object:
    def matcher(pattern: Any) -> Callable[[str], bool]:
        matches = original(pattern)
        return lambda text: text != "" and matches(text)

    return matcher


def _other_kind(kind: str) -> Replacement:
    def replacement(original: Any) -> object:
        def made(*arguments: object) -> object:
            failure = original(*arguments)
            failure.kind = kind
            return failure

        return made

    return replacement


def _rounds_down(_: object) -> object:
    def truncated(milliseconds: int, unit: int) -> int:
        return milliseconds // unit

    return truncated


def _one_more(original: int) -> object:
    return original + 1


MUTANTS: dict[str, Mutant] = {
    mutant.name: mutant
    for mutant in (
        Mutant(
            "forbid-does-not-override",
            "a satisfied permit wins over a satisfied forbid",
            "deodar.impl.authorizer",
            "Authorizer.is_authorized",
            _forbid_does_not_override,
        ),
        Mutant(
            "not-in-itself",
            "an entity is not in itself",
            "deodar.impl.entities",
            "Entities.line",
            _not_in_itself,
        ),
        Mutant("bool-is-long", "true is 1 where sets are compared", "deodar.impl.value", "key", _bool_is_long),
        Mutant(
            "star-needs-a-character",
            "the empty string is like no pattern",
            "deodar.impl.construction",
            "matcher",
            _star_needs_a_character,
        ),
        Mutant(
            "overflow-one-too-late",
            "arithmetic goes up to 2 to the 63",
            "deodar.impl.arithmetic",
            "LONG_MAX",
            _one_more,
        ),
        Mutant(
            "record-error-as-entity-error",
            "a missing attribute of a record is told as one of an entity",
            "deodar.impl.access",
            "record_attr_missing",
            _other_kind("entity-attr-missing"),
        ),
        Mutant(
            "days-round-down",
            "parts of a negative duration are rounded down",
            "deodar.impl.extensions.duration",
            "_truncated",
            _rounds_down,
        ),
        Mutant(
            "five-signs-in-a-row",
            "one more `!` or `-` than four may follow each other",
            "deodar.impl.expression_parser",
            "_MOST_UNARY",
            _one_more,
        ),
        *(mutant for mutants in VALIDATOR_MUTANTS.values() for mutant in mutants),
    )
}


@contextmanager
def planted(mutant: Mutant) -> Generator[None, None, None]:
    """While the bug is in the engine."""
    holder: Any = import_module(mutant.module)
    *path, name = mutant.attribute.split(".")
    for step in path:
        holder = getattr(holder, step)
    original = getattr(holder, name)
    setattr(holder, name, mutant.replacement(original))
    try:
        yield
    finally:
        setattr(holder, name, original)
