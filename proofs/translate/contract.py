"""What recursive functions may raise.

A function that the proofs do not unfold is an unknown one, and may raise anything; a contract narrows that. A
contract is either proved by induction over the function's own source (`proofs/induction.py`) or an assumption, and
then every theorem that relies on it says so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from types import FunctionType

from deodar.proofs.translate.callgraph import is_opaque
from deodar.proofs.translate.source import qualified_name


@dataclass(frozen=True, slots=True)
class Contract:
    """A function raises nothing but these exceptions, named as in its own module."""

    name: str
    function: str
    raises: tuple[str, ...]
    statement: str
    proved: bool  # by induction in the same run; if not, it is an assumption
    rests_on: tuple[str, ...] = ()  # the contracts that the proof relies on


OPAQUE_FUNCTIONS = Contract(
    name="opaque_functions_give_values",
    function="",
    raises=(),
    statement="The functions that the proofs leave open give a value of their type, and raise nothing.",
    proved=False,
)

CONTRACTS = (
    OPAQUE_FUNCTIONS,
    Contract(
        name="evaluate_raises_only_evaluation_errors",
        function="deodar.model.evaluator.evaluate",
        raises=("EvaluationError",),
        statement="Evaluating an expression gives a value or an evaluation error, and nothing else.",
        proved=True,
        rests_on=("opaque_functions_give_values",),
    ),
    Contract(
        name="conditions_always_have_an_expression",
        function="deodar.model.policy.conditions_expr",
        raises=(),
        statement="The conditions of a policy, however many, can be joined into one expression.",
        proved=True,
    ),
)

BY_FUNCTION = {contract.function: contract for contract in CONTRACTS}


def contract_of(function: FunctionType) -> Contract | None:
    """What is known of a function that the proofs do not unfold."""
    return OPAQUE_FUNCTIONS if is_opaque(function) else BY_FUNCTION.get(qualified_name(function))


def all_of(names: Collection[str]) -> frozenset[str]:
    """Contracts, and those that their proofs rely on."""
    further = {other for each in CONTRACTS if each.name in names for other in each.rests_on}
    return frozenset(names) if further <= set(names) else all_of({*names, *further})
