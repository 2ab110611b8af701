"""`docs/command-line.md` names every command, and the links and tests that it shows are read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from deodar.command_line.exit_status import ExitStatus

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
LINKS, TESTS = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)


def test_every_command_is_named(deodar: Deodar) -> None:
    _, output, _ = deodar("--help")
    listed = set(re.findall(r"^│ ([a-z-]+) {2,}", output, re.MULTILINE)) - {"--version", "--error-format", "--help"}
    named = {
        name.split()[0]
        for row in re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)
        for name in re.findall("`(.*?)`", row)
    }
    assert listed <= named
    assert "authorize" in listed


def test_every_exit_status_is_named() -> None:
    assert {int(status) for status in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)} == set(ExitStatus)


def test_its_links_are_read(deodar: Deodar, project: Path) -> None:
    (project / "links.json").write_text(LINKS, encoding="utf-8")
    template = '@id("share") permit(principal == ?principal, action, resource);'
    assert deodar("check-parse", "-k", "links.json", stdin=template) == (0, "", "")


def test_its_tests_pass(deodar: Deodar, project: Path) -> None:
    (project / "tests.json").write_text(TESTS, encoding="utf-8")
    assert deodar("run-tests", "-p", "policies.cedar", "--tests", "tests.json")[0] == 0
    assert len(json.loads(TESTS)) == 1
