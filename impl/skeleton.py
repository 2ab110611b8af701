"""Policy texts as skeletons and literals, so that policies which differ only in literals are parsed once.

`cut(text)` gives each policy of a text with its offset. `take_apart(policy)` gives its skeleton, in which every string
is a lone quote and every number a one, and the strings and numbers as they are spelled. Two policies with the same
skeleton have the same tokens in the same order, so the same tree, but for the values of literals and for offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from deodar.impl.lexer import BLANKS

_BLANKS: Final = "".join(sorted(BLANKS))
LONGEST: Final = 2_000  # characters of a policy that is taken apart

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
# A policy with its `;`; the last match is the rest of the text, from a string that is never closed if there is one.
_POLICY = re.compile(rf'[^;"]*+(?:{_STRING}[^;"]*+)*+(?:;|".*+|\Z)', re.DOTALL)
_STRING_OR_COMMENT = re.compile(rf'{_STRING}|//[^\n\r]*+|".*+', re.DOTALL)
_NUMBER = re.compile(r"[0-9](?<![A-Za-z_0-9][0-9])[0-9]*+")  # and no digits of an identifier
_MOST_DIGITS: Final = 18  # of a number that is in the range of a long, whatever they are


class Parts(NamedTuple):
    """A policy taken apart."""

    skeleton: str
    strings: list[str]  # what stands between the quotes
    numbers: list[str]


def cut(text: str) -> Iterator[tuple[str, int]]:
    """The policies of a text with the offset of each, comments blanked out, and then what follows the last one.

    Joined they are the whole text, so what is no policy is in one of them, and is refused when that one is parsed.
    """
    offset = 0
    for piece in _POLICY.findall(_without_comments(text)):
        policy = piece.lstrip(_BLANKS)
        offset += len(piece)
        if policy:
            yield policy, offset - len(policy)


def _without_comments(text: str) -> str:
    """The text with a blank for every character of a comment."""
    if "//" not in text:
        return text
    return _STRING_OR_COMMENT.sub(lambda match: match[0] if match[0][0] == '"' else " " * len(match[0]), text)


def take_apart(policy: str) -> Parts | None:
    """The skeleton and literals of a policy without comments; None where a string has escapes or something is long."""
    if "\\" in policy or len(policy) > LONGEST:
        return None
    pieces = policy.split('"')
    skeleton, strings = '"'.join(pieces[::2]), pieces[1::2]
    if "\r" in policy and any("\r" in string for string in strings):
        return None
    numbers = _NUMBER.findall(skeleton)
    if not numbers:
        return Parts(skeleton, strings, numbers)
    if max(map(len, numbers)) > _MOST_DIGITS:
        return None
    return Parts(_NUMBER.sub("1", skeleton), strings, numbers)


def literals(skeleton: str) -> list[tuple[int, str]]:
    """Where each string and number stands in a skeleton, and its first character."""
    return [(match.start(), match[0][0]) for match in _LITERAL.finditer(skeleton)]


_LITERAL = re.compile(rf'"|{_NUMBER.pattern}')
