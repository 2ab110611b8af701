"""What an engine makes of an expression, by asking the engine: for its value, and by what it then decides.

An engine may evaluate an expression in one way when it is asked for its value, and in another when the expression
stands in a policy. Where both can be asked, both are, and where they differ, what it decides by counts. An engine that
only decides is asked by policies: one that is satisfied if the expression is true, one if it is equal to a value that
another engine tells, one that errs only if the expression does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deodar.drt.compare import errors_of
from deodar.drt.data import Json
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.generate.node import Node, binary, literal, unary
from deodar.drt.generate.text import neat_expression
from deodar.drt.reduce import NO_TEXT
from deodar.drt.targets.target import ask
from deodar.drt.trace.outcome import FALSE, TRUE, Fails, NotTold, Outcome, SomeValue, Value, same

PROBE = "probe"
OPEN: Node = {"op": "All"}


@dataclass(frozen=True, slots=True)
class Question:
    """Under which circumstances an expression is evaluated."""

    request: Json
    circumstances: Mapping[str, Json]
    """Entities, and the schema if there is one: further fields of a message."""


@dataclass(frozen=True, slots=True)
class Witness:
    """An engine that takes part in a trace."""

    engine: Engine
    tells: bool
    """Whether it is asked for values."""
    decides: bool
    """Whether it is asked to decide."""

    def told(self, question: Question, expression: Node) -> Outcome:
        """What it tells when it is asked for the value."""
        if not self.tells:
            return NotTold("tells no values")
        try:
            text = neat_expression(expression)
        except NO_TEXT:
            return NotTold("has no text")
        circumstances = {name: part for name, part in question.circumstances.items() if name != "validate_request"}
        message = {"op": "evaluate", "expression": text, "request": question.request, **circumstances}
        return _evaluated(ask(self.engine, message))

    def seen(self, question: Question, expression: Node, candidates: Sequence[Outcome]) -> Outcome:
        """What it decides by, where the expression is the condition of a policy."""
        found = self._condition(question, expression)
        if not isinstance(found, Fails):
            return found
        # It fails, or it is no boolean: `[e].isEmpty()` errs only if `e` does.
        fails = self._condition(question, unary("isEmpty", {"Set": [expression]}))
        if not isinstance(fails, Value):
            return fails
        values = [candidate.value for candidate in candidates if isinstance(candidate, Value)]
        equal = [self._equal(question, expression, value) for value in values]
        if True in equal:
            return Value(values[equal.index(True)])
        return NotTold("not told") if None in equal else SomeValue(other=bool(values))

    def _equal(self, question: Question, expression: Node, value: Json) -> bool | None:
        """Whether the expression has the value, told by two operators, of which one may be wrong; None: not told."""
        other = written(value)
        tests = (binary("==", expression, other), binary("contains", {"Set": [other]}, expression))
        found = [self._condition(question, test) for test in tests]
        return True if TRUE in found else None if all(isinstance(each, NotTold) for each in found) else False

    def _condition(self, question: Question, condition: Node) -> Outcome:
        return self.decided(question, alone(probe({"kind": "when", "body": condition})))

    def decided(self, question: Question, policies: Node) -> Outcome:
        """Whether the only policy is satisfied, or how it errs."""
        if not self.decides:
            return NotTold("does not decide")
        message = {"op": "authorize", "policies": policies, "requests": [question.request], **question.circumstances}
        return _satisfied(ask(self.engine, message))


def probe(*conditions: Json, scope: Mapping[str, Json] | None = None) -> Node:
    """A policy that is open but for its conditions and what is given of its scope."""
    opened: Node = {"effect": "permit", "principal": OPEN, "action": OPEN, "resource": OPEN}
    return {**opened, **(scope or {}), "conditions": list(conditions)}


def alone(body: Json) -> Node:
    """The policy set with one static policy."""
    return {"staticPolicies": {PROBE: body}, "templates": {}, "templateLinks": []}


def written(value: Json) -> Node:
    """The expression that has the value: each part as an expression, since not every value is a literal."""
    match value:
        case list():
            return {"Set": [written(element) for element in value]}
        case {"__extn": {"fn": str(function), "args": list(arguments)}}:
            return {function: [written(argument) for argument in arguments]}
        case {"__extn": _} | {"__entity": _}:
            return literal(value)
        case dict():
            return {"Record": {name: written(member) for name, member in value.items()}}
        case _:
            return literal(value)


def _evaluated(answer: Answer) -> Outcome:
    match answer:
        case {"value": value}:
            return Value(value)
        case {"fails": str(kind)}:
            return Fails(kind)
        case _:
            return _not_told(answer)


def _satisfied(answer: Answer) -> Outcome:
    match answer:
        case {"responses": [{"reasons": list(reasons)} as response]}:
            errors = errors_of(response)
            return Fails(next(iter(errors.values()))) if errors else TRUE if reasons else FALSE
        case {"responses": [{"error": error}]}:
            return _not_told({"error": error})
        case _:
            return _not_told(answer)


def _not_told(answer: Mapping[str, Json]) -> NotTold:
    match answer:
        case {"error": {"stage": str(stage)}} if stage != "protocol":
            return NotTold(f"refuses {stage}")
        case {"fault": fault}:
            return NotTold(f"fault: {fault}")
        case _:
            return NotTold("not told")


@dataclass(frozen=True, slots=True)
class Observed:
    """What one engine makes of one expression."""

    outcome: Outcome
    """What it decides by, where it decides; else what it tells."""
    told: Outcome | None = None
    """What it tells when it is asked for the value, if that is something else."""


def observed(
    witnesses: Mapping[str, Witness], question: Question, expression: Node, scope: Mapping[str, Json] | None = None
) -> dict[str, Observed]:
    """What each engine makes of an expression; of a constraint, also where it stands in the scope of a policy."""
    told = {name: witness.told(question, expression) for name, witness in witnesses.items()}
    found: dict[str, Observed] = {}
    for name, witness in witnesses.items():
        if scope is None:
            seen = witness.seen(question, expression, [told[name], *told.values()])
        else:
            seen = witness.decided(question, alone(probe(scope=scope)))
        found[name] = _both_ways(told[name], seen)
    return found


def _both_ways(told: Outcome, seen: Outcome) -> Observed:
    if isinstance(seen, NotTold):
        return Observed(told)
    return Observed(seen) if same(told, seen) else Observed(seen, told)
