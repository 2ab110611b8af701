"""Planted bugs in the check of levels: how far from the request a policy may go by the entity store."""

from __future__ import annotations

from typing import Any

from deodar.drt.mutants.mutant import Mutant, Replacement, patch

VALIDATE = "validate"
LEVEL = "validator.level"


def _free(*operators: str) -> Replacement:
    """These operators read nothing from the store."""

    def replacement(original: Any) -> object:
        def dereferenced(check: Any, node: Any) -> object:
            target, others = original(check, node)
            name = getattr(node, "name", getattr(node, "op", type(node).__name__))
            is_free = target is not None and (name in operators or type(node).__name__ in operators)
            return (None, [target, *others]) if is_free else (target, others)

        return dereferenced

    return replacement


def _same_depth(_: Any) -> object:
    def following(depth: int | None) -> int | None:
        return depth

    return following


def _literals_are_near(_: Any) -> object:
    def depth(_check: Any, _node: Any) -> int:
        return 0

    return depth


def _dead_parts_count(original: Any) -> object:
    def live(check: Any, node: Any) -> object:
        types, check._typer.types = check._typer.types, {}
        try:
            return original(check, node)
        finally:
            check._typer.types = types

    return live


def _nearest_branch(_: Any) -> object:
    def depth_of_if(check: Any, node: Any, path: Any) -> object:
        live = check._live(node)
        check.check(live[0])
        depths = [depth for part in live[1:] if (depth := check._depth(part, path)) is not None]
        return min(depths, default=None)

    return depth_of_if


def _first_branch(_: Any) -> object:
    def depth_of_if(check: Any, node: Any, path: Any) -> object:
        live = check._live(node)
        return check._depth(live[1], path)

    return depth_of_if


def _deepest_member(_: Any) -> object:
    def depth_of_record(check: Any, node: Any, path: Any) -> object:
        found = None
        for key, value in node.members:
            if path and key == path[-1]:
                found = check._depth(value, path[:-1])
        return found

    return depth_of_record


def _level(name: str, says: str, attribute: str, replacement: Replacement) -> Mutant:
    return Mutant(name, "levels", says, patch(LEVEL, attribute, replacement), VALIDATE)


DEREFERENCED = "LevelCheck._dereferenced"
MUTANTS = (
    _level("level-of-one-only", "only the first dereference counts", "_next", _same_depth),
    _level("level-in-is-free", "`in` reads no ancestors from the store", DEREFERENCED, _free("in")),
    _level("level-has-is-free", "`has` reads nothing from the store", DEREFERENCED, _free("Has")),
    _level("level-attributes-are-free", "`.` reads nothing from the store", DEREFERENCED, _free("GetAttr")),
    _level("level-tags-are-free", "tags are not in the store", DEREFERENCED, _free("hasTag", "getTag")),
    _level("level-is-in-is-free", "`is T in e` reads no ancestors", DEREFERENCED, _free("Is")),
    _level(
        "level-literals-are-near",
        "an entity literal is as near as the principal",
        "LevelCheck._depth_of_literal",
        _literals_are_near,
    ),
    _level("level-of-dead-parts", "what is never evaluated counts", "LevelCheck._live", _dead_parts_count),
    _level("level-of-nearest-branch", "the nearest branch counts", "LevelCheck._depth_of_if", _nearest_branch),
    _level(
        "level-of-first-branch",
        "neither the test nor the second branch counts",
        "LevelCheck._depth_of_if",
        _first_branch,
    ),
    _level(
        "level-of-one-member",
        "of a record, the members that are not read are not checked",
        "LevelCheck._depth_of_record",
        _deepest_member,
    ),
)
