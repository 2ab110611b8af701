"""A second solver, cvc5, that is asked what z3 was asked: whoever trusts neither may trust both."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportArgumentType=false

from __future__ import annotations

import cvc5

from deodar.proofs.second_verdict import AGREES, DISAGREES, UNKNOWN

SAYS = {"unsat": AGREES, "sat": DISAGREES}


def second_verdict(text: str, timeout_millis: int) -> str:
    """Whether the solver agrees that the formulas of a proved theorem cannot all be true; it may not know."""
    lines = [each for each in text.splitlines() if not each.startswith("(set-option ")]  # these are for z3
    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("tlimit-per", str(timeout_millis))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, "\n".join(lines), "question")
    symbols, said = parser.getSymbolManager(), ""
    while not (command := parser.nextCommand()).isNull():
        said = command.invoke(solver, symbols).strip() or said
    return SAYS.get(said, UNKNOWN)
