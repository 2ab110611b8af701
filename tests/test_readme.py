"""What README shows is what happens: its Python runs, its commands print what stands below them, its targets exist."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)\)")
TARGET = re.compile(r"(?:^ {4}|`)make ([a-z-]+)", re.MULTILINE)


def python_blocks() -> list[tuple[str, str]]:
    """Each Python block with the text block that follows it, which is what it prints."""
    blocks = BLOCK.findall(README)
    return [
        (code, expected)
        for (language, code), (following, expected) in pairwise(blocks)
        if (language, following) == ("python", "text")
    ]


def command_lines() -> list[tuple[str, str]]:
    """Each `$ deodar ...` with the lines below it, up to the next."""
    lines: list[tuple[str, str]] = []
    for language, block in BLOCK.findall(README):
        if language == "console":
            for part in block.split("$ ")[1:]:
                command, _, output = part.replace("\\\n", " ").partition("\n")
                lines.append((command, output))
    return lines


def test_the_python_prints_what_stands_below_it() -> None:
    names: dict[str, object] = {}
    blocks = python_blocks()
    assert len(blocks) >= 2
    for code, expected in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "README.md", "exec"), names)
        assert printed.getvalue() == expected


@pytest.mark.parametrize(("command", "expected"), [pytest.param(*line, id=line[0][:40]) for line in command_lines()])
def test_a_command_prints_what_stands_below_it(command: str, expected: str) -> None:
    program, *arguments = shlex.split(command)
    finished = subprocess.run(
        [sys.executable, "-m", program, *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "PYTHONPATH": str(ROOT / "src")},
    )
    assert (finished.stderr, finished.returncode) == ("", 0)
    assert [line.rstrip() for line in finished.stdout.splitlines()] == expected.splitlines()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_targets_that_are_named_exist(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(TARGET.findall((ROOT / name).read_text(encoding="utf-8"))) <= targets


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_files_that_are_linked_exist(name: str) -> None:
    document = ROOT / name
    missing = [
        link for link in LINK.findall(document.read_text(encoding="utf-8")) if not (document.parent / link).exists()
    ]
    assert missing == []
