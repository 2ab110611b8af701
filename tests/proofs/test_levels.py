"""The theorems about levels speak of something: each store has a reach, and slices leave out what is not reached."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from deodar.model.policy import ActionAny, Condition, ConditionKind, Effect, Policy, ScopeAny
from deodar.model.type import Mode
from deodar.model.value import EntityUID
from deodar.proofs.example import environment, situations
from deodar.proofs.inductive import Ground, cases, prove_case
from deodar.proofs.lemma import Vacuous
from deodar.proofs.level_mutants import LEVEL_MUTANTS
from deodar.proofs.reach import reach_of
from deodar.proofs.sample import Sampler
from deodar.proofs.theorems.levels import what_is_beyond_the_level_does_not_matter
from deodar.proofs.theorems.slices import (
    a_store_closed_at_the_level_misses_no_entity,
    is_of_level,
    is_reach,
    slice_at,
    the_slice_at_a_level_gives_the_response,
)
from deodar.proofs.translate.function import signature
from deodar.proofs.type_mutants import try_type_mutant
from deodar.proofs.type_search import expression
from deodar.proofs.written import case_text

ENVIRONMENT = environment(Mode.STRICT)
LEVELS = range(4)
NEVER_TYPED = {f"Lit {kind}" for kind in ("Set", "Record", "Decimal", "IPAddr", "Datetime", "Duration")}


@pytest.mark.parametrize("level", LEVELS)
def test_the_fewest_steps_are_a_reach(level: int) -> None:
    rng, types = Random(level), signature(is_reach)[0]
    farthest = 0
    for _ in range(1_000):
        sampler = Sampler(rng)
        req: Any = sampler.value(types["req"], 3)
        es: Any = sampler.value(types["es"], 3)
        reach = reach_of(req, es, level)
        assert is_reach(reach, req, es, level)
        farthest = max(farthest, *(reach[uid] for uid in reach))
    assert farthest <= level
    assert farthest >= min(level, 1)


def test_a_slice_has_what_is_reached_and_nothing_else() -> None:
    situation = situations()[0]
    alice, photo = EntityUID("User", "alice"), EntityUID("Photo", "p")
    view, bob = EntityUID("Action", "view"), EntityUID("User", "bob")
    for level, names in ((0, set[EntityUID]()), (1, {alice, photo, view}), (2, {alice, photo, view, bob})):
        reach = reach_of(situation.request, situation.entities, level)
        assert set(slice_at(situation.entities, level, reach)) == names


def test_policies_of_each_level_are_decided_on_slices_that_leave_something_out() -> None:
    """The theorems, called: so it is not only z3 that says so, and at each level there are examples that need it."""
    rng, everywhere, examples = Random(5), situations(), Counter[int]()
    for _ in range(6_000):
        situation, level = rng.choice(everywhere), rng.choice(LEVELS)
        condition = Condition(ConditionKind.WHEN, expression(rng, 2))
        policies = (Policy("", Effect.PERMIT, ScopeAny(), ActionAny(), ScopeAny(), (condition,)),)
        reach = reach_of(situation.request, situation.entities, level)
        nearby = slice_at(situation.entities, level, reach)
        arguments = (policies, ENVIRONMENT, situation.request, situation.entities, nearby, level, reach)
        for theorem in (the_slice_at_a_level_gives_the_response, a_store_closed_at_the_level_misses_no_entity):
            try:
                assert theorem(*arguments)
            except Vacuous:
                continue
            needs_it = level == 0 or not is_of_level(policies[0], ENVIRONMENT, level - 1)
            examples[level] += needs_it and nearby != situation.entities
    assert all(examples[level] > 5 for level in LEVELS[:3]), examples


def test_the_theorem_says_nothing_only_of_what_is_never_well_typed() -> None:
    theorem = what_is_beyond_the_level_does_not_matter
    ground = Ground(theorem)
    vacuous = {each.name for each in cases(theorem) if prove_case(ground, each, conclusion=False).proved}
    assert vacuous == NEVER_TYPED


def test_a_planted_bug_is_shown_with_its_level_and_replays(tmp_path: Path) -> None:
    planted = next(each for each in LEVEL_MUTANTS if each.mutant.edit.name == "`in` looks nothing up")
    result = try_type_mutant(planted)
    assert result.as_expected
    assert result.cedar is not None
    assert result.cedar.splitlines()[-1] == "level:    0"
    assert result.replay is not None
    assert result.replay.case["level"] == 0
    file = tmp_path / "case.json"
    file.write_text(case_text("levels", result.replay), encoding="ascii")
    replayed = subprocess.run(
        [sys.executable, "-m", "deodar", "drt", "replay", str(file)], capture_output=True, text=True, check=False
    )
    assert "the engines agree" in replayed.stdout  # the check of levels in the tree has not the bug
