"""The way through a trie: the steps of its policies without their keys, and the test that is left after them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from deodar.impl.fast.form import Form, Part


class Step(NamedTuple):
    """One step: what kind of look-up, and of what. The key of a policy is not part of it."""

    kind: str  # `==`, `is` and `in` of a variable; `value`, `member`, `prefix` of a path; the others have no key
    of: Form


class Way(NamedTuple):
    """What the policies of one trie have in common."""

    steps: tuple[Step, ...]
    by_action: bool  # whether they name actions; these are the last level
    forms: tuple[Form, ...] | None  # the test that is left of each; None: each has its own

    def kinds(self, place: int = 0) -> tuple[str, ...]:
        """The kinds of the levels from a step on, each of which has a key."""
        keyed = tuple(step.kind for step in self.steps[place:] if step.kind not in KEYLESS)
        return (*keyed, ACTION) if self.by_action else keyed


class Head(NamedTuple):
    """The steps of a way, of which the first keyed one is one, that look at one entity of the request alone."""

    variable: str  # `principal` or `resource`
    start: int  # no step before it has a key
    stop: int

    def is_all(self, way: Way) -> bool:
        """Whether nothing but these steps stands between a request and the policies of the way."""
        return self.start == 0 and self.stop == len(way.steps) and not way.by_action and way.forms == ()

    def crosses(self, way: Way) -> bool:
        """Whether what comes next is what the other entity is in."""
        return self.stop < len(way.steps) and way.steps[self.stop].kind == "in"

    def crosses_to_policies(self, way: Way) -> bool:
        """Whether nothing comes after that but the policies themselves, which hold once they are reached."""
        return self.crosses(way) and self.stop + 1 == len(way.steps) and way.forms == ()

    @property
    def other(self) -> str:
        """The other variable."""
        return _OF_ENTITIES[1 - _OF_ENTITIES.index(self.variable)]


KEYLESS: Final = frozenset({"test", "long"})
MANY_KEYED: Final = frozenset({"in", "member"})
ACTION: Final = "action"
_OF_ENTITIES: Final = ("principal", "resource")


@lru_cache(1_024)
def head_of(steps: tuple[Step, ...]) -> Head | None:
    """The head of a way, if it has one."""
    first = next((place for place, step in enumerate(steps) if step.kind not in KEYLESS), None)
    if first is None:
        return None
    variables = [_variables(step.of) for step in steps]
    own = next((name for name in _OF_ENTITIES if variables[first] == {name}), None)
    if own is None:
        return None
    start, stop = first, first + 1
    while start > 0 and variables[start - 1] == {own}:
        start -= 1
    while stop < len(steps) and variables[stop] == {own}:
        stop += 1
    return Head(own, start, stop)


def _variables(form: Part) -> set[str]:
    """The variables in a form."""
    if not isinstance(form, tuple):
        return set()
    if form[0] == "var":
        return {str(form[1])}
    return {name for part in form[1:] for name in _variables(part)}
