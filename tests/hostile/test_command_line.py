"""The command line on hostile files: a message and status 1 or 2, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.hostile.documents import ENTITIES_REFUSED, POLICY_SETS_REFUSED
from tests.hostile.texts import ANSWERED_OR_REFUSED, REFUSED, condition

ROOT = Path(__file__).resolve().parents[2]
LONGEST_REPORT = 3_000_000
ASKED = ("-l", 'User::"a"', "-a", 'Action::"view"', "-r", 'Photo::"p"')
REFUSED_TEXTS = ("10,000 parentheses left open", "a number of a million digits", "100,000 stray characters")
ODD_TEXTS = ("10,000 levels of parentheses", "20,000 chained &&")
REFUSED_ENTITIES = ("a million open brackets", "a cycle of 300", "a byte order mark", "an escape of a lone surrogate")


def deodar(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run the command line."""
    return subprocess.run(
        [sys.executable, "-m", "deodar", *map(str, arguments)],
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )


def written(folder: Path, name: str, text: str) -> Path:
    """A file with the text; lone surrogates become bytes that are no UTF-8."""
    path = folder / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def is_a_message(finished: subprocess.CompletedProcess[bytes]) -> bool:
    """Whether standard error has a message of bearable length and no traceback."""
    return 0 < len(finished.stderr) < LONGEST_REPORT and b"Traceback" not in finished.stderr


@pytest.mark.parametrize("text", [pytest.param(REFUSED[name], id=name) for name in REFUSED_TEXTS])
def test_bad_policies_are_refused(text: Callable[[], str], tmp_path: Path) -> None:
    finished = deodar("check-parse", "-p", written(tmp_path, "p.cedar", text()))
    assert finished.returncode == 1
    assert is_a_message(finished)


@pytest.mark.parametrize("text", [pytest.param(ANSWERED_OR_REFUSED[name], id=name) for name in ODD_TEXTS])
def test_deep_and_long_policies_are_answered_or_refused(text: Callable[[], str], tmp_path: Path) -> None:
    finished = deodar("authorize", "-p", written(tmp_path, "p.cedar", text()), *ASKED)
    assert finished.returncode in (0, 1)
    assert b"Traceback" not in finished.stderr


@pytest.mark.parametrize("text", [pytest.param(ENTITIES_REFUSED[name], id=name) for name in REFUSED_ENTITIES])
def test_bad_entities_are_no_deny(text: Callable[[], str], tmp_path: Path) -> None:
    policies = written(tmp_path, "p.cedar", condition("true"))
    finished = deodar("authorize", "-p", policies, "--entities", written(tmp_path, "e.json", text()), *ASKED)
    assert finished.returncode == 1
    assert is_a_message(finished)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("p.cedar", b"\xff\xfe\x00permit", id="bytes that are no UTF-8"),
        pytest.param("p.cedar", b"permit(principal, action, resource)\x00;", id="a NUL"),
        pytest.param("p.cedar", b"\x1b[2J\x1b]0;title\x07", id="sequences that drive a terminal"),
    ],
)
def test_odd_bytes_are_refused_and_do_not_reach_the_terminal(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    finished = deodar("check-parse", "-p", path)
    assert finished.returncode == 1
    assert is_a_message(finished)
    assert b"\x1b]" not in finished.stderr
    assert b"\x00" not in finished.stderr


def test_a_folder_is_no_policy_file(tmp_path: Path) -> None:
    finished = deodar("check-parse", "-p", tmp_path)
    assert finished.returncode == 1
    assert is_a_message(finished)


def test_a_bad_policy_set_is_refused(tmp_path: Path) -> None:
    document = written(tmp_path, "p.json", POLICY_SETS_REFUSED["an unknown operator"]())
    finished = deodar("check-parse", "-p", document, "--policy-format", "json")
    assert finished.returncode == 1
    assert is_a_message(finished)


def test_a_context_that_is_no_object_is_no_deny(tmp_path: Path) -> None:
    policies = written(tmp_path, "p.cedar", condition("true"))
    context = written(tmp_path, "c.json", json.dumps([1]))
    finished = deodar("authorize", "-p", policies, *ASKED, "-c", context)
    assert finished.returncode == 1
    assert is_a_message(finished)


@pytest.mark.parametrize("principal", ["User::", 'User::"a', "(" * 10_000, "\x1b[2J"])
def test_a_principal_that_is_no_uid_is_no_deny(principal: str, tmp_path: Path) -> None:
    policies = written(tmp_path, "p.cedar", condition("true"))
    finished = deodar("authorize", "-p", policies, "-l", principal, *ASKED[2:])
    assert finished.returncode in (1, 64)
    assert is_a_message(finished)
    assert b"\x1b[2J" not in finished.stderr
