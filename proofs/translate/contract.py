"""What recursive functions may raise.

A function that the proofs do not unfold is an unknown one, and may raise anything; a contract narrows that. A
contract is either proved by induction over the function's own source (`proofs/induction.py`) or an assumption, and
then every theorem that relies on it says so.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contract:
    """A function raises nothing but these exceptions, named as in its own module."""

    name: str
    function: str
    raises: tuple[str, ...]
    statement: str
    proved: bool  # by induction in the same run; if not, it is an assumption


CONTRACTS = (
    Contract(
        name="evaluate_raises_only_evaluation_errors",
        function="deodar.model.evaluator.evaluate",
        raises=("EvaluationError",),
        statement="Evaluating an expression gives a value or an evaluation error, and nothing else.",
        proved=False,
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
