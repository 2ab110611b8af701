"""The walk through tries, generated for their ways: nested loops that end at the policies which a request reaches.

A level that is looked up by more than one key has its keys as a set beside its dict, so that they are intersected with
the keys of the request at once.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Final

from deodar.impl.fast.emit import INT, UID, Emitter, Hoisted, call, compare, constant, field, item, name
from deodar.impl.fast.form import Form
from deodar.impl.fast.generate import Generated, function_of, parameter
from deodar.impl.fast.heads import leave_broken
from deodar.impl.fast.helpers import FAULTS
from deodar.impl.fast.loop import loop_of
from deodar.impl.fast.row import Row
from deodar.impl.fast.trie import Node, below
from deodar.impl.fast.way import Head, Step, Way, head_of
from deodar.impl.response import NOTHING_APPLIES

FEW: Final = 3  # so many policies are tested one by one rather than in a loop that reads first what they share
# The places of what is given to a walk: the heads of principal and resource, what makes responses, and the roots.
RESPOND: Final = 2
ROOTS: Final = 3
ADDING = "adding"  # the walk adds what it finds to one list, and what cannot be told to another
ANSWERING = "answering"  # the walk gives the response


@lru_cache(256)
def walk_of(ways: tuple[Way, ...], ending: str, with_heads: bool) -> Generated:
    """The walk through tries of these ways."""
    loops: dict[str, object] = {}
    body: list[ast.stmt] = []
    blocks: list[ast.stmt] = []
    nodes: dict[str, list[str]] = {"principal": [], "resource": []}
    has_head: set[str] = set()
    for number, way in enumerate(ways):
        head = head_of(way.steps) if with_heads else None
        start = None
        if head is not None:
            has_head.add(head.variable)
            if head.is_all(way):
                continue
            start = f"{head.variable[0]}{len(nodes[head.variable])}"
            nodes[head.variable].append(start)
        if way.forms:
            loops[f"l{number}"] = loop_of(way.forms)
        blocks += _Writer(way, head, number).block(start)
    for place, variable in enumerate(("principal", "resource")):
        if variable in has_head:
            body += _remembered(variable, place, nodes[variable])
    helpers: dict[str, object] = {"below": below, "leave_broken": leave_broken, "each_by_itself": each_by_itself}
    body += blocks
    if ending == ADDING:
        return function_of(body or [ast.Pass()], "found", "plain", **helpers, **loops)
    return function_of([*_lists(), *body, *_response()], **helpers, nothing=NOTHING_APPLIES, **loops)


def _lists() -> list[ast.stmt]:
    return [_set("found", ast.List([], ast.Load())), _set("plain", ast.List([], ast.Load()))]


def _response() -> list[ast.stmt]:
    """Give the response by what was found."""
    respond = call(parameter(RESPOND), name("found"), name("plain"), *_request())
    anything = ast.BoolOp(ast.Or(), [name("found"), name("plain")])
    return [ast.If(anything, [ast.Return(respond)], []), ast.Return(name("nothing"))]


def _request() -> list[ast.expr]:
    return [name(each) for each in ("P", "A", "R", "c", "s")]


def _remembered(variable: str, place: int, nodes: list[str]) -> list[ast.stmt]:
    """Take what the heads about a variable lead to for its entity, and the policies that hold for it in any case."""
    entity = name("P" if variable == "principal" else "R")
    broken = item(name("f"), constant(1))
    leave = ast.If(broken, [_do(call("leave_broken", broken, name("A"), name("plain")))], [])
    is_other = compare(item(name("h"), constant(0)), ast.IsNot(), parameter(place))
    ask = _set("h", call(field(parameter(place), "of"), entity, name("s")))
    targets: list[ast.expr] = [ast.Name(each, ast.Store()) for each in ("h", "f", *nodes)]
    return [
        _set("h", field(entity, f"as_{variable}")),
        ast.If(is_other, [ask], []),
        ast.Assign([ast.Tuple(targets, ast.Store())], name("h")),
        ast.If(name("f"), [_add("found", item(name("f"), constant(0))), leave], []),
    ]


class _Writer:
    """The statements of the walk through one trie."""

    def __init__(self, way: Way, head: Head | None, number: int) -> None:
        self._way = way
        self._head = head
        self._number = number
        self._hoisted: dict[Form, Hoisted] = {}
        self._emitter = Emitter(lambda place: item(name("q"), constant(place)), self._hoisted)
        self._start: str | None = None

    def block(self, start: str | None) -> list[ast.stmt]:
        """All of it; `start` is the name of the node that the head leads to, if there is a head."""
        self._start = start
        if self._head is not None and self._head.start == 0:
            return self._level(0, "")
        return [_set("n0", parameter(ROOTS + self._number)), *self._level(0, "n0")]

    def _level(self, place: int, node: str) -> list[ast.stmt]:
        """What to do at a node."""
        if self._head is not None and self._start is not None and place == self._head.start:
            return [ast.If(name(self._start), self._step_at(self._head.stop, self._start), [])]
        return self._step_at(place, node)

    def _step_at(self, place: int, node: str) -> list[ast.stmt]:
        if place == len(self._way.steps):
            return self._leaf(node)
        step = self._way.steps[place]
        child = f"n{place + 1}"
        match step.kind:
            case "==":
                return self._look_up(call(field(name(node), "get"), self._uid(step)), child, place)
            case "is":
                return self._look_up(call(field(name(node), "get"), item(self._uid(step), constant(0))), child, place)
            case "in":
                return self._for_each(field(name(_variable(step)), "line"), node, child, place)
            case "value":
                value, kind = self._emitter.emit(step.of)
                read = _set("v", value)
                is_text = compare(call("type", name("v")), ast.Is(), name("str"))
                key = name("v") if kind == UID else ast.IfExp(is_text, name("v"), call("key", name("v")))
                found = _set(child, call(field(name(node), "get"), key))
                inner = ast.If(compare(name(child), ast.IsNot(), constant(None)), self._level(place + 1, child), [])
                return [self._attempt([read, found], [inner], node, place)]
            case "member":
                keys = field(self._emitter.of_set(step.of), "keys")
                return [self._attempt([_set("v", keys)], self._for_each(name("v"), node, child, place), node, place)]
            case "prefix":
                read = _set("v", self._emitter.of_text(step.of))
                return [self._attempt([read], self._for_each_prefix(node, child, place), node, place)]
            case "long":
                return [self._long(step, node, place)]
            case _:
                test = _set("v", self._emitter.boolean(step.of))
                inner = ast.If(name("v"), self._level(place + 1, node), [])
                return [self._attempt([test], [inner], node, place)]

    def _long(self, step: Step, node: str, place: int) -> ast.stmt:
        """Read a long, which what comes after may then rely on."""
        held = f"h{place}"
        attempt = [_set(held, self._emitter.of_long(step.of))]
        self._hoisted[step.of] = Hoisted(held, False, INT)
        return self._attempt(attempt, self._level(place + 1, node), node, place)

    def _uid(self, step: Step) -> ast.expr:
        return field(name(_variable(step)), "uid")

    def _look_up(self, found: ast.expr, child: str, place: int) -> list[ast.stmt]:
        is_there = compare(name(child), ast.IsNot(), constant(None))
        return [_set(child, found), ast.If(is_there, self._level(place + 1, child), [])]

    def _for_each(self, keys: ast.expr, node: str, child: str, place: int) -> list[ast.stmt]:
        """The children under the keys that a level has in common with the request: mostly none."""
        key, own = f"u{place}", item(name(node), constant(0))
        none_in_common = call(field(own, "isdisjoint"), keys)
        body = [_set(child, item(item(name(node), constant(1)), name(key))), *self._level(place + 1, child)]
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
        rest = call("below", name(node), _constants(self._way.kinds(place)), name("A"))
        handler = ast.ExceptHandler(name("Faults"), None, [_add("plain", rest)])
        return ast.Try(attempt, [handler], then, [])

    def _leaf(self, node: str) -> list[ast.stmt]:
        if not self._way.by_action:
            return self._members(node)
        found = _set("m", call(field(name(node), "get"), name("a")))
        there = ast.If(compare(name("m"), ast.IsNot(), constant(None)), self._members("m"), [])
        keys = field(name("A"), "action_keys")
        return [ast.For(ast.Name("a", ast.Store()), keys, [found, there], [], None)]

    def _members(self, members: str) -> list[ast.stmt]:
        """Sort the members of a leaf into those that hold and those that the plain evaluator has to see."""
        forms = self._way.forms
        request = _request()
        found, plain = name("found"), name("plain")
        if forms is None:
            return [_do(call("each_by_itself", name(members), found, plain, *request))]
        if not forms:
            return [_add("found", name(members))]
        in_loop = call(f"l{self._number}", *request, constant(None), name(members), found, plain)
        are_many = compare(call("len", name(members)), ast.Gt(), constant(FEW))
        return [ast.If(are_many, [_do(in_loop)], [self._one_by_one(forms, members)])]

    def _one_by_one(self, forms: tuple[Form, ...], members: str) -> ast.stmt:
        conditions = [self._emitter.boolean(form) for form in forms]
        test = conditions[0] if len(conditions) == 1 else ast.BoolOp(ast.And(), conditions)
        keep = _do(call(field(name("found"), "append"), name("row")))
        leave = _do(call(field(name("plain"), "append"), name("row")))
        attempt = ast.Try([ast.If(test, [keep], [])], [ast.ExceptHandler(name("Faults"), None, [leave])], [], [])
        target = ast.Tuple([ast.Name("row", ast.Store()), ast.Name("q", ast.Store())], ast.Store())
        return ast.For(target, name(members), [attempt], [], None)


def each_by_itself(members: Node, found: list[Row], plain: list[Row], *request: object) -> None:
    """Test members each of which has a test of its own, or none that is generated."""
    for row, test, literals in members:
        if test is None:
            plain.append(row)
            continue
        try:
            if test(*request, literals):
                found.append(row)
        except FAULTS:
            plain.append(row)


def _constants(values: tuple[str, ...]) -> ast.expr:
    return ast.Tuple([constant(value) for value in values], ast.Load())


def _variable(step: Step) -> str:
    return "P" if step.of == ("var", "principal") else "R"


def _set(identifier: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(identifier, ast.Store())], value)


def _add(identifier: str, values: ast.expr) -> ast.stmt:
    return ast.AugAssign(ast.Name(identifier, ast.Store()), ast.Add(), values)


def _do(value: ast.expr) -> ast.stmt:
    return ast.Expr(value)
