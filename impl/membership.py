"""Code for the hierarchy and for sets: `in`, `is`, `contains`, `containsAll`, `containsAny`, `isEmpty`."""

from __future__ import annotations

from collections.abc import Callable

from deodar.impl.expr import Binary, EntityUID, Expr, Is, Method
from deodar.impl.failure import wrong_kind
from deodar.impl.frame import Code, Constant, Frame
from deodar.impl.value import SetValue, Value, key


def within(node: Binary, left: Code, right: Code) -> Code:
    """`left in right`."""
    if isinstance(right, Constant) and isinstance(right.value, EntityUID):
        return _within_entity(node, left, right.value)

    def is_in(frame: Frame) -> Value:
        x1 = left(frame)
        x2 = right(frame)
        if type(x1) is not EntityUID:
            raise wrong_kind(node.left, "an entity", x1)
        return _in(frame, x1, x2, node.right)

    return is_in


def _within_entity(node: Binary, left: Code, ancestor: EntityUID) -> Code:
    def is_in(frame: Frame) -> Value:
        x1 = left(frame)
        if type(x1) is not EntityUID:
            raise wrong_kind(node.left, "an entity", x1)
        return ancestor in frame.store.line(x1)

    return is_in


def _in(frame: Frame, uid: EntityUID, container: Value, container_node: Expr) -> bool:
    """Every member of a set must be an entity, whether or not another one matches."""
    if type(container) is EntityUID:
        return container in frame.store.line(uid)
    if type(container) is not SetValue:
        raise wrong_kind(container_node, "an entity or a set of entities", container)
    if not container.only_entities():
        stranger = next(element for element in container.elements if type(element) is not EntityUID)
        raise wrong_kind(container_node, "a set of entities only", stranger)
    return not container.keys.isdisjoint(frame.store.line(uid))


def is_of_type(node: Is, left: Code, container: Code | None) -> Code:
    """`left is T`, or `left is T in container`, where the container is evaluated only if the type is right."""
    entity_type = node.entity_type

    def is_it(frame: Frame) -> Value:
        x = left(frame)
        if type(x) is not EntityUID:
            raise wrong_kind(node.left, "an entity", x)
        if container is None or x.type != entity_type:
            return x.type == entity_type
        return _in(frame, x, container(frame), node.container or node)

    return is_it


def contains(node: Method, receiver: Code, arg: Code) -> Code:
    """`receiver.contains(arg)`."""

    def has_member(frame: Frame) -> Value:
        x1 = receiver(frame)
        x2 = arg(frame)
        if type(x1) is not SetValue:
            raise wrong_kind(node.receiver, "a set", x1)
        return key(x2) in x1.keys

    return has_member


def contains_all(node: Method, receiver: Code, arg: Code) -> Code:
    """`receiver.containsAll(arg)`: whether the argument is a subset."""
    return _of_two_sets(node, receiver, arg, lambda x1, x2: x1.keys >= x2.keys)


def contains_any(node: Method, receiver: Code, arg: Code) -> Code:
    """`receiver.containsAny(arg)`: whether there is a common element."""
    return _of_two_sets(node, receiver, arg, lambda x1, x2: not x1.keys.isdisjoint(x2.keys))


def _of_two_sets(node: Method, receiver: Code, arg: Code, test: Callable[[SetValue, SetValue], bool]) -> Code:
    def tested(frame: Frame) -> Value:
        x1 = receiver(frame)
        x2 = arg(frame)
        if type(x1) is not SetValue:
            raise wrong_kind(node.receiver, "a set", x1)
        if type(x2) is not SetValue:
            raise wrong_kind(node.arg or node, "a set", x2)
        return test(x1, x2)

    return tested


def is_empty(node: Method, receiver: Code) -> Code:
    """`receiver.isEmpty()`."""

    def tested(frame: Frame) -> Value:
        x = receiver(frame)
        if type(x) is not SetValue:
            raise wrong_kind(node.receiver, "a set", x)
        return not x.elements

    return tested
