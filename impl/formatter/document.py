"""A document: text with the places where it may be broken into lines, as in Wadler's "A prettier printer".

It is a flat list of instructions and not a tree, so that no nesting of a text is a nesting here. A *group* is either
on one line as a whole or broken at every place of its own; a mark set at its beginning becomes the group once its end
is known, so an operator may still enclose the operand before it. The comments of a document are instructions of
their own: what ends a line whatever the groups say.
"""

from __future__ import annotations

from enum import IntEnum

from deodar.impl.formatter.display_width import display_width


class Kind(IntEnum):
    """What an instruction says."""

    MARK = 0  # nothing, or the beginning of a group whose last instruction is `number`
    TEXT = 1
    BLANK = 2  # a space, never a line break
    SPACE = 3  # a place to break; otherwise a space
    EDGE = 4  # a place to break; otherwise nothing
    LINE = 5  # a line break
    NEST = 6  # lines from here on are indented by `number` more columns, or fewer
    COMMENT = 7  # a comment on a line of its own
    REMARK = 8  # a comment behind the text before it


class Document:
    """Instructions, in three parallel lists."""

    __slots__ = ("kinds", "numbers", "texts")

    def __init__(self) -> None:
        self.kinds: list[Kind] = []
        self.texts: list[str] = []  # of texts and comments; empty for all others
        self.numbers: list[int] = []  # columns of a text, a comment or a nest; the end of a group

    def _add(self, kind: Kind, text: str = "", number: int = 0) -> None:
        self.kinds.append(kind)
        self.texts.append(text)
        self.numbers.append(number)

    def text(self, text: str) -> None:
        """Text that is never broken."""
        self._add(Kind.TEXT, text, display_width(text))

    def blank(self) -> None:
        """A space, never a line break."""
        self._add(Kind.BLANK)

    def space(self) -> None:
        """A space, or a line break where its group is broken."""
        self._add(Kind.SPACE)

    def edge(self) -> None:
        """Nothing, or a line break where its group is broken."""
        self._add(Kind.EDGE)

    def line(self) -> None:
        """A line break."""
        self._add(Kind.LINE)

    def nest(self, columns: int) -> None:
        """Indent the lines that begin after this by so many more columns; by fewer, if negative."""
        self._add(Kind.NEST, "", columns)

    def comment(self, text: str) -> None:
        """A comment on a line of its own."""
        self._add(Kind.COMMENT, text, display_width(text))

    def remark(self, text: str) -> None:
        """A comment behind what is on the line."""
        self._add(Kind.REMARK, text, display_width(text))

    def mark(self) -> int:
        """A place at which a group may begin."""
        self._add(Kind.MARK)
        return len(self.kinds) - 1

    def group(self, mark: int) -> None:
        """Make a group of all that came after the mark."""
        self.numbers[mark] = len(self.kinds)
