"""The walk through a trie, generated for its steps: nested loops that end at the leaves that a request reaches.

A level that is looked up by more than one key has its keys as a set beside its dict, so that they are intersected with
the keys of the request at once.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from deodar.impl.fast.emit import Emitter, call, compare, constant, field, item, name
from deodar.impl.fast.form import Form
from deodar.impl.fast.generate import Generated, function_of, parameter

Node: TypeAlias = (
    Any  # `{key: node}`; for levels of many keys `(set of keys, {key: node})`; a leaf is `{action: bunches}`
)


class Step(NamedTuple):
    """One step: what kind of look-up, and of what. The key of a policy is not part of it."""

    kind: str  # `==`, `is` and `in` of a variable; `value`, `member`, `prefix` of a path; the others have no key
    of: Form


KEYLESS: Final = frozenset({"test", "long"})
MANY_KEYED: Final = frozenset({"in", "member"})


@lru_cache(256)
def walk_of(tries: tuple[tuple[Step, ...], ...], below: Callable[..., object], leaf: Callable[..., None]) -> Generated:
    """The walk through tries of these steps; it adds what it finds to one list, and what cannot be told to another.

    Its literals are the roots. A first step that is looked up by many keys goes through `remember`.
    """
    body: list[ast.stmt] = []
    for number, steps in enumerate(tries):
        writer = _Writer(steps)
        root = [_set("n0", parameter(number))]
        body += writer.remembered(number) if is_remembered(steps) else [*root, *writer.level(0, "n0")]
    return function_of(body, "found", "plain", "remember", below=below, leaf=leaf)


def is_remembered(steps: Sequence[Step]) -> bool:
    """Whether an entity keeps what the first step of a trie leads to."""
    return bool(steps) and steps[0].kind == "in"


class _Writer:
    """The statements of the walk through one trie."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self._emitter = Emitter(parameter)

    def remembered(self, number: int) -> list[ast.stmt]:
        """The second level, all nodes that the first step leads to being one; it is empty if there are none."""
        entity = _variable(self._steps[0])
        held = _set("n1", call(field(field(name(entity), "nodes"), "get"), parameter(number)))
        look = _set("n1", call("remember", name(entity), parameter(number)))
        missing = ast.If(compare(name("n1"), ast.Is(), constant(None)), [look], [])
        return [held, missing, ast.If(name("n1"), self.level(1, "n1"), [])]

    def level(self, place: int, node: str) -> list[ast.stmt]:
        """What to do at a node."""
        if place == len(self._steps):
            return [_do(call("leaf", name(node), name("A"), name("found"), name("plain")))]
        step = self._steps[place]
        child = f"n{place + 1}"
        match step.kind:
            case "==":
                return self._look_up(call(field(name(node), "get"), self._uid(step)), child, place)
            case "is":
                return self._look_up(call(field(name(node), "get"), item(self._uid(step), constant(0))), child, place)
            case "in":
                return self._for_each(field(name(_variable(step)), "line"), node, child, place)
            case "value":
                read = _set("v", self._emitter.emit(step.of)[0])
                is_text = compare(call("type", name("v")), ast.Is(), name("str"))
                key = ast.IfExp(is_text, name("v"), call("key", name("v")))
                found = _set(child, call(field(name(node), "get"), key))
                inner = ast.If(compare(name(child), ast.IsNot(), constant(None)), self.level(place + 1, child), [])
                return [self._attempt([read, found], [inner], node, place)]
            case "member":
                keys = field(self._emitter.of_set(step.of), "keys")
                return [self._attempt([_set("v", keys)], self._for_each(name("v"), node, child, place), node, place)]
            case "prefix":
                read = _set("v", self._emitter.of_text(step.of))
                return [self._attempt([read], self._for_each_prefix(node, child, place), node, place)]
            case "long":
                is_long = self._emitter.of_long(step.of)
                return [self._attempt([_do(is_long)], self.level(place + 1, node), node, place)]
            case _:
                test = _set("v", self._emitter.boolean(step.of))
                inner = ast.If(name("v"), self.level(place + 1, node), [])
                return [self._attempt([test], [inner], node, place)]

    def _uid(self, step: Step) -> ast.expr:
        return field(name(_variable(step)), "uid")

    def _look_up(self, found: ast.expr, child: str, place: int) -> list[ast.stmt]:
        is_there = compare(name(child), ast.IsNot(), constant(None))
        return [_set(child, found), ast.If(is_there, self.level(place + 1, child), [])]

    def _for_each(self, keys: ast.expr, node: str, child: str, place: int) -> list[ast.stmt]:
        """The children under the keys that a level has in common with the request: mostly none."""
        key, own = f"u{place}", item(name(node), constant(0))
        none_in_common = call(field(own, "isdisjoint"), keys)
        body = [_set(child, item(item(name(node), constant(1)), name(key))), *self.level(place + 1, child)]
        loop = ast.For(ast.Name(key, ast.Store()), ast.BinOp(keys, ast.BitAnd(), own), body, [], None)
        return [ast.If(ast.UnaryOp(ast.Not(), none_in_common), [loop], [])]

    def _for_each_prefix(self, node: str, child: str, place: int) -> list[ast.stmt]:
        """The children under the beginnings of a text; a level knows how long its keys are."""
        length, text = f"u{place}", f"w{place}"
        start = item(name(text), ast.Slice(None, name(length), None))
        found = call(field(item(name(node), constant(1)), "get"), start)
        # A slice beyond the end of the text would be the whole text once more.
        fits = compare(name(length), ast.LtE(), call("len", name(text)))
        body: list[ast.stmt] = [ast.If(fits, self._look_up(found, child, place), [])]
        loop = ast.For(ast.Name(length, ast.Store()), item(name(node), constant(0)), body, [], None)
        return [_set(text, name("v")), loop]

    def _attempt(self, attempt: list[ast.stmt], then: list[ast.stmt], node: str, place: int) -> ast.stmt:
        """If a key cannot be read, all policies below are left to the plain evaluator."""
        kinds = tuple(step.kind for step in self._steps[place:] if step.kind not in KEYLESS)
        rest = call("below", name(node), _constants(kinds), name("A"))
        handler = ast.ExceptHandler(name("Faults"), None, [_do(call(field(name("plain"), "extend"), rest))])
        return ast.Try(attempt, [handler], then, [])


def _constants(values: tuple[str, ...]) -> ast.expr:
    return ast.Tuple([constant(value) for value in values], ast.Load())


def _variable(step: Step) -> str:
    return "P" if step.of == ("var", "principal") else "R"


def _set(identifier: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(identifier, ast.Store())], value)


def _do(value: ast.expr) -> ast.stmt:
    return ast.Expr(value)
