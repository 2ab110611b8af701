"""The gates: what a generator has to reach for its silence to mean something. A run that misses one fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from deodar.drt.operator_pairs import POSSIBLE
from deodar.drt.skeleton import LEAVES, OPERATORS
from deodar.drt.tally import Tally

FEWEST_TESTS = 20_000  # below, shares say little
FEWEST_FOR_ALL = 200_000  # below, the rare may not have been seen
MIN_DISTINCT = 0.95
MIN_PAIRS = 0.75  # 85 % are seen as soon as they are judged; the rest are rare ones in sets, records and `contains`
KINDS = (
    *("type", "entity-missing", "entity-attr-missing", "record-attr-missing", "tag-missing", "overflow", "extension"),
    "arity",
)
# Literals and variables cannot err; the rest is at the heart of what the generator is for.
SATISFIED_BY = OPERATORS - LEAVES


@dataclass(frozen=True, slots=True)
class Gate:
    """One demand on the generator, and what was found."""

    name: str
    found: str
    wanted: str
    met: bool


def share(name: str, part: int, whole: int, lowest: float, highest: float = 1.0) -> Gate:
    """The demand that a part of the whole lies within bounds."""
    found = part / whole if whole else 0.0
    wanted = f"at least {lowest:.0%}" if highest >= 1 else f"{lowest:.0%} to {highest:.0%}"
    return Gate(name, f"{found:.1%}", wanted, lowest <= found <= highest)


def all_seen(name: str, missing: list[str]) -> Gate:
    """The demand that nothing is missing."""
    return Gate(name, "all" if not missing else "never: " + ", ".join(missing[:6]), "all", not missing)


def taking_part(engines: Iterable[str], tallies: Iterable[Tally]) -> list[Gate]:
    """A gate for each engine that has answered nothing: that it agrees with the others means nothing."""
    answered = Counter[str]()
    for tally in tallies:
        answered.update(tally.answered)
    silent = [engine for engine in engines if answered and not answered[engine]]
    return [Gate(f"{engine} takes part", "it answers no case", "it answers some", False) for engine in silent]


def gates(authorize: Tally) -> list[Gate]:
    """The gates on the cases of the target `authorize`; none if there were too few to judge."""
    if authorize.tests < FEWEST_TESTS:
        return []
    measures = authorize.measures
    responses = measures["response"]
    unseen = [kind for kind in KINDS if not measures[f"kind {kind}"]]
    idle = sorted(op for op in SATISFIED_BY if not measures[f"operator {op} satisfied"])
    shares = [
        share("allow", measures["allow"], responses, 0.25, 0.60),
        share("a satisfied forbid", measures["forbidden"], responses, 0.06),
        share("with an error", measures["with error"], responses, 0.05, 0.25),
        share("some condition evaluated", measures["condition reached"], measures["sampled"], 0.80),
        share("distinct policy sets", len(authorize.distinct), authorize.cases, MIN_DISTINCT),
    ]
    if authorize.tests < FEWEST_FOR_ALL:
        return shares
    pairs = sum(measures[f"pair {outer} {inner}"] > 0 for outer, inner in POSSIBLE)
    return [
        *shares,
        share("pairs of operators that types allow", pairs, len(POSSIBLE), MIN_PAIRS),
        all_seen("every kind of error", unseen),
        all_seen("every operator in a satisfied policy", idle),
    ]
