"""A policy of which it is known that its text is right, and whose tree is made when somebody asks for it."""

# OPTIMIZATION: policies with the same skeleton are parsed once. A tree is made when somebody asks for it, and the trees
#               of a skeleton that are asked for after the first few by a function made of the skeleton's tree.
# INVARIANT:    the tree is, with its offsets, what the parser gives; the parser would not refuse the policy.
# GUARDED BY:   tests/impl/test_shared_parser.py; drt target repeat

from __future__ import annotations

from typing import Final, final

from deodar.impl.deep import with_room
from deodar.impl.expr import PolicyBody
from deodar.impl.skeleton import marked
from deodar.impl.skeleton_tree import Build, builder
from deodar.impl.whole_policy import parsed

PAYS_AFTER: Final = 3  # trees of one skeleton: who asks for more of them will ask for all


@final
class Shape:
    """A skeleton that at least one policy has, and its tree, with a mark in place of each string."""

    __slots__ = ("_asked", "_build", "_text", "marked", "skeleton")

    def __init__(self, skeleton: str, text: str) -> None:
        """The shape of a skeleton, of a text of policies; raises `Lost` if the parser refuses it."""
        self.skeleton = skeleton
        self.marked = parsed(marked(skeleton), 0)
        self._text = text
        self._asked = 0
        self._build: Build | None = None

    def tree(self, start: int, strings: tuple[str, ...], numbers: tuple[str, ...]) -> PolicyBody:
        """The tree of the policy that begins at an offset of the text and has these literals."""
        if self._build is None:
            self._asked += 1
            if self._asked <= PAYS_AFTER:
                length = (
                    len(self.skeleton) + len("".join(strings)) + len(strings) + len("".join(numbers)) - len(numbers)
                )
                return with_room(parsed, self._text[start : start + length], start)
            self._build = with_room(builder, self.skeleton, self.marked)
        return self._build(start, strings, numbers)


@final
class Unread:
    """One policy."""

    __slots__ = ("numbers", "shape", "start", "strings")

    def __init__(self, shape: Shape, start: int, strings: tuple[str, ...], numbers: tuple[str, ...]) -> None:
        self.shape = shape
        self.start = start
        self.strings = strings
        self.numbers = numbers

    def tree(self) -> PolicyBody:
        """Its tree, made anew."""
        return self.shape.tree(self.start, self.strings, self.numbers)
