"""The walk through tries, generated for their ways: nested loops that end at the policies which a request reaches.

A level that is looked up by more than one key has its keys as a set beside its dict, so that they are intersected with
the keys of the request at once. Where a head leads to such a level, two numbers tell beforehand whether there are any.
"""

# OPTIMIZATION: take nothing out of what is remembered before it is needed, and make a list when something is to be put
#               into it: an object that no other request has just made use of costs as much as ten steps of the code.
# INVARIANT:    a list that is changed is the walk's own.
# GUARDED BY:   drt targets index, back-ends and fresh; tests/impl/fast/test_back_ends.py

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Final

from deodar.impl.fast.emit import INT, UID, Emitter, Hoisted, call, compare, constant, field, item, name
from deodar.impl.fast.form import Form
from deodar.impl.fast.generate import Generated, function_of, parameter
from deodar.impl.fast.heads import KEPT, NUMBER, Places, leave_broken, places_of
from deodar.impl.fast.helpers import FAULTS
from deodar.impl.fast.loop import loop_of
from deodar.impl.fast.respond import respond
from deodar.impl.fast.row import Row
from deodar.impl.fast.trie import Node, below
from deodar.impl.fast.way import Head, Step, Way, head_of
from deodar.impl.response import NOTHING_APPLIES

FEW: Final = 3  # so many policies are tested one by one rather than in a loop that reads first what they share
# The places of what is given to a walk: the heads of principal and resource, the responses known so far, and the roots.
RESPONSES: Final = 2
ROOTS: Final = 3
ADDING = "adding"  # the walk adds what it finds to one list, and what cannot be told to another
ANSWERING = "answering"  # the walk gives the response


@lru_cache(256)
def walk_of(ways: tuple[Way, ...], ending: str, heads: tuple[bool, ...] | None) -> Generated:
    """The walk through tries of these ways; of each is told whether its keys after the head are numbered.

    None: no heads are remembered.
    """
    loops: dict[str, object] = {}
    blocks: list[ast.stmt] = []
    found = [(number, head) for number, way in enumerate(ways) if (head := head_of(way.steps)) is not None]
    by_number: dict[int, Head] = {} if heads is None else dict(found)
    places = places_of([(head, not head.is_all(ways[at]), bool(heads and heads[at])) for at, head in by_number.items()])
    places_by_number = dict(zip(by_number, places, strict=True))
    numbers = [number for number in range(len(ways)) if number not in by_number or places_by_number[number] is not None]
    for number in numbers:
        way = ways[number]
        if way.forms:
            loops[f"l{number}"] = loop_of(way.forms)
        writer = _Writer(way, by_number.get(number), number, places_by_number.get(number), ending)
        blocks += writer.block(is_last=number == numbers[-1])
    told = {head.variable for head in by_number.values()}
    crossed = {by_number[at].other for at, each in places_by_number.items() if each and each.crossed is not None}
    body: list[ast.stmt] = []
    for variable in ("principal", "resource"):
        if variable in told | crossed:
            body += _remembered(variable, ending, is_told=variable in told)
    helpers: dict[str, object] = {"below": below, "leave_broken": leave_broken, "each_by_itself": each_by_itself}
    helpers["KeyError"] = KeyError
    body += blocks
    if ending == ADDING:
        return function_of(body or [ast.Pass()], "found", "plain", **helpers, **loops)
    nothing_yet = [_set(each, ast.Tuple([], ast.Load())) for each in ("found", "plain")]
    return function_of(
        [*nothing_yet, *body, *_response()], **helpers, nothing=NOTHING_APPLIES, respond=respond, **loops
    )


def _response() -> list[ast.stmt]:
    """Give the response by what was found."""
    response = call("respond", parameter(RESPONSES), name("found"), name("plain"), *_request())
    anything = ast.BoolOp(ast.Or(), [name("found"), name("plain")])
    return [ast.If(anything, [ast.Return(response)], []), ast.Return(name("nothing"))]


def _request() -> list[ast.expr]:
    return [name(each) for each in ("P", "A", "R", "c", "s")]


def _remembered(variable: str, ending: str, *, is_told: bool) -> list[ast.stmt]:
    """Take what the heads about a variable lead to for its entity, and the policies that hold for it in any case."""
    place = ("principal", "resource").index(variable)
    entity, held = name("PR"[place]), _held(variable)
    is_other = compare(item(name(held), constant(0)), ast.IsNot(), parameter(place))
    ask = _set(held, call(field(parameter(place), "of"), entity, name("s")))
    taken: list[ast.stmt] = [_set(held, field(entity, f"as_{variable}")), ast.If(is_other, [ask], [])]
    if not is_told:
        return taken
    rows, broken = item(name("f"), constant(0)), item(name("f"), constant(1))
    leave = [*_to_be_changed("plain", ending), _do(call("leave_broken", broken, name("A"), name("plain")))]
    told = [_set("f", item(name(held), constant(1))), *_add("found", rows, ending), ast.If(broken, leave, [])]
    return [*taken, ast.If(item(name(held), constant(1)), told, [])]


