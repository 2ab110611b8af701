"""The tokens of a text that parses, in the spelling that the formatter writes, and the comments between them.

A comment on the line of a token, behind it, is its remark; any other comment belongs to the token after it. A comma
before a closing bracket is left out, and numbers lose their leading zeros; all other tokens stay as they are.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from deodar.impl.lexer import BLANKS, tokenize

_COMMENT = re.compile(r"//[^\n\r]*+")
_BLANK = "".join(BLANKS)
_CLOSING = frozenset(")]}")


class CommentedTokens(NamedTuple):
    """Tokens, closed by empty ones, and comments by the number of the token that they belong to."""

    tokens: list[str]
    comments: dict[int, list[str]]  # before a token, each on a line of its own
    remarks: dict[int, str]  # behind a token, on its line


def commented_tokens(text: str) -> CommentedTokens:
    """The tokens and the comments of a text."""
    texts, starts = tokenize(text)
    kept = [at for at, token in enumerate(texts) if token != "," or texts[at + 1] not in _CLOSING]
    found = CommentedTokens([_spelling(texts[at]) for at in kept], {}, {})
    if "//" in text:
        end = 0
        for number, at in enumerate(kept):
            if starts[at] > end + 1:
                _add_comments(found, text[end : starts[at]], number)
            end = starts[at] + len(texts[at])
    return found


def _spelling(token: str) -> str:
    return token.lstrip("0") or "0" if token.isdigit() else token


def _add_comments(found: CommentedTokens, gap: str, number: int) -> None:
    """Add the comments between a token and the one before it."""
    end = 0
    for comment in _COMMENT.finditer(gap):
        text = comment[0].rstrip(_BLANK)
        if number and not end and not re.search(r"[\n\r]", gap[: comment.start()]):
            found.remarks[number - 1] = text
        else:
            found.comments.setdefault(number, []).append(text)
        end = comment.end()
