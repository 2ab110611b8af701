"""Choosing a member of a container, as a function of what the container is made of."""

from __future__ import annotations

from deodar.proofs.translate import logic
from deodar.proofs.translate.alike import Recipe, state_alike
from deodar.proofs.translate.coerce import contains, equal, to_term
from deodar.proofs.translate.container import Handle, Image, from_term
from deodar.proofs.translate.symbol import Claim, Container, Symbol
from deodar.proofs.translate.types import TupleType
from deodar.proofs.translate.world import World


def chosen(world: World, base: Container, claim: Claim) -> Symbol:
    """A member that satisfies the claim, if any does; where the same is asked again, it is the same one.

    So it may stand for the first such member in Python's order, or for the last, of which no more is said than this.
    """
    if isinstance(base, Image) and isinstance(base.type, TupleType) and isinstance(base.base.type, TupleType):
        make, origin = base.function, base.base  # the last item made that satisfies it is made of the last such item
        return make(chosen(world, origin, lambda y: claim(make(y))))
    type_ = base.type.element
    x = world.unknown("x", type_)
    with world.recipe():
        body = base.exists(lambda y: logic.conj(equal(world, y, from_term(world, type_, x)), claim(y)))
    key, arguments = logic.abstracted(body, x)
    made = world.function(f"member {key}", [each.sort() for each in arguments], type_)
    pick = logic.apply(made, *arguments)
    member = from_term(world, type_, pick)
    with world.recipe():
        is_one = logic.conj(contains(world, base, member), claim(member))
        some = base.forall(lambda y: logic.implies(claim(y), is_one))
    world.define(f"member {key}", arguments, pick, some)
    if isinstance(base, Handle):
        state_alike(world, Recipe(f"member {key}", made, arguments, x, body), kept=base.logic)
    return member


def chosen_term(world: World, base: Container, claim: Claim) -> logic.Logic:
    """The same as a term of the solver."""
    return to_term(world, chosen(world, base, claim))
