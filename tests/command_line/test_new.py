"""`deodar new`: a project that runs."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from deodar.command_line.starter import README, STARTER

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

COMMANDS = [line.strip().partition(" | ")[0] for line in README.splitlines() if line.startswith("    deodar ")]


def test_it_writes_the_files_and_says_so(deodar: Deodar, project: Path) -> None:
    assert deodar("new", "--name", "shop") == (0, "shop is ready; shop/README.md says how to use it\n", "")
    written = {path.name: path.read_text(encoding="utf-8") for path in (project / "shop").iterdir()}
    assert written == STARTER


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_its_page_works(deodar: Deodar, command: str) -> None:
    program, *arguments = shlex.split(command)
    status, output, diagnostics = deodar(*arguments)
    assert (program, status, output != "", diagnostics) == ("deodar", 0, True, "")


def test_it_overwrites_nothing(deodar: Deodar, project: Path) -> None:
    (project / "shop").mkdir()
    assert deodar("new", "-n", "shop") == (
        1,
        "",
        "shop: this exists already, and nothing was written\n  help: choose another name\n",
    )
    assert list((project / "shop").iterdir()) == []


def test_a_place_that_cannot_be_written(deodar: Deodar) -> None:
    assert deodar("new", "-n", "README.md/shop") == (
        1,
        "",
        "README.md/shop: cannot make this directory: not a directory\n",
    )
