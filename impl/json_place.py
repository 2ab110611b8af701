"""The place in a JSON text of a value that a reader refuses.

A reader knows the path to each value, a tuple of member names and indices. `json_findings(text, mistakes)` makes the
findings: each `Mistake(path, kind, message, help)` with its place in the text, or without one where the data came as
Python objects (`text` is None). The text, which is JSON already, is searched only then, and once for all mistakes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from deodar.impl.errors import Finding
from deodar.impl.fields import Fields
from deodar.impl.source import Source

JsonPath: TypeAlias = tuple["str | int", ...]

MOST_FINDINGS = 100  # a document may be wrong in a million places


class Mistake(NamedTuple):
    """What a reader found wrong with the value at a path."""

    path: JsonPath
    kind: str
    message: str
    help: str | None = None


TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{},:]|[^\s\[\]{},:"]++', re.DOTALL)


class Wanted:
    """The paths that are looked for, as a tree; `path` is set where one of them ends."""

    __slots__ = ("path", "steps")

    def __init__(self, paths: Iterable[JsonPath] = ()) -> None:
        self.path: JsonPath | None = None
        self.steps: dict[str | int, Wanted] = {}
        for path in paths:
            node = self
            for step in path:
                node = node.steps.setdefault(step, Wanted())
            node.path = path


NOTHING = Wanted()


class _Open(Fields):
    """A list or object that is being walked through."""

    __slots__ = ("expects_name", "names", "start", "step", "wanted")

    start: int
    wanted: Wanted
    names: set[str] | None  # those seen so far; None for a list
    step: str | int  # the name or index of the member at hand
    expects_name: bool


class Place(NamedTuple):
    """A member name or a value of the text, and where it lies."""

    start: int
    end: int
    path: JsonPath | None = None  # if it is looked for
    repeated: bool = False  # a name that the object had before


def places(text: str, wanted: Wanted) -> Iterator[Place]:
    """Every member name, and every value when it ends, in the order of the text."""
    opened: list[_Open] = []

    def here() -> Wanted:
        return opened[-1].wanted.steps.get(opened[-1].step, NOTHING) if opened else wanted

    for match in TOKEN.finditer(text):
        token = match[0]
        if token == "{":
            opened.append(_Open(match.start(), here(), set(), "", True))
        elif token == "[":
            opened.append(_Open(match.start(), here(), None, 0, False))
        elif token in "]}":
            start = opened.pop().start
            yield Place(start, match.end(), here().path)
        elif token == ",":
            top = opened[-1]
            top.expects_name = top.names is not None
            if isinstance(top.step, int):
                top.step += 1
        elif token == ":":
            opened[-1].expects_name = False
        elif opened and opened[-1].expects_name and opened[-1].names is not None:
            names, name = opened[-1].names, json.loads(token)
            yield Place(match.start(), match.end(), repeated=name in names)
            names.add(name)
            opened[-1].step = name
        else:
            yield Place(match.start(), match.end(), here().path)


def path_text(path: Sequence[str | int]) -> str:
    """A path as findings show it: `[0].attrs.age`, names that are no identifiers in brackets and quotes."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif step.isascii() and step.isidentifier():
            parts.append(f".{step}" if parts else step)
        else:
            parts.append(f"[{json.dumps(step)}]")
    return "".join(parts)


def json_finding(text: str | None, path: JsonPath, kind: str, message: str, hint: str | None = None) -> Finding:
    """One finding about the value at `path`, with its place in `text` unless that is None."""
    return json_findings(text, [Mistake(path, kind, message, hint)])[0]


def json_findings(text: str | None, mistakes: Iterable[Mistake]) -> tuple[Finding, ...]:
    """The findings for the mistakes, in their order, at most `MOST_FINDINGS` of them."""
    listed = list(mistakes)[:MOST_FINDINGS]
    if text is None:
        return tuple(Finding(m.kind, m.message, None, m.help, path_text(m.path) or None) for m in listed)
    source = Source(text, "")
    found = _locate(text, (mistake.path for mistake in listed))
    return tuple(
        source.finding(m.kind, m.message, *found[m.path], m.help, path=path_text(m.path) or None) for m in listed
    )


def _locate(text: str, paths: Iterable[JsonPath]) -> dict[JsonPath, tuple[int, int]]:
    """The offsets of the value at each path; of repeated members the last. A path that leads nowhere gets the whole."""
    found = {path: (0, len(text)) for path in paths}
    for place in places(text, Wanted(found)):
        if place.path is not None:
            found[place.path] = (place.start, place.end)
    return found
