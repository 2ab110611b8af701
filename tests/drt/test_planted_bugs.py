"""The honesty of the tester: bugs are planted in the engine, and every one is found, shrunk, and replayed."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

import deodar
from deodar.drt import case_file
from deodar.drt.choice import Choices, random_bytes
from deodar.drt.deep import on_a_large_stack
from deodar.drt.engines import engine
from deodar.drt.finding import Finding, investigate
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.mutants import MUTANTS, planted
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import examine

SEED = 20_24


def found_by(target_name: str, mutant: str, most_cases: int) -> Finding | None:
    """What the tester makes of a mutant, compared with the model."""
    target = TARGETS[target_name]
    engines = {name: engine(name) for name in ("model", f"mutant:{mutant}")}
    for block in islice(random_bytes(SEED, DEFAULT.choices), most_cases):
        difference = examine(target, engines, target.build(Choices(block).choose))
        if difference is not None:
            return investigate(target, engines, block, difference, SEED, shrink_seconds=0.5)
    return None


@pytest.mark.parametrize(
    ("mutant", "target", "most_cases", "most_nodes"),
    [
        pytest.param("forbid-does-not-override", "authorize", 400, 0, id="forbid does not override permit"),
        pytest.param("not-in-itself", "authorize", 400, 3, id="an entity is not in itself"),
        pytest.param("bool-is-long", "authorize", 2_000, 6, id="true is one in sets"),
        pytest.param("star-needs-a-character", "authorize", 2_000, 6, id="a wildcard does not match nothing"),
        pytest.param("overflow-one-too-late", "authorize", 4_000, 8, id="overflow one too late"),
        pytest.param("record-error-as-entity-error", "authorize", 2_000, 4, id="another kind of error"),
        pytest.param("five-signs-in-a-row", "parse", 12_000, 0, id="the parser takes five signs"),
    ],
)
def test_a_planted_bug_is_found_and_shrunk(
    mutant: str, target: str, most_cases: int, most_nodes: int, tmp_path: Path
) -> None:
    finding = on_a_large_stack(found_by, target, mutant, most_cases)
    assert finding is not None
    assert not finding.flaky
    assert finding.nodes <= most_nodes
    assert len(json.dumps(finding.case)) < 800
    path = case_file.write(finding, tmp_path)
    assert case_file.case_of(case_file.read(path)) == finding.case
    assert replayed(path) == 7
    assert replayed(path, "--engine", "model", "--engine", "impl") == 0


def replayed(path: Path, *arguments: str) -> int:
    """The exit status of a replay in a fresh process."""
    command = [sys.executable, "-m", "deodar", "drt", "replay", str(path), *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode


@pytest.mark.parametrize("mutant", list(MUTANTS))
def test_a_bug_is_gone_when_it_is_no_longer_planted(mutant: str) -> None:
    questions = (
        "1 + 1 == 2",
        "[true].contains(1)",
        '"" like "*"',
        "9223372036854775807 + 1",
        '{"a": 1}.b',
        'duration("-1ms").toDays()',
        "!!!!!true",
    )

    def told() -> list[str]:
        said: list[str] = []
        for question in questions:
            try:
                said.append(repr(deodar.evaluate(question)))
            except deodar.DeodarError as failure:
                said.append(failure.kind)
        return said

    before = told()
    with planted(MUTANTS[mutant]):
        pass
    assert told() == before
