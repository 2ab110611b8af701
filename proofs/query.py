"""Questions to the solver: as formulas that can be asked again, and as text that other solvers read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deodar.proofs.translate.logic import Formula
from deodar.proofs.translate.solver import OPTIONS, SEED, TIMEOUT_MILLIS, Answer, ask, to_text

HEAD = """; {name}
; impossible (`unsat`) if the theorem holds
(set-info :smt-lib-version 2.6)
{options}(set-logic ALL)
"""


@dataclass(frozen=True, slots=True)
class Query:
    """Formulas that cannot all be true if a theorem, or one case of it, holds."""

    name: str
    formulas: tuple[Formula, ...]

    def ask(self, *, timeout_millis: int = TIMEOUT_MILLIS, seed: int = SEED) -> Answer:
        """What the solver says of them."""
        return ask(self.formulas, timeout_millis=timeout_millis, seed=seed)

    def to_smt2(self) -> str:
        """The same in SMT-LIB 2, with the options that z3 is asked with."""
        options = "".join(f"(set-option :{name} {value})\n" for name, value in OPTIONS.items())
        return HEAD.format(name=self.name, options=options) + to_text(self.formulas)


def query(name: str, formulas: Sequence[Formula]) -> Query:
    """A question by the name of its theorem, and of the case that it is about."""
    return Query(name, tuple(formulas))
