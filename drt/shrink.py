"""Shrinking by Hypothesis: a recorded sequence of choices becomes a shorter and smaller one that shows the same.

Hypothesis starts from a failure in its database, so the record is put there, wherever it came from.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from hypothesis import Phase, Verbosity, errors, given, settings
from hypothesis.database import InMemoryExampleDatabase, choices_to_bytes
from hypothesis.strategies import binary

from deodar.drt.lanes import EVERY_CHECK

KEY = b"deodar"
# Hypothesis does not shrink what it finds under the key itself: that was shrunk before. What fuzzing finds lies here.
FOUND_KEY = KEY + b".secondary"


class _ShowsIt(Exception):
    """The choices make a case that still shows the difference."""


def shrink(recorded: bytes, shows_it: Callable[[bytes], bool], seconds: float) -> bytes:
    """The simplest choices found within the time for which `shows_it` is true; it is true of those given."""
    best = recorded.rstrip(b"\0")
    deadline = time.monotonic() + seconds
    database = InMemoryExampleDatabase()

    @settings(
        database=database,
        phases=(Phase.reuse, Phase.shrink),
        deadline=None,
        verbosity=Verbosity.quiet,
        suppress_health_check=EVERY_CHECK,
        report_multiple_bugs=False,
    )
    @given(binary(max_size=len(best)))
    def simpler(choices: bytes) -> None:
        nonlocal best
        if time.monotonic() < deadline and shows_it(choices):
            best = min(best, choices, key=lambda made: (len(made), made))
            raise _ShowsIt

    simpler._hypothesis_internal_database_key = KEY  # type: ignore[attr-defined]  # where Hypothesis looks for it
    database.save(FOUND_KEY, choices_to_bytes((best,)))
    with suppress(_ShowsIt, errors.Flaky):  # flaky, since it shows nothing any more when the time is over
        simpler()
    return best
