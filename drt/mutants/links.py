"""Planted bugs in links: which are accepted, and what a link makes of its template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deodar.drt.mutants.mutant import Mutant, Replacement, patch

LINK = "link"


def _filled(change: Callable[[Any, dict[str, Any]], tuple[Any, dict[str, Any]]]) -> Replacement:
    """Links are filled in with another template or other values; the engine and its validator do so alike."""

    def replacement(original: Any) -> object:
        def fill(template: Any, values: Any) -> object:
            return original(*change(template, dict(values)))

        return fill

    return replacement


def _one_value(template: Any, values: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    return template, dict.fromkeys(values, next(iter(values.values())))


def _other_values(template: Any, values: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    return template, dict(zip(values, reversed(values.values()), strict=True))


def _permitting(original: Any) -> object:
    def fill(template: Any, values: Any) -> object:
        made = original(template, values)
        scope = made.principal, made.action, made.resource
        return type(made)(made.start, made.end, "permit", *scope, made.conditions, made.annotations)

    return fill


def _without_type(original: Any) -> object:
    def filled(scope: Any, values: Any) -> object:
        made = original(scope, values)
        return made._replace(entity_type=None) if made is not scope else made

    return filled


def _surplus_is_taken(original: Any) -> object:
    def slot_mismatch(template: Any, given: Any) -> object:
        return original(template, {slot: value for slot, value in given.items() if slot in template.slots})

    return slot_mismatch


def _links_may_share_an_id(_: Any) -> object:
    def contains(policies: Any, key: object) -> bool:
        return key in policies._members

    return contains


def _link(name: str, says: str, module: str, attribute: str, replacement: Replacement) -> Mutant:
    return Mutant(name, "templates", says, patch(module, attribute, replacement), LINK)


FILL = ("authorizer", "fill")
MUTANTS = (
    _link("link-has-one-value", "both slots get the first value", *FILL, _filled(_one_value)),
    _link("link-swaps-values", "each slot gets the value of the other", *FILL, _filled(_other_values)),
    _link("link-always-permits", "a link of a template that forbids permits", *FILL, _permitting),
    _link("link-loses-type", "`is T in ?slot` is `in ?slot`", "link", "_filled", _without_type),
    _link("link-takes-surplus", "values for slots that there are not are taken", "policy_set", "slot_mismatch",
          _surplus_is_taken),
    _link("links-share-an-id", "two links may have the same id", "policy_set", "PolicySet.__contains__",
          _links_may_share_an_id),
)  # fmt: skip
