"""Lemmas: Python functions that are true of whatever they are given.

One function serves three times: z3 proves it for all arguments, a counterexample is replayed by calling it, and random
testing calls it as a property. `requires` states a premise: where it is false, the lemma says nothing.

How a lemma is proved stands in its declaration. Without more, the solver is asked once. By induction `on` a parameter,
it is asked once for each way in which that argument can be built, and may assume the lemma where the recursive
functions named there call themselves; where none are named, the proof is by cases.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Generic, ParamSpec, TypeAlias, cast

P = ParamSpec("P")
Recursion: TypeAlias = Callable[..., object] | tuple[Callable[..., object], ...]


class Vacuous(Exception):
    """A premise of a lemma is false: the lemma says nothing of these arguments."""


def requires(premise: bool) -> None:
    """States a premise of a lemma."""
    if not premise:
        raise Vacuous


@dataclass(frozen=True, slots=True)
class By:
    """A definition by cases on a parameter: on all that it can be, or on values of these classes."""

    parameter: str
    classes: tuple[type, ...] = ()


@dataclass(frozen=True, slots=True)
class Induction:
    """An induction over a parameter.

    The functions are unfolded once where they are called with the argument for it. Wherever the first of them calls
    itself, the lemma is assumed of the arguments of that call: parameters of the lemma that have the name of one of the
    function's are the same, the `general` ones are any, the others stay as they are.
    """

    functions: tuple[FunctionType, ...]
    on: str
    general: tuple[str, ...]
    together: tuple[type, ...]  # classes that are one case each, whatever their operator


@dataclass(frozen=True, slots=True)
class Lemma(Generic[P]):
    """A statement. Calling it gives whether it holds of some arguments, or raises `Vacuous`."""

    function: FunctionType
    official: str | None  # the name of the matching theorem of the official formalization
    induction: Induction | None
    unfolding: Mapping[FunctionType, By]  # recursive functions whose definition the proof uses
    using: tuple[Lemma[...], ...]  # lemmas that the proof relies on, all declared before
    fixed: tuple[str, ...]  # parameters that in a proof that uses this lemma are the ones of the same name there
    opened: tuple[FunctionType, ...]  # closed functions, and recursive ones where the argument shows how it is built
    met: tuple[FunctionType, ...]  # at calls of these the solver uses it; if none are named, at those made first

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


def lemma(
    *,
    official: str | None = None,
    recursion: Recursion = (),
    on: str | None = None,
    general: Collection[str] = (),
    together: Collection[type] = (),
    unfolding: Mapping[Callable[..., object], By] | None = None,
    using: Collection[Lemma[...]] = (),
    fixed: Collection[str] = (),
    opened: Collection[Callable[..., object]] = (),
    met: Collection[Callable[..., object]] = (),
) -> Callable[[Callable[P, bool]], Lemma[P]]:
    """Declares a function to be a lemma; by induction, or by cases, if it says on which parameter."""
    functions = cast("tuple[FunctionType, ...]", recursion if isinstance(recursion, tuple) else (recursion,))
    induction = None if on is None else Induction(functions, on, tuple(general), tuple(together))
    definitions = cast("Mapping[FunctionType, By]", unfolding or {})
    unfolded, triggers = (cast("tuple[FunctionType, ...]", tuple(each)) for each in (opened, met))

    def declare(function: Callable[P, bool]) -> Lemma[P]:
        made = cast("FunctionType", function)
        return Lemma(made, official, induction, definitions, tuple(using), tuple(fixed), unfolded, triggers)

    return declare


def lemmas_of(module: ModuleType) -> list[Lemma[...]]:
    """The lemmas that a module declares, in the order in which it does."""
    lemmas = (each for each in vars(module).values() if isinstance(each, Lemma))
    return [each for each in lemmas if each.function.__module__ == module.__name__]
