"""Planted bugs: engines with one thing wrong, by which the tester is itself tested.

`mutant:NAME` is an engine like any other, so that a planted bug is found, shrunk, written to a case file, and replayed
in another process by the same code as a real one.
"""

from __future__ import annotations

from dataclasses import replace

from deodar.drt.mutants import (
    authorizer,
    conditions,
    documents,
    indexing,
    kinds,
    levels,
    links,
    operators,
    policy_documents,
    scope,
    validator,
    validator_rules,
    values,
)
from deodar.drt.mutants.mutant import Mutant

RARE = {
    "alike-first-parent-only": "takes a copy of an entity that is allowed by its second parent alone",
    "ip-forgets-prefix": "takes one of few pairs of addresses",
    "index-shortest-prefix-only": "takes a text that begins with two of the prefixes of many policies",
    "hoisted-longs-are-small": "takes many policies with arithmetic on one path, and an overflow or a bool there",
}
"""Those whose hunts take some thousand tests, and what each takes. They are hunted like all others, but no canary."""

MUTANTS: dict[str, Mutant] = {
    mutant.name: replace(mutant, rare=RARE.get(mutant.name, ""))
    for mutant in (
        *(scope.MUTANTS + conditions.MUTANTS + authorizer.MUTANTS + operators.MUTANTS + kinds.MUTANTS),
        *(values.MUTANTS + documents.MUTANTS + validator.MUTANTS + indexing.MUTANTS + levels.MUTANTS + links.MUTANTS),
        *policy_documents.MUTANTS,
        *(patch.mutant(target) for target, of in validator_rules.VALIDATOR_MUTANTS.items() for patch in of),
    )
}

AREAS: tuple[str, ...] = tuple(dict.fromkeys(mutant.area for mutant in MUTANTS.values()))
