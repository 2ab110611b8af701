"""Policy text to policies, with one look at all policies that differ only in their literals.

`read_policies` refuses what `deodar.impl.parser.parse_policies` refuses, and the trees of what it gives are those that
it gives. That one, the plain parser, reads what does not lend itself to sharing, and, as soon as anything is wrong, the
whole text, so that findings are its own.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate
from typing import Final, TypeAlias

from deodar.impl import parser
from deodar.impl.collector import without_collections
from deodar.impl.cursor import Lost
from deodar.impl.deep import with_room
from deodar.impl.expr import PolicyBody
from deodar.impl.skeleton import BLANK, Pieces, cut, numbers_in
from deodar.impl.unread import Shape, Unread
from deodar.impl.whole_policy import parsed

FEWEST: Final = 12  # policies that are worth a look at what they have in common
FEWEST_ALIKE: Final = 3
LONGEST: Final = 2_000  # characters of a skeleton that is shared
_MOST_DIGITS: Final = 18  # of a number that is in the range of a long, whatever they are
_KEY = re.compile(rf'"[{BLANK}]*+:(?!:)')  # a string that names a member: whether it is repeated hangs on the others

ReadPolicy: TypeAlias = PolicyBody | Unread


def parse_policies(text: str, source_name: str = "<policies>") -> list[PolicyBody]:
    """The trees of the policies and templates of a text; see `read_policies`."""
    return [each.tree() if isinstance(each, Unread) else each for each in read_policies(text, source_name)]


def read_policies(text: str, source_name: str = "<policies>") -> list[ReadPolicy]:
    """The policies and templates of a text, in order; a `PolicyParseError` with all findings if there is one."""
    found: list[ReadPolicy] | None = None
    if text.count(";") >= FEWEST and not parser.has_surrogate(text):
        with without_collections():
            found = with_room(_policies, text)
    return [*parser.parse_policies(text, source_name)] if found is None else found


def _policies(text: str) -> list[ReadPolicy] | None:
    """The policies, or None if the plain parser must look at the whole text."""
    pieces = cut(text)
    if pieces is None:
        return None
    try:
        return _Reading(text, pieces).policies()
    except Lost:
        return None


class _Reading:
    """One reading of a text, which remembers the skeletons of that text only."""

    def __init__(self, text: str, pieces: Pieces) -> None:
        self._text = text
        self._pieces = pieces
        # Up to each string and number: by how much the text up to there is longer than the skeletons.
        self._longer_by_strings = list(accumulate(map(len, pieces.strings), initial=0))
        self._longer_by_numbers = list(accumulate((len(number) - 1 for number in pieces.numbers), initial=0))
        # Those whose value, or whether they have one, has to be looked into.
        self._odd_strings = _odd_strings(text, pieces.strings)
        self._odd_numbers = {at for at, number in enumerate(pieces.numbers) if len(number) > _MOST_DIGITS}

    def policies(self) -> list[ReadPolicy]:
        """All of them; raises `Lost` if one is wrong."""
        _, _, strings, numbers = self._pieces
        alike = {skeleton: self._alike(skeleton, count) for skeleton, count in Counter(self._pieces.skeletons).items()}
        found: list[ReadPolicy] = []
        at = string_at = number_at = 0
        for skeleton, blanks in zip(self._pieces.skeletons, self._pieces.blanks, strict=True):
            shape, many_strings, many_numbers = alike[skeleton]
            at += blanks
            string_end, number_end = string_at + many_strings, number_at + many_numbers
            start = at + string_at + self._longer_by_strings[string_at] + self._longer_by_numbers[number_at]
            at += len(skeleton) + 1
            if shape is None or self._is_odd(string_at, string_end, number_at, number_end):
                end = at + string_end + self._longer_by_strings[string_end] + self._longer_by_numbers[number_end]
                found.append(parsed(self._text[start:end], start))
            else:
                found.append(Unread(shape, start, strings[string_at:string_end], numbers[number_at:number_end]))
            string_at, number_at = string_end, number_end
        return found

    def _alike(self, skeleton: str, count: int) -> tuple[Shape | None, int, int]:
        """The shape of the policies with a skeleton, if they share one, and how many strings and numbers they have."""
        shared = count >= FEWEST_ALIKE and len(skeleton) <= LONGEST and not _KEY.search(skeleton)
        shape = Shape(f"{skeleton};", self._text) if shared else None
        return shape, skeleton.count('"'), numbers_in(skeleton)

    def _is_odd(self, string_at: int, string_end: int, number_at: int, number_end: int) -> bool:
        """Whether the plain parser has to look at a policy with these literals."""
        if not self._odd_strings and not self._odd_numbers:
            return False
        of_strings = self._odd_strings.isdisjoint(range(string_at, string_end))
        return not (of_strings and self._odd_numbers.isdisjoint(range(number_at, number_end)))


def _odd_strings(text: str, strings: tuple[str, ...]) -> set[int]:
    """The strings with escapes, or with what must be escaped."""
    if "\\" not in text and "\r" not in text:
        return set()
    return {at for at, string in enumerate(strings) if "\\" in string or "\r" in string}
