"""Contracts of recursive functions, by induction over the function's own source.

The body is unfolded once, for arguments of which nothing is known; the recursive calls in it are the unknown function
under its contract. The termination guard has seen to it that they go to strict parts, so that this is an induction.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from deodar.proofs.program import Program
from deodar.proofs.query import Query, query
from deodar.proofs.translate import logic
from deodar.proofs.translate.container import from_term
from deodar.proofs.translate.contract import Contract, contracts_of
from deodar.proofs.translate.function import signature, unfold
from deodar.proofs.translate.raised import some
from deodar.proofs.translate.solver import TIMEOUT_MILLIS, Verdict
from deodar.proofs.translate.world import World


@dataclass(frozen=True, slots=True)
class ContractResult:
    """Whether a contract is proved."""

    contract: Contract
    holds: bool
    seconds: float
    query: Query | None  # none if there is nothing to ask: no exception is left


def prove_contract(contract: Contract, program: Program, *, timeout_millis: int = TIMEOUT_MILLIS) -> ContractResult:
    """Proves that a function raises nothing but what its contract names."""
    start = perf_counter()
    module, _, name = contract.function.rpartition(".")
    function, world = program.function(module, name), World()
    parameters = signature(function)[0]
    arguments = {each: from_term(world, type_, world.unknown(each, type_)) for each, type_ in parameters.items()}
    raised = unfold(world, function, arguments).raised
    allowed = {function.__globals__[each] for each in contract.raises}
    broken = some({cls: case for cls, case in raised.items() if cls not in allowed})
    asked = None if logic.is_false(broken) else query(contract.name, [*world.facts, broken])
    holds = asked is None or asked.ask(timeout_millis=timeout_millis).verdict is Verdict.IMPOSSIBLE
    return ContractResult(contract, holds, perf_counter() - start, asked)


def prove_contracts(program: Program, *, timeout_millis: int = TIMEOUT_MILLIS) -> list[ContractResult]:
    """The contracts of all recursive functions."""
    contracts = contracts_of(program.modules())
    return [prove_contract(each, program, timeout_millis=timeout_millis) for each in contracts]
