"""Planted bugs in the kinds of evaluation errors, and in entities and requests as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deodar.drt.mutants.mutant import Mutant
from deodar.drt.mutants.rewriting import requests, responses, stores

Told = dict[str, Any]
TOLD_AS = (
    ("record-attr-missing", "entity-attr-missing"),
    ("entity-attr-missing", "record-attr-missing"),
    ("entity-missing", "entity-attr-missing"),
    ("tag-missing", "entity-attr-missing"),
    ("overflow", "type"),
    ("extension", "type"),
    ("arity", "type"),
    ("type", "extension"),
)


def _told_as(kind: str, other: str) -> Mutant:
    def change(response: Told) -> Told:
        errors = [{**error, "kind": other} if error["kind"] == kind else error for error in response["errors"]]
        return {**response, "errors": errors}

    return Mutant(f"{kind}-told-as-{other}", "error kinds", f"`{kind}` is told as `{other}`", responses(change))


def _swallowed(kind: str) -> Mutant:
    def change(response: Told) -> Told:
        return {**response, "errors": [error for error in response["errors"] if error["kind"] != kind]}

    return Mutant(
        f"{kind}-swallowed", "error kinds", f"a policy that fails with `{kind}` is skipped", responses(change)
    )


def _kinds() -> Iterator[Mutant]:
    for kind, other in TOLD_AS:
        yield _told_as(kind, other)
    for kind in ("overflow", "arity", "tag-missing"):
        yield _swallowed(kind)


Entity = dict[str, Any]


def _first_parent(entity: Entity) -> Entity:
    return {**entity, "parents": entity["parents"][:1]}


def _tags_are_attributes(entity: Entity) -> Entity:
    return {**entity, "attrs": {**entity.get("tags", {}), **entity["attrs"]}}


def _no_tags(entity: Entity) -> Entity:
    return {name: part for name, part in entity.items() if name != "tags"}


def _each(change: Any) -> Any:
    return stores(lambda entities: [change(entity) for entity in entities])


def _one_level(entities: list[Entity]) -> list[Entity]:
    """Whose parents have parents forgets those: ancestors are parents only."""
    parents = [parent for entity in entities for parent in entity["parents"]]
    return [{**entity, "parents": []} if entity["uid"] in parents else entity for entity in entities]


def _attribute_lost(entity: Entity) -> Entity:
    return {**entity, "attrs": dict(list(entity["attrs"].items())[:-1])}


def _bools_are_longs(request: dict[str, Any]) -> dict[str, Any]:
    """Booleans of a context become longs."""
    context = {name: int(value) if isinstance(value, bool) else value for name, value in request["context"].items()}
    return {**request, "context": context}


MUTANTS = (
    *_kinds(),
    Mutant("first-parent-only", "entities", "an entity has its first parent only", _each(_first_parent)),
    Mutant("parents-only", "entities", "ancestors of parents are no ancestors", stores(_one_level)),
    Mutant("last-entity-lost", "entities", "the last entity of a document is lost", stores(lambda all_: all_[:-1])),
    Mutant("last-attribute-lost", "entities", "the last attribute of an entity is lost", _each(_attribute_lost)),
    Mutant("tags-are-attributes", "entities", "tags are attributes too", _each(_tags_are_attributes)),
    Mutant("tags-lost", "entities", "entities have no tags", _each(_no_tags)),
    Mutant("context-lost", "requests", "the context is empty", requests(lambda request: {**request, "context": {}})),
    Mutant("context-bools-are-longs", "requests", "booleans of the context are longs", requests(_bools_are_longs)),
    Mutant(
        "principal-is-resource",
        "requests",
        "the principal is the resource",
        requests(lambda request: {**request, "principal": request["resource"]}),
    ),
)
