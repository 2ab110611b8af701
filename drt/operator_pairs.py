"""Which operators stand directly in which: what a policy has, and what there can be.

A pair is the outer operator and the inner one, as in `!(a == b)`: `("!", "==")`. Literals and variables are none. What
stands in no operator has `""` as the outer one, so that the inner ones of all pairs are the operators of a policy.
"""

from __future__ import annotations

from collections import Counter
from typing import TypeAlias

from deodar.drt.data import Json
from deodar.drt.skeleton import LEAVES, OPERATORS

Pair: TypeAlias = tuple[str, str]

TOP = ""
"""Stands for the outer operator where there is none."""

OPERANDS = ("left", "right", "arg", "if", "then", "else", "in")
"""The members of an operator in which an expression stands."""

ANY = frozenset({"bool", "long", "string", "entity", "set", "record", "ip", "decimal", "datetime", "duration"})
ORDERED = {"long", "datetime", "duration"}


def _form(result: str | None, *operands: str) -> tuple[frozenset[str], frozenset[str]]:
    """The types that an operator may have, and those that one of its operands may have."""
    return ANY if result is None else frozenset({result}), frozenset(operands)


TYPES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "!": _form("bool", "bool"),
    "neg": _form("long", "long"),
    **dict.fromkeys(("==", "!="), _form("bool", *ANY)),
    **dict.fromkeys(("<", "<=", ">", ">="), _form("bool", *ORDERED)),
    "in": _form("bool", "entity", "set"),
    **dict.fromkeys(("&&", "||"), _form("bool", "bool")),
    **dict.fromkeys(("+", "-", "*"), _form("long", "long")),
    ".": _form(None, "entity", "record"),
    "has": _form("bool", "entity", "record"),
    "like": _form("bool", "string"),
    "is": _form("bool", "entity", "set"),
    "if-then-else": _form(None, *ANY),
    "Set": _form("set", *ANY),
    "Record": _form("record", *ANY),
    "contains": _form("bool", *ANY),
    **dict.fromkeys(("containsAll", "containsAny", "isEmpty"), _form("bool", "set")),
    "getTag": _form(None, "entity", "string"),
    "hasTag": _form("bool", "entity", "string"),
    "ip": _form("ip", "string"),
    **dict.fromkeys(("isIpv4", "isIpv6", "isLoopback", "isMulticast", "isInRange"), _form("bool", "ip")),
    "decimal": _form("decimal", "string"),
    **dict.fromkeys(("lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"), _form("bool", "decimal")),
    "datetime": _form("datetime", "string"),
    "offset": _form("datetime", "datetime", "duration"),
    "durationSince": _form("duration", "datetime"),
    "toDate": _form("datetime", "datetime"),
    "toTime": _form("duration", "datetime"),
    "duration": _form("duration", "string"),
    **dict.fromkeys(("toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"), _form("long", "duration")),
}
"""Of each operator, the types of its value and of its operands."""

POSSIBLE: frozenset[Pair] = frozenset(
    (outer, inner) for outer, (_, wanted) in TYPES.items() for inner, (given, _) in TYPES.items() if wanted & given
)
"""The pairs in which the inner operator may have a type that the outer one takes."""

KNOWN = OPERATORS - LEAVES


def operator_pairs(conditions: Json) -> set[Pair]:
    """The pairs in the conditions of a policy."""
    found: set[Pair] = set()
    clauses = conditions if isinstance(conditions, list) else []
    waiting: list[tuple[str, Json]] = [(TOP, each["body"]) for each in clauses if isinstance(each, dict)]
    while waiting:
        outer, expression = waiting.pop()
        if not isinstance(expression, dict):
            continue
        for operator, body in expression.items():
            if operator in KNOWN:
                found.add((outer, operator))
                waiting += [(operator, operand) for operand in _operands(operator, body)]
    return found


def _operands(operator: str, body: Json) -> list[Json]:
    match body:
        case list():
            return body
        case dict() if operator == "Record":
            return list(body.values())
        case dict():
            return [body[name] for name in OPERANDS if name in body]
        case _:
            return []


def count_operators(measures: Counter[str], conditions: Json) -> set[str]:
    """Count the pairs in the conditions of a policy; gives the operators."""
    pairs = operator_pairs(conditions)
    for outer, inner in pairs:
        if outer is not TOP:
            measures[f"pair {outer} {inner}"] += 1
    return {inner for _, inner in pairs}
