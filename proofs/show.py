"""A run on the terminal: a line for each result as it comes, a closing table, and what it all rests on."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from deodar.proofs.induction import ContractResult
from deodar.proofs.mutants import MutantResult
from deodar.proofs.program import Program
from deodar.proofs.prove import Result, Status
from deodar.proofs.run import Step, Walk, holds
from deodar.proofs.translate.callgraph import OPAQUE
from deodar.proofs.translate.contract import CONTRACTS

STYLES = {Status.PROVED: "green", Status.REFUTED: "bold red", Status.UNKNOWN: "bold yellow"}


def show_step(step: Step, program: Program, console: Console) -> None:
    """One line, and whatever explains it where it is bad."""
    line, details = _line(step, program)
    mark = Text("  ok  ", "green") if holds(step) else Text("  !!  ", "bold red")
    console.print(mark + Text(line), soft_wrap=True)
    for each in details:
        console.print(Text(each, "default"), soft_wrap=True)


def _line(step: Step, program: Program) -> tuple[str, list[str]]:
    match step:
        case Walk(functions, recursive, None):
            return f"{functions} functions lie in the subset, {recursive} recursive ones descend", []
        case Walk(_, _, outside):
            return f"outside the subset that can be proved: {outside}", []
        case ContractResult():
            return f"{step.contract.name}{_seconds(step.seconds)}", [] if step.holds else ["the contract does not hold"]
        case Result():
            return f"{step.lemma.name}: {step.status.value}{_seconds(step.seconds)}", _explained(step, program)
        case MutantResult(name, theorem):
            kind = f"breaks {theorem}" if theorem is not None else "changes nothing"
            return f"edit `{name}` {kind}{_seconds(step.seconds)}", [] if step.as_expected else ["it does not"]


def _explained(result: Result, program: Program) -> list[str]:
    """Why a theorem is in doubt: the statement and a case in which it does not hold."""
    lines = [] if result.status is Status.PROVED else [f"{result.lemma.statement} Not so:"]
    if result.counterexample is not None:
        lines.append(result.counterexample.to_cedar(program))
    elif result.status is not Status.PROVED:
        lines.append("the solver finds no proof, and no counterexample with few policies")
    return [*lines, *result.doubts]


def _seconds(seconds: float) -> str:
    return f" ({seconds:.2f} s)"


def show_table(steps: Sequence[Step], console: Console) -> None:
    """The theorems with their status, then what they rest on."""
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("theorem", overflow="fold")
    table.add_column("status")
    table.add_column("seconds", justify="right")
    for step in steps:
        if isinstance(step, Result):
            theorem = Text.assemble((step.lemma.name, "bold"), "\n", step.lemma.statement)
            table.add_row(theorem, Text(step.status.value, STYLES[step.status]), f"{step.seconds:.2f}")
    console.print(table)
    _show_assumptions(steps, console)
    mutants = [each for each in steps if isinstance(each, MutantResult)]
    if mutants:
        bugs = [each for each in mutants if each.theorem is not None]
        caught = sum(each.as_expected for each in bugs)
        kept = sum(each.as_expected for each in mutants if each.theorem is None)
        console.print(f"planted bugs refuted: {caught} of {len(bugs)}")
        console.print(f"harmless edits that stay proved: {kept} of {len(mutants) - len(bugs)}")
    bad = sum(not holds(each) for each in steps)
    console.print(Text("all proved, all sane", "green") if not bad else Text(f"{bad} not as they must be", "bold red"))


def _show_assumptions(steps: Sequence[Step], console: Console) -> None:
    used = {name for step in steps if isinstance(step, Result) for name in step.assumptions}
    for contract in CONTRACTS:
        if contract.name in used:
            console.print(f"assumed, {contract.name}: {contract.statement}", soft_wrap=True)
    console.print(f"left open, whatever they do: {', '.join(OPAQUE.values())}", soft_wrap=True)


def as_json(steps: Sequence[Step], program: Program) -> dict[str, object]:
    """The run as data."""
    return {
        "holds": all(holds(each) for each in steps),
        "outside": [each.outside for each in steps if isinstance(each, Walk) and each.outside is not None],
        "theorems": [_theorem(each, program) for each in steps if isinstance(each, Result)],
        "contracts": [
            {"contract": each.contract.name, "statement": each.contract.statement, "holds": each.holds}
            for each in steps
            if isinstance(each, ContractResult)
        ],
        "mutants": [
            {"edit": each.name, "falls": each.theorem, "as_expected": each.as_expected, "counterexample": each.cedar}
            for each in steps
            if isinstance(each, MutantResult)
        ],
    }


def _theorem(result: Result, program: Program) -> dict[str, object]:
    found = result.counterexample
    return {
        "theorem": result.lemma.name,
        "statement": result.lemma.statement,
        "official": result.lemma.official,
        "status": result.status.value,
        "assumptions": list(result.assumptions),
        "doubts": list(result.doubts),
        "seconds": round(result.seconds, 3),
        "counterexample": None if found is None else found.to_cedar(program),
    }
