"""Room for deep recursion: the model recurses where the language does, however deep a document is nested."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import ParamSpec, TypeVar

from deodar.model.refusal import Refusal

P = ParamSpec("P")
R = TypeVar("R")

STACK_BYTES = 512 * 2**20
FRAMES = 120_000

_room = threading.Lock()


def _settle(answer: Future[R], function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> None:
    try:
        answer.set_result(function(*args, **kwargs))
    except RecursionError:
        answer.set_exception(Refusal("nested-too-deep"))
    except Exception as error:  # raised again by `result`
        answer.set_exception(error)


def with_room(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What a pure function gives; where the stack of the caller is too small, it is called again on a large one."""
    try:
        return function(*args, **kwargs)
    except RecursionError:
        pass
    answer: Future[R] = Future()
    with _room:
        frames, stack_bytes = sys.getrecursionlimit(), threading.stack_size(STACK_BYTES)
        sys.setrecursionlimit(max(frames, FRAMES))
        thread = threading.Thread(target=_settle, args=(answer, function, *args), kwargs=kwargs)
        thread.start()
        thread.join()
        threading.stack_size(stack_bytes)
        sys.setrecursionlimit(frames)
    return answer.result()
