"""Holding the collector of garbage back while much is made of which nothing is garbage."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager

# OPTIMIZATION: no collection runs while a document is turned into trees or entities.
# INVARIANT:    what is made has no cycles, so a collection would find nothing of it; the collector is as it was
#               afterwards, also when the document is refused.
# GUARDED BY:   tests/impl/test_collector.py


@contextmanager
def without_collections() -> Generator[None, None, None]:
    """Hold the collector back in the body; a collector that is off already stays off."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
