"""Cases as they are built: one of a source of choices, or several that have the second half of a case in common.

To read entities and requests costs more than to read policies, and bugs hide in policies: where several policy sets are
put to the same entities and requests, a bug is found in half the time. Each case still has choices of its own, which
build it again alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deodar.drt.case import Case
from deodar.drt.generate.scene import Scene
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.lanes import Source
from deodar.drt.targets.target import Target

SEVERAL = 16


class Built(NamedTuple):
    """A case, and the places of the choices that make it."""

    case: Case
    source: Source
    places: tuple[slice, ...]

    @property
    def choices(self) -> bytes:
        """What makes this case alone."""
        used = self.source.used
        return b"".join(used[place] for place in self.places)


def cases_of_a_source(target: Target) -> int:
    """How many cases of a target are built of one source."""
    return 1 if target.halves is None else SEVERAL


def length_of_a_source(cases: int) -> int:
    """How many choices there are for so many cases."""
    return DEFAULT.choices + (cases - 1) * DEFAULT.further_choices


def built(target: Target, source: Source, cases: int) -> Iterator[Built]:
    """One case, or as many as are asked for: then the choices for what they have in common come first."""
    halves = target.halves
    if cases == 1 or halves is None:
        yield Built(target.build(source.choose), source, (slice(None),))
        return
    scene = Scene(source.choose, DEFAULT)
    began = source.count
    second = halves.second(scene)
    ended = source.count
    for _ in range(cases):
        start = source.count
        first = halves.first(scene)
        places = (slice(began), slice(start, source.count), slice(began, ended))
        if source.spent:  # where choices are missing, those of the second half would take their place
            return
        yield Built({**first, **second}, source, places)
