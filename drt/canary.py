"""Canaries: before a run, a few bugs are planted at random, and it has to find them. Silence means something then."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from deodar.drt.choice import derived_seed
from deodar.drt.deep import on_a_large_stack
from deodar.drt.mutants import MUTANTS
from deodar.drt.score import Hunt, hunt

MOST_TESTS = 100_000
MOST_CPU_SECONDS = 60.0  # of each


def chosen(targets: Sequence[str], seed: int, count: int) -> list[str]:
    """Mutants of these targets, at random; none that is known to be rare."""
    known = [mutant.name for mutant in MUTANTS.values() if mutant.target in targets and not mutant.rare]
    return Random(derived_seed("canaries", seed)).sample(known, min(count, len(known)))


def flown(targets: Sequence[str], seed: int, count: int) -> list[Hunt]:
    """What became of the canaries."""
    found: list[Hunt] = []
    for name in chosen(targets, seed, count):
        found += on_a_large_stack(hunt, MUTANTS[name].target, [name], seed, MOST_TESTS, MOST_CPU_SECONDS)
    return found
