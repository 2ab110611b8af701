"""A place in the tokens of a text, the findings so far, and the small steps that all rules of the parser take.

A rule that meets a mistake it understands reports it by `blame` and goes on, so that one run finds them all. A rule
that no longer knows where it is raises `Lost`, with its finding already reported; a rule further up finds a token to
go on from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from deodar.impl.errors import Finding
from deodar.impl.lexer import END, explain_invalid, tokenize
from deodar.impl.names import RESERVED, RESERVED_NAMESPACE
from deodar.impl.source import Source
from deodar.impl.strings import BadEscape, unescape
from deodar.impl.wanted import WHAT_IT_IS
from deodar.impl.wording import ANOTHER_NAME, quote

MOST_FINDINGS = 1_000

_NOT_NAMES = RESERVED | {RESERVED_NAMESPACE}
_CLOSING = {"(": ")", "[": "]", "{": "}"}


_WRITTEN_AS_A_STRING = {
    "an attribute name": 'write it as a string: `["{}"]`',
    "the key of a record": 'write it as a string: `"{}": ...`',
}


class Lost(Exception):
    """The rule at hand cannot go on. What is wrong has been reported."""


class TooManyFindings(Exception):
    """There is no use in looking for more mistakes."""


class Cursor:
    """Reads the tokens of a text from left to right."""

    what_it_is: ClassVar[Mapping[str, str]] = WHAT_IT_IS  # help where no better is at hand, by what was wanted

    def __init__(self, source: Source, first: int = 0) -> None:
        """The cursor before the first token; the text begins at offset `first` of what the trees are about."""
        self.source = source
        self.tokens: list[str]
        self.starts: list[int]
        self.tokens, self.starts = tokenize(source.text, first)
        self.at: int = 0
        self.findings: list[Finding] = []

    # -- where we are

    def last_end(self) -> int:
        """The offset where the token before the place ends."""
        last = self.at - 1
        return self.starts[last] + len(self.tokens[last])

    def end_of(self, at: int) -> int:
        """The offset where token number `at` ends."""
        return self.starts[at] + len(self.tokens[at])

    # -- findings

    def blame(self, kind: str, message: str, start: int, end: int, hint: str | None = None) -> None:
        """Report a mistake in the half-open range of offsets."""
        if len(self.findings) == MOST_FINDINGS:
            raise TooManyFindings
        self.findings.append(self.source.finding(kind, message, start, end, hint))

    def blame_token(self, kind: str, message: str, hint: str | None = None, at: int | None = None) -> None:
        """Report a mistake in one token, the next one unless `at` says which."""
        at = self.at if at is None else at
        self.blame(kind, message, self.starts[at], self.end_of(at), hint)

    def lost(self, wanted: str, hint: str | None = None) -> Lost:
        """Report that the next token is not what was `wanted`; the caller raises what comes back."""
        found = self.source.text[self.starts[self.at] : self.end_of(self.at)]
        invalid = explain_invalid(found)
        if found == END:
            message = f"expected {wanted}, found the end of the text"
            self.blame_token("unexpected-end", message, hint or self.what_it_is.get(wanted))
        elif invalid is not None:
            self.blame_token(invalid.kind, invalid.message, invalid.help)
        else:
            self.unexpected(wanted, found, hint)
        return Lost()

    def unexpected(self, wanted: str, found: str, hint: str | None) -> None:
        """Report that the next token is another one."""
        message = f"expected {wanted}, found {quote(found)}"
        self.blame_token("unexpected-token", message, hint or self.what_it_is.get(wanted))

    # -- steps

    def expect(self, token: str, hint: str | None = None) -> None:
        """Take this very token."""
        if self.tokens[self.at] != token:
            raise self.lost(f"`{token}`", hint)
        self.at += 1

    def skip_to(self, *wanted: str) -> bool:
        """Go to the next of the `wanted` tokens outside nested brackets; False if a `;` or the end comes first."""
        open_brackets: list[str] = []
        while (token := self.tokens[self.at]) not in (END, ";"):
            if not open_brackets and token in wanted:
                return True
            if token in _CLOSING:
                open_brackets.append(_CLOSING[token])
            elif open_brackets and token == open_brackets[-1]:
                open_brackets.pop()
            self.at += 1
        return False

    def identifier(self, wanted: str) -> str:
        """Take any identifier, reserved or not."""
        token = self.tokens[self.at]
        if not token.isidentifier():
            raise self.lost(wanted)
        self.at += 1
        return token

    def name(self, wanted: str) -> str:
        """Take an identifier that must not be reserved."""
        token = self.identifier(wanted)
        if token in _NOT_NAMES:
            self._blame_reserved(token, wanted)
        return token

    def _blame_reserved(self, token: str, wanted: str) -> None:
        kind = "reserved-identifier" if token in RESERVED else "reserved-name"
        hint = _WRITTEN_AS_A_STRING.get(wanted, ANOTHER_NAME).format(token)
        self.blame_token(kind, f"`{token}` is reserved and cannot be {wanted}", hint, at=self.at - 1)

    def path(self, wanted: str) -> str:
        """Take names joined by `::`; a string after the last `::` is left to the caller, with its `::`."""
        first = self.name(wanted)
        if self.tokens[self.at] != "::" or not self.tokens[self.at + 1].isidentifier():
            return first
        parts = [first]
        while self.tokens[self.at] == "::" and self.tokens[self.at + 1].isidentifier():
            self.at += 1
            parts.append(self.name(wanted))
        return "::".join(parts)

    def is_string(self) -> bool:
        """Whether the next token is a string."""
        return self.tokens[self.at][:1] == '"'

    def string(self, wanted: str) -> str:
        """Take a string, and give its value."""
        token = self.tokens[self.at]
        if token[:1] != '"':
            raise self.lost(wanted)
        value, bad = unescape(token[1:-1])
        if bad:
            self.blame_escapes(bad)
        self.at += 1
        return value

    def blame_escapes(self, bad: list[BadEscape]) -> None:
        """Report the bad escapes of the string that is the next token."""
        inside = self.starts[self.at] + 1
        for escape in bad:
            self.blame(escape.kind, escape.message, inside + escape.start, inside + escape.end, escape.help)
