"""`deodar format`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

BEFORE = "// all\r\npermit(principal,action,resource)when{context.a&&context.b};"
AFTER = "// all\npermit (principal, action, resource)\nwhen { context.a && context.b };\n"
NARROW = "// all\npermit\n(principal, action, resource)\nwhen\n{\n    context.a &&\n    context.b\n};\n"
CHECKED = """\
<stdin>:1:7: formatting would change the policies from here
  1 | // all
            ^ help: `deodar format --write` does it
"""


def test_it_prints_what_stands_on_standard_input(deodar: Deodar) -> None:
    assert deodar("format", stdin=BEFORE) == (0, AFTER, "")


def test_it_prints_what_stands_in_a_file_and_leaves_the_file_alone(deodar: Deodar, project: Path) -> None:
    (project / "p.cedar").write_bytes(BEFORE.encode())
    assert deodar("format", "-p", "p.cedar") == (0, AFTER, "")
    assert (project / "p.cedar").read_bytes() == BEFORE.encode()


@pytest.mark.parametrize(
    "flags",
    [
        pytest.param(("-l", "20", "-i", "4"), id="short flags"),
        pytest.param(("--line-width", "20", "--indent-width", "4"), id="long flags"),
    ],
)
def test_the_widths_are_taken(flags: tuple[str, ...], deodar: Deodar) -> None:
    assert deodar("format", *flags, stdin=BEFORE) == (0, NARROW, "")


@pytest.mark.parametrize("flag", ["-w", "--write"])
def test_it_writes_the_file(flag: str, deodar: Deodar, project: Path) -> None:
    path = project / "p.cedar"
    path.write_bytes(BEFORE.encode())
    assert deodar("format", "-p", "p.cedar", flag) == (0, "", "")
    assert path.read_bytes() == AFTER.encode()
    written = path.stat()
    assert deodar("format", "-p", "p.cedar", flag) == (0, "", "")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (written.st_ino, written.st_mtime_ns)


@pytest.mark.parametrize("flag", ["-c", "--check"])
def test_a_check_says_where_a_text_leaves_the_layout(flag: str, deodar: Deodar) -> None:
    assert deodar("format", flag, stdin=BEFORE) == (1, "", CHECKED)
    assert deodar("format", flag, stdin=AFTER) == (0, "", "")


def test_a_check_misses_the_last_line_feed(deodar: Deodar) -> None:
    status, output, diagnostics = deodar("format", "-c", stdin="permit (principal, action, resource);")
    assert (status, output) == (1, "")
    assert diagnostics.startswith("<stdin>:1:38: formatting would change the policies from here\n")


def test_a_text_that_does_not_parse_is_not_written(deodar: Deodar, project: Path) -> None:
    path = project / "p.cedar"
    path.write_text("permit(principal, action);", encoding="utf-8")
    status, output, diagnostics = deodar("format", "-p", "p.cedar", "-w")
    assert (status, output) == (1, "")
    assert diagnostics.startswith("p.cedar:1:25: the scope lacks `resource`\n")
    assert path.read_text(encoding="utf-8") == "permit(principal, action);"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(("-w",), "`--write` needs `--policies`", id="standard input cannot be written to"),
        pytest.param(("-w", "-c", "-p", "p.cedar"), "`--check` writes nothing", id="write and check"),
        pytest.param(("-l", "-1"), "invalid value for `--line-width`", id="a negative width"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], sentence: str, deodar: Deodar) -> None:
    status, output, diagnostics = deodar("format", *arguments, stdin=BEFORE)
    assert (status, output) == (64, "")
    assert sentence in diagnostics
