"""How many columns a text takes on a terminal, as far as Unicode tells.

A wide character takes two, one that combines with the character before it none, and an emoji made of several
characters as much as one emoji.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WIDE = frozenset("WF")  # East Asian wide and full-width characters, most emoji among them
_WITHOUT_WIDTH = frozenset({"Mn", "Me", "Cf"})  # marks on the character before, and format characters
_UNASSIGNED = "Cn"
_WIDE_PLANES = range(0x20000, 0x3FFFE)  # ideographs, those to come included
_PREPENDED = frozenset(map(chr, (*range(0x600, 0x605), 0x6DD, *range(0xFFF9, 0xFFFC))))  # format characters to be seen
# Vowels and final consonants of Korean syllables, and half-width marks, stand in the columns of what they follow.
_FOLLOWING = frozenset(map(chr, (*range(0x1160, 0x1200), *range(0xD7B0, 0xD7FC), *range(0xFF9E, 0xFFA1))))

# One emoji, wide whatever its parts are: a symbol with U+FE0F, a person with a skin tone, and such joined by U+200D.
_STYLED = (
    "[#*0-9\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u2604\u260e-\u27bf"
    "\u2934-\u2b55\u3030\u303d\u3297\u3299\U0001f004-\U0001f1ad\U0001f200-\U0001faff]\ufe0f"
)
_PERSON = (
    "[\u261d\u26f9\u270a-\u270d\U0001f385\U0001f3c2-\U0001f3c4\U0001f3c7\U0001f3ca-\U0001f3cc\U0001f442\U0001f443"
    "\U0001f446-\U0001f450\U0001f466-\U0001f478\U0001f47c\U0001f481-\U0001f483\U0001f485-\U0001f487\U0001f48f"
    "\U0001f491\U0001f4aa\U0001f574\U0001f575\U0001f57a\U0001f590\U0001f595\U0001f596\U0001f645-\U0001f647"
    "\U0001f64b-\U0001f64f\U0001f6a3\U0001f6b4-\U0001f6b6\U0001f6c0\U0001f6cc\U0001f90c\U0001f90f"
    "\U0001f918-\U0001f91f\U0001f926\U0001f930-\U0001f939\U0001f93c-\U0001f93e\U0001f977\U0001f9b5\U0001f9b6"
    "\U0001f9b8\U0001f9b9\U0001f9bb\U0001f9cd-\U0001f9cf\U0001f9d1-\U0001f9dd\U0001fac3-\U0001fac5"
    "\U0001faf0-\U0001faf8][\U0001f3fb-\U0001f3ff]"
)
_ONE = f"(?:{_STYLED}|{_PERSON}|[\U0001f300-\U0001faff])"
_EMOJI = re.compile(f"{_ONE}(?:\u200d{_ONE})+|{_STYLED}|{_PERSON}")


def display_width(text: str) -> int:
    """The columns that a text takes."""
    if text.isascii():
        return len(text)
    rest, emoji = _EMOJI.subn("", text)
    return 2 * emoji + sum(map(_character_width, rest))


@lru_cache(maxsize=4096)
def _character_width(character: str) -> int:
    """The columns of a character by itself."""
    category = unicodedata.category(character)
    if category == _UNASSIGNED:  # some versions of Python call these full-width
        return 2 if ord(character) in _WIDE_PLANES else 1
    if character in _FOLLOWING or (category in _WITHOUT_WIDTH and character not in _PREPENDED):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1
