"""Planted bugs: engines with one thing wrong, by which the tester is itself tested.

`mutant:NAME` is an engine like any other, so that a planted bug is found, shrunk, written to a case file, and replayed
in another process by the same code as a real one.
"""

from __future__ import annotations

from deodar.drt.mutants import (
    authorizer,
    conditions,
    documents,
    kinds,
    operators,
    scope,
    validator,
    validator_rules,
    values,
)
from deodar.drt.mutants.mutant import Mutant

MUTANTS: dict[str, Mutant] = {
    mutant.name: mutant
    for mutant in (
        *(scope.MUTANTS + conditions.MUTANTS + authorizer.MUTANTS + operators.MUTANTS + kinds.MUTANTS),
        *(values.MUTANTS + documents.MUTANTS + validator.MUTANTS),
        *(patch.mutant(target) for target, of in validator_rules.VALIDATOR_MUTANTS.items() for patch in of),
    )
}

AREAS: tuple[str, ...] = tuple(dict.fromkeys(mutant.area for mutant in MUTANTS.values()))
