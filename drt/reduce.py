"""Reducing a case as data: whatever can be left out, or be made smaller, while it still shows the same difference.

What is tried is known from the shape of the data alone: members and elements are dropped, an expression becomes one of
its operands or a constant, alone or with all its copies, a scope becomes open, texts lose pieces. Larger parts come
before smaller ones. What no engine accepts shows no difference, and so is never kept. At the end, no single step makes
the case smaller.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any, cast

from deodar.drt.case import Case
from deodar.drt.data import Json
from deodar.drt.generate.node import Node
from deodar.drt.skeleton import is_expression

Path = tuple[str | int, ...]
CONSTANTS: tuple[Node, ...] = ({"Value": True}, {"Value": 1}, {"Value": "a"}, {"Set": []}, {"Var": "principal"})
# What writing a case raises when the reducer has taken away a part that it needs.
NO_TEXT = (KeyError, IndexError, TypeError, ValueError, AttributeError, AssertionError)
SIMPLE_NAMES = ("a", "p0")
FEW = 6  # as many pieces or fewer are taken away in runs of every length
PIECES = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\r\n]*|\w+|\s+|.', re.DOTALL)


def size(data: Json) -> tuple[int, str]:
    """What the reducer makes smaller: the length of the JSON text, and among equals the text."""
    text = json.dumps(data, sort_keys=True)
    return len(text), text


def _paths(data: Json) -> Iterator[Path]:
    """The paths of all parts, the outer ones first."""
    level: list[tuple[Path, Json]] = [((), data)]
    while level:
        inner: list[tuple[Path, Json]] = []
        for path, part in level:
            if path:
                yield path
            if isinstance(part, dict):
                inner += [((*path, name), member) for name, member in part.items()]
            elif isinstance(part, list):
                inner += [((*path, place), element) for place, element in enumerate(part)]
        level = inner


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _exists(data: Any, path: Path) -> bool:
    for step in path:
        if isinstance(data, str):
            return False  # a text has letters, but no parts
        try:
            data = data[step]
        except (LookupError, TypeError):  # the part around it became smaller, or something else
            return False
    return True


_GONE = object()


def _with(data: Any, path: Path, part: object) -> Any:
    """A copy with another part at the path, or without it."""
    step, *rest = path
    copy = data.copy()
    if rest:
        copy[step] = _with(data[step], tuple(rest), part)
    elif part is _GONE:
        del copy[step]
    else:
        copy[step] = part
    return copy


def _operands(expression: Json) -> Iterator[Json]:
    """The expressions inside an expression, the nearest first."""
    waiting = _parts(expression)
    while waiting:
        part = waiting.pop(0)
        if is_expression(part):
            yield part
        else:
            waiting += _parts(part)


def _parts(data: Json) -> list[Json]:
    match data:
        case dict():
            return list(data.values())
        case list():
            return data
        case _:
            return []


def _smaller(part: Json) -> Iterator[Json]:
    """What may stand in place of a part."""
    match part:
        case dict() if is_expression(part):
            yield from CONSTANTS
            yield from _operands(part)
        case {"op": _}:
            yield {"op": "All"}
        case {"type": str(), "id": str()}:
            yield {"type": "User", "id": "a"}
        case {"__entity": _} | {"__extn": _}:
            yield 0
        case {"type": str()}:  # a type in a schema
            yield {"type": "Long"}
            yield from (each for each in _parts(part) if isinstance(each, dict))
        case dict() | list():
            yield type(part)()
            if isinstance(part, list):
                yield from part
        case bool():
            yield False
        case int():
            yield from (0, 1, -1)
        case str():
            yield from _shorter(part)
        case _:
            pass


def _smaller_documents(text: str) -> Iterator[str]:
    """A text that is a JSON document is reduced as data, as long as it is one."""
    if text[:1] not in ("[", "{"):
        return
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return
    for path in _paths(document):
        for part in (_GONE, *_smaller(_at(document, path))):
            yield json.dumps(_with(document, path, part))


def _shorter(text: str) -> Iterator[str]:
    yield from _smaller_documents(text)
    yield from SIMPLE_NAMES
    yield ""
    statements = text.split(";")
    for place in range(len(statements) - 1):
        yield ";".join(statements[:place] + statements[place + 1 :])
    pieces = PIECES.findall(text)
    length = len(pieces) // 2
    while length:
        step = max(1, length // 2)
        yield from ("".join(pieces[:at] + pieces[at + length :]) for at in range(0, len(pieces), step))
        length = length // 2 if length > FEW else length - 1
    yield from (text[:at] + text[at + 1 :] for at in range(len(text)))


def reduce(case: Case, shows_it: Callable[[Case], bool], seconds: float) -> Case:
    """The smallest case found within the time for which `shows_it` is true; it is true of the one given."""
    deadline = time.monotonic() + seconds
    changed = True
    while changed and time.monotonic() < deadline:
        changed = False
        for path in list(_paths(case)):
            if time.monotonic() > deadline:
                break
            while _exists(case, path) and (found := _step(case, path, shows_it, deadline)) is not None:
                case, changed = found, True
    return case


def _steps(case: Case, path: Path) -> Iterator[Case]:
    """The case with another part at the path; where that is an expression with copies, also with other copies."""
    given = _at(case, path)
    # A member of the case itself has to stay, if only empty: the target asks for it.
    dropped = (_GONE,) if len(path) > 1 else ()
    yield from (cast(Case, _with(case, path, part)) for part in (*dropped, *_smaller(given)))
    if is_expression(given):
        text, written = json.dumps(case), json.dumps(given)
        if text.count(written) > 1:
            yield from (json.loads(text.replace(written, json.dumps(part))) for part in _smaller(given))


def _step(case: Case, path: Path, shows_it: Callable[[Case], bool], deadline: float) -> Case | None:
    """A smaller case that differs in one part only, or in all its copies, and still shows it."""
    before = size(case)
    for made in _steps(case, path):
        if time.monotonic() > deadline:
            return None
        if size(made) < before and shows_it(made):
            return made
    return None
