"""Reading and writing the files that are named on the command line."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from deodar import Finding, Span
from deodar.command_line.refusals import FileError

STDIN_NAME = "<stdin>"


def read_file(path: Path) -> str:
    """The text of a UTF-8 file, its line ends as they are."""
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as failure:  # ValueError: a NUL in the name
        raise FileError([Finding("unreadable-file", f"cannot read this file: {_reason(failure)}")], str(path)) from None
    return _decoded(content, str(path))


def read_stdin() -> str:
    """The text on standard input, which must be UTF-8."""
    if sys.stdin is None:  # closed by the caller
        raise FileError([Finding("unreadable-file", "standard input is closed")], STDIN_NAME)
    return _decoded(sys.stdin.buffer.read(), STDIN_NAME)


def write_file(path: Path, text: str) -> None:
    """Replace a file as a whole: a reader sees the old text or the new one, never a part."""
    target = Path(os.path.realpath(path))  # a link stays a link
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8", newline="")
        if target.exists():
            shutil.copymode(target, fresh)
        fresh.replace(target)
    except OSError as failure:
        with suppress(OSError):
            fresh.unlink()
        finding = Finding("unwritable-file", f"cannot write this file: {_reason(failure)}")
        raise FileError([finding], str(path)) from None


def _decoded(content: bytes, source_name: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as failure:
        line = content.count(b"\n", 0, failure.start) + 1
        line_start = content.rfind(b"\n", 0, failure.start) + 1
        column = len(content[line_start : failure.start].decode()) + 1
        finding = Finding(
            "not-utf-8",
            f"byte {content[failure.start]:#04x} is not UTF-8 text",
            Span(line, column, line, column + 1),
            help="save the file as UTF-8",
        )
        raise FileError([finding], source_name) from None


def _reason(failure: OSError | ValueError) -> str:
    match failure:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "it is a directory"
        case PermissionError():
            return "permission denied"
        case OSError(strerror=str(words)):
            return words.lower()
        case _:
            return str(failure)
