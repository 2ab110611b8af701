"""The operators in the expressions of a case: what a difference takes, and how large it is."""

from __future__ import annotations

from deodar.drt.data import Json

LEAVES = frozenset({"Value", "Var"})
OPERATORS = LEAVES | {
    *("!", "neg", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||", "+", "-", "*", ".", "has", "like", "is"),
    *("if-then-else", "Set", "Record", "contains", "containsAll", "containsAny", "isEmpty", "getTag", "hasTag"),
    *("ip", "isIpv4", "isIpv6", "isLoopback", "isMulticast", "isInRange"),
    *("decimal", "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"),
    *("datetime", "offset", "durationSince", "toDate", "toTime"),
    *("duration", "toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"),
}


NONE: frozenset[str] = frozenset()


def is_expression(data: Json) -> bool:
    """Whether data is an expression of the JSON policy format, as far as its shape tells."""
    return isinstance(data, dict) and len(data) == 1 and next(iter(data)) in OPERATORS


def nodes(case: Json) -> int:
    """How many operators, values and variables the expressions of a case have."""
    match case:
        case dict():
            return sum((name in OPERATORS) + nodes(member) for name, member in case.items())
        case list():
            return sum(nodes(element) for element in case)
        case _:
            return 0


def operators(case: Json) -> frozenset[str]:
    """The operators in the expressions of a case."""
    match case:
        case dict():
            own = (OPERATORS - LEAVES).intersection(case)
            return own.union(*(operators(member) for member in case.values()))
        case list():
            return NONE.union(*(operators(element) for element in case))
        case _:
            return NONE
