"""The wording of findings: the user's words quoted safely, and what they may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deodar.impl.source import visible

LONGEST_QUOTE = 60
_MOST_LISTED = 6

# Lines of help that more than one reader gives.
ANOTHER_NAME = "choose another name"
REMOVE_ONE = "remove one of them"
GIVE_IT_OR_MAKE_IT_OPTIONAL = "give it, or make it optional in the schema by a `?` behind its name"
LESS_DEEPLY = "nest it less deeply"
WHOLE_CHARACTER = "write the whole character, or both halves of the pair"
IN_BRACES = "write it in braces: `{...}`"
IN_BRACKETS = "write it in brackets: `[...]`"


def quote(text: str) -> str:
    """`text` in backticks, cut short if long, with nothing in it that could disturb a terminal."""
    if len(text) > LONGEST_QUOTE:
        text = text[: LONGEST_QUOTE - 3] + "..."
    return f"`{visible(text)}`"


def distance(a: str, b: str) -> int:
    """The number of single-character edits, swaps of neighbours included, that turn `a` into `b`."""
    before: list[int] = []
    above = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` is probably a slip of, or None; the first one wins a tie."""
    if len(word) > LONGEST_QUOTE:
        return None
    most = max(1, len(word) // 3)
    scored = [(distance(word.lower(), candidate.lower()), candidate) for candidate in candidates]
    close = [(score, candidate) for score, candidate in scored if score <= most]
    return min(close, key=lambda pair: pair[0])[1] if close else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """The line of help that offers the nearest candidate, or None."""
    found = nearest(word, candidates)
    return None if found is None else f"did you mean `{found}`?"


def offer(word: str, candidates: Iterable[str]) -> str | None:
    """The line of help that offers the nearest candidate or, where none is near, the first few; None of none."""
    listed = list(candidates)
    return did_you_mean(word, listed) or (f"there are {shortened(listed)}" if listed else None)


def shortened(names: Sequence[str]) -> str:
    """The first few of the names, each quoted, and whether there are more."""
    return f"{', '.join(map(quote, names[:_MOST_LISTED]))}{' and others' if names[_MOST_LISTED:] else ''}"
