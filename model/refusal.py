"""The refusal of a document that is not well formed."""

from __future__ import annotations


class Refusal(ValueError):
    """A document is not well formed; `kind` says what it is not, line and column (from 1) where, if it is text."""

    kind: str
    line: int | None
    column: int | None

    def __init__(self, kind: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(kind if line is None else f"{line}:{column}: {kind}")
        self.kind = kind
        self.line = line
        self.column = column
