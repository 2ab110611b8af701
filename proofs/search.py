"""The search for arguments in which a lemma fails, or its premises hold, by trying random ones in Python.

The other search, in `refute.py`, asks the solver, and finds whatever there is; but the solver knows of an expression
only what it evaluates to. A lemma that looks into scopes, conditions or templates needs real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from deodar.proofs.lemma import Lemma, Vacuous
from deodar.proofs.sample import Sampler
from deodar.proofs.translate.function import signature
from deodar.proofs.translate.types import (
    BoolType,
    DataType,
    EnumType,
    IntType,
    MapType,
    TextType,
    TupleType,
    Type,
)

TRIES = 30_000
ENOUGH = 3  # of those found, the smallest is taken
SEED = 1
LARGEST = 5


def is_for_the_solver(lemma: Lemma[...]) -> bool:
    """Whether a lemma takes its policies as a whole: then the solver finds what there is to find."""
    types = signature(lemma.function)[0].values()
    return not lemma.opened and lemma.induction is None and all(_is_plain(each) for each in types)


def _is_plain(type_: Type) -> bool:
    match type_:
        case TupleType(DataType(cls)):
            return cls.__name__ == "Policy"
        case DataType(cls):
            return cls.__name__ in {"Policy", "Request"}
        case MapType(DataType(cls), DataType(data)):
            return (cls.__name__, data.__name__) == ("EntityUID", "EntityData")
        case EnumType() | IntType() | TextType() | BoolType():
            return True
        case _:
            return False


def search(lemma: Lemma[...], *, vacuous: bool = False, tries: int = TRIES) -> dict[str, object] | None:
    """The smallest of some arguments that refute a lemma; with `vacuous`, of some that meet its premises."""
    found: list[dict[str, object]] = []
    for arguments in _arguments(lemma, tries):
        if _counts(lemma, arguments, vacuous):
            found.append(arguments)
            if vacuous or len(found) == ENOUGH:
                break
    return min(found, key=lambda each: len(repr(each)), default=None)


def _arguments(lemma: Lemma[...], tries: int) -> Iterator[dict[str, object]]:
    rng, types = Random(SEED), signature(lemma.function)[0]
    for n in range(tries):
        sampler, depth = Sampler(rng), 1 + n % LARGEST
        yield {name: sampler.value(type_, depth) for name, type_ in types.items()}


def _counts(lemma: Lemma[...], arguments: dict[str, object], vacuous: bool) -> bool:
    """Whether the lemma fails: it gives False, or it raises; for a witness, whether its premises hold."""
    try:
        holds = lemma(**arguments)
    except Vacuous:
        return False
    except Exception:  # a lemma that raises does not hold, whatever it raises
        return not vacuous
    return vacuous or not holds
