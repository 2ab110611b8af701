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
from deodar.drt.engines.mutant_engine import MutantEngine
from deodar.drt.engines.protocol import answer_or_fault
from deodar.drt.finding import Finding, investigate
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.mutants import AREAS, MUTANTS
from deodar.drt.score import Hunt, Score, counterexample, hunt
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
        pytest.param("permit-overrides-forbid", "authorize", 400, 0, id="forbid does not override permit"),
        pytest.param("not-in-itself", "authorize", 400, 3, id="an entity is not in itself"),
        pytest.param("bool-is-long", "authorize", 2_000, 6, id="true is one in sets"),
        pytest.param("star-needs-a-character", "authorize", 2_000, 6, id="a wildcard does not match nothing"),
        pytest.param("overflow-one-too-late", "authorize", 4_000, 8, id="overflow one too late"),
        pytest.param(
            "record-attr-missing-told-as-entity-attr-missing", "authorize", 2_000, 4, id="another kind of error"
        ),
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


QUESTIONS = (
    "1 + 1 == 2",
    "[true].contains(1)",
    '"" like "*"',
    "9223372036854775807 + 1",
    '{"a": 1}.b',
    'duration("-1ms").toDays()',
    'ip("127.0.0.1") == ip("127.0.0.1/8")',
    'datetime("1900-02-28") == datetime("1900-02-28T00:00:00Z")',
    "!!!!!true",
)


def test_the_planted_bugs_are_many_and_everywhere() -> None:
    assert len(MUTANTS) >= 80
    assert {"scope", "decision", "logic", "arithmetic", "sets", "hierarchy", "extensions", "templates"} <= set(AREAS)
    assert {"caches", "parser", "validator", "schema", "conformance", "error kinds", "like", "tags"} <= set(AREAS)


@pytest.mark.parametrize("mutant", list(MUTANTS))
def test_a_bug_can_be_planted_and_is_gone_afterwards(mutant: str) -> None:
    def told() -> list[str]:
        said: list[str] = []
        for question in QUESTIONS:
            try:
                said.append(repr(deodar.evaluate(question)))
            except deodar.DeodarError as failure:
                said.append(failure.kind)
        return said

    before, target = told(), TARGETS[MUTANTS[mutant].target]
    planted = MutantEngine(mutant)
    cases = [target.build(Choices(block).choose) for block in islice(random_bytes(SEED, DEFAULT.choices), 3)]
    for case in cases:
        assert "fault" not in answer_or_fault(lambda _, case=case: target.ask(planted, case), {})
    assert told() == before


def test_a_hunt_tells_how_long_it_took() -> None:
    first, second = hunt("authorize", ["permit-overrides-forbid", "every-fourth-year"], 1, 400, None)
    assert (first.mutant, first.found, second.mutant, second.found) == (
        *("permit-overrides-forbid", True),
        *("every-fourth-year", False),
    )
    assert 0 < first.tests < second.tests == 400
    assert 0 < first.cpu_seconds < second.cpu_seconds
    finding = on_a_large_stack(counterexample, first)
    assert finding is not None
    assert not finding.flaky


def test_a_score_counts_hunts() -> None:
    score = Score([Hunt("a", seed, seed < 4, seed * 100, seed, 1) for seed in range(1, 5)])
    assert score.found_share(200) == 0.5
    assert score.found_share(1_000) == 0.75
    assert score.survivors == ["a"]
    assert score.tests() == (200, 300)


def test_the_command_names_and_hunts_mutants(tmp_path: Path) -> None:
    def mutants(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "deodar", "drt", "mutants", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)

    named = mutants("--list").stdout
    assert [name for name in MUTANTS if name not in named] == []
    arguments = ("--seeds", "1", "--tests", "3200", "--processes", "1", "--json", str(tmp_path / "score.json"))
    assert mutants("allow-by-default", "links-lost", *arguments, "--shrink").returncode == 0
    score = json.loads((tmp_path / "score.json").read_text())
    assert {each["mutant"] for each in score["hunts"] if each["found"]} == {"allow-by-default", "links-lost"}
    assert score["counterexamples"]["allow-by-default"]["policies"] <= 1
    assert mutants("every-fourth-year", "--seeds", "1", "--tests", "8", "--processes", "1").returncode == 1
    assert mutants("no-such-bug").returncode == 64


def replayed(path: Path, *arguments: str) -> int:
    """The exit status of a replay in a fresh process."""
    command = [sys.executable, "-m", "deodar", "drt", "replay", str(path), *arguments]
    return subprocess.run(command, capture_output=True, timeout=600, check=False).returncode
