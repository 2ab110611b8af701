"""The tree of a skeleton as generated code, which makes the tree of each policy with that skeleton.

The skeleton is parsed once with a mark in place of each string. Its tree becomes a function of the offset where a
policy starts, its strings and its numbers: one line for each node of the tree, after those that it holds.

No character of a policy stands in the code: it consists of whole numbers and the fixed names below, some with a number
behind them. Whatever comes from a policy is handed over beside it, as the value of such a name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import CodeType
from typing import Final, TypeAlias, cast

from deodar.impl.expr import (
    ActionScope,
    EntityUID,
    Like,
    Literal,
    Node,
    PolicyBody,
    PrincipalOrResourceScope,
)
from deodar.impl.fields import field_names
from deodar.impl.skeleton import length_of_mark, literals, place_of_mark
from deodar.impl.strings import pattern_of

Build: TypeAlias = Callable[[int, tuple[str, ...], tuple[str, ...]], PolicyBody]

MOST_KEPT: Final = 256  # compiled codes, of some kilobytes each
_TUPLES: Final = (EntityUID, PrincipalOrResourceScope, ActionScope)
_HELPERS: Final[dict[str, object]] = {
    **{cls.__name__: cls for cls in (*_TUPLES, *Node.__subclasses__())},
    "int": int,
    "len": len,
    "pattern_of": pattern_of,
    "tuple_of": tuple.__new__,  # pyright: ignore[reportUnknownMemberType]  # it says nothing of the elements
    "__builtins__": {},
}


def builder(skeleton: str, body: PolicyBody) -> Build:
    """The function for a skeleton, of whose marked text `body` is the tree."""
    writer = _Writer(skeleton)
    code = writer.function(body)
    scope = {**_HELPERS, **writer.constants}
    exec(_compiled(code), scope)
    return cast("Build", scope["build"])


# OPTIMIZATION: the code of one skeleton is compiled once, and serves all others with nodes of the same classes at the
#               same places.
# INVARIANT:    the code says nothing that is not in its text; what hangs on the skeleton is handed over beside it.
# GUARDED BY:   tests/impl/test_shared_parser.py; drt target repeat
@lru_cache(MOST_KEPT)
def _compiled(code: str) -> CodeType:
    return compile(code, "<tree>", "exec", dont_inherit=True)


class _Writer:
    """Writes the function of one tree."""

    def __init__(self, skeleton: str) -> None:
        self.constants: dict[str, object] = {}
        self._lines: list[str] = []
        self._names: dict[int, str] = {}  # of nodes by identity: what `has a.b` shares is shared
        self._numbers: dict[int, str] = {}  # the name of each number by where it ends in the marked text
        # Of the start of the text and of each literal: where it ends in the marked text; and how much of the text up to
        # there literals are, less the quotes. Behind it, an offset is `b0` and so on and the distance without literals.
        self._bases = [(0, 0)]
        strings = grown = 0
        for at, (start, first) in enumerate(literals(skeleton)):
            if first == '"':
                length, name = length_of_mark(strings), f"s{strings}"
                strings, grown = strings + 1, grown + length + 1  # a quote of the skeleton has become two, and a mark
            else:
                length, name = 1, f"n{len(self._numbers)}"
                self._numbers[start + 1 + grown] = name
            self._bases.append((start + 1 + grown, self._bases[-1][1] + length))
            self._lines.append(f"b{at + 1} = b{at} + len({name})")
        unpacked = [("s", strings), ("n", len(self._numbers))]
        self._lines[:0] = [_unpacking(name, count) for name, count in unpacked if count]

    def function(self, body: PolicyBody) -> str:
        """The definition of `build(b0, s, n)`: the offset where a policy starts, its strings, its numbers."""
        self._lines.append(f"return {self._node(body)}")
        return "def build(b0, s, n):\n " + "\n ".join(self._lines)

    def _node(self, node: Node) -> str:
        """The name that holds the node, once the lines so far have run."""
        if (found := self._names.get(id(node))) is None:
            fields = ", ".join([self._field(node, name) for name in field_names(type(node))])
            found = self._names[id(node)] = f"x{len(self._names)}"
            self._lines.append(f"{found} = {type(node).__name__}({fields})")
        return found

    def _field(self, node: Node, name: str) -> str:
        value = getattr(node, name)
        if name in ("start", "end"):
            return self._offset(value)
        if isinstance(node, Literal) and type(value) is int:
            number = f"int({self._numbers[node.end]})"
            return number if value > 0 else f"-{number}"
        if isinstance(node, Like) and name == "pattern":
            (mark,) = node.pattern  # it has no star
            return f"pattern_of({self._value(mark)})"
        return self._value(value)

    def _value(self, value: object) -> str:
        if isinstance(value, Node):
            return self._node(value)
        if isinstance(value, str) and (place := place_of_mark(value)) is not None:
            return f"s{place}"
        if isinstance(value, tuple) and _hangs_on_the_policy(cast("tuple[object, ...]", value)):
            parts = "".join(f"{self._value(part)}, " for part in cast("tuple[object, ...]", value))
            return f"tuple_of({type(value).__name__}, ({parts}))" if isinstance(value, _TUPLES) else f"({parts})"
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name

    def _offset(self, offset: int) -> str:
        at = sum(end <= offset for end, _ in self._bases) - 1
        return f"b{at} + {offset - self._bases[at][1]}"


def _hangs_on_the_policy(value: object) -> bool:
    """Whether there is a node or a mark in a value; if not, all policies may have the same one."""
    if isinstance(value, tuple):
        return any(map(_hangs_on_the_policy, cast("tuple[object, ...]", value)))
    return isinstance(value, Node) or (isinstance(value, str) and place_of_mark(value) is not None)


def _unpacking(name: str, count: int) -> str:
    return f"{''.join(f'{name}{number}, ' for number in range(count))} = {name}"
