"""Planted bugs in the scope of policies: which of them apply to a request at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from deodar.drt.mutants.mutant import Mutant
from deodar.drt.mutants.rewriting import bodies, scopes

EVERYTHING: dict[str, Any] = {"op": "All"}
Scope = dict[str, Any]


def _equals_is_in(scope: Scope) -> Scope:
    return {**scope, "op": "in"} if scope["op"] == "==" else scope


def _in_is_equals(scope: Scope) -> Scope:
    return {**scope, "op": "=="} if scope["op"] == "in" and "entities" not in scope else scope


def _open_if(op: str) -> Callable[[Scope], Scope]:
    def change(scope: Scope) -> Scope:
        return EVERYTHING if scope["op"] == op and "in" not in scope else scope

    return change


def _is_without_in(scope: Scope) -> Scope:
    return {name: part for name, part in scope.items() if name != "in"}


def _in_without_is(scope: Scope) -> Scope:
    return {"op": "in", **scope["in"]} if "in" in scope else scope


def _is_in_equals(scope: Scope) -> Scope:
    return {"op": "==", **scope["in"]} if "in" in scope else scope


def _without_namespace(scope: Scope) -> Scope:
    if "entity_type" not in scope:
        return scope
    return {**scope, "entity_type": scope["entity_type"].rpartition("::")[2]}


def _of_principal_and_resource() -> Iterator[Mutant]:
    for variable in ("principal", "resource"):
        for name, says, change in (
            ("equals-is-in", "`== e` in the scope takes what is in `e`", _equals_is_in),
            ("in-is-equals", "`in e` in the scope takes `e` only", _in_is_equals),
            ("equals-is-open", "`== e` in the scope takes everything", _open_if("==")),
            ("in-is-open", "`in e` in the scope takes everything", _open_if("in")),
            ("is-is-open", "`is T` in the scope takes every type", _open_if("is")),
            ("is-in-without-in", "`is T in e` in the scope is `is T`", _is_without_in),
            ("is-in-without-is", "`is T in e` in the scope is `in e`", _in_without_is),
            ("is-in-is-equals", "`is T in e` in the scope is `== e`", _is_in_equals),
            ("is-forgets-namespace", "`is N::T` in the scope is `is T`", _without_namespace),
        ):
            yield Mutant(f"{variable}-{name}", "scope", f"{variable}: {says}", scopes(variable, change))


def _first_of_list(scope: Scope) -> Scope:
    return {**scope, "entities": scope["entities"][:1]} if "entities" in scope else scope


def _not_last_of_list(scope: Scope) -> Scope:
    return {**scope, "entities": scope["entities"][:-1]} if len(scope.get("entities", ())) > 1 else scope


def _empty_is_open(scope: Scope) -> Scope:
    return EVERYTHING if scope.get("entities") == [] else scope


def _swapped(body: dict[str, Any]) -> dict[str, Any]:
    principal, resource = body["principal"], body["resource"]
    if "slot" in str(principal) or "slot" in str(resource):
        return body
    return {**body, "principal": resource, "resource": principal}


MUTANTS = (
    *_of_principal_and_resource(),
    Mutant("action-equals-is-in", "scope", "action: `== a` takes what is in `a`", scopes("action", _equals_is_in)),
    Mutant("action-in-is-equals", "scope", "action: `in a` takes `a` only", scopes("action", _in_is_equals)),
    Mutant("action-list-first-only", "scope", "action: `in [a, b]` is `in [a]`", scopes("action", _first_of_list)),
    Mutant("action-list-without-last", "scope", "action: `in [a, b]` is `in [a]`", scopes("action", _not_last_of_list)),
    Mutant("action-list-empty-is-open", "scope", "action: `in []` takes everything", scopes("action", _empty_is_open)),
    Mutant(
        "principal-for-resource", "scope", "the constraints on principal and resource are swapped", bodies(_swapped)
    ),
)
