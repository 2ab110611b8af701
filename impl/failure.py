"""Why an expression has no value: the exception that stops evaluation, and the sentences about each kind of error.

Most failures are counted and never read, so a failure keeps the facts and writes its sentence only when asked. The
kinds are those of the engine protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeAlias

from deodar.impl.expr import EntityUID, Node
from deodar.impl.value import Value, kind_name
from deodar.impl.wording import did_you_mean, quote

Wording: TypeAlias = tuple[str, str | None]  # a sentence, and a line of help

_MOST_CANDIDATES = 200  # for suggestions: an entity may have a million attributes


class Failure(Exception):
    """The evaluation error of `kind` at `node`; `describe` makes its wording."""

    def __init__(self, kind: str, node: Node | None, describe: Callable[[], Wording]) -> None:
        super().__init__(kind)
        self.kind = kind
        self.node = node
        self.describe = describe

    def __reduce__(self) -> tuple[Callable[..., Failure], tuple[object, ...]]:
        """Copied and sent to another process with its wording written out: a function cannot be."""
        return _worded, (self.kind, self.node, self.describe())

    @property
    def message(self) -> str:
        """The sentence, followed by the line of help where there is one."""
        sentence, hint = self.describe()
        return sentence if hint is None else f"{sentence}; {hint}"


def _worded(kind: str, node: Node | None, wording: Wording) -> Failure:
    """A failure whose wording is known."""
    return Failure(kind, node, lambda: wording)


def wrong_kind(node: Node, expected: str, value: Value) -> Failure:
    """`node` has the `value`, where something else was `expected`, as in `a bool`."""
    return Failure("type", node, lambda: (f"expected {expected}, found {kind_name(value)}", None))


def entity_missing(node: Node, uid: EntityUID) -> Failure:
    """An attribute or tag was read of an entity that is not in the store."""
    return Failure("entity-missing", node, lambda: (f"the entity {entity_text(uid)} does not exist", None))


def entity_attr_missing(node: Node, uid: EntityUID, attr: str, attrs: Iterable[str]) -> Failure:
    """The entity is in the store, and has no such attribute."""
    return Failure(
        "entity-attr-missing",
        node,
        lambda: (f"the entity {entity_text(uid)} has no attribute {quote(attr)}", _suggestion(attr, attrs)),
    )


def record_attr_missing(node: Node, attr: str, attrs: Iterable[str]) -> Failure:
    """The record has no such attribute."""
    return Failure(
        "record-attr-missing", node, lambda: (f"the record has no attribute {quote(attr)}", _suggestion(attr, attrs))
    )


def tag_missing(node: Node, uid: EntityUID, tag: str, tags: Iterable[str]) -> Failure:
    """The entity is in the store, and has no such tag."""
    return Failure(
        "tag-missing", node, lambda: (f"the entity {entity_text(uid)} has no tag {quote(tag)}", _suggestion(tag, tags))
    )


def overflow(node: Node, text: str) -> Failure:
    """The result of the arithmetic in `text` is not a signed 64-bit number."""
    return Failure("overflow", node, lambda: (f"{quote(text)} is not in the range of a long", None))


def extension(node: Node, sentence: str) -> Failure:
    """An extension function has no result."""
    return Failure("extension", node, lambda: (sentence, None))


def wrong_arity(node: Node, name: str, expected: int, found: int) -> Failure:
    """An extension function was called with too many or too few arguments, a method's receiver included."""
    return Failure("arity", node, lambda: (f"{quote(name)} takes {expected} argument(s), and got {found}", None))


def recursion_limit(node: Node | None) -> Failure:
    """The expression is nested too deeply for the largest stack."""
    return Failure("recursion-limit", node, lambda: ("the expression is nested too deeply to be evaluated", None))


def entity_text(uid: EntityUID) -> str:
    """An entity as messages name it."""
    return quote(f'{uid.type}::"{uid.id}"')


def _suggestion(name: str, names: Iterable[str]) -> str | None:
    return did_you_mean(name, islice(names, _MOST_CANDIDATES)) or "guard optional attributes and tags with `has`"
