"""The small steps that the rules of the schema format take, beyond those of every text."""

from __future__ import annotations

from deodar.impl.cursor import Cursor, Lost
from deodar.impl.lexer import END
from deodar.impl.names import RESERVED, RESERVED_NAMESPACE
from deodar.impl.schema.syntax import Annotations, Where
from deodar.impl.schema.wanted import WHAT_IT_IS
from deodar.impl.wording import ANOTHER_NAME, REMOVE_ONE, did_you_mean, quote

DECLARING_WORDS = ("entity", "action", "type", "namespace")


class SchemaCursor(Cursor):
    """Reads the tokens of a schema from left to right."""

    what_it_is = WHAT_IT_IS

    def where(self, at: int) -> Where:
        """The offsets of token number `at`."""
        return self.starts[at], self.end_of(at)

    def take(self, token: str) -> bool:
        """Take this very token if it is the next one."""
        if self.tokens[self.at] != token:
            return False
        self.at += 1
        return True

    def lost(self, wanted: str, hint: str | None = None) -> Lost:
        """As everywhere; but `?` is a token here, and a slot is none."""
        found = self.tokens[self.at]
        if found.startswith("?"):
            self.unexpected(wanted, found, hint)
            return Lost()
        return super().lost(wanted, hint)

    def plain_name(self, wanted: str, *, may_be_cedar: bool = False) -> str:
        """Take an identifier that is no reserved word, and `__cedar` only where it may be."""
        at = self.at
        token = self.identifier(wanted)
        if token in RESERVED:
            hint = f'write it as a string: `"{token}"`' if may_be_cedar else ANOTHER_NAME
            self.blame_token("reserved-identifier", f"`{token}` is reserved and cannot be {wanted}", hint, at)
        elif token == RESERVED_NAMESPACE and not may_be_cedar:
            hint = "only the built-in types live there"
            self.blame_token("reserved-name", f"`{token}` is reserved and cannot be {wanted}", hint, at)
        return token

    def schema_path(self, wanted: str) -> str:
        """Take names joined by `::`; a string after the last `::` is left to the caller, with its `::`."""
        name = self._path_part(wanted)
        while self.tokens[self.at] == "::" and self.tokens[self.at + 1].isidentifier():
            self.at += 1
            name += f"::{self._path_part(wanted)}"
        return name

    def _path_part(self, wanted: str) -> str:
        """One name of a reference. `__cedar` may be referred to; if nothing of the kind exists, that is found later."""
        at = self.at
        token = self.identifier(wanted)
        if token in RESERVED:
            self.blame_token("reserved-identifier", f"`{token}` is reserved and cannot be {wanted}", ANOTHER_NAME, at)
        return token

    def name_or_string(self, wanted: str) -> str:
        """Take the name of an attribute or action: an identifier, or any string."""
        return self.string(wanted) if self.is_string() else self.plain_name(wanted, may_be_cedar=True)

    def annotations(self) -> Annotations:
        """`("@" key ("(" string ")")?)*`."""
        if self.tokens[self.at] != "@":
            return ()
        found: dict[str, str | None] = {}
        while self.take("@"):
            at = self.at
            key = self.identifier("the key of an annotation")
            if key in found:
                self.blame_token("duplicate-annotation", f"the annotation {quote(key)} is repeated", REMOVE_ONE, at)
            found[key] = None
            if self.take("("):
                found[key] = self.string("a string")
                self.expect(")", "an annotation has one value")
        return tuple(found.items())

    # -- the end of a declaration

    def begins_declaration(self) -> bool:
        """Whether the next tokens look like the beginning of a declaration."""
        token, following = self.tokens[self.at], self.tokens[self.at + 1]
        return token == "@" or (token in DECLARING_WORDS and (following.isidentifier() or following[:1] == '"'))

    def semicolon(self, wanted: str) -> None:
        """Take the `;` that ends a declaration, or report that it is missing and go on."""
        if self.take(";"):
            return
        if self.tokens[self.at] in (END, "}") or self.begins_declaration():
            end = self.last_end()
            self.blame("missing-semicolon", "the declaration lacks its `;`", end - 1, end, "put `;` at its end")
            return
        token = self.tokens[self.at]
        words = [word.strip("`") for word in wanted.split(", ")]
        raise self.lost(f"{wanted} or `;`", did_you_mean(token, words) if token.isidentifier() else None)

    def go_to_next_declaration(self, begin: int) -> None:
        """From the beginning of a declaration with a mistake go to behind its `;`, or to the `}` around it."""
        lost_at, self.at = self.at, begin
        depth = 0
        while (token := self.tokens[self.at]) != END:
            if token == "}" and depth == 0:
                return
            if self.at > max(lost_at, begin) and depth <= 1 and self._begins_line_with_declaration():
                return
            self.at += 1
            if token == ";" and depth == 0:
                return
            depth += (token in "([{") - (token in ")]}")

    def _begins_line_with_declaration(self) -> bool:
        """Whether a declaration begins here, after a `;` or `}`: the one before it was not closed."""
        return self.tokens[self.at - 1] in (";", "}") and self.begins_declaration()
