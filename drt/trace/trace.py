"""Traces side by side: what each engine makes of every sub-expression, and the first that they differ on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, cast

from deodar.drt.case import Case, requests_of
from deodar.drt.compare import errors_of
from deodar.drt.data import Json
from deodar.drt.engines.in_process import InProcessEngine
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.node import Node
from deodar.drt.reduce import NO_TEXT
from deodar.drt.targets.target import Target
from deodar.drt.trace.asking import Observed, Question, Witness, observed
from deodar.drt.trace.order import Step, Walk
from deodar.drt.trace.outcome import same
from deodar.drt.trace.policies import Evaluated, constraint_as_expression, evaluated

MOST_POLICIES = 6


@dataclass(frozen=True, slots=True)
class Trace:
    """How the engines evaluate one policy, or one expression, for one request."""

    policy_id: str | None
    """None: what is evaluated is an expression."""
    effect: str
    steps: Sequence[Step]
    complete: bool
    """Whether no operand was left out for want of time."""
    alone: Mapping[str, Observed]
    """Whether the policy is satisfied where it is the only one; nothing for an expression."""

    @property
    def first_difference(self) -> int | None:
        """The place of the first step on which engines differ, or an engine with itself; the whole policy is last."""
        found = (place for place, step in enumerate(self.steps) if differ(step.observed))
        return next(found, len(self.steps) if differ(self.alone) else None)


@dataclass(frozen=True, slots=True)
class Traces:
    """The traces of a case."""

    engines: tuple[str, ...]
    request: int
    """The place of the request."""
    traces: Sequence[Trace]
    others: int
    """How many policies that the engines may differ on are not traced."""


def differ(found: Mapping[str, Observed]) -> bool:
    """Whether some outcome differs from another, or is not what the same engine tells."""
    if any(each.told is not None for each in found.values()):
        return True
    return any(not same(one.outcome, other.outcome) for one, other in combinations(found.values(), 2))


def traced(
    target: Target, engines: Mapping[str, Engine], case: Case, given: Mapping[str, Answer], request: int | None
) -> Traces | None:
    """The traces of a case for one of its requests, the first if none is named; None if nothing in it is evaluated."""
    requests = requests_of(case)
    place = request or 0
    if place >= len(requests):
        return None
    columns, given = _way_by_way(engines, given)
    witnesses = _witnesses(target, columns)
    circumstances: dict[str, Json] = {name: case[name] for name in ("entities", "schema") if name in case}
    if "schema" in case:
        circumstances["validate_request"] = True
    question = Question(requests[place], circumstances)
    expression = case.get("expression")
    if isinstance(expression, dict):
        return Traces(tuple(witnesses), place, [_of_expression(witnesses, question, expression)], 0)
    policies = list(evaluated(case))
    disputed = _disputed(given, place)
    chosen = [policy for policy in policies if policy.policy_id in disputed] or policies
    if not chosen or not witnesses:
        return None
    traces = [_of_policy(witnesses, question, policy) for policy in chosen[:MOST_POLICIES]]
    return Traces(tuple(witnesses), place, traces, max(0, len(chosen) - MOST_POLICIES))


def _witnesses(target: Target, engines: Mapping[str, Engine]) -> dict[str, Witness]:
    """The engines that can be asked for values, or to decide where the target is about decisions."""
    decides = not target.ops.isdisjoint(("authorize", "back-ends"))
    found = {
        name: Witness(each, "evaluate" in each.ops, decides and "authorize" in each.ops)
        for name, each in engines.items()
    }
    return {name: witness for name, witness in found.items() if witness.tells or witness.decides}


def _way_by_way(
    engines: Mapping[str, Engine], given: Mapping[str, Answer]
) -> tuple[dict[str, Engine], dict[str, Answer]]:
    """Each way to evaluate that an engine has as an engine of its own, if its ways do not answer alike."""
    columns: dict[str, Engine] = {}
    answers: dict[str, Answer] = {}
    for name, engine in engines.items():
        ways = given[name].get("back ends")
        if isinstance(ways, dict) and isinstance(engine, InProcessEngine):
            by_way = cast(dict[str, Engine], engine.back_ends())  # pyright: ignore[reportUnknownMemberType]  # of what type is all one
            for way, each in by_way.items():
                answer = ways.get(way)
                columns[f"{name} {way}"], answers[f"{name} {way}"] = each, answer if isinstance(answer, dict) else {}
        else:
            columns[name], answers[name] = engine, given[name]
    return columns, answers


def _of_expression(witnesses: Mapping[str, Witness], question: Question, expression: Node) -> Trace:
    walk = _walk(witnesses, question)
    steps = list(_whole(walk.expression(expression, frozenset(witnesses))))
    return Trace(None, "", steps, walk.complete, {})


def _of_policy(witnesses: Mapping[str, Witness], question: Question, policy: Evaluated) -> Trace:
    walk = _walk(witnesses, question)
    steps = list(_whole(walk.policy(policy.body, frozenset(witnesses))))
    alone = {name: Observed(witness.decided(question, policy.alone)) for name, witness in witnesses.items()}
    return Trace(policy.policy_id, str(policy.body.get("effect")), steps, walk.complete, alone)


def _whole(steps: Iterator[Step]) -> Iterator[Step]:
    """The steps up to where the policy or expression is damaged, if it is."""
    try:
        yield from steps
    except NO_TEXT:
        return


def _walk(witnesses: Mapping[str, Witness], question: Question) -> Walk:
    def some(going: frozenset[str]) -> dict[str, Witness]:
        return {name: witness for name, witness in witnesses.items() if name in going}

    def of_expression(expression: Node, going: frozenset[str]) -> Mapping[str, Observed]:
        return observed(some(going), question, expression)

    def of_scope(variable: str, constraint: Any, going: frozenset[str]) -> Mapping[str, Observed]:
        expression = constraint_as_expression(variable, constraint)
        return observed(some(going), question, expression, {variable: constraint})

    return Walk(of_expression, of_scope)


def _disputed(given: Mapping[str, Answer], place: int) -> set[str]:
    """The policies that engines say different things about."""
    said = [_said(answer, place) for answer in given.values()]
    ids = {policy_id for each in said for policy_id in each}
    return {policy_id for policy_id in ids if len({each.get(policy_id, "") for each in said}) > 1}


def _said(answer: Answer, place: int) -> dict[str, str]:
    """What an engine says about each policy that it names in a response."""
    match answer.get("responses"):
        case list(responses) if place < len(responses):
            match responses[place]:
                case {"reasons": list(reasons)} as response:
                    return {str(name): "satisfied" for name in reasons} | (errors_of(response) or {})
                case _:
                    return {}
        case _:
            return {}
