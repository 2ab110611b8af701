"""Policy texts as skeletons and literals, so that policies which differ only in literals are read once.

`cut(text)` gives the skeleton of each policy of a text, in which every string is a lone quote and every number a one,
and the strings and numbers as they are spelled. Two policies with the same skeleton have the same tokens in the same
order, so the same tree, but for the values of literals and for offsets.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from deodar.impl.lexer import BLANKS

BLANK: Final = "".join(sorted(BLANKS))

_BETWEEN_QUOTES = r'[^"\\]*+(?:\\.[^"\\]*+)*+'
_STRING = re.compile(rf'"({_BETWEEN_QUOTES})"', re.DOTALL)
_STRING_OR_COMMENT = re.compile(rf'"{_BETWEEN_QUOTES}"|//[^\n\r]*+|".*+', re.DOTALL)
_NUMBER = re.compile(r"([0-9](?<![A-Za-z_0-9][0-9])[0-9]*+)")  # and no digits of an identifier
_MARK: Final = "\0"  # begins what stands for a string; no identifier begins so


class Pieces(NamedTuple):
    """A text taken apart. Skeleton, string and number follow one another in the order of the text."""

    skeletons: list[str]  # of the policies, from behind the blanks before each to its `;`, which it lacks
    blanks: list[int]  # how many stand before each policy
    strings: tuple[str, ...]  # what stands between the quotes
    numbers: tuple[str, ...]


def cut(text: str) -> Pieces | None:
    """The policies of a text, comments being blanks; None if something follows the last `;`."""
    text = without_comments(text)
    between = text.split('"') if "\\" not in text else _STRING.split(text)
    if len(between) % 2 == 0 or any('"' in piece for piece in between[::2]):
        return None  # a string is never closed
    tokens = _NUMBER.split('"'.join(between[::2]))
    *policies, rest = "1".join(tokens[::2]).split(";")
    if rest.strip(BLANK):
        return None
    skeletons = [policy.lstrip(BLANK) for policy in policies]
    blanks = [len(policy) - len(skeleton) for policy, skeleton in zip(policies, skeletons, strict=True)]
    same: dict[str, str] = {}  # one object for each string
    strings = tuple(map(same.setdefault, between[1::2], between[1::2]))
    return Pieces(skeletons, blanks, strings, tuple(tokens[1::2]))


def without_comments(text: str) -> str:
    """The text with a blank for every character of a comment."""
    if "//" not in text:
        return text
    return _STRING_OR_COMMENT.sub(lambda match: match[0] if match[0][0] == '"' else " " * len(match[0]), text)


def marked(skeleton: str) -> str:
    """The skeleton with a mark for each string, as text that can be parsed."""
    first, *others = skeleton.split('"')
    return first + "".join(f'"{_MARK}{number}"{piece}' for number, piece in enumerate(others))


def place_of_mark(value: str) -> int | None:
    """Which of the strings a mark stands for; None if it is no mark."""
    return int(value[len(_MARK) :]) if value.startswith(_MARK) else None


def length_of_mark(place: int) -> int:
    """How long the mark is that stands for a string."""
    return len(_MARK) + len(str(place))


def numbers_in(skeleton: str) -> int:
    """How many numbers there are in a skeleton."""
    return len(_NUMBER.findall(skeleton))


def literals(skeleton: str) -> list[tuple[int, str]]:
    """Where each string and number stands in a skeleton, and its first character."""
    return [(match.start(), match[0][0]) for match in _LITERAL.finditer(skeleton)]


def places_of_numbers(skeleton: str) -> dict[int, int]:
    """Which of the numbers ends at an offset of the marked text."""
    found: dict[int, int] = {}
    strings = grown = 0
    for start, first in literals(skeleton):
        if first == '"':
            grown += length_of_mark(strings) + 1  # a quote of the skeleton has become two, and a mark
            strings += 1
        else:
            found[start + 1 + grown] = len(found)
    return found


_LITERAL = re.compile(rf'"|{_NUMBER.pattern}')
