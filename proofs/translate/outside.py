"""The refusal of whatever lies outside the subset of Python that the proofs can read."""

from __future__ import annotations

import ast
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a source file."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class OutsideSubset(Exception):
    """A construct that is not approximated but refused."""

    def __init__(self, place: Place, what: str) -> None:
        super().__init__(f"{place}: {what}")
        self.place = place
        self.what = what

    def __reduce__(self) -> tuple[type[OutsideSubset], tuple[Place, str]]:
        """As another process gets it: an exception is built anew there, by default of its message alone."""
        return OutsideSubset, (self.place, self.what)


def refuse(file: str, node: ast.AST, what: str) -> OutsideSubset:
    """The refusal of one node of a syntax tree; nodes without a line (arguments, operators) count as line 0."""
    return OutsideSubset(Place(file, getattr(node, "lineno", 0)), what)
