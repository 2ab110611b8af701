"""Running on a thread with a large stack, so that deeply nested documents do not exhaust the tester itself."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

STACK_BYTES = 512 * 2**20
FRAMES = 100_000


def on_a_large_stack(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What the function returns or raises, run on a thread with a large stack; an interrupt ends the waiting."""
    results: list[R] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function(*args, **kwargs))
        except BaseException as failure:  # raised again by the thread that waits
            failures.append(failure)

    frames, stack_bytes = sys.getrecursionlimit(), threading.stack_size(STACK_BYTES)
    sys.setrecursionlimit(max(frames, FRAMES))
    try:
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(frames)
        threading.stack_size(stack_bytes)
    if failures:
        raise failures[0]
    return results[0]
