"""Bisecting: the commit from which on the engines disagree about a case, found by git in a worktree of its own.

Each commit replays the case by its own code: the engines, the model and the tester are those of the commit. In a
repository that does not hold this package, an engine in a process (`cmd:./engine`) is that of the commit, and all else
is what is installed. The checkout of the user is never touched.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from deodar.command_line.exit_status import ExitStatus
from deodar.drt.worktree import commit, environment, git, is_ancestor, worktree

REPLAY_SECONDS = 300.0
"""A commit whose replay takes longer tells nothing."""
FOUND = re.compile(r"^([0-9a-f]{40,64}) is the first bad commit$", re.MULTILINE)
ONE_OF = re.compile(r"^([0-9a-f]{40,64})$", re.MULTILINE)
CANNOT_GO_ON = "only 'skip'ped commits left"


class BisectError(ValueError):
    """There is nothing to bisect, or it cannot be done."""


class Verdict(StrEnum):
    """What a commit says to a case, in git's words."""

    GOOD = "good"
    BAD = "bad"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Replay:
    """How a case is replayed on a commit."""

    file: Path
    engines: Sequence[str] = ()
    """Those to ask; none: those that the file names."""
    setup: str | None = None
    """A shell command that makes the commit ready; where it fails, the commit tells nothing."""


@dataclass(frozen=True, slots=True)
class Culprit:
    """What came of it."""

    commits: tuple[str, ...]
    """The commit that the disagreement came with; one of several, if those between could not be replayed."""
    shown: tuple[str, ...]
    """The same in git's words, with the files that each changes."""


def bisect(replay: Replay, good: str, bad: str, folder: Path, tell: Callable[[str], None]) -> Culprit:
    """The commit that a disagreement came with, after one without it and up to one with it."""
    first, last = commit(folder, good), commit(folder, bad)
    _check_order(folder, good, first, bad, last)
    with worktree(folder, last) as checkout:
        _expect(replay, checkout, bad, Verdict.BAD, "the engines agree on it already: there is nothing to look for")
        git(checkout, "checkout", "--quiet", "--detach", first)
        _expect(replay, checkout, good, Verdict.GOOD, "the engines disagree on it already: name an earlier commit")
        said = git(checkout, "bisect", "start", last, first)
        while FOUND.search(said) is None and CANNOT_GO_ON not in said:
            verdict, _ = replayed(replay, checkout)
            tell(f"{verdict}: {git(checkout, 'log', '-1', '--format=%h %s').strip()}")
            said = git(checkout, "bisect", verdict, fails=True)
            if not said:
                raise BisectError("git cannot go on with bisecting")
        commits = (FOUND if FOUND.search(said) else ONE_OF).findall(said)
        shown = [git(checkout, "show", "--stat", "--format=medium", each) for each in commits]
        return Culprit(tuple(commits), tuple(shown))


def _check_order(folder: Path, good: str, first: str, bad: str, last: str) -> None:
    if first == last:
        raise BisectError(f"`{good}` and `{bad}` are the same commit")
    if is_ancestor(folder, last, first):
        raise BisectError(f"`{bad}` comes before `{good}`\n  help: the commit without the disagreement comes first")
    if not is_ancestor(folder, first, last):
        help_line = f"the commit from which both come is named by `git merge-base {good} {bad}`"
        raise BisectError(f"`{good}` does not come before `{bad}`\n  help: {help_line}")


def _expect(replay: Replay, checkout: Path, revision: str, wanted: Verdict, otherwise: str) -> None:
    """The case has to say this on a commit that is named, or nothing can be found between the two."""
    verdict, said = replayed(replay, checkout)
    if verdict is Verdict.SKIP:
        raise BisectError(f"the case cannot be replayed on `{revision}`:\n{said}")
    if verdict is not wanted:
        raise BisectError(f"`{revision}`: {otherwise}")


def replayed(replay: Replay, checkout: Path) -> tuple[Verdict, str]:
    """What the commit that is checked out says to a case, and the last words that were said about it."""
    if replay.setup is not None:
        status, said = _run(["sh", "-c", replay.setup], checkout)
        if status != ExitStatus.OK:
            return Verdict.SKIP, said
    engines = [argument for name in replay.engines for argument in ("--engine", name)]
    status, said = _run([sys.executable, "-m", "deodar", "drt", "replay", *engines, str(replay.file)], checkout)
    match status:
        case ExitStatus.OK:
            return Verdict.GOOD, said
        case ExitStatus.ENGINES_DISAGREE:
            return Verdict.BAD, said
        case _:
            return Verdict.SKIP, said


def _run(command: list[str], checkout: Path) -> tuple[int | None, str]:
    """The exit status of a command in a checkout, which uses the package of the checkout, and its last words."""
    # Commits are checked out in one place: byte code of one could be taken for that of the next, of the same second.
    variables = environment() | {"PYTHONDONTWRITEBYTECODE": "1"}
    if (checkout / "src/deodar/__init__.py").exists():
        variables["PYTHONPATH"] = str(checkout / "src")
    try:
        done = subprocess.run(
            command,
            cwd=checkout,
            env=variables,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=REPLAY_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, f"no answer within {REPLAY_SECONDS:.0f} seconds"
    return done.returncode, "\n".join((done.stderr or done.stdout).strip().splitlines()[-3:])
