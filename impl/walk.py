"""Walking through a tree without recursion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deodar.impl.expr import (
    And,
    Binary,
    Call,
    Expr,
    GetAttr,
    Has,
    If,
    Is,
    Like,
    Method,
    Negate,
    Not,
    Or,
    RecordLiteral,
    SetLiteral,
)


def nodes_of(tree: Expr) -> Iterator[Expr]:
    """Every node of the tree once, also where it hangs on more than one other, in no promised order."""
    seen: set[int] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            waiting += parts_of(node)


def parts_of(node: Expr) -> Sequence[Expr]:
    """The nodes that hang on a node."""
    match node:
        case And() | Or() | Binary():
            return (node.left, node.right)
        case GetAttr() | Has() | Like():
            return (node.left,)
        case Is():
            return (node.left,) if node.container is None else (node.left, node.container)
        case Not() | Negate():
            return (node.arg,)
        case If():
            return (node.test, node.consequent, node.alternative)
        case SetLiteral():
            return node.elements
        case RecordLiteral():
            return [member for _, member in node.members]
        case Method():
            return (node.receiver,) if node.arg is None else (node.receiver, node.arg)
        case Call():
            return node.args
        case _:
            return ()
