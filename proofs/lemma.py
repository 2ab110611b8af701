"""Lemmas: Python functions that are true of whatever they are given.

One function serves three times: z3 proves it for all arguments, a counterexample is replayed by calling it, and random
testing calls it as a property. `requires` states a premise: where it is false, the lemma says nothing.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Generic, ParamSpec, cast

P = ParamSpec("P")


class Vacuous(Exception):
    """A premise of a lemma is false: the lemma says nothing of these arguments."""


def requires(premise: bool) -> None:
    """States a premise of a lemma."""
    if not premise:
        raise Vacuous


@dataclass(frozen=True, slots=True)
class Lemma(Generic[P]):
    """A statement. Calling it gives whether it holds of some arguments, or raises `Vacuous`."""

    function: FunctionType
    official: str | None  # the name of the matching theorem of the official formalization

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether the statement holds."""
        return bool(self.function(*args, **kwargs))

    @property
    def name(self) -> str:
        """The statement in a few words."""
        return self.function.__name__

    @property
    def statement(self) -> str:
        """The statement in English."""
        return " ".join((inspect.getdoc(self.function) or "").split())


def lemma(*, official: str | None = None) -> Callable[[Callable[P, bool]], Lemma[P]]:
    """Declares a function to be a lemma."""

    def declare(function: Callable[P, bool]) -> Lemma[P]:
        return Lemma(cast("FunctionType", function), official)

    return declare


def lemmas_of(module: object) -> list[Lemma[...]]:
    """The lemmas that a module declares, in the order in which it does."""
    return [each for each in vars(module).values() if isinstance(each, Lemma)]
