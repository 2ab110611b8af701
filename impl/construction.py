"""Code for what makes values: set and record literals, and calls of extension functions; and for `like`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deodar.impl.expr import Call, Like, Pattern
from deodar.impl.extensions.functions import EXTENSION_FUNCTIONS, UNKNOWN
from deodar.impl.extensions.refusal import ExtensionRefusal
from deodar.impl.failure import Failure, extension, wrong_arity, wrong_kind
from deodar.impl.frame import Code, Constant, Frame
from deodar.impl.like import matcher
from deodar.impl.value import RecordValue, SetValue, Value, article_and_kind

# OPTIMIZATION: a literal of constants, and a constructor's call with a constant, is made once and not for each request.
# INVARIANT:    a constant is the value of its expression in every frame; an expression that errs is never one.
# GUARDED BY:   tests/impl/test_compiler.py::test_a_constant_is_the_value_of_its_expression; drt target evaluate


def set_literal(elements: Sequence[Code]) -> Code:
    """`[a, b]`, evaluated in source order."""
    constants = [element.value for element in elements if isinstance(element, Constant)]
    if len(constants) == len(elements):
        return Constant(SetValue(constants))
    return lambda frame: SetValue([element(frame) for element in elements])


def record_literal(members: Sequence[tuple[str, Code]]) -> Code:
    """`{a: x}`, evaluated in ascending order of the keys by code point, whatever the source order."""
    ordered = sorted(members, key=lambda member: member[0])
    constants = {name: code.value for name, code in ordered if isinstance(code, Constant)}
    if len(constants) == len(ordered):
        return Constant(RecordValue(constants))
    return lambda frame: RecordValue({name: code(frame) for name, code in ordered})


def call(node: Call, args: Sequence[Code]) -> Code:
    """A call of an extension function: arguments first, then their number, then their kinds."""
    constants = [arg.value for arg in args if isinstance(arg, Constant)]
    if len(constants) < len(args):
        return lambda frame: _apply(node, [arg(frame) for arg in args])
    try:
        return Constant(_apply(node, constants))
    except Failure:
        return lambda frame: _apply(node, constants)  # noqa: ARG005  # the error is raised in each frame anew


def _apply(node: Call, values: list[Value]) -> Value:
    function = EXTENSION_FUNCTIONS.get(node.name, UNKNOWN)
    if len(values) != len(function.parameters):
        raise wrong_arity(node, node.name, len(function.parameters), len(values))
    for arg, parameter, value in zip(node.args, function.parameters, values, strict=True):
        if type(value) is not parameter:
            raise wrong_kind(arg, article_and_kind(parameter), value)
    try:
        return function.apply(*values)
    except ExtensionRefusal as refusal:
        raise extension(node, str(refusal)) from None


def like(node: Like, left: Code) -> Code:
    """`left like "pattern"`."""
    matches = matcher(node.pattern)

    def is_like(frame: Frame) -> Value:
        x = left(frame)
        if type(x) is not str:
            raise wrong_kind(node.left, "a string", x)
        return matches(x)

    return is_like


def like_given(node: Like, left: Code, pattern_in: Callable[[Frame], Pattern]) -> Code:
    """`left like "pattern"`, the pattern being given by the frame."""

    def is_like(frame: Frame) -> Value:
        x = left(frame)
        if type(x) is not str:
            raise wrong_kind(node.left, "a string", x)
        return matcher(pattern_in(frame))(x)

    return is_like
