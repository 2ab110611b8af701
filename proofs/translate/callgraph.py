"""Who calls whom: which functions are recursive, and which are opaque to the proofs."""

from __future__ import annotations

import ast
from functools import cache
from types import FunctionType

from deodar.proofs.translate.source import function_source, qualified_name

EXTENSION = "deodar.model.extension"
OPAQUE = {
    "deodar.model.names.is_action_type": "whether the name of an entity type is one of actions",
    "deodar.model.wildcard.wildcard_match": "matching of `like` patterns",
    f"{EXTENSION}.decimal.decimal": "reading of decimals",
    f"{EXTENSION}.ipaddr.ip": "reading of addresses",
    f"{EXTENSION}.datetime.datetime": "reading of datetimes",
    f"{EXTENSION}.duration.duration": "reading of durations",
    f"{EXTENSION}.ipaddr.in_range": "address ranges",
    f"{EXTENSION}.ipaddr.is_loopback": "loopback addresses",
    f"{EXTENSION}.ipaddr.is_multicast": "multicast addresses",
    f"{EXTENSION}.datetime.offset": "the sum of an instant and a duration",
    f"{EXTENSION}.datetime.duration_since": "the difference of two instants",
    f"{EXTENSION}.datetime.to_date": "the day of an instant",
    f"{EXTENSION}.datetime.to_time": "the time of day of an instant",
    f"{EXTENSION}.duration.whole": "the whole units in a duration",
}
CLOSED = frozenset(
    {
        "deodar.model.level.level_faults_in",
        "deodar.model.level.level_verdict",
        "deodar.model.typings.typing_of",
        "deodar.model.typings.typings",
        "deodar.model.typings.typings_in",
        "deodar.model.validator.validate",
        "deodar.proofs.theorems.accepted.is_accepted",
        "deodar.proofs.theorems.slices.decides_alike",
        "deodar.proofs.theorems.slices.is_of_level",
        "deodar.proofs.theorems.slices.misses_no_entity",
        "deodar.proofs.theorems.templates.constraint",
        "deodar.proofs.theorems.templates.action_constraint",
        "deodar.proofs.theorems.typing.is_sound",
    }
)
"""Functions that are unfolded only where a lemma opens them: what they make for several containers reads at length."""


def is_closed(function: FunctionType) -> bool:
    """Whether a function is an unknown one, though it is not recursive, wherever it is not opened."""
    return qualified_name(function) in CLOSED


def is_opaque(function: FunctionType) -> bool:
    """Whether nothing is known of a function but that it is one."""
    return qualified_name(function) in OPAQUE


@cache
def callees(function: FunctionType) -> frozenset[FunctionType]:
    """The functions of the model that a function calls by name."""
    if is_opaque(function):
        return frozenset()
    called: set[FunctionType] = set()
    for node in ast.walk(function_source(function)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            target = function.__globals__.get(node.func.id)
            if isinstance(target, FunctionType) and target.__module__.startswith("deodar."):
                called.add(target)
    return frozenset(called)


@cache
def reachable(function: FunctionType) -> frozenset[FunctionType]:
    """The functions that a call of this one may lead to; itself only if it is recursive."""
    found: set[FunctionType] = set()
    todo = list(callees(function))
    while todo:
        each = todo.pop()
        if each not in found:
            found.add(each)
            todo.extend(callees(each))
    return frozenset(found)


def is_recursive(function: FunctionType) -> bool:
    """Whether a call of a function may lead to another call of it."""
    return function in reachable(function)


@cache
def is_head(function: FunctionType) -> bool:
    """Whether the proofs take a recursive function for an unknown one.

    Of functions that call each other, those that call themselves are, then the last in their module, until the others
    can be unfolded where they are called: so `type_of` is, and the rules for the constructs are not.
    """
    return is_recursive(function) and function in _heads(_group(function))


def _group(function: FunctionType) -> frozenset[FunctionType]:
    """The functions that a function calls and is called by, itself included."""
    return frozenset(each for each in reachable(function) if function in reachable(each))


@cache
def _heads(group: frozenset[FunctionType]) -> frozenset[FunctionType]:
    heads = frozenset(each for each in group if each in callees(each))
    while True:
        circle = [each for each in group - heads if _leads_back(each, group - heads)]
        if not circle:
            return heads
        heads |= {max(circle, key=lambda each: (each.__module__, each.__code__.co_firstlineno))}


def _leads_back(function: FunctionType, among: frozenset[FunctionType]) -> bool:
    """Whether calls lead from a function back to it without leaving some functions."""
    found: set[FunctionType] = set()
    todo = [each for each in callees(function) if each in among]
    while todo:
        each = todo.pop()
        if each not in found:
            found.add(each)
            todo.extend(other for other in callees(each) if other in among)
    return function in found
