"""Policy text to tokens.

A token is its own text: `permit`, `==`, `"x\\n"`, `?principal`, `42`. Its kind shows in the text itself, so a parser
compares strings: a string starts with a quote, a number is all digits, an identifier satisfies `str.isidentifier`, a
slot starts with `?`. The end is the empty token. Two parallel lists, texts and start offsets, cost far less
than an object each.

What starts no token is kept as an *invalid* token that no rule of the parser accepts: it is reported where the parser
meets it, by `explain_invalid`, and costs one finding, not all the others of the document. Where an invalid token
could pass for another (letters and digits beyond ASCII, a string without its closing quote), its first character is
replaced by NUL.
"""

from __future__ import annotations

import re
from itertools import accumulate, compress
from typing import NamedTuple

from deodar.impl.wording import quote

# Exactly the Unicode property White_Space. Python's `\s` and `str.isspace` have U+001C to U+001F as well.
_BLANK = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

_TOKEN = r"""
        [A-Za-z_][A-Za-z0-9_]*+
    |   "[^"\\]*+(?:\\.[^"\\]*+)*+"
    |   [0-9]++
    |   \?[A-Za-z_][A-Za-z0-9_]*+
    |   :: | == | != | <= | >= | && | \|\| | [@.,;:(){}\[\]<>+\-*/%!=]
"""
_VALID = re.compile(_TOKEN, re.VERBOSE | re.DOTALL)
_PIECE = re.compile(
    rf"""[{_BLANK}]++
    |   //[^\n\r]*+
    |   {_TOKEN}
    |   ".*+                            # invalid from here: a string that is never closed,
    |   '[^'\n\r]*+'?                   # a string in the wrong quotes,
    |   [^\x00-\x7f{_BLANK}]++          # letters beyond ASCII,
    |   .                               # and anything else
    """,
    re.VERBOSE | re.DOTALL,
)
BLANKS = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | set(map(chr, range(0x2000, 0x200B)))

END = ""


class Tokens(NamedTuple):
    """The tokens of a text, closed by two empty ones, so that a parser may look one token ahead anywhere."""

    texts: list[str]
    starts: list[int]


class InvalidToken(NamedTuple):
    """Why an invalid token is none."""

    kind: str
    message: str
    help: str | None


def tokenize(text: str, first: int = 0) -> Tokens:
    """The tokens of a text without its blanks and comments; the text begins at offset `first`."""
    pieces = _PIECE.findall(text)
    skipped = {piece for piece in set(pieces) if piece[0] in BLANKS or piece.startswith("//")}
    kept = [piece not in skipped for piece in pieces]
    texts = list(compress(pieces, kept))
    starts = list(compress(accumulate(map(len, pieces), initial=first), kept))
    _mark_invalid(texts, text)
    return Tokens([*texts, END, END], [*starts, first + len(text), first + len(text)])


def _mark_invalid(tokens: list[str], text: str) -> None:
    """Replace the first character of every invalid token that could pass for a valid one."""
    if not text.isascii():
        for index, token in enumerate(tokens):
            if token[0] >= "\x80":
                tokens[index] = "\0" + token[1:]
    if tokens and tokens[-1][0] == '"' and not _VALID.fullmatch(tokens[-1]):  # only the last can lack its closing quote
        tokens[-1] = "\0" + tokens[-1][1:]


def explain_invalid(token: str) -> InvalidToken | None:
    """What is wrong with the text of a token, or None if it is a valid one."""
    if token == END or _VALID.fullmatch(token):
        return None
    if token.startswith('"'):
        return InvalidToken("unterminated-string", "this string has no closing quote", 'close it with `"`')
    if token.startswith("'"):
        return InvalidToken("invalid-token", "strings stand in double quotes", "use `\"` in place of `'`")
    hint = _INVALID_HELP.get(token)
    if token.startswith("\ufeff"):
        hint = "remove the byte order mark"
    elif not token.isascii() and token.isprintable():
        hint = "identifiers are ASCII; other characters stand in strings and comments only"
    elif not token.isprintable():
        hint = "remove this character, which no one can see; in a string write it as an escape"
    return InvalidToken("invalid-token", f"{quote(token)} starts no token", hint)


_INVALID_HELP = {
    "?": "the slots are `?principal` and `?resource`, without a blank",
    "&": "did you mean `&&`?",
    "|": "did you mean `||`?",
    "#": "comments begin with `//`",
    "`": 'strings stand in double quotes: `"`',
}
