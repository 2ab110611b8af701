"""Files that cannot be read: a sentence and status 1, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from deodar.command_line.files import write_file
from deodar.command_line.refusals import FileError

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("name", "diagnostics"),
    [
        pytest.param("gone.cedar", "gone.cedar: cannot read this file: there is no such file\n", id="missing"),
        pytest.param("folder", "folder: cannot read this file: it is a directory\n", id="a directory"),
        pytest.param("README.md/x", "README.md/x: cannot read this file: not a directory\n", id="below a file"),
        pytest.param(
            "latin1.cedar",
            "latin1.cedar:2:5: byte 0xe9 is not UTF-8 text\n  help: save the file as UTF-8\n",
            id="not UTF-8",
        ),
    ],
)
def test_a_file_that_cannot_be_read(deodar: Deodar, project: Path, name: str, diagnostics: str) -> None:
    (project / "folder").mkdir()
    (project / "latin1.cedar").write_bytes(b"// \xc3\xa9\n// a\xe9\n")
    assert deodar("check-parse", "-p", name) == (1, "", diagnostics)


def test_standard_input_that_is_not_utf_8(deodar: Deodar) -> None:
    status, output, diagnostics = deodar("check-parse", stdin=b"\xff")
    assert (status, output) == (1, "")
    assert diagnostics.startswith("<stdin>:1:1: byte 0xff is not UTF-8 text\n")


def test_a_file_that_cannot_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileError, match="cannot write this file"):
        write_file(tmp_path / "folder", "text")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder"]
