"""Planted bugs in how the conditions of a policy, its effect, and its links are put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deodar.drt.generate.node import both, conditional, literal
from deodar.drt.mutants.mutant import Bug, Mutant
from deodar.drt.mutants.rewriting import bodies, conditions, policy_sets

Clause = dict[str, Any]
TRUE, FALSE = literal(True), literal(False)


def _unless_is_when(clauses: list[Clause]) -> list[Clause]:
    return [{**clause, "kind": "when"} for clause in clauses]


def _when_is_unless(clauses: list[Clause]) -> list[Clause]:
    return [{**clause, "kind": "unless"} for clause in clauses[:1]] + clauses[1:]


def _unless_takes_anything(clauses: list[Clause]) -> list[Clause]:
    return [
        {"kind": "when", "body": {"!=": {"left": clause["body"], "right": TRUE}}}
        if clause["kind"] == "unless"
        else clause
        for clause in clauses
    ]


def _when_takes_anything(clauses: list[Clause]) -> list[Clause]:
    return [
        {"kind": "when", "body": {"==": {"left": clause["body"], "right": TRUE}}}
        if clause["kind"] == "when"
        else clause
        for clause in clauses
    ]


def _any_is_enough(clauses: list[Clause]) -> list[Clause]:
    if len(clauses) < 2:
        return clauses
    first, second = (
        clause["body"] if clause["kind"] == "when" else {"!": {"arg": clause["body"]}} for clause in clauses[:2]
    )
    return [{"kind": "when", "body": {"||": {"left": first, "right": second}}}, *clauses[2:]]


def _none_is_false(clauses: list[Clause]) -> list[Clause]:
    return clauses or [{"kind": "when", "body": FALSE}]


def _all_are_evaluated(clauses: list[Clause]) -> list[Clause]:
    if len(clauses) < 2:
        return clauses
    last = clauses[-1]["body"]
    return [{"kind": "when", "body": conditional({"==": {"left": last, "right": last}}, TRUE, TRUE)}, *clauses]


def _other_effect(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "effect": "permit"}


def _links(change: Callable[[dict[str, Any]], list[Any]]) -> Bug:
    return policy_sets(lambda policies: {**policies, "templateLinks": change(policies)})


def _no_links(_: dict[str, Any]) -> list[Any]:
    return []


def _first_template(policies: dict[str, Any]) -> list[Any]:
    """Every link is one of the first template that has the same slots."""
    shapes = {name: str(sorted(_slots(body))) for name, body in policies["templates"].items()}
    first: dict[str, str] = {}
    for name, shape in shapes.items():
        first.setdefault(shape, name)
    return [{**link, "templateId": first[shapes[link["templateId"]]]} for link in policies["templateLinks"]]


def _slots(body: dict[str, Any]) -> set[str]:
    return {slot for slot in ("?principal", "?resource") if slot in str(body["principal"]) + str(body["resource"])}


def _slots_swapped(policies: dict[str, Any]) -> list[Any]:
    return [
        {**link, "values": dict(zip(link["values"], reversed(link["values"].values()), strict=True))}
        for link in policies["templateLinks"]
    ]


def _values_of_the_first(policies: dict[str, Any]) -> list[Any]:
    seen: dict[str, Any] = {}
    return [
        {**link, "values": seen.setdefault(link["templateId"], link["values"])} for link in policies["templateLinks"]
    ]


def _guarded(body: dict[str, Any]) -> dict[str, Any]:
    """Without its annotations, a policy with some is always true."""
    return {**body, "conditions": []} if "annotations" in body else body


def _joined(clauses: list[Clause]) -> list[Clause]:
    if len(clauses) < 2 or any(clause["kind"] == "unless" for clause in clauses):
        return clauses
    return [{"kind": "when", "body": both(clauses[1]["body"], clauses[0]["body"])}, *clauses[2:]]


MUTANTS = (
    Mutant("unless-is-when", "conditions", "`unless` is read as `when`", conditions(_unless_is_when)),
    Mutant("when-is-unless", "conditions", "the first `when` is read as `unless`", conditions(_when_is_unless)),
    Mutant(
        "unless-takes-anything", "conditions", "`unless` takes a long for false", conditions(_unless_takes_anything)
    ),
    Mutant("when-takes-anything", "conditions", "`when` takes a long for false", conditions(_when_takes_anything)),
    Mutant("first-condition-only", "conditions", "only the first condition counts", conditions(lambda all_: all_[:1])),
    Mutant("last-condition-only", "conditions", "only the last condition counts", conditions(lambda all_: all_[-1:])),
    Mutant("any-condition-is-enough", "conditions", "one true condition of two is enough", conditions(_any_is_enough)),
    Mutant("no-condition-is-false", "conditions", "without conditions a policy is false", conditions(_none_is_false)),
    Mutant("all-conditions-evaluated", "conditions", "a false condition stops nothing", conditions(_all_are_evaluated)),
    Mutant("conditions-reversed", "conditions", "the second condition is evaluated first", conditions(_joined)),
    Mutant("forbid-is-permit", "conditions", "`forbid` is read as `permit`", bodies(_other_effect)),
    Mutant("annotated-is-true", "conditions", "the conditions of an annotated policy are lost", bodies(_guarded)),
    Mutant("links-lost", "templates", "links are lost", _links(_no_links)),
    Mutant(
        "last-link-lost", "templates", "the last link is lost", _links(lambda policies: policies["templateLinks"][:-1])
    ),
    Mutant("first-template-for-all", "templates", "a link takes the wrong template", _links(_first_template)),
    Mutant("slots-swapped", "templates", "`?principal` and `?resource` are swapped", _links(_slots_swapped)),
    Mutant(
        "links-share-values",
        "templates",
        "all links of a template have the values of the first",
        _links(_values_of_the_first),
    ),
)
