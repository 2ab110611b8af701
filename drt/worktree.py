"""Git, as far as bisecting needs it: a worktree that goes away again, and what git says in it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

# Where the environment tells git its repository, as in a hook, that is the user's checkout.
TOLD_BY_THE_ENVIRONMENT = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX")


class GitError(ValueError):
    """Git cannot do what it was asked for."""


class NoGit(GitError):
    """There is no git."""


def environment() -> dict[str, str]:
    """The environment without what would lead git to another repository than that of its folder."""
    return {name: value for name, value in os.environ.items() if name not in TOLD_BY_THE_ENVIRONMENT}


def git(folder: Path, *arguments: str, fails: bool = False) -> str:
    """What git says on standard output; a failure is a `GitError`, unless it may fail."""
    command = ["git", "-C", str(folder), *arguments]
    # What git says is read: it has to say it in English.
    words = environment() | {"LC_ALL": "C"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=words, errors="replace", check=False)
    except OSError as failure:
        raise NoGit(f"cannot run git: {failure.strerror or failure}") from None
    if done.returncode and not fails:
        raise GitError(f"git {arguments[0]}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def commit(folder: Path, revision: str) -> str:
    """The full name of the commit that a revision names."""
    try:
        git(folder, "rev-parse", "--git-dir")
    except NoGit:
        raise
    except GitError:
        raise GitError(f"`{folder}` is in no git repository\n  help: go to that of the engine") from None
    try:
        return git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    except GitError:
        raise GitError(f"there is no commit `{revision}`\n  help: `git log --oneline` lists them") from None


def is_ancestor(folder: Path, one: str, other: str) -> bool:
    """Whether a commit comes before another, or is the same."""
    return git(folder, "merge-base", one, other, fails=True).strip() == one


@contextmanager
def worktree(folder: Path, revision: str) -> Generator[Path]:
    """A checkout of a commit beside the user's, which is gone afterwards, and its state of bisecting with it."""
    with tempfile.TemporaryDirectory(prefix="deodar-bisect-") as temporary:
        checkout = Path(temporary) / "checkout"
        git(folder, "worktree", "add", "--quiet", "--detach", str(checkout), revision)
        try:
            yield checkout
        finally:
            git(folder, "worktree", "remove", "--force", str(checkout), fails=True)
