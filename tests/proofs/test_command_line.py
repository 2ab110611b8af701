"""`deodar prove`: its exit status, its forms of output, and the ledger that it writes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deodar.proofs import program as program_module
from deodar.proofs.command_line import app
from deodar.proofs.program import Program, changed, forget

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


def test_planted_bugs_are_tried_when_asked_for() -> None:
    result = RUNNER.invoke(app, ["--only", "an_erroring_policy_is_not_satisfied", "--mutants", "--json"])
    assert result.exit_code == 0
    assert [(each["edit"], each["as_expected"]) for each in json.loads(result.stdout)["mutants"]] == [
        ("takes an erroring policy for satisfied", True)
    ]


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


def test_a_theorem_that_is_not_there_is_wrong_usage() -> None:
    result = RUNNER.invoke(app, ["--only", "nonsense"])
    assert result.exit_code == 2
    assert "there is no theorem" in result.output


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


def test_the_ledger_is_up_to_date() -> None:
    result = RUNNER.invoke(app, ["--ledger"])
    assert result.exit_code == 0
    assert result.stdout == (ROOT / "docs" / "theorems.md").read_text(encoding="utf-8")


def test_the_program_is_the_model_as_it_is() -> None:
    assert Program().copies == {}
