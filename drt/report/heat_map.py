"""Which operator stood directly in which, and how often: a table with coloured cells, so that it can be read out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log10

from deodar.drt.operator_pairs import POSSIBLE, TYPES

LEVELS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A pair: its class in the page's style, and what is said about it."""

    style: str
    says: str


@dataclass(frozen=True, slots=True)
class Row:
    """An outer operator with a cell for each inner one."""

    outer: str
    cells: list[Cell]


OPERATORS = tuple(TYPES)
"""In the order of rows and columns: related ones stand together."""


def heat_map(counts: Mapping[str, int]) -> list[Row]:
    """The rows; `counts` has the policies of each pair. Colours go by the logarithm of the count."""
    most = max(counts.values(), default=1)
    return [Row(outer, [_cell(outer, inner, counts, most) for inner in OPERATORS]) for outer in OPERATORS]


def _cell(outer: str, inner: str, counts: Mapping[str, int], most: int) -> Cell:
    count, possible = counts.get(f"{outer} {inner}", 0), (outer, inner) in POSSIBLE
    if count:
        level = 1 + round((LEVELS - 1) * log10(count) / log10(most)) if most > 1 else LEVELS
        ill_typed = "" if possible else ", ill typed"
        return Cell(f"h{level}" + ("" if possible else " odd"), f"{inner} in {outer}: {count:,} policies{ill_typed}")
    return Cell("hole", f"{inner} in {outer}: never") if possible else Cell("", "")
