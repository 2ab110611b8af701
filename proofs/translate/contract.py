"""What functions that are not unfolded may raise.

A function that the proofs do not unfold is an unknown one, and may raise anything; a contract narrows that. A
contract is either proved by induction over the function's own source (`proofs/induction.py`) or an assumption, and
then every theorem that relies on it says so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from types import FunctionType, ModuleType

from deodar.proofs.translate.callgraph import is_closed, is_head, is_opaque
from deodar.proofs.translate.source import qualified_name


@dataclass(frozen=True, slots=True)
class Contract:
    """A function raises nothing but these exceptions, named as in its own module."""

    name: str
    function: str
    raises: tuple[str, ...]
    statement: str
    proved: bool  # by induction in the same run; if not, it is an assumption


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
    ),
    Contract(
        name="conditions_always_have_an_expression",
        function="deodar.model.policy.conditions_before",
        raises=(),
        statement="The conditions of a policy, however many, can be joined into one expression.",
        proved=True,
    ),
)

BY_FUNCTION = {contract.function: contract for contract in CONTRACTS}


def contract_of(function: FunctionType) -> Contract:
    """What is known of a function that the proofs do not unfold: it raises nothing but what a contract allows."""
    if is_opaque(function):
        return OPAQUE_FUNCTIONS
    name = qualified_name(function)
    short = ".".join(name.split(".")[-2:])  # with its module: several have a function of one name
    return BY_FUNCTION.get(name) or Contract(
        name=f"{short}_raises_nothing",
        function=name,
        raises=(),
        statement=f"`{short}` gives a value, and raises nothing.",
        proved=True,
    )


def contracts_of(modules: Collection[ModuleType]) -> list[Contract]:
    """The contracts of the recursive and closed functions that some modules define."""
    functions = [
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, FunctionType) and each.__module__ == module.__name__ and not is_opaque(each)
    ]
    return [contract_of(each) for each in functions if is_head(each) or is_closed(each)]
