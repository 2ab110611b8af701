"""Tokens put together to a text: neatly, or with blanks, line breaks and comments wherever they may stand."""

from __future__ import annotations

from collections.abc import Sequence

from deodar.drt.choice import Choose

BLANKS = (
    *(" ", "\n", "\t", "  ", "\r\n", "\u00a0", "\u2003", "\u3000", "\u0085", "\x0b", "\x0c", "\r", "\u2028"),
    *("// é\n", "//\r", '// ; } "\n', "//x\u2028y\n"),
)
TIGHT_AFTER = frozenset({"(", "[", ".", "!", "@", "::", "{"})
WORDS_BEFORE = frozenset({"in", "then", "else", "if"})  # a set may follow, and no index
TIGHT_BEFORE = frozenset({")", "]", ".", ",", ";", "::", "(", "[", ":", "}"})


def _is_word(token: str) -> bool:
    return token[-1:].isalnum() or token[-1:] == "_"


def must_part(before: str, after: str) -> bool:
    """Whether two tokens need a blank between them: a word that runs into the next word or number."""
    first, last = after[:1], before[-1:]
    return (last.isalpha() or last == "_" or (last.isdigit() and not before.isdigit())) and (
        first.isalnum() or first == "_"
    )


def neat(tokens: Sequence[str]) -> str:
    """A text that reads well, on one line."""
    parts: list[str] = []
    before = ""
    unary = False
    for token in tokens:
        tight = token in TIGHT_BEFORE or before in TIGHT_AFTER or unary
        if token == "(" and before in ("&&", "||", "==", "!=", "in", "<", "<=", ">", ">=", "+", "-", "*", ",", "if"):
            tight = unary
        if token == "[" and before not in (")", "]", '"') and (before in WORDS_BEFORE or not _is_word(before)):
            tight = before in ("(", "[", "!")
        if token in ("{", "}") or before == "{":
            tight = False
        parts.append(token if tight or not before else f" {token}")
        unary = token == "-" and (before in ("(", "[", "{", ",", "", "-") or not _ends_operand(before))
        before = token
    return "".join(parts)


def _ends_operand(token: str) -> bool:
    return (
        token in (")", "]", "}") or token[-1:] == '"' or (_is_word(token) and token not in ("in", "if", "then", "else"))
    )


def wild(choose: Choose, tokens: Sequence[str]) -> str:
    """A text with anything between its tokens that may stand there."""
    if choose(4) == 0:
        return neat(tokens)
    parts: list[str] = []
    before = ""
    loose = 2 + choose(6)
    for token in tokens:
        if choose(loose) == loose - 1:
            parts.append(BLANKS[choose(len(BLANKS))])
        elif must_part(before, token):
            parts.append(" ")
        parts.append(token)
        before = token
    if choose(8) == 7:
        parts.append(BLANKS[choose(len(BLANKS))])
    return "".join(parts)
