"""Matching a string with the pattern of `like`, in time linear in the string for each wildcard."""

from __future__ import annotations

from collections.abc import Callable

from deodar.impl.expr import Pattern, Wildcard


def matcher(pattern: Pattern) -> Callable[[str], bool]:
    """The test whether a whole string matches the pattern; a wildcard matches any run of characters."""
    pieces = _pieces(pattern)
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return first.__eq__
    middle = [piece for piece in pieces[1:-1] if piece]
    shortest = sum(map(len, pieces))

    def matches(text: str) -> bool:
        if len(text) < shortest or not text.startswith(first) or not text.endswith(last):
            return False
        # The leftmost place for each piece leaves the most room for the pieces after it.
        start, end = len(first), len(text) - len(last)
        for piece in middle:
            found = text.find(piece, start, end)
            if found < 0:
                return False
            start = found + len(piece)
        return True

    return matches


def _pieces(pattern: Pattern) -> list[str]:
    """The literal text before, between and after the wildcards: one piece more than there are wildcards."""
    pieces = [""]
    for part in pattern:
        if part is Wildcard.STAR:
            pieces.append("")
        else:
            pieces[-1] += part
    return pieces
