"""Functions: plain ones are unfolded where they are called; recursive, closed and opaque ones are unknown functions."""

from __future__ import annotations

import inspect
import sys
import typing
from functools import cache
from types import FunctionType
from typing import cast

from deodar.proofs.translate import logic
from deodar.proofs.translate.callgraph import is_closed, is_head, is_opaque, reachable
from deodar.proofs.translate.coerce import coerce, merge, to_term
from deodar.proofs.translate.container import Handle, Items, from_term
from deodar.proofs.translate.contract import OPAQUE_FUNCTIONS, contract_of
from deodar.proofs.translate.frame import Frame
from deodar.proofs.translate.outside import OutsideSubset
from deodar.proofs.translate.raised import Case, Outcome, Raised, agreement, either, where
from deodar.proofs.translate.source import file_of, function_source, module_source, qualified_name
from deodar.proofs.translate.statement import block
from deodar.proofs.translate.symbol import Struct, Symbol, Term
from deodar.proofs.translate.termination import descends_on
from deodar.proofs.translate.types import BoolType, DataType, TupleType, Type, fields, from_annotation
from deodar.proofs.translate.world import World


@cache
def signature(function: FunctionType) -> tuple[dict[str, Type], Type]:
    """The types of the parameters of a function, and of its result."""
    hints, place = typing.get_type_hints(function), file_of(function)
    parameters = list(inspect.signature(function).parameters)
    if parameters == ["self"]:  # a property: its class is the one that it stands in
        owner = getattr(sys.modules[function.__module__], function.__qualname__.split(".")[0])
        hints["self"] = owner
    for name in [*parameters, "return"]:
        if name not in hints:
            raise OutsideSubset(place, f"`{name}` of `{function.__name__}` has no annotation")
    types = {name: from_annotation(hints[name], place) for name in parameters}
    return types, from_annotation(hints["return"], place)


def invoke(world: World, function: FunctionType, arguments: list[Symbol]) -> Outcome:
    """What a call of a function gives."""
    parameters, _ = signature(function)
    if len(arguments) != len(parameters):
        raise OutsideSubset(file_of(function), f"`{function.__name__}` takes {len(parameters)} arguments by position")
    taken = {n: coerce(world, x, t) for (n, t), x in zip(parameters.items(), arguments, strict=True)}
    keys = [_identity(each) for each in taken.values()]
    if None in keys:
        return _give(world, function, taken)
    key = (
        function,
        world.in_recipe,
        world.opened,
        tuple(keys),
    )  # a call in a recipe leaves no trace, so that it counts apart
    if key not in world.calls:
        world.calls[key] = (_give(world, function, taken), taken)  # the arguments are kept, so that their ids are
    return cast("Outcome", world.calls[key][0])


def _identity(x: Symbol) -> object:
    """What tells a symbolic value from others in its world, if it is known term by term."""
    match x:
        case Term(type_, term) | Handle(_, type_, term):
            return type_, term.get_id()
        case Struct(type_, held):
            keys = tuple(_identity(each) for each in held.values())
            return None if None in keys else (type_, keys)
        case _:
            return None


def _give(world: World, function: FunctionType, arguments: dict[str, Symbol]) -> Outcome:
    if function in world.opened:
        return unfold(world, function, arguments) if is_closed(function) else _open(world, function, arguments)
    if (
        is_opaque(function)
        or is_closed(function)
        or (is_head(function) and not _is_unfolded(world, function, arguments))
    ):
        return unknown_function(world, function, list(arguments.values()))
    return unfold(world, function, arguments)


def _open(world: World, function: FunctionType, arguments: dict[str, Symbol]) -> Outcome:
    """What an opened function gives: for each way in which the first argument may be built, what its arm gives."""
    first, *others = arguments.values()
    match first:
        case Term(type_, term) if (choice := logic.branches(term)) is not None:
            condition, a, b = choice
            one, other = (invoke(world, function, [Term(type_, each), *others]) for each in (a, b))
            raised = either(world, condition, one.raised, other.raised)
            return Outcome(merge(world, condition, one.value, other.value), raised)
        case Term(_, term) if logic.maker(term) is None:
            return unknown_function(world, function, list(arguments.values()))
        case _:
            given = unfold(world, function, arguments)
            if not world.bound and not world.in_recipe:  # the same call may stand elsewhere under another name
                called = unknown_function(world, function, list(arguments.values()))
                world.facts.extend(agreement(world, called, given))
            return given


def _is_unfolded(world: World, function: FunctionType, arguments: dict[str, Symbol]) -> bool:
    """Whether a call is one of those that an induction unfolds, or descends on a tuple whose items are known."""
    if any(isinstance(each, Items) and isinstance(each.type, TupleType) for each in arguments.values()):
        return any(isinstance(arguments[name], Items) for name in descends_on(function))
    if world.unfolding is None or function not in world.unfolding.functions:
        return False
    subject = cast("Symbol", world.unfolding.subject)
    mine = _identity(subject)
    return any(each is subject or (mine is not None and _identity(each) == mine) for each in arguments.values())


def unfold(
    world: World, function: FunctionType, arguments: dict[str, Symbol], conclusion: bool | None = None
) -> Outcome:
    """What the body of a function gives for its arguments."""
    source = module_source(sys.modules[function.__module__])
    names = function.__globals__
    frame = Frame(world, source.file, names, arguments, logic.TRUE, invoke, None if conclusion is None else conclusion)
    return block(function_source(function).body, frame, signature(function)[1])


def unknown_function(world: World, function: FunctionType, arguments: list[Symbol]) -> Outcome:
    """A function of which only its contract is known."""
    parameters, returns = signature(function)
    name, sorts = qualified_name(function), list(parameters.values())
    world.record(function, dict(zip(parameters, arguments, strict=True)))
    terms = [to_term(world, each) for each in arguments]
    value = logic.apply(world.function(name, sorts, returns), *terms)
    contract = contract_of(function)
    world.assumptions.add(contract.name)
    if any(is_opaque(each) for each in reachable(function)):
        world.assumptions.add(OPAQUE_FUNCTIONS.name)
    raised: Raised = {}
    for each in contract.raises:
        cls = function.__globals__[each]
        condition = logic.holds(world.function(f"{name} raises {each}", sorts, BoolType()), *terms)
        payload = {
            field: from_term(
                world, type_, logic.apply(world.function(f"{name} raises {each}.{field}", sorts, type_), *terms)
            )
            for field, type_ in fields(cls).items()
        }
        raised = {**where(logic.TRUE, raised), cls: Case(condition, Struct(DataType(cls), payload))}
    return Outcome(from_term(world, returns, value), raised)
