"""Case files: complete, readable, and refused with a sentence when they are damaged."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from deodar.drt import case_file
from deodar.drt.finding import Finding
from deodar.drt.replay import replay
from deodar.drt.replay_shown import show

PERMIT = {
    "effect": "permit",
    "principal": {"op": "==", "slot": "?principal"},
    "action": {"op": "All"},
    "resource": {"op": "All"},
    "conditions": [{"kind": "when", "body": {"<": {"left": {"Var": "context"}, "right": {"Value": "é"}}}}],
}
ALICE = {"type": "User", "id": 'al"ice'}
FINDING = Finding(
    target="authorize",
    signature="authorize: kind: model type, impl overflow [<]",
    case={
        "policies": {
            "staticPolicies": {},
            "templates": {"t": PERMIT},
            "templateLinks": [{"templateId": "t", "newId": "l", "values": {"?principal": ALICE}}],
        },
        "entities": [{"uid": ALICE, "attrs": {"a": [1]}, "parents": [ALICE], "tags": {"t": "x"}}],
        "requests": [{"principal": ALICE, "action": ALICE, "resource": ALICE, "context": {"a": True}}],
    },
    answers={"model": {"responses": []}, "impl": {"responses": []}},
    choices=b"\x01\x02",
    seed=3,
    flaky=False,
    original_size=100,
    seconds=0.1,
)


def test_a_case_file_shows_the_case_in_cedar_syntax() -> None:
    made = case_file.case_file(FINDING)
    assert made.policies_text is not None
    assert 'permit(principal == ?principal, action, resource) when { context < "é" };' in made.policies_text
    assert made.requests_text == ['User::"al\\"ice", User::"al\\"ice", User::"al\\"ice", { a: true }']


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = case_file.write(FINDING, tmp_path)
    found = case_file.read(path)
    assert found == case_file.case_file(FINDING)
    assert path.read_bytes().isascii()


def test_the_test_beside_a_case_file_runs(tmp_path: Path) -> None:
    agreed = replace(FINDING, case={**FINDING.case, "entities": []})
    case_file.write(agreed, tmp_path)
    (test,) = tmp_path.glob("test_*.py")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(test)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert "1 passed" in done.stdout


def test_a_replay_shows_the_case_and_every_answer() -> None:
    shown = Console(record=True, width=200)
    with shown.capture() as captured:
        show(replay(case_file.case_file(FINDING), ["model", "impl"]), shown)
    for words in (
        "// t",
        "permit(principal == ?principal",
        'in [User::"al\\"ice"]',
        "tags { t:",
        "model answers",
        "impl answers",
    ):
        assert words in captured.get()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        pytest.param(lambda _: "", "is no case file", id="empty"),
        pytest.param(lambda text: text[:100], "is no case file", id="cut off"),
        pytest.param(lambda _: "[]", "is no case file", id="an array"),
        pytest.param(lambda text: text.replace('"target":', '"goal":'), "is no case file", id="a member is missing"),
        pytest.param(lambda text: text.replace("deodar case 1", "deodar case 9"), "at `format`", id="another format"),
        pytest.param(
            lambda text: text.replace('"authorize"', '"dance"'), "names the target `dance`", id="no such target"
        ),
        pytest.param(
            lambda text: text.replace('"requests"', '"requestz"'), "misses a part", id="the case is not whole"
        ),
    ],
)
def test_a_damaged_case_file_is_refused(damage: object, words: str, tmp_path: Path) -> None:
    assert callable(damage)
    path = tmp_path / "case.json"
    path.write_text(damage(case_file.case_file(FINDING).model_dump_json(indent=1)))
    command = [sys.executable, "-m", "deodar", "drt", "replay", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_case_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(case_file.CaseFileError, match="cannot read"):
        case_file.read(tmp_path / "none.json")


def test_the_json_in_a_test_is_the_case() -> None:
    source = case_file.test_source(case_file.case_file(FINDING))
    names: dict[str, object] = {}
    exec(compile(source, "<test>", "exec"), names)  # our own
    assert json.dumps(names["CASE"]) == json.dumps(FINDING.case)
