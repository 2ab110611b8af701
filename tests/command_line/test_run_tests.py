"""`deodar run-tests`: a table, and a status that a build can stop at."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

TEST = {
    "name": "bob may view",
    "request": {
        "principal": 'User::"bob"',
        "action": 'Action::"view"',
        "resource": {"type": "Photo", "id": "beach.jpg"},
        "context": {},
    },
    "entities": [
        {
            "uid": {"type": "User", "id": "bob"},
            "attrs": {},
            "parents": [{"type": "Group", "id": "family"}],
        },
        {"uid": {"type": "Photo", "id": "beach.jpg"}, "attrs": {}, "parents": [{"type": "Album", "id": "family"}]},
    ],
    "decision": "allow",
    "reason": ["family-album"],
    "num_errors": 0,
}
RUN = ("run-tests", "-p", "policies.cedar", "--tests", "own.json")


def written(project: Path, *changes: dict[str, object]) -> None:
    """A file of tests: `TEST` with each of the changes."""
    (project / "own.json").write_text(json.dumps([TEST | change for change in changes]), encoding="utf-8")


def test_the_starter_project_passes(deodar: Deodar) -> None:
    status, output, diagnostics = deodar("run-tests", "-p", "policies.cedar", "--tests", "tests.json")
    assert (status, output.splitlines()[-1], diagnostics) == (0, "3 passed, 0 failed", "")
    assert [line.split()[-1] for line in output.splitlines() if "ok" in line] == ["ok", "ok", "ok"]


def test_a_request_may_name_entities_either_way(deodar: Deodar, project: Path) -> None:
    written(project, {})
    assert deodar(*RUN)[0] == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"decision": "deny"}, "expected deny, got allow by `family-album`", id="another decision"),
        pytest.param(
            {"reason": ["owner"]}, "expected allow by `owner` too, got allow by `family-album`", id="other reasons"
        ),
        pytest.param({"num_errors": 1}, "expected 1 erroring policies, got 0", id="another number of errors"),
        pytest.param({"entities": "gone.json"}, "there is no such file", id="entities that are not there"),
        pytest.param({"entities": "../gone.json"}, "must lie in the folder of the tests", id="entities from elsewhere"),
        pytest.param({"entities": [1]}, "<entities>", id="entities that are none"),
        pytest.param({"request": {}}, "the request has no `principal`", id="a request without a principal"),
    ],
)
def test_a_test_that_fails_says_why(deodar: Deodar, project: Path, change: dict[str, object], words: str) -> None:
    written(project, change, {})
    status, output, _ = deodar(*RUN)
    assert (status, output.splitlines()[-1]) == (1, "1 passed, 1 failed")
    assert words in " ".join(output.split())


@pytest.mark.parametrize(
    ("text", "diagnostics"),
    [
        pytest.param("{}", "own.json: expected a list of tests\n", id="no list"),
        pytest.param("[1]", "own.json:1:2: expected an object, a test at `[0]`\n", id="no test"),
        pytest.param(
            json.dumps([TEST | {"decision": "maybe"}]),
            "expected `allow` or `deny` at `[0].decision`\n",
            id="no decision",
        ),
        pytest.param(
            json.dumps([TEST | {"reason": [1], "num_errors": True}]),
            "expected a count at `[0].num_errors`\n",
            id="a wrong count",
        ),
        pytest.param(
            json.dumps([{name: value for name, value in TEST.items() if name != "reason"}]),
            "this test has no `reason` at `[0]`\n",
            id="a missing member",
        ),
    ],
)
def test_a_file_of_tests_that_is_none(deodar: Deodar, project: Path, text: str, diagnostics: str) -> None:
    (project / "own.json").write_text(text, encoding="utf-8")
    status, output, found = deodar(*RUN)
    assert (status, output, diagnostics in found) == (1, "", True)


def test_a_name_cannot_steer_the_terminal(deodar: Deodar, project: Path) -> None:
    written(project, {"name": "\x1b[2J[bold]"})
    _, output, _ = deodar(*RUN)
    assert "\x1b" not in output
    assert "␛[2J[bold]" in output
