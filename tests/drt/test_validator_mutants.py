"""Bugs planted in the validator, and in what reads by a schema: the targets find every one."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from deodar.drt import case_file
from deodar.drt.choice import Choices, random_bytes
from deodar.drt.compare import Difference
from deodar.drt.deep import on_a_large_stack
from deodar.drt.engines import engine
from deodar.drt.finding import Finding, investigate
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.mutants.validator_rules import VALIDATOR_MUTANTS
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import examine

SEED = 2024
MOST_CASES = 10_000
LEVELS_OF_PARTS = ("level-of-one-member", "level-of-first-branch", "level-of-nearest-branch")
UNSOUND = ("or-hands-on", "attribute-needs-no-guard")


def first_difference(target_name: str, *engines: str) -> tuple[bytes, Difference] | None:
    """The choices that make the first case on which the engines differ, and how they do."""
    target = TARGETS[target_name]
    tested = {name: engine(name) for name in engines}
    for block in islice(random_bytes(SEED, DEFAULT.choices), MOST_CASES):
        difference = examine(target, tested, target.build(Choices(block).choose))
        if difference is not None:
            return block, difference
    return None


def finding_of(target_name: str, *engines: str) -> Finding:
    """The first difference, shrunk."""
    found = first_difference(target_name, *engines)
    assert found is not None
    tested = {name: engine(name) for name in engines}
    return investigate(TARGETS[target_name], tested, *found, SEED, shrink_seconds=0.5)


@pytest.mark.parametrize(
    ("target", "mutant"),
    [
        pytest.param(target, mutant.name, id=mutant.says)
        for target, mutants in VALIDATOR_MUTANTS.items()
        for mutant in mutants
    ],
)
def test_a_planted_bug_is_found(target: str, mutant: str) -> None:
    found = on_a_large_stack(first_difference, target, "model", f"mutant:{mutant}")
    assert found is not None
    assert found[1].left == "model"


@pytest.mark.parametrize("mutant", LEVELS_OF_PARTS)
def test_what_is_too_far_in_one_part_only_is_found(mutant: str) -> None:
    found = on_a_large_stack(first_difference, "validate", "model", f"mutant:{mutant}")
    assert found is not None
    assert "EntityDerefLevelViolation" in found[1].left_says


@pytest.mark.parametrize("mutant", UNSOUND)
def test_an_unsound_validator_is_found_out_by_itself(mutant: str) -> None:
    found = on_a_large_stack(first_difference, "soundness", f"mutant:{mutant}")
    assert found is not None
    assert found[1].aspect == "broken"
    assert found[1].left_says.startswith("finds a policy ")


def test_a_case_file_shows_its_schema_and_replays(tmp_path: Path) -> None:
    finding = on_a_large_stack(finding_of, "validate", "model", "mutant:or-hands-on")
    assert not finding.flaky
    assert len(json.dumps(finding.case)) < 1_500
    path = case_file.write(finding, tmp_path)
    assert "appliesTo { principal:" in (case_file.read(path).schema_text or "")
    command = [sys.executable, "-m", "deodar", "drt", "replay", str(path)]
    replayed = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert replayed.returncode == 7
    assert "appliesTo { principal:" in replayed.stdout
    agreeing = [*command, "--engine", "model", "--engine", "impl"]
    assert subprocess.run(agreeing, capture_output=True, timeout=600, check=False).returncode == 0
