"""What a run has covered: which operators, pairs of them, errors, scopes, findings and types its cases had so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deodar.drt.gates import KINDS
from deodar.drt.operator_pairs import KNOWN, POSSIBLE
from deodar.drt.schema_measures import FINDING_KINDS, TYPE_FORMS
from deodar.drt.scope_forms import SCOPE_FORMS


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way in which cases vary."""

    name: str
    prefix: str
    """Of the measures that count it."""
    universe: frozenset[str] | None
    """All that there can be; None if that is not known."""

    def item(self, measure: str) -> str | None:
        """What a measure counts in this dimension, or None."""
        if not measure.startswith(self.prefix):
            return None
        rest = measure.removeprefix(self.prefix)
        # A measure of an operator ends with what became of the policy.
        return rest.partition(" ")[0] if self.name == "operators" else rest


DIMENSIONS = (
    Dimension("operators", "operator ", KNOWN),
    Dimension("operators and outcomes", "operator ", None),
    Dimension("operator pairs", "pair ", frozenset(f"{outer} {inner}" for outer, inner in POSSIBLE)),
    Dimension("error kinds", "kind ", frozenset(KINDS)),
    Dimension("scope forms", "scope ", frozenset(SCOPE_FORMS)),
    Dimension("finding kinds", "finding ", frozenset(FINDING_KINDS)),
    Dimension("type forms", "form ", frozenset(TYPE_FORMS)),
)


def covered(dimension: Dimension, measures: Iterable[Mapping[str, int]]) -> Counter[str]:
    """How often each item of a dimension was counted, over the measures of all targets."""
    found: Counter[str] = Counter()
    for of_target in measures:
        for measure, count in of_target.items():
            item = dimension.item(measure)
            if item is not None:
                found[item] += count
    return found


def sizes(measures: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """How many different items of each dimension were counted; pairs only as far as they are possible."""
    all_measures = list(measures)
    found: dict[str, int] = {}
    for dimension in DIMENSIONS:
        items = covered(dimension, all_measures).keys()
        found[dimension.name] = len(items if dimension.universe is None else items & dimension.universe)
    return found
