"""Warnings about text that may read as something else than it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from deodar.impl.expr import (
    Call,
    EntityLiteral,
    EntityUID,
    GetAttr,
    Has,
    Is,
    Like,
    Literal,
    Node,
    PolicyBody,
    RecordLiteral,
)  # fmt: skip
from deodar.impl.strings import escape_pattern
from deodar.impl.validator.report import Problem
from deodar.impl.validator.scope_places import Place, ScopePlaces
from deodar.impl.validator.scripts import is_safe_in_identifiers, is_single_script
from deodar.impl.walk import nodes_of
from deodar.impl.wording import quote

_REORDERING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BIDI_HELP: Final = "take it out: the text may be shown in another order than it has"
_MIXED_HELP: Final = "letters of different scripts can look the same; write it in one script"


def text_warnings(body: PolicyBody, places: ScopePlaces) -> list[Problem]:
    """The warnings for the strings and identifiers of the scope and the conditions, at most one for each text."""
    found: list[Problem | None] = []
    for scope, place in ((body.principal, places.principal), (body.resource, places.resource)):
        if scope.entity_type is not None:
            found += _type_name(place, scope.entity_type)
        if isinstance(scope.entity, EntityUID):
            found += _entity(place, scope.entity)
    for uid in body.action.entities:
        found += _entity(places.action, uid)
    for condition in body.conditions:
        for node in nodes_of(condition.body):
            found += _node(node)
    return list(dict.fromkeys(problem for problem in found if problem is not None))


def _node(node: Node) -> Iterator[Problem | None]:
    place = (node.start, node.end)
    match node:
        case Literal(value=str(text)):
            yield _string(place, text)
        case Like():
            yield _string(place, escape_pattern(node.pattern))
        case EntityLiteral():
            yield from _entity(place, node.uid)
        case Is():
            yield from _type_name(place, node.entity_type)
        case GetAttr() | Has():
            yield _identifier(place, node.attr)
        case RecordLiteral():
            for name, _ in node.members:
                yield _identifier(place, name)
        case Call():
            yield _identifier(place, node.name)
        case _:
            pass


def _entity(place: Place, uid: EntityUID) -> Iterator[Problem | None]:
    yield from _type_name(place, uid.type)
    yield _identifier(place, uid.id)


def _type_name(place: Place, name: str) -> Iterator[Problem | None]:
    for part in name.split("::"):
        yield _identifier(place, part)


def _string(place: Place, text: str) -> Problem | None:
    if text.isascii():
        return None
    if not _REORDERING.isdisjoint(text):
        message = f"the string {quote(text)} has a character that reorders text"
        return Problem("BidiCharsInString", *place, message, _BIDI_HELP)
    if not is_single_script(text):
        message = f"the string {quote(text)} mixes scripts"
        return Problem("MixedScriptString", *place, message, _MIXED_HELP)
    return None


def _identifier(place: Place, text: str) -> Problem | None:
    if text.isascii() and text.isprintable():
        return None
    if not _REORDERING.isdisjoint(text):
        message = f"the name {quote(text)} has a character that reorders text"
        return Problem("BidiCharsInIdentifier", *place, message, _BIDI_HELP)
    odd = next((character for character in text if not is_safe_in_identifiers(character)), None)
    if odd is not None:
        message = f"the name {quote(text)} has the character U+{ord(odd):04X}, which may be mistaken or not be seen"
        return Problem("ConfusableIdentifier", *place, message, "name it with other characters")
    if not is_single_script(text):
        message = f"the name {quote(text)} mixes scripts"
        return Problem("MixedScriptIdentifier", *place, message, _MIXED_HELP)
    return None
