"""Running a function again, on a stack with room, when the caller's stack was too small for a deeply nested document.

Every function of the engine is pure, so calling it twice is harmless. The ordinary case costs a `try`; a document
nested beyond the caller's recursion limit is handled on a thread of its own with a large stack.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

STACK_BYTES = 512 * 1024 * 1024  # reserved address space, touched only as far as the recursion goes
RECURSION_LIMIT = 120_000  # frames; at the most about 3 KB of C stack each
_one_at_a_time = threading.Lock()


def with_room(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `function` returns or raises; a `RecursionError` only if even the large stack is too small."""
    try:
        return function(*args, **kwargs)
    except RecursionError:
        return _on_a_large_stack(function, *args, **kwargs)


def _on_a_large_stack(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    results: list[R] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function(*args, **kwargs))
        except BaseException as failure:  # handed over to the thread that waits, and raised there
            failures.append(failure)

    # INVARIANT: the recursion limit and the stack size of new threads are the caller's again when the lock is free.
    with _one_at_a_time:
        limit, stack_bytes = sys.getrecursionlimit(), threading.stack_size(STACK_BYTES)
        sys.setrecursionlimit(max(limit, RECURSION_LIMIT))
        try:
            thread = threading.Thread(target=run, name="deodar-deep")
            thread.start()
            thread.join()
        finally:
            sys.setrecursionlimit(limit)
            threading.stack_size(stack_bytes)
    if failures:
        raise failures[0]
    return results[0]
