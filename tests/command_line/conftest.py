"""A directory with the starter project in it, and `deodar` run inside this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from typer.testing import CliRunner

from deodar.command_line.app import app
from deodar.command_line.starter import STARTER

Outcome: TypeAlias = tuple[int, str, str]  # exit status, standard output, standard error
Deodar: TypeAlias = Callable[..., Outcome]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The starter project, as the current directory."""
    for name, text in STARTER.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def deodar(project: Path) -> Deodar:  # noqa: ARG001  # the commands run in its directory
    """Runs a command line: `deodar("authorize", "-p", "policies.cedar", stdin="...")`."""

    def run(*arguments: str, stdin: str | bytes | None = None) -> Outcome:
        result = CliRunner().invoke(app, arguments, input=stdin)
        return result.exit_code, result.stdout, result.stderr

    return run
