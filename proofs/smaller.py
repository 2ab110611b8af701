"""The guard of an induction: a lemma is assumed of smaller arguments only.

A recursive function descends on an argument, but a lemma may call it with one that is no part of its own. So each call
at which the lemma would be assumed is looked at: the argument for the parameter of the induction is a strict part of
what the case is about; or, in all calls, the arguments are strict parts of as many different parameters, so that they
are smaller taken together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import permutations
from typing import cast

from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import to_term
from deodar.proofs.translate.logic import Logic
from deodar.proofs.translate.symbol import Symbol
from deodar.proofs.translate.world import Bound, Recursion, World


def smaller_calls(
    world: World, calls: Sequence[Recursion], on: str, arguments: Mapping[str, Symbol]
) -> list[Recursion]:
    """The calls of which a lemma about these arguments may be assumed."""
    alone = [each for each in calls if _is_below(world, each, on, arguments[on])]
    alike = [name for name, x in arguments.items() if x.type == arguments[on].type]
    together = [each for each in calls if _are_below(world, each, alike, arguments)]
    return list(calls) if len(together) == len(calls) else alone


def _is_below(world: World, call: Recursion, name: str, whole: Symbol) -> bool:
    """Whether the argument for a parameter is a strict part of a value."""
    found = cast("Symbol | None", call.arguments.get(name))
    return found is not None and is_strict_part(world, to_term(world, found), to_term(world, whole), call.bound)


def _are_below(world: World, call: Recursion, names: Sequence[str], arguments: Mapping[str, Symbol]) -> bool:
    """Whether the arguments for some parameters are strict parts of what these are, in some order."""
    return any(
        all(_is_below(world, call, name, arguments[other]) for name, other in zip(names, others, strict=True))
        for others in permutations(names)
    )


def is_strict_part(world: World, term: Logic, whole: Logic, bound: Collection[Bound]) -> bool:
    """Whether a term is a field, a member or an entry of another, or one of such a part.

    A hypothesis says by itself that the fields are those of what has them (see `World.meaningful`).
    """
    made_of = {each.get_id() for each in logic.made_of(whole)}
    return _is_part(world, term, (whole, made_of), bound, strict=False)


def _is_part(
    world: World, term: Logic, whole: tuple[Logic, set[int]], bound: Collection[Bound], *, strict: bool
) -> bool:
    if term.get_id() in whole[1]:
        return True
    if logic.same_term(term, whole[0]):
        return strict
    both = logic.branches(term)
    if both is not None:
        return all(_is_part(world, each, whole, bound, strict=strict) for each in both[1:])
    owner = _owner(world, term, bound)
    return owner is not None and _is_part(world, owner, whole, bound, strict=True)


def _owner(world: World, term: Logic, bound: Collection[Bound]) -> Logic | None:
    """What a term is a field, a member, an entry or all but the last member of."""
    for each in bound:
        if logic.same_term(each.unknown, term) and logic.name_of(each.guard).startswith("member of "):
            return logic.argument(each.guard, 0)
    is_entry = logic.name_of(term).startswith("get ")
    if is_entry or logic.is_field(term) or logic.name_of(term) in world.partial:
        return logic.argument(term, 0)
    return None
