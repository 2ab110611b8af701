"""The examples decide as their tests say, and their programs run."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from deodar.command_line.app import app

EXAMPLES = Path(__file__).parents[2] / "examples"


def program(path: Path) -> ModuleType:
    """The module in a file."""
    spec = importlib.util.spec_from_file_location(f"example_{path.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["tinytodo", "gdrive", "github", "document_store", "multi_tenant"])
def test_its_tests_pass(name: str) -> None:
    links = EXAMPLES / name / "links.json"
    arguments = ["run-tests", "-p", EXAMPLES / name / "policies.cedar", "--tests", EXAMPLES / name / "tests.json"]
    arguments += ["-k", links] if links.exists() else []
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert (result.exit_code, " 0 failed" in result.stdout) == (0, True), result.stdout


@pytest.mark.parametrize("name", ["tinytodo", "gdrive", "github", "document_store", "multi_tenant"])
def test_its_policies_are_valid(name: str) -> None:
    links = EXAMPLES / name / "links.json"
    arguments = ["validate", "-s", EXAMPLES / name / "schema.cedarschema", "-p", EXAMPLES / name / "policies.cedar"]
    arguments += ["-k", links] if links.exists() else []
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert (result.exit_code, result.stdout) == (0, "the policies are valid\n")


@pytest.mark.parametrize("name", ["gdrive", "github", "document_store", "multi_tenant"])
def test_its_entities_conform(name: str) -> None:
    paths = ["-s", EXAMPLES / name / "schema.cedarschema", "--entities", EXAMPLES / name / "entities.json"]
    result = CliRunner().invoke(app, ["check-parse", *map(str, paths)])
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_schema_finds_the_list_that_is_half_made() -> None:
    paths = ["-s", EXAMPLES / "tinytodo" / "schema.cedarschema", "--entities", EXAMPLES / "tinytodo" / "entities.json"]
    result = CliRunner().invoke(app, ["check-parse", *map(str, paths)])
    found = re.findall(r"entities.json:.*", result.stderr)
    assert (result.exit_code, len(found)) == (1, 3)
    assert all("List" in line and "`[10]" in line for line in found), found


@pytest.mark.parametrize(
    "command", re.findall(r"^    deodar (run-tests .*)$", (EXAMPLES / "README.md").read_text(), re.MULTILINE)
)
def test_the_commands_of_the_page_work(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES.parent)
    result = CliRunner().invoke(app, command.split())
    assert (result.exit_code, result.stdout.split()[-2:]) == (0, ["0", "failed"])


def test_roles_are_granted_and_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    program(EXAMPLES / "multi_tenant" / "app.py").main()
    assert capsys.readouterr().out == (
        "before the grant: False\nafter the grant:  True\ntaken back:       False\n"
    )  # fmt: skip


def test_the_demo_decides_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    program(EXAMPLES / "tinytodo" / "demo.py").main()
    output = capsys.readouterr().out
    rows = {tuple(line.split()[:2]): " ".join(line.split()[3:]) for line in output.splitlines() if "::" in line}
    assert rows["alice", "DeleteList"] == "allow an owner may do anything to their list"
    assert rows["bob", "DeleteList"] == "deny nothing permits it"
    assert rows["ivy", "CreateList"] == "deny interns may not start lists"
    assert "help: did you mean `when`?" in output
