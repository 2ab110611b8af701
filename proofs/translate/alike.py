"""What is made in one way of two maps is the same, if all that is asked of either gives the same.

A set, a map and a member chosen of a list are functions of the unknowns in their recipe, of which the solver knows what
the recipe says of each value. So it does not see that two recipes say the same of all values where they are asked of
different stores. A law for each recipe tells it, in proofs about several stores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deodar.proofs.translate import logic
from deodar.proofs.translate.logic import Formula, Function, Logic
from deodar.proofs.translate.world import World


@dataclass(frozen=True, slots=True)
class Recipe:
    """A function of the unknowns in a recipe, and what the recipe says of a subject: a truth value, or a value."""

    name: str
    made: Function
    arguments: Sequence[Logic]
    subject: Logic
    said: Logic


def state_alike(world: World, recipe: Recipe, kept: Logic | None = None) -> None:
    """States the law of a recipe.

    What is in the term that is kept has to be the same: the first member of a list depends on the order of the list.
    """
    stores = [world.sort(each) for each in world.varied]
    unchanged = [] if kept is None else logic.unknowns(kept)
    for place, argument in enumerate(recipe.arguments):
        if argument.sort() in stores and not any(logic.same_term(argument, each) for each in unchanged):
            _state(world, recipe, place)


def _state(world: World, recipe: Recipe, place: int) -> None:
    """States it of two values of one of the unknowns."""
    argument = recipe.arguments[place]
    other = logic.constant(world.fresh_name("other"), argument.sort())
    changed = [*recipe.arguments[:place], other, *recipe.arguments[place + 1 :]]
    same = _same(recipe.said, logic.replaced(recipe.said, argument, other))
    first, second = logic.apply(recipe.made, *recipe.arguments), logic.apply(recipe.made, *changed)
    alike = logic.implies(logic.forall([recipe.subject], same, "alike"), logic.equal(first, second))
    unknowns = [*recipe.arguments, other]
    world.define(f"{recipe.name} of another {place}", unknowns, logic.together(first, second), alike)


def _same(a: Logic, b: Logic) -> Formula:
    """That two values are the same; of truth values in two implications."""
    if logic.is_formula(a) and logic.is_formula(b):
        return logic.conj(logic.implies(a, b), logic.implies(b, a))
    return logic.equal(a, b)
