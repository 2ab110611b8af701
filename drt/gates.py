"""The gates: what a generator has to reach for its silence to mean something. A run that misses one fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deodar.drt.operator_errors import OPERATOR_ERRORS
from deodar.drt.operator_pairs import POSSIBLE
from deodar.drt.scope_forms import SCOPE_FORMS
from deodar.drt.skeleton import LEAVES, OPERATORS
from deodar.drt.tally import Tally

FEWEST_TESTS = 20_000  # below, shares say little
FEWEST_FOR_ALL = 200_000  # below, the rare may not have been seen
FEWEST_FOR_EACH = 3_000_000  # below, the rarest pairs may not have been seen
MOST = 0.9
MIN_DISTINCT = 0.95
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


def most_seen(name: str, universe: Sequence[str], prefix: str, tally: Tally) -> Gate:
    """The demand that of all that there can be, most is seen in a run of some length, and everything in a long one."""
    missing = [each for each in universe if not tally.measures[f"{prefix} {each}"]]
    seen = len(universe) - len(missing)
    lowest = 1.0 if tally.tests >= FEWEST_FOR_EACH else MOST if tally.tests >= FEWEST_FOR_ALL else 0.0
    never = "" if not missing or not lowest else f", never: {', '.join(missing[:4])}"
    wanted = f"{MOST:.0%} from {FEWEST_FOR_ALL:,} tests on, all from {FEWEST_FOR_EACH:,}"
    return Gate(name, f"{seen:,} of {len(universe):,}{never}", wanted, seen >= lowest * len(universe))


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
        share("distinct policy sets", authorize.distinct_cases, authorize.cases, MIN_DISTINCT),
    ]
    if authorize.tests < FEWEST_FOR_ALL:
        return [*shares, *_covered(authorize)]
    rest = (all_seen("every kind of error", unseen), all_seen("every operator in a satisfied policy", idle))
    return [*shares, *rest, *_covered(authorize)]


def _covered(authorize: Tally) -> list[Gate]:
    """The demands on what can be enumerated: errors of operators, forms of scopes, operators in operators."""
    pairs = sorted(f"{outer} {inner}" for outer, inner in POSSIBLE)
    return [
        most_seen("operators with each of their errors", OPERATOR_ERRORS, "operator", authorize),
        most_seen("effects with each form of scope", SCOPE_FORMS, "scope", authorize),
        most_seen("pairs of operators that types allow", pairs, "pair", authorize),
    ]
