"""`deodar prove`: its exit status, its forms of output, and the ledger that it writes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import z3
from typer.testing import CliRunner

from deodar.proofs import program as program_module
from deodar.proofs.command_line import app
from deodar.proofs.program import Program, changed, forget
from deodar.proofs.query import query
from deodar.proofs.second_solver import second_verdict
from deodar.proofs.statement import claim, unbounded
from deodar.proofs.translate.world import World

ROOT = Path(__file__).parents[2]
RUNNER = CliRunner()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> object:
    """The commands see a model that allows whatever is not forbidden."""
    made = changed("deodar.model.authorizer", "if permits and not forbids:", "if not forbids:")
    monkeypatch.setattr(program_module, "Program", lambda: made)
    yield made
    forget(made)


def test_a_proved_theorem_exits_with_0_and_names_its_assumption() -> None:
    result = RUNNER.invoke(app, ["--only", "default_deny"])
    assert result.exit_code == 0
    assert "default_deny: proved" in result.stdout
    assert "assumed, opaque_functions_give_values" in result.stdout


@pytest.mark.usefixtures("broken")
def test_a_refuted_theorem_exits_with_5_and_shows_policies_and_request() -> None:
    result = RUNNER.invoke(app, ["--only", "default_deny"])
    assert result.exit_code == 5
    assert "If no permit policy is satisfied, the decision is deny. Not so:" in result.stdout
    assert "policies: none at all" in result.stdout
    assert "answer to `policies`: allow" in result.stdout


@pytest.mark.usefixtures("broken")
def test_json_holds_the_counterexample() -> None:
    result = RUNNER.invoke(app, ["--only", "default_deny", "--json"])
    assert result.exit_code == 5
    data = json.loads(result.stdout)
    assert data["holds"] is False
    assert [(each["theorem"], each["status"]) for each in data["theorems"]] == [("default_deny", "refuted")]
    assert data["theorems"][0]["counterexample"].startswith("policies: none at all")


@pytest.mark.parametrize(
    ("theorem", "edit"),
    [
        pytest.param(
            "an_erroring_policy_is_not_satisfied", "takes an erroring policy for satisfied", id="in the authorizer"
        ),
        pytest.param(
            "lub_has_the_values_of_the_second", "the least upper bound of truth values is the first", id="in the types"
        ),
    ],
)
def test_planted_bugs_are_tried_when_asked_for(theorem: str, edit: str) -> None:
    result = RUNNER.invoke(app, ["--only", theorem, "--mutants", "--json"])
    assert result.exit_code == 0
    mutants = json.loads(result.stdout)["mutants"]
    assert [(each["edit"], each["as_expected"]) for each in mutants] == [(edit, True)]
    assert mutants[0]["counterexample"] is not None


ERRORS = "    errors = error_policies(outcomes)\n"
CAUGHT = "    except EvaluationError as error:\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(ERRORS, ERRORS + "    while errors:\n        pass\n", id="a loop"),
        pytest.param(CAUGHT, CAUGHT.replace("EvaluationError", "Exception"), id="a handler that catches anything"),
        pytest.param(ERRORS, "    errors = outcomes\n", id="a value of the wrong type"),
    ],
)
def test_an_edit_outside_the_subset_exits_with_5_and_names_file_and_line(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    made = changed("deodar.model.authorizer", old, new)
    monkeypatch.setattr(program_module, "Program", lambda: made)
    try:
        result = RUNNER.invoke(app, [])
    finally:
        forget(made)
    assert result.exit_code == 5
    assert "outside the subset that can be proved: model/authorizer.py:" in result.stdout
    assert "proved (" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "help_line"),
    [
        pytest.param(["--only", "defaultdeny"], "did you mean `default_deny`?", id="a theorem that is almost there"),
        pytest.param(["--only", "qqq"], "`docs/theorems.md` lists them", id="one that is like none"),
        pytest.param(["--solver", "yices"], "write z3 or cvc5", id="a solver that is not there"),
    ],
)
def test_a_name_that_is_not_there_is_wrong_usage(arguments: list[str], help_line: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "deodar", "prove", *arguments], capture_output=True, text=True, check=False
    )
    assert result.returncode == 64
    assert f"help: {help_line}" in result.stderr


def test_json_tells_times_cases_and_checks() -> None:
    result = RUNNER.invoke(app, ["--only", "lub_has_the_values_of_the_first", "--seeds", "3", "--json"])
    assert result.exit_code == 0
    (theorem,) = json.loads(result.stdout)["theorems"]
    assert theorem["seconds"] > 0
    assert set(theorem["cases"].values()) == {"unsat"}
    assert theorem["seeds_without_proof"] == []


@pytest.mark.parametrize(
    ("theorem", "cases"),
    [
        pytest.param("certain_lub_is_one_of_certain_types", 13, id="about types"),
        pytest.param(
            "what_has_no_type_is_found_fault_with", 25, id="about typings, with sorts that some cases declare"
        ),
        pytest.param("what_is_beyond_the_level_does_not_matter", 25, id="about several stores"),
    ],
)
def test_questions_are_written_so_that_z3_reads_them_and_answers_alike(
    theorem: str, cases: int, tmp_path: Path
) -> None:
    result = RUNNER.invoke(app, ["--only", theorem, "--no-sanity", "--smt2", str(tmp_path)])
    assert result.exit_code == 0
    files = sorted(tmp_path.glob(f"{theorem}.*.smt2"))
    assert len(files) == cases
    for each in files:
        assert answer_to(each) == "unsat"


def test_what_cannot_be_proved_cannot_as_text(tmp_path: Path) -> None:
    world, theorem = World(), next(each for each in Program().lemmas() if each.name == "default_deny")
    absurd = claim(world, theorem, unbounded(world, theorem), conclusion=False)
    asked = query("absurd", [*world.facts, absurd.refuted])
    file = tmp_path / "absurd.smt2"
    file.write_text(asked.to_smt2(), encoding="utf-8")
    assert answer_to(file) == asked.ask().verdict.value != "unsat"


def answer_to(file: Path) -> str:
    """What z3 says of a file, in a context of its own."""
    context = z3.Context()
    solver = z3.SimpleSolver(ctx=context)
    solver.set("auto_config", False)
    solver.set("mbqi", False)
    solver.from_string(file.read_text(encoding="utf-8"))
    return str(solver.check())


def test_a_second_solver_is_asked_the_same() -> None:
    result = RUNNER.invoke(app, ["--only", "default_deny", "--solver", "cvc5", "--json"])
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert data["second_solver"] == {"agrees": sum(len(each["second_solver"]) for each in data["contracts"]) + 1}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        pytest.param("(assert false)", "agrees", id="what is impossible"),
        pytest.param("(declare-const p Bool)(assert p)", "DISAGREES", id="what is possible"),
        pytest.param(
            "(declare-fun f (Int) Int)(assert (forall ((x Int)) (> (f (* x x)) (f (+ x 1)))))", "unknown", id="neither"
        ),
    ],
)
def test_a_second_solver_agrees_or_not(text: str, verdict: str) -> None:
    assert second_verdict(f"(set-option :smt.mbqi false)\n(set-logic ALL)\n{text}\n(check-sat)\n", 300) == verdict


def test_a_second_solver_that_disagrees_exits_with_5(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deodar.proofs.second_solver.second_verdict", lambda *_: "DISAGREES")
    result = RUNNER.invoke(app, ["--only", "default_deny", "--solver", "cvc5"])
    assert result.exit_code == 5
    assert "cvc5 disagrees: default_deny" in result.stdout


def test_a_seed_without_proof_exits_with_5(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deodar.proofs.job._is_answered", lambda _query, seed, _options: seed != 2)
    result = RUNNER.invoke(app, ["--only", "default_deny", "--seeds", "3"])
    assert result.exit_code == 5
    assert "not proved with the seeds 2" in result.stdout


@pytest.mark.usefixtures("broken")
def test_a_refutation_is_a_case_file_that_replays_in_a_fresh_process(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["--only", "default_deny", "--cases", str(tmp_path)])
    assert result.exit_code == 5
    file = tmp_path / "default_deny.json"
    assert f"deodar drt replay {file}" in result.stdout
    answers = json.loads(file.read_text(encoding="ascii"))["answers"]
    assert [each["responses"][0]["decision"] for each in (answers["model"], answers["impl"])] == ["allow", "deny"]
    replayed = subprocess.run(
        [sys.executable, "-m", "deodar", "drt", "replay", str(file)], capture_output=True, text=True, check=False
    )
    assert "the engines agree" in replayed.stdout  # the model of the tree has not the bug
    assert replayed.returncode == 0


def test_without_z3_the_line_to_type_is_shown() -> None:
    code = (
        "import sys, runpy; sys.modules['z3'] = None; sys.argv = ['prove'];"
        "runpy.run_module('deodar.proofs', run_name='__main__')"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT / "src")}
    )
    assert result.returncode == 1
    assert "pip install 'deodar[proofs]'" in result.stderr


def test_all_theorems_are_proved_and_the_ledger_says_so() -> None:
    result = RUNNER.invoke(app, ["--ledger", "--no-sanity"])
    assert result.exit_code == 0
    assert result.stdout == (ROOT / "docs" / "theorems.md").read_text(encoding="utf-8")


def test_the_program_is_the_model_as_it_is() -> None:
    assert Program().copies == {}
