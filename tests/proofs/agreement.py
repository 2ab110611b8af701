"""The translation of a function against the function itself, on ground arguments.

The solver is told what the recursive and opaque functions give at the calls that matter, as Python computes it; then
the translated call has to have Python's value, or raise what Python raises, and nothing else must be possible.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from types import FunctionType

from tests.proofs.ground import value_of
from tests.proofs.samples import SAMPLES

from deodar.model.authorizer import error_policies, is_authorized, outcome, satisfied_policies
from deodar.model.entities import ancestors
from deodar.model.error import EvaluationError
from deodar.model.evaluator import (
    apply_1,
    apply_2,
    as_bool,
    as_entity_uid,
    checked,
    evaluate,
    get_attr,
    get_tag,
    has_attr,
    has_tag,
    in_entity,
    in_set,
    less,
    less_eq,
    variable,
)
from deodar.model.expr import Like
from deodar.model.policy import (
    ActionAny,
    Condition,
    ConditionKind,
    Effect,
    Policy,
    ScopeAny,
    action_scope_expr,
    condition_expr,
    policy_expr,
    scope_expr,
)
from deodar.model.typings import fillers, slot_env
from deodar.model.value import in_int64
from deodar.proofs.situation import ENTITIES, FATES, REQUEST
from deodar.proofs.theorems.raw import (
    explicitly_forbidden,
    explicitly_permitted,
    fails,
    failure,
    holds,
    unique_ids,
)
from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import equal, to_term
from deodar.proofs.translate.container import from_term
from deodar.proofs.translate.function import invoke, signature
from deodar.proofs.translate.lift import lift_as
from deodar.proofs.translate.logic import Formula
from deodar.proofs.translate.raised import Outcome, some
from deodar.proofs.translate.solver import Verdict, ask
from deodar.proofs.translate.types import DataType, TupleType, Type
from deodar.proofs.translate.world import World

PURE = (
    in_int64,
    ancestors,
    scope_expr,
    action_scope_expr,
    condition_expr,
    as_bool,
    as_entity_uid,
    checked,
    in_entity,
    in_set,
    has_tag,
    get_tag,
    apply_1,
    less,
    less_eq,
    apply_2,
    has_attr,
    get_attr,
    variable,
    satisfied_policies,
    error_policies,
    unique_ids,
    fillers,
    slot_env,
)
EVALUATING = (is_authorized, outcome, holds, failure, fails, explicitly_permitted, explicitly_forbidden)
UNKNOWN_SHARE = 0.8
# They take a tuple apart: the proofs know the items of a tuple only if they are given.
ITEM_BY_ITEM = (action_scope_expr, *EVALUATING)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A call whose translation does not give what Python gives."""

    function: str
    arguments: tuple[object, ...]
    verdict: Verdict


def disagreements(functions: tuple[FunctionType, ...], count: int, seed: int) -> Iterator[Disagreement]:
    """Those among so many random calls of each function."""
    rng = Random(seed)
    for function in functions:
        for _ in range(count):
            arguments = tuple(_argument(each, rng, function) for each in signature(function)[0].values())
            verdict = compare(function, arguments, rng)
            if verdict is not Verdict.IMPOSSIBLE:
                yield Disagreement(function.__name__, arguments, verdict)


def _argument(type_: Type, rng: Random, function: FunctionType) -> object:
    """A random value; for functions that evaluate, policies with a known fate, and what goes with them."""
    if function in EVALUATING:
        match type_:
            case DataType(cls) if cls is Policy:
                return _policy(rng)
            case TupleType(DataType(cls)) if cls is Policy:
                return tuple(_policy(rng) for _ in range(rng.randrange(4)))
            case _:
                return REQUEST if isinstance(type_, DataType) else ENTITIES
    made = value_of(type_, rng)
    while isinstance(made, Like):  # what `like` gives is open to the proofs
        made = value_of(type_, rng)
    return made


def _policy(rng: Random) -> Policy:
    fate = rng.choice((None, None, *FATES))
    conditions = () if fate is None else (Condition(ConditionKind.WHEN, fate.condition),)
    policy_id = f"policy{rng.randrange(3)}"
    return Policy(policy_id, rng.choice(list(Effect)), ScopeAny(), ActionAny(), ScopeAny(), conditions)


def compare(function: FunctionType, arguments: tuple[object, ...], rng: Random) -> Verdict:
    """Whether the translated call can differ from Python's.

    Most arguments are unknowns of which the solver is told what they equal: the translator must not see through them.
    """
    world = World()
    parameters, returns = signature(function)
    lifted = [lift_as(world, x, each) for x, each in zip(arguments, parameters.values(), strict=True)]
    for position, x in enumerate(lifted):
        if function not in ITEM_BY_ITEM and rng.random() < UNKNOWN_SHARE:
            unknown = world.unknown("argument", x.type)
            world.facts.append(logic.equal(unknown, to_term(world, x)))
            lifted[position] = from_term(world, x.type, unknown)
    known = [fact for each in _policies(arguments) for fact in _evaluation(world, each)]
    agrees = _agrees(world, invoke(world, function, lifted), function, arguments, returns)
    return ask([*world.facts, *known, logic.neg(agrees)]).verdict


def _policies(arguments: tuple[object, ...]) -> list[Policy]:
    lists = [each for each in arguments if isinstance(each, tuple)]
    found = [each for members in lists for each in members] + list(arguments)
    return [each for each in found if isinstance(each, Policy)]


def _evaluation(world: World, policy: Policy) -> list[Formula]:
    """What evaluating a policy gives."""
    types = signature(evaluate)[0]
    expression = invoke(world, policy_expr, [lift_as(world, policy, DataType(Policy))]).value
    request, store = (lift_as(world, x, types[name]) for x, name in ((REQUEST, "req"), (ENTITIES, "es")))
    result = invoke(world, evaluate, [expression, request, store])
    arguments = (policy_expr(policy), REQUEST, ENTITIES)
    return [_agrees(world, result, evaluate, arguments, signature(evaluate)[1])]


def _agrees(
    world: World, result: Outcome, function: FunctionType, arguments: tuple[object, ...], returns: Type
) -> Formula:
    """That a translated call gives what Python gives."""
    try:
        value = function(*arguments)
    except EvaluationError as error:
        case = result.raised.get(EvaluationError)
        if case is None or case.payload is None:
            return logic.FALSE
        kind = lift_as(world, error.kind, case.payload.fields["kind"].type)
        return logic.conj(case.condition, equal(world, case.payload.fields["kind"], kind))
    return logic.conj(logic.neg(some(result.raised)), equal(world, result.value, lift_as(world, value, returns)))


if __name__ == "__main__":
    calls = int(sys.argv[1])
    everything = (*PURE, *EVALUATING, *SAMPLES)
    bad = list(disagreements(everything, calls, seed=calls))
    print(f"{calls * len(everything)} calls of {len(everything)} functions, {len(bad)} disagreements", *bad, sep="\n")
