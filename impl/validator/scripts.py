"""The scripts of characters, for warnings about text that looks like other text.

The standard library tells no script of a character, but its name, and the name of a letter begins with its script. That
is close to the rules of Unicode (UTS 39) without their tables: characters that are no letters belong to every script.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

# First words of letters' names that are no scripts.
_NO_SCRIPTS: Final = frozenset({
    "BLACK-LETTER", "COMBINING", "DOUBLE-STRUCK", "FEMININE", "MASCULINE", "MATHEMATICAL", "MICRO", "MODIFIER",
    "SCRIPT", "VARIATION", "INFORMATION", "EULER", "ALEF", "BET", "GIMEL", "DALET",
})  # fmt: skip
_WIDTHS: Final = frozenset({"FULLWIDTH", "HALFWIDTH"})
_OTHER_NAMES: Final = {"KELVIN": "LATIN", "ANGSTROM": "LATIN", "OHM": "GREEK", "IDEOGRAPHIC": "CJK", "KANGXI": "CJK"}
# Scripts that are written together in one language: Japanese, Korean, Chinese.
_WRITTEN_TOGETHER: Final = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
)
# The scripts in wide everyday use (UAX 31, table 5).
_RECOMMENDED: Final = frozenset({
    "ARABIC", "ARMENIAN", "BENGALI", "BOPOMOFO", "CYRILLIC", "DEVANAGARI", "ETHIOPIC", "GEORGIAN", "GREEK",
    "GUJARATI", "GURMUKHI", "CJK", "HANGUL", "HEBREW", "HIRAGANA", "KANNADA", "KATAKANA", "KATAKANA-HIRAGANA",
    "KHMER", "LAO", "LATIN", "MALAYALAM", "MYANMAR", "ORIYA", "SINHALA", "TAMIL", "TELUGU", "THAANA", "THAI",
    "TIBETAN",
})  # fmt: skip


@lru_cache(maxsize=4096)
def script_of(character: str) -> str | None:
    """The script of a letter or mark; None for what belongs to every script."""
    if unicodedata.category(character)[0] not in "LM":
        return None
    words = unicodedata.name(character, "UNNAMED").split()
    first = words[1] if words[0] in _WIDTHS else words[0]
    first = _OTHER_NAMES.get(first, first)
    return None if first in _NO_SCRIPTS else first


def is_single_script(text: str) -> bool:
    """Whether the characters can be of one script, or of several that one language writes together."""
    scripts = {script for character in text if (script := script_of(character)) is not None}
    return len(scripts) <= 1 or any(scripts <= together for together in _WRITTEN_TOGETHER)


def is_safe_in_identifiers(character: str) -> bool:
    """Whether it is a space, printable ASCII, or a character of an identifier in a script of everyday use."""
    if character.isascii():
        return character.isprintable()
    if not f"a{character}".isidentifier() or unicodedata.normalize("NFKC", character) != character:
        return False
    script = script_of(character)
    return script is None or script in _RECOMMENDED
