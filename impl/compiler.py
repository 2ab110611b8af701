"""From syntax tree to code: a Python closure for each node, built once and called for each request.

Chains of `&&`, `||`, `+ - *`, attributes and `else if` are nested as deep as they are long; each becomes one closure
with a loop in it. Everything else recurses, here and in the closures, as deep as the tree; the callers see to the stack
(`deodar.impl.deep`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, assert_never, final

from deodar.impl import access, arithmetic, construction, logic, membership
from deodar.impl.expr import (
    And,
    Binary,
    Call,
    Condition,
    EntityLiteral,
    Expr,
    GetAttr,
    Has,
    If,
    Is,
    Like,
    Literal,
    Method,
    Negate,
    Not,
    Or,
    Pattern,
    RecordLiteral,
    SetLiteral,
    Variable,
)
from deodar.impl.frame import Code, Constant, Frame


@final
class Given(Literal):
    """A literal whose value the code reads from the frame."""

    __slots__ = ("code",)

    code: Code


@final
class GivenPattern(Like):
    """`left like "pattern"`, the pattern being read from the frame."""

    __slots__ = ("read",)

    read: Callable[[Frame], Pattern]


VARIABLE_CODE: Final[dict[str, Code]] = {
    "principal": lambda frame: frame.principal,
    "action": lambda frame: frame.action,
    "resource": lambda frame: frame.resource,
    "context": lambda frame: frame.context,
}


def compile_expression(node: Expr) -> Code:
    """The code of an expression."""
    match node:
        case Given():
            return node.code
        case Literal():
            return Constant(node.value)
        case EntityLiteral():
            return Constant(node.uid)
        case Variable():
            return VARIABLE_CODE[node.name]
        case GetAttr():
            return _attributes(node)
        case Binary():
            return _binary(node)
        case And():
            return _conjunction(node)
        case Or():
            return logic.junction([(compile_expression(operand), operand) for operand in _spine(node)], True)
        case Has():
            return access.has(node, compile_expression(node.left))
        case Not():
            return logic.negation(node, compile_expression(node.arg))
        case Negate():
            return arithmetic.negate(node, compile_expression(node.arg))
        case If():
            return _choice(node)
        case GivenPattern():
            return construction.like_given(node, compile_expression(node.left), node.read)
        case Like():
            return construction.like(node, compile_expression(node.left))
        case Is():
            container = None if node.container is None else compile_expression(node.container)
            return membership.is_of_type(node, compile_expression(node.left), container)
        case SetLiteral():
            return construction.set_literal([compile_expression(element) for element in node.elements])
        case RecordLiteral():
            return construction.record_literal([(name, compile_expression(member)) for name, member in node.members])
        case Method():
            return _method(node)
        case Call():
            return construction.call(node, [compile_expression(arg) for arg in node.args])
        case _:
            assert_never(node)


def _spine(node: And | Or) -> list[Expr]:
    """The operands of a chain that is nested to the left, in source order."""
    kind = type(node)
    operands: list[Expr] = []
    left: Expr = node
    while isinstance(left, (And, Or)) and type(left) is kind:
        operands.append(left.right)
        left = left.left
    return [left, *reversed(operands)]


def _conjunction(node: And) -> Code:
    """`a && b && c`; the steps of `x has a.b.c` among the operands become one operand, lest `x.a` be read for each."""
    paths: list[list[Expr]] = []
    for operand in _spine(node):
        if paths and _continues(paths[-1][-1], operand):
            paths[-1].append(operand)
        else:
            paths.append([operand])
    operands = [(_operand(path), path[0]) for path in paths]
    return logic.junction(operands, False) if len(operands) > 1 else operands[0][0]


def _continues(before: Expr, after: Expr) -> bool:
    """Whether `before` is `x has a` and `after` is `x.a has b`, for the very same `x`."""
    if not (isinstance(before, Has) and isinstance(after, Has) and isinstance(after.left, GetAttr)):
        return False
    return after.left.left is before.left and after.left.attr == before.attr


def _operand(path: list[Expr]) -> Code:
    if len(path) == 1:
        return compile_expression(path[0])
    steps = [step for step in path if isinstance(step, Has)]  # all of them
    return access.has_path(steps, compile_expression(steps[0].left))


def _attributes(node: GetAttr) -> Code:
    chain = [node]
    while isinstance(chain[-1].left, GetAttr):
        chain.append(chain[-1].left)
    chain.reverse()
    base = chain[0].left
    if isinstance(base, Variable) and base.name == "context":
        first = access.context_attribute(chain[0])
        return access.attributes(first, chain[1:]) if len(chain) > 1 else first
    return access.attributes(compile_expression(base), chain)


def _binary(node: Binary) -> Code:
    if node.op in arithmetic.ARITHMETIC:
        return _arithmetic(node)
    left, right = compile_expression(node.left), compile_expression(node.right)
    if node.op in arithmetic.ORDERING:
        return arithmetic.ordering(node, left, right)
    if node.op == "in":
        return membership.within(node, left, right)
    return logic.equality(left, right, node.op == "==")


def _arithmetic(node: Binary) -> Code:
    chain = [node]
    while isinstance(left := chain[-1].left, Binary) and left.op in arithmetic.ARITHMETIC:
        chain.append(left)
    chain.reverse()
    first = chain[0].left
    steps = [(step, compile_expression(step.right)) for step in chain]
    return arithmetic.arithmetic(compile_expression(first), first, steps)


def _choice(node: If) -> Code:
    branches: list[tuple[Code, Expr, Code]] = []
    alternative: Expr = node
    while isinstance(alternative, If):
        test, consequent = compile_expression(alternative.test), compile_expression(alternative.consequent)
        branches.append((test, alternative.test, consequent))
        alternative = alternative.alternative
    return logic.choice(branches, compile_expression(alternative))


_METHODS: Final = {
    "contains": membership.contains,
    "containsAll": membership.contains_all,
    "containsAny": membership.contains_any,
    "hasTag": access.has_tag,
    "getTag": access.get_tag,
}


def _method(node: Method) -> Code:
    receiver = compile_expression(node.receiver)
    if node.arg is None:
        return membership.is_empty(node, receiver)
    return _METHODS[node.name](node, receiver, compile_expression(node.arg))


def compile_conditions(conditions: Sequence[Condition]) -> Code:
    """The code of all conditions of a policy, which gives a bool; without conditions it is true."""
    operands: list[tuple[Code, Expr]] = []
    for condition in conditions:
        code = compile_expression(condition.body)
        operands.append((code if condition.kind == "when" else logic.inverted(code, condition.body), condition.body))
    if len(operands) > 1:
        return logic.junction(operands, False)
    return logic.as_bool(*operands[0]) if operands else Constant(True)
