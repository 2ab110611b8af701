"""Asking z3: one question, one answer, within a time limit and with fixed seeds."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from time import perf_counter
from typing import cast

import z3

from deodar.proofs.translate.logic import Formula, Model
from deodar.proofs.translate.smt2 import in_order

SEED = 1
STEPS_PER_MILLI = 1_600  # as z3 counts its work; it differs little between machines
PATIENCE = 10  # how much longer the same work may take on a busy machine
TIMEOUT_MILLIS = 10_000


OPTIONS = {  # as SMT-LIB names them: quantifiers are instantiated at their triggers only
    "auto_config": "false",
    "smt.mbqi": "false",
    "smt.random_seed": str(SEED),
}


class Verdict(Enum):
    """What the solver says of some formulas together."""

    POSSIBLE = "sat"
    IMPOSSIBLE = "unsat"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict, the model that makes all formulas true if there is one, and the time it took in seconds."""

    verdict: Verdict
    model: Model | None
    seconds: float


def ask(formulas: Sequence[Formula], *, timeout_millis: int = TIMEOUT_MILLIS, seed: int = SEED) -> Answer:
    """Whether all formulas can be true at once.

    Quantifiers are instantiated at their triggers only: that is all that a proof needs, and where there is no proof the
    answer is a quick `unknown` rather than a long search for an infinite model.
    """
    start = perf_counter()
    solver, verdict = _checked(formulas, timeout_millis, seed)
    return Answer(verdict, solver.model() if verdict is Verdict.POSSIBLE else None, perf_counter() - start)


def _checked(formulas: Sequence[Formula], timeout_millis: int, seed: int) -> tuple[z3.Solver, Verdict]:
    solver = z3.SimpleSolver()
    solver.set("mbqi", False)
    solver.set("auto_config", False)  # it would turn the former back on
    solver.set("rlimit", STEPS_PER_MILLI * timeout_millis)  # so that the answer does not hang on what else is running
    solver.set("timeout", PATIENCE * timeout_millis)
    solver.set("random_seed", seed)
    solver.add(*formulas)
    return solver, Verdict(str(solver.check()))


def to_text(formulas: Sequence[Formula]) -> str:
    """Formulas in SMT-LIB 2, with all that they mention declared, and the question whether they can all be true."""
    solver = z3.SimpleSolver()
    solver.add(*formulas)
    return in_order(cast("str", solver.to_smt2()))


def impossible(path: Formula) -> bool:
    """Whether no values take a branch. Asked of small formulas only, without any facts."""
    return ask([path], timeout_millis=1000).verdict is Verdict.IMPOSSIBLE
