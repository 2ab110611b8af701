"""A lemma as a formula of the solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from deodar.proofs.lemma import Lemma
from deodar.proofs.translate import logic
from deodar.proofs.translate.coerce import to_term
from deodar.proofs.translate.container import from_term
from deodar.proofs.translate.function import signature, unfold
from deodar.proofs.translate.logic import Formula
from deodar.proofs.translate.raised import some
from deodar.proofs.translate.symbol import Symbol
from deodar.proofs.translate.types import MapType
from deodar.proofs.translate.world import World


@dataclass(frozen=True, slots=True)
class Claim:
    """A lemma about some arguments, and the formula that is true where it fails: it gives False, or it raises."""

    arguments: Mapping[str, Symbol]
    refuted: Formula


def claim(
    world: World,
    lemma: Lemma[...],
    arguments: dict[str, Symbol],
    *,
    conclusion: bool | None = None,
    opened: bool = True,
) -> Claim:
    """What a lemma says of its arguments; with a conclusion, what it would say if that were all that it concludes.

    One that another proof relies on is not opened: there it has to speak of the same calls as the proof does.
    """
    with world.opening(lemma.opened if opened else ()):
        outcome = unfold(world, lemma.function, arguments, conclusion)  # pyright: ignore[reportArgumentType]  # a field, no method
    stated = cast("Formula", to_term(world, outcome.value))
    return Claim(arguments, logic.disj(some(outcome.raised), logic.neg(stated)))


def unbounded(world: World, lemma: Lemma[...]) -> dict[str, Symbol]:
    """Arguments of which nothing is known, lists of any length among them."""
    parameters = signature(lemma.function)[0]
    types = Counter(parameters.values())
    world.varied = frozenset(each for each in types if isinstance(each, MapType) and types[each] > 1)
    return {name: from_term(world, type_, world.unknown(name, type_)) for name, type_ in parameters.items()}
