"""Every exit status, and what leads to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

REQUEST = ("-l", 'User::"bob"', "-a", 'Action::"view"', "-r", 'Photo::"beach.jpg"')
DOCUMENTS = ("-p", "policies.cedar", "--entities", "entities.json")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param(["--help"], 0, id="help is a success"),
        pytest.param(["--version"], 0, id="so is the version"),
        pytest.param(["authorize", *DOCUMENTS, *REQUEST], 0, id="allow"),
        pytest.param(
            ["authorize", *DOCUMENTS, "--request-json", "request.json"], 0, id="allow, with a request in a file"
        ),
        pytest.param(["authorize", *DOCUMENTS, *REQUEST[:-1], 'Photo::"diary.jpg"'], 2, id="deny"),
        pytest.param(["authorize", "-p", "gone.cedar", *REQUEST], 1, id="a file that does not exist"),
        pytest.param(["authorize", "-p", ".", *REQUEST], 1, id="a directory instead of a file"),
        pytest.param(["authorize", "-p", "README.md", *REQUEST], 1, id="policies that cannot be read"),
        pytest.param(["authorize", *DOCUMENTS, *REQUEST[:-1], "beach.jpg"], 1, id="a resource that is no entity"),
        pytest.param(["authorize", *DOCUMENTS], 64, id="no request at all"),
        pytest.param(["authorize", *DOCUMENTS, *REQUEST[:4]], 64, id="a request without a resource"),
        pytest.param(["authorize", *REQUEST, "--request-json", "request.json"], 64, id="a request given twice"),
        pytest.param(["authorize", "--polices", "policies.cedar"], 64, id="a mistyped flag"),
        pytest.param(["authorize", *DOCUMENTS, *REQUEST, "extra"], 64, id="an argument too many"),
        pytest.param(["authorize", "-p"], 64, id="a flag without its value"),
        pytest.param(
            ["authorize", *DOCUMENTS, *REQUEST, "--policy-format", "yaml"], 64, id="a value that is not offered"
        ),
        pytest.param(["authorise"], 64, id="an unknown command"),
        pytest.param([], 64, id="no command"),
        pytest.param(["--frob"], 64, id="an unknown flag before the command"),
        pytest.param(["translate-policy", "-p", "policies.cedar"], 64, id="a missing option"),
        pytest.param(["translate-policy", "--direction", "sideways"], 64, id="an unknown direction"),
        pytest.param(["evaluate"], 64, id="a missing argument"),
        pytest.param(["evaluate", "1 + 1"], 0, id="an expression with a value"),
        pytest.param(["evaluate", "1 + true"], 1, id="an expression without a value"),
        pytest.param(["evaluate", "1 +"], 1, id="no expression"),
        pytest.param(["engine", "turbo"], 64, id="an unknown engine"),
        pytest.param(["run-tests", "-p", "policies.cedar", "--tests", "tests.json"], 0, id="tests that pass"),
        pytest.param(["run-tests", "-p", "policies.cedar", "--tests", "request.json"], 1, id="tests that are none"),
        pytest.param(["new", "--name", "."], 1, id="a project where there is something already"),
        pytest.param(["drt"], 64, id="a group without a command"),
        pytest.param(["drt", "--help"], 0, id="help of a group"),
        pytest.param(["drt", "run", "--help"], 0, id="help of a command in a group"),
        pytest.param(["drt", "run", "--frob"], 64, id="an unknown flag of a command in a group"),
        pytest.param(["drt", "run", "--engine", "turbo", "--engine", "impl"], 64, id="an unknown engine in a run"),
        pytest.param(["drt", "replay", "gone.json"], 1, id="a case that does not exist"),
        pytest.param(["prove", "--frob"], 64, id="an unknown flag of prove"),
        pytest.param(["conformance", "."], 1, id="a corpus without a case"),
    ],
)
def test_exit_status(deodar: Deodar, arguments: list[str], status: int) -> None:
    found, output, diagnostics = deodar(*arguments)
    assert (found, "Traceback" in output + diagnostics) == (status, False)


@pytest.mark.parametrize("arguments", [["authorize", "--frob"], ["authorise"], ["evaluate"], []])
def test_wrong_usage_says_nothing_on_standard_output(deodar: Deodar, arguments: list[str]) -> None:
    status, output, diagnostics = deodar(*arguments)
    assert (status, output) == (64, "")
    assert "help:" in diagnostics
