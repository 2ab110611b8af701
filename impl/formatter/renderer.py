"""Choosing the lines of a document.

A group stays on one line if it fits there together with what follows it up to the next place to break. Both widths
are differences of sums made beforehand, so each group is decided in constant time. A comment inside a group breaks it;
comments before its first text do not.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Final

from deodar.impl.formatter.document import Document, Kind

MOST_INDENTED = 2_000  # columns: deeper nesting is indented no further, or the text would grow with its square

_UNFIT = 2**62  # columns that no line has
_FLAT_WIDTH = {Kind.BLANK: 1, Kind.SPACE: 1, Kind.COMMENT: _UNFIT, Kind.REMARK: _UNFIT}
_BEFORE_TEXT = frozenset({Kind.MARK, Kind.NEST, Kind.COMMENT})
_BLANK: Final = -1
_NOTHING: Final = -2


def render(document: Document, line_width: int) -> str:
    """The text of a document, without a line feed at its end."""
    begins, ends = _flat_places(document)
    to_break = _widths_to_break(document)
    written: list[str] = []
    gap = _NOTHING  # what goes before the next text: nothing, a space, or a line break and so many columns
    column = indent = 0
    flat_until = 0  # the end of the outermost group that is on one line
    for at, (kind, text, number) in enumerate(zip(document.kinds, document.texts, document.numbers, strict=True)):
        match kind:
            case Kind.TEXT:
                written += (_written(gap), text)
                column += number
                gap = _NOTHING
            case Kind.MARK:
                fits = column + ends[number] - begins[at] + to_break[number] <= line_width
                flat_until = number if fits and at >= flat_until else flat_until
            case Kind.NEST:
                indent += number
                # A bracket that closes after a comment stands where its construct does.
                gap = min(gap, indent, MOST_INDENTED) if gap >= 0 else gap
                column = gap if gap >= 0 else column
            case Kind.COMMENT | Kind.REMARK:
                gap = column = min(indent, MOST_INDENTED)
                if written:
                    written.append(_written(_BLANK if kind is Kind.REMARK else gap))
                written.append(text)
            case _:
                if kind is Kind.LINE or (kind is not Kind.BLANK and at >= flat_until):
                    gap = column = min(indent, MOST_INDENTED)
                elif kind is not Kind.EDGE and gap == _NOTHING:
                    gap = _BLANK
                    column += 1
    return "".join(written)


def _flat_places(document: Document) -> tuple[list[int], list[int]]:
    """For each instruction, the column at which it would be if all were on one line; comments fit on none.

    For what begins there, and for what ends there: the two differ by the comments before the next text.
    """
    widths = (
        number if kind is Kind.TEXT else _FLAT_WIDTH.get(kind, 0)
        for kind, number in zip(document.kinds, document.numbers, strict=True)
    )
    ends = list(accumulate(widths, initial=0))
    begins = ends[:]
    for at in range(len(document.kinds) - 1, -1, -1):
        if document.kinds[at] in _BEFORE_TEXT:
            begins[at] = begins[at + 1]
    return begins, ends


def _widths_to_break(document: Document) -> list[int]:
    """For each instruction, the columns from there up to the next place to break."""
    widths = [0]
    for kind, number in zip(reversed(document.kinds), reversed(document.numbers), strict=True):
        match kind:
            case Kind.TEXT:
                widths.append(widths[-1] + number)
            case Kind.BLANK:
                widths.append(widths[-1] + 1)
            case Kind.MARK | Kind.NEST:
                widths.append(widths[-1])
            case Kind.REMARK:
                widths.append(number + 1)
            case _:
                widths.append(0)
    widths.reverse()
    return widths


def _written(gap: int) -> str:
    """A gap as text."""
    return "\n" + " " * gap if gap >= 0 else " " if gap == _BLANK else ""
