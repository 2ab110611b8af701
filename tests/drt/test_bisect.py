"""Bisecting finds the commit that a disagreement came with, and leaves the checkout of the user alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deodar import model
from deodar.drt import bisect as bisecting
from deodar.drt import case_file
from deodar.drt.bisect import BisectError, Culprit, Replay, bisect
from deodar.drt.finding import Finding
from deodar.drt.worktree import GitError

ROOT = Path(__file__).parents[2]
ROOMS = ("src", "model", "impl", "drt")
UID = {"type": "a", "id": ""}
REQUEST = {"principal": UID, "action": UID, "resource": UID, "context": {}}
ANSWER = '{"responses": [{"decision": "%s", "reasons": [], "errors": []}]}'
ENGINE = "import sys\nfor line in sys.stdin:\n    print('{}', flush=True)\n"
AGREES, DISAGREES, BREAKS = 0, 7, 1


def git(folder: Path, *arguments: str) -> str:
    names = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    command = ["git", "-C", str(folder), "-c", "commit.gpgsign=false", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | names).stdout.strip()


def commit(folder: Path, subject: str) -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", subject)
    return git(folder, "rev-parse", "HEAD")


def history(folder: Path, *statuses: int) -> list[str]:
    """A repository whose commits replay any case with these statuses; gives the commits."""
    package = folder / "src/deodar"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    git(folder, "init", "--quiet")
    commits: list[str] = []
    for place, status in enumerate(statuses):
        (package / "__main__.py").write_text(f"print('at {place}')\nraise SystemExit({status})\n")
        commits.append(commit(folder, f"change {place}"))
    return commits


def found(folder: Path, good: str, bad: str, setup: str | None = None) -> tuple[Culprit, list[str]]:
    """What came of bisecting, and what was told on the way."""
    told: list[str] = []
    return bisect(Replay(folder / "case.json", setup=setup), good, bad, folder, told.append), told


def is_clean(folder: Path) -> bool:
    """Whether nothing is left of bisecting."""
    worktrees, references = git(folder, "worktree", "list"), git(folder, "for-each-ref", "refs/bisect")
    return "\n" not in worktrees and not references


def case(folder: Path, condition: str, *engines: str) -> Path:
    text = f"permit(principal, action, resource) when {{ {condition} }};"
    policies = model.policies_to_json(model.parse_policies(text))
    asked = {"policies": policies, "entities": [], "requests": [REQUEST]}
    finding = Finding("authorize", "authorize: s", asked, {name: {} for name in engines}, b"", 1, False, 1, 0.0)
    return case_file.write(finding, folder)


def command_line(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deodar", "drt", "bisect", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=folder)


def test_the_first_commit_with_the_disagreement_is_found(tmp_path: Path) -> None:
    commits = history(tmp_path, *[AGREES] * 5, *[DISAGREES] * 4)
    culprit, told = found(tmp_path, commits[0], "HEAD")
    assert culprit.commits == (commits[5],)
    assert "change 5" in culprit.shown[0]
    assert "src/deodar/__main__.py" in culprit.shown[0]
    assert {line.partition(":")[0] for line in told} == {"good", "bad"}
    assert is_clean(tmp_path)


def test_the_checkout_of_the_user_is_left_alone(tmp_path: Path) -> None:
    commits = history(tmp_path, AGREES, AGREES, DISAGREES)
    (tmp_path / "src/deodar/__main__.py").write_text("not committed")
    (tmp_path / "more.txt").write_text("not added")
    git(tmp_path, "bisect", "start")
    before = git(tmp_path, "status", "--porcelain", "--branch")
    found(tmp_path, commits[0], commits[2])
    assert git(tmp_path, "status", "--porcelain", "--branch") == before
    assert (tmp_path / "src/deodar/__main__.py").read_text() == "not committed"
    assert git(tmp_path, "bisect", "log").startswith("git bisect start")


def test_commits_that_cannot_be_replayed_are_told(tmp_path: Path) -> None:
    commits = history(tmp_path, AGREES, BREAKS, BREAKS, DISAGREES)
    culprit, told = found(tmp_path, commits[0], commits[3])
    assert set(culprit.commits) == set(commits[1:])
    assert [line.partition(":")[0] for line in told] == ["skip", "skip"]
    assert is_clean(tmp_path)


def test_a_setup_that_fails_makes_a_commit_tell_nothing(tmp_path: Path) -> None:
    commits = history(tmp_path, AGREES, AGREES, DISAGREES)
    culprit, _ = found(tmp_path, commits[0], commits[2], f"test $(git rev-parse HEAD) != {commits[1]}")
    assert set(culprit.commits) == {commits[1], commits[2]}


def test_a_replay_that_hangs_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bisecting, "REPLAY_SECONDS", 0.2)
    commits = history(tmp_path, AGREES, DISAGREES)
    with pytest.raises(BisectError, match=r"cannot be replayed on .*\n.*no answer within"):
        found(tmp_path, commits[0], commits[1], "sleep 5")
    assert is_clean(tmp_path)


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        pytest.param("nope", "HEAD", "there is no commit `nope`", id="an unknown good commit"),
        pytest.param("HEAD~1", "--all", "there is no commit `--all`", id="an unknown bad commit"),
        pytest.param("HEAD", "HEAD", "are the same commit", id="one commit"),
        pytest.param("HEAD", "HEAD~3", "`HEAD~3` comes before `HEAD`", id="the wrong way round"),
        pytest.param("other", "HEAD", "`other` does not come before `HEAD`", id="commits side by side"),
        pytest.param("HEAD~3", "HEAD~2", "`HEAD~2`: the engines agree on it already", id="no disagreement"),
        pytest.param("HEAD~1", "HEAD", "`HEAD~1`: the engines disagree on it already", id="an older disagreement"),
        pytest.param("HEAD~1", "broken", "be replayed on `broken`:\nat 4", id="a broken commit"),
    ],
)
def test_what_cannot_be_bisected(tmp_path: Path, good: str, bad: str, words: str) -> None:
    commits = history(tmp_path, AGREES, AGREES, DISAGREES, DISAGREES, BREAKS)
    git(tmp_path, "branch", "broken")
    git(tmp_path, "checkout", "--quiet", "-b", "other", commits[1])
    commit(tmp_path, "side by side")
    git(tmp_path, "checkout", "--quiet", "--detach", commits[3])
    with pytest.raises((BisectError, GitError)) as refused:
        found(tmp_path, good, bad)
    assert words in str(refused.value)
    assert is_clean(tmp_path)


def test_a_folder_without_a_repository(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="is in no git repository"):
        found(tmp_path, "HEAD~1", "HEAD")


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="cannot run git"):
        found(tmp_path, "HEAD~1", "HEAD")


def test_a_bug_in_our_own_engine_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "deodar"
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    git(folder, "init", "--quiet")
    good = commit(folder, "begin")
    arithmetic = folder / "impl/arithmetic.py"
    right = arithmetic.read_text()
    wrong = right.replace('"-": sub', '"-": add')
    assert wrong != right
    arithmetic.write_text(wrong)
    culprit = commit(folder, "plant")
    done = command_line(folder, case(tmp_path, "3 - 2 == 1", "model", "impl"), "--", good, "HEAD")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"the disagreement came with this commit\n\ncommit {culprit}\n")


def test_an_engine_in_a_process_is_that_of_the_commit(tmp_path: Path) -> None:
    folder = tmp_path / "engine"
    folder.mkdir()
    git(folder, "init", "--quiet")
    for decision in ("deny", "allow"):
        (folder / "engine.py").write_text(ENGINE.format(ANSWER % decision))
        commit(folder, decision)
    file = case(tmp_path, "false", "model", "cmd:python3 engine.py")
    culprit = bisect(Replay(file), "HEAD~1", "HEAD", folder, print)
    assert culprit.commits == (git(folder, "rev-parse", "HEAD"),)


def test_what_is_no_case_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "case.json").write_text("{}")
    done = command_line(tmp_path, "case.json", "--", "HEAD~3", "HEAD")
    assert done.returncode == 1
    assert "is no case file" in done.stderr
