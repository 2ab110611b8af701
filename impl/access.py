"""Code for attributes and tags: `e.k`, `e has k`, `e.getTag(k)`, `e.hasTag(k)`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from deodar.impl.expr import EntityUID, GetAttr, Has, Method
from deodar.impl.failure import entity_attr_missing, entity_missing, record_attr_missing, tag_missing, wrong_kind
from deodar.impl.frame import Code, Frame
from deodar.impl.value import RecordValue, Value


def attributes(base: Code, chain: Sequence[GetAttr]) -> Code:
    """`base.a.b.c`, the nodes in the order in which they are read."""
    steps = tuple((node.attr, node) for node in chain)
    if len(steps) == 1:
        return _attribute(base, *steps[0])

    def read_each(frame: Frame) -> Value:
        x = base(frame)
        for attr, node in steps:
            x = _read(frame, x, attr, node)
        return x

    return read_each


def _attribute(base: Code, attr: str, node: GetAttr) -> Code:
    def read(frame: Frame) -> Value:
        x = base(frame)
        if type(x) is EntityUID:
            entity = frame.entities.get(x)
            if entity is not None and attr in entity.attrs:
                return entity.attrs[attr]
        return _read(frame, x, attr, node)

    return read


def context_attribute(node: GetAttr) -> Code:
    """`context.k`."""
    attr = node.attr

    def read(frame: Frame) -> Value:
        fields = frame.context.fields
        if attr in fields:
            return fields[attr]
        raise record_attr_missing(node, attr, fields)

    return read


def _read(frame: Frame, x: Value, attr: str, node: GetAttr) -> Value:
    if type(x) is EntityUID:
        entity = frame.entities.get(x)
        if entity is None:
            raise entity_missing(node.left, x)
        if attr in entity.attrs:
            return entity.attrs[attr]
        raise entity_attr_missing(node, x, attr, entity.attrs)
    if type(x) is RecordValue:
        if attr in x.fields:
            return x.fields[attr]
        raise record_attr_missing(node, attr, x.fields)
    raise wrong_kind(node.left, "an entity or a record", x)


def has(node: Has, base: Code) -> Code:
    """`base has attr`: an entity that is not in the store has nothing."""
    attr = node.attr
    return lambda frame: attr in _fields(frame, base(frame), node)


def has_path(nodes: Sequence[Has], base: Code) -> Code:
    """`base has a.b.c`, the nodes in the order in which they are read: false as soon as a step is absent."""
    steps = tuple((node.attr, node) for node in nodes)

    def has_each(frame: Frame) -> Value:
        x = base(frame)
        for attr, node in steps:
            fields = _fields(frame, x, node)
            if attr not in fields:
                return False
            x = fields[attr]
        return True

    return has_each


_NO_FIELDS: Final[Mapping[str, Value]] = {}


def _fields(frame: Frame, x: Value, node: Has) -> Mapping[str, Value]:
    if type(x) is EntityUID:
        entity = frame.entities.get(x)
        return _NO_FIELDS if entity is None else entity.attrs
    if type(x) is RecordValue:
        return x.fields
    raise wrong_kind(node.left, "an entity or a record", x)


def has_tag(node: Method, receiver: Code, arg: Code) -> Code:
    """`receiver.hasTag(arg)`: an entity that is not in the store has none."""

    def has_it(frame: Frame) -> Value:
        uid, tag = _entity_and_tag(node, receiver(frame), arg(frame))
        entity = frame.entities.get(uid)
        return entity is not None and tag in entity.tags

    return has_it


def get_tag(node: Method, receiver: Code, arg: Code) -> Code:
    """`receiver.getTag(arg)`."""

    def read(frame: Frame) -> Value:
        uid, tag = _entity_and_tag(node, receiver(frame), arg(frame))
        entity = frame.entities.get(uid)
        if entity is None:
            raise entity_missing(node.receiver, uid)
        if tag in entity.tags:
            return entity.tags[tag]
        raise tag_missing(node, uid, tag, entity.tags)

    return read


def _entity_and_tag(node: Method, receiver: Value, arg: Value) -> tuple[EntityUID, str]:
    if type(receiver) is not EntityUID:
        raise wrong_kind(node.receiver, "an entity", receiver)
    if type(arg) is not str:
        raise wrong_kind(node.receiver if node.arg is None else node.arg, "a string", arg)
    return receiver, arg
