"""What the corpus covers: each operator with each outcome that it can have, each form of a scope, each finding."""

from __future__ import annotations

from deodar.drt.engines.protocol import IMPOSSIBLE
from deodar.drt.schema_measures import FINDING_KINDS
from deodar.drt.scope_forms import SCOPE_FORMS
from deodar.drt.skeleton import LEAVES, OPERATORS

SATISFIED = "satisfied"
LEVEL = "EntityDerefLevelViolation"  # the one kind that only validation with a level finds

CALLS = frozenset(
    {
        *("ip", "isIpv4", "isIpv6", "isLoopback", "isMulticast", "isInRange"),
        *("decimal", "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"),
        *("datetime", "offset", "durationSince", "toDate", "toTime"),
        *("duration", "toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"),
    }
)
"""Extension functions and methods."""

ANY_OPERAND = frozenset({"==", "!=", "Set", "Record"})
FAILS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("+", "-", "*", "neg"), ("overflow",)),
    ".": ("entity-missing", "entity-attr-missing", "record-attr-missing"),
    "getTag": ("entity-missing", "tag-missing"),
    **dict.fromkeys(("ip", "decimal", "datetime", "duration", "offset", "durationSince", "toDate"), ("extension",)),
}
"""How an operator fails by itself, but for types and numbers of arguments."""


def outcomes(operator: str) -> tuple[str, ...]:
    """That a policy with the operator is satisfied, and every kind of error that the operator itself raises."""
    of_type = () if operator in ANY_OPERAND else ("type",)
    of_arity = ("arity",) if operator in CALLS else ()
    return (SATISFIED, *of_type, *of_arity, *FAILS.get(operator, ()))


OPERATOR_FEATURES = tuple(
    f"operator {operator} {outcome}" for operator in sorted(OPERATORS - LEAVES) for outcome in outcomes(operator)
)
SCOPE_FEATURES = tuple(f"scope {form}" for form in SCOPE_FORMS)
FINDING_FEATURES = tuple(f"finding {kind}" for kind in (*FINDING_KINDS, IMPOSSIBLE))
UNIVERSE = (*OPERATOR_FEATURES, *SCOPE_FEATURES, *FINDING_FEATURES)
