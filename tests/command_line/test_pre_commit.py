"""The hooks that the repository defines for pre-commit run, on several files at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

HOOKS = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text("utf-8")
ENTRIES = dict(re.findall(r"- id: (\S+)\n.*?entry: deodar (.*?)\n", HOOKS, re.DOTALL))
ARGUMENTS = {"deodar-validate": ["--schema", "schema.cedarschema"]}


@pytest.fixture(autouse=True)
def files(project: Path) -> None:
    (project / "torn.cedar").write_text("permit(principal,", encoding="utf-8")


def test_there_is_a_hook_for_each() -> None:
    assert ENTRIES.keys() == {"deodar-format", "deodar-check-parse", "deodar-validate"}


@pytest.mark.parametrize("hook", ENTRIES)
def test_it_passes_what_is_right_and_stops_what_is_wrong(deodar: Deodar, hook: str, project: Path) -> None:
    (project / "more.cedar").write_text("permit(principal,action,resource)\n;", encoding="utf-8")
    command = [*ENTRIES[hook].split(), *ARGUMENTS.get(hook, [])]
    assert deodar(*command, "policies.cedar", "more.cedar")[0] == 0
    status, _, diagnostics = deodar(*command, "policies.cedar", "torn.cedar")
    assert (status, diagnostics.startswith("torn.cedar:1:")) == (1, True)


def test_the_hook_that_formats_writes_each_file(deodar: Deodar, project: Path) -> None:
    for name in ("one.cedar", "two.cedar"):
        (project / name).write_text("permit(principal,action,resource)\n;", encoding="utf-8")
    assert deodar(*ENTRIES["deodar-format"].split(), "one.cedar", "torn.cedar", "two.cedar")[0] == 1
    for name in ("one.cedar", "two.cedar"):
        assert (project / name).read_text("utf-8") == "permit (principal, action, resource);\n"
