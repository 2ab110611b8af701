"""The entity types, entities and actions that a policy names: each must be declared, in dead code too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deodar.impl.expr import EntityLiteral, EntityUID, Is, PolicyBody, PrincipalOrResourceScope
from deodar.impl.schema.schema import ResolvedSchema
from deodar.impl.validator.membership import is_action_type
from deodar.impl.validator.report import Problem, uid_text
from deodar.impl.validator.scope_places import ScopePlaces
from deodar.impl.walk import nodes_of
from deodar.impl.wording import LONGEST_QUOTE, distance, quote, shortened

_MOST_COMPARED = 2_000  # names, for one suggestion: a schema may declare very many


def unknown_names(body: PolicyBody, schema: ResolvedSchema, places: ScopePlaces) -> list[Problem]:
    """The problems of the names in the scope and in all conditions, by kind."""
    problems = [
        problem
        for start, end, name in _names(body, places)
        if (problem := _problem(name, start, end, schema)) is not None
    ]
    order = ("UnrecognizedEntityType", "InvalidEnumEntity", "UnrecognizedActionId")
    return sorted(dict.fromkeys(problems), key=lambda problem: order.index(problem.kind))


def _names(body: PolicyBody, places: ScopePlaces) -> Iterator[tuple[int, int, EntityUID | str]]:
    """The entities, and the types in `is` tests, each with its place."""
    for scope, place in ((body.principal, places.principal), (body.resource, places.resource)):
        yield from ((*place, name) for name in _in_scope(scope))
    yield from ((*places.action, uid) for uid in body.action.entities)
    for condition in body.conditions:
        for node in nodes_of(condition.body):
            if isinstance(node, EntityLiteral):
                yield node.start, node.end, node.uid
            elif isinstance(node, Is):
                yield node.start, node.end, node.entity_type


def _in_scope(scope: PrincipalOrResourceScope) -> Iterator[EntityUID | str]:
    if scope.entity_type is not None:
        yield scope.entity_type
    if isinstance(scope.entity, EntityUID):
        yield scope.entity


def _problem(name: EntityUID | str, start: int, end: int, schema: ResolvedSchema) -> Problem | None:
    if isinstance(name, str):
        return unknown_type(name, start, end, schema)
    if is_action_type(name.type):
        return None if name in schema.actions else _unknown_action(name, start, end, schema)
    if name.type not in schema.entity_types:
        return unknown_type(name.type, start, end, schema)
    if not schema.has_id(name):
        ids = schema.entity_types[name.type].ids or ()
        message = f"the enumerated entity type `{name.type}` has no entity {quote(name.id)}"
        return Problem("InvalidEnumEntity", start, end, message, f"it has {shortened(ids)}")
    return None


def unknown_type(name: str, start: int, end: int, schema: ResolvedSchema) -> Problem | None:
    """The problem of an entity type that is neither declared nor the type of actions, or None."""
    if name in schema.entity_types or is_action_type(name):
        return None
    hint = _closest(name, [*schema.entity_types][:_MOST_COMPARED])
    return Problem("UnrecognizedEntityType", start, end, f"unknown entity type {quote(name)}", hint)


def _unknown_action(uid: EntityUID, start: int, end: int, schema: ResolvedSchema) -> Problem:
    printed = {uid_text(each): each for each in [*schema.actions][:_MOST_COMPARED]}
    inside = next((each for each in printed.values() if f"Action::{uid.id}" in each.id), None)
    shown = quote(uid_text(uid))
    if inside is not None:
        hint = f"is the type meant to be part of the id, as in {quote(inside.id)}?"
    else:
        hint = _closest(uid_text(uid), [*printed])
    return Problem("UnrecognizedActionId", start, end, f"unknown action {shown}", hint)


def _closest(word: str, names: Sequence[str]) -> str:
    """Help with the name of the smallest edit distance, however large: a schema declares little else."""
    if not names:
        return "the schema declares none"
    short = [each for each in names if len(each) <= 2 * LONGEST_QUOTE]
    if len(word) > LONGEST_QUOTE or not short:
        return f"there are {shortened(names)}"
    return f"did you mean `{min(short, key=lambda each: distance(word.lower(), each.lower()))}`?"