def _held(variable: str) -> str:
    """The name of what is remembered of an entity."""
    return f"h{variable[0]}"


class _Writer:
    """The statements of the walk through one trie."""

    def __init__(self, way: Way, head: Head | None, number: int, places: Places | None, ending: str) -> None:
        self._way = way
        self._head = head
        self._number = number
        self._places = places
        self._ending = ending
        self._hoisted: dict[Form, Hoisted] = {}
        self._emitter = Emitter(lambda place: item(name("q"), constant(place)), self._hoisted)

    def block(self, *, is_last: bool) -> list[ast.stmt]:
        """All of it; after the last one comes the response."""
        self._is_last = is_last
        if self._head is not None and self._head.start == 0:
            return self._level(0, "")
        return [_set("n0", parameter(ROOTS + self._number)), *self._level(0, "n0")]

    def _level(self, place: int, node: str) -> list[ast.stmt]:
        """What to do at a node."""
        head, places = self._head, self._places
        if head is None or places is None or place != head.start:
            return self._step_at(place, node)
        held = name(_held(head.variable))
        start = f"{head.variable[0]}{self._number}"
        from_there = [_set(start, item(held, constant(places.node))), *self._step_at(head.stop, start)]
        if places.crossed is None:
            return [ast.If(item(held, constant(places.node)), from_there, [])]
        crossed = item(name(_held(head.other)), constant(places.crossed))
        in_common = ast.BinOp(item(held, constant(places.node + NUMBER)), ast.BitAnd(), crossed)
        if not head.crosses_to_policies(self._way):
            return [ast.If(in_common, from_there, [])]
        return [_set("m", in_common), ast.If(name("m"), self._group(head, places.node), [])]

    def _group(self, head: Head, place: int) -> list[ast.stmt]:
        """Take the policies under the keys that a number tells, which hold once they are reached."""
        kept = item(item(item(name(_held(head.variable)), constant(place + KEPT)), name("m")), name("A"))
        heads, other = ("principal", "resource").index(head.variable), "R" if head.variable == "principal" else "P"
        given = [name(_held(head.variable)), constant(place), name("m"), name("A"), name(other)]
        ask = call(field(parameter(heads), "group"), *given)
        handler = ast.ExceptHandler(name("KeyError"), None, [_set("v", ask)])
        rows = item(name("v"), constant(0))
        more: list[ast.stmt] = _add("found", rows, self._ending)
        if self._is_last and self._ending == ANSWERING:
            anything = ast.BoolOp(ast.Or(), [name("found"), name("plain")])
            more = [ast.If(anything, more, [ast.Return(item(name("v"), constant(1)))])]
        kept_or_made = ast.Try([_set("v", kept)], [handler], [], [])
        return [kept_or_made, ast.If(rows, more, [])]

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
        body = [_set(child, item(item(name(node), constant(1)), name(key))), *self._level(place + 1, child)]
        loop = ast.For(ast.Name(key, ast.Store()), ast.BinOp(keys, ast.BitAnd(), own), body, [], None)
        if self._is_told_by_numbers(place):
            return [loop]
        none_in_common = call(field(own, "isdisjoint"), keys)
        return [ast.If(ast.UnaryOp(ast.Not(), none_in_common), [loop], [])]

    def _is_told_by_numbers(self, place: int) -> bool:
        """Whether numbers have told that a level has keys in common with the request."""
        return self._head is not None and place == self._head.stop and bool(self._places and self._places.crossed)

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
        handler = ast.ExceptHandler(name("Faults"), None, _add("plain", rest, self._ending))
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
        if forms == ():
            return _add("found", name(members), self._ending)
        request = _request()
        found, plain = name("found"), name("plain")
        lists = [*_to_be_changed("found", self._ending), *_to_be_changed("plain", self._ending)]
        if forms is None:
            return [*lists, _do(call("each_by_itself", name(members), found, plain, *request))]
        in_loop = call(f"l{self._number}", *request, constant(None), name(members), found, plain)
        are_many = compare(call("len", name(members)), ast.Gt(), constant(FEW))
        return [*lists, ast.If(are_many, [_do(in_loop)], [self._one_by_one(forms, members)])]

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


def _add(identifier: str, values: ast.expr, ending: str) -> list[ast.stmt]:
    """Put more values into a list; one that is the walk's own is made when the first ones come."""
    more = ast.AugAssign(ast.Name(identifier, ast.Store()), ast.Add(), values)
    if ending == ADDING:
        return [more]
    return [
        ast.If(name(identifier), [more], [_set(identifier, ast.List([ast.Starred(values, ast.Load())], ast.Load()))])
    ]


def _to_be_changed(identifier: str, ending: str) -> list[ast.stmt]:
    """Make a list, unless there is one."""
    if ending == ADDING:
        return []
    return [ast.If(ast.UnaryOp(ast.Not(), name(identifier)), [_set(identifier, ast.List([], ast.Load()))], [])]


def _do(value: ast.expr) -> ast.stmt:
    return ast.Expr(value)
