"""A run on the terminal: a line for each result as it comes, a closing table, and what it all rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from deodar.proofs.prove import Status
from deodar.proofs.report import Checks, ContractReport, MutantReport, Step, TheoremReport, Walk
from deodar.proofs.second_verdict import AGREES, DISAGREES, UNKNOWN
from deodar.proofs.translate.callgraph import OPAQUE
from deodar.proofs.translate.contract import CONTRACTS

STYLES = {Status.PROVED: "green", Status.REFUTED: "bold red", Status.UNKNOWN: "bold yellow"}


def show_step(step: Step, console: Console) -> None:
    """One line, and whatever explains it where it is bad."""
    line, details = _line(step)
    mark = Text("  ok  ", "green") if step.holds else Text("  !!  ", "bold red")
    console.print(mark + Text(line), soft_wrap=True)
    for each in details:
        console.print(Text(each, "default"), soft_wrap=True)


def _line(step: Step) -> tuple[str, list[str]]:
    match step:
        case Walk(functions, recursive, None):
            return f"{functions} functions lie in the subset, {recursive} recursive ones descend", []
        case Walk(_, _, outside):
            return f"outside the subset that can be proved: {outside}", []
        case ContractReport():
            details = [] if step.proved else ["the contract does not hold"]
            return f"{step.name}{_seconds(step.seconds)}", [*details, *_checked(step.checks)]
        case TheoremReport():
            return f"{step.name}: {step.status.value}{_seconds(step.seconds)}", _explained(step)
        case MutantReport(name, theorem):
            kind = f"breaks {theorem}" if theorem is not None else "changes nothing"
            return f"edit `{name}` {kind}{_seconds(step.seconds)}", [] if step.as_expected else ["it does not"]


def _explained(report: TheoremReport) -> list[str]:
    """Why a theorem is in doubt: the statement and a case in which it does not hold."""
    lines = [] if report.status is Status.PROVED else [f"{report.statement} Not so:"]
    unproved = [name for name, verdict in report.cases.items() if verdict != "unsat"]
    if unproved:
        lines.append(f"no proof for: {', '.join(unproved)}")
    if report.cedar is not None:
        lines.append(report.cedar)
    elif report.status is not Status.PROVED:
        lines.append("the solver finds no proof, and no counterexample with few policies")
    return [*lines, *report.doubts, *_checked(report.checks)]


def _checked(checks: Checks) -> list[str]:
    """What the further checks of a proof found."""
    lines = [f"not proved with the seeds {', '.join(map(str, checks.unstable))}"] if checks.unstable else []
    return lines + [f"cvc5 disagrees: {each.name}" for each in checks.asked if each.second == DISAGREES]


def _seconds(seconds: float) -> str:
    return f" ({seconds:.2f} s)"


def show_table(steps: Sequence[Step], console: Console) -> None:
    """The theorems with their status, then what they rest on."""
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("theorem", overflow="fold")
    table.add_column("status")
    table.add_column("seconds", justify="right")
    for step in steps:
        if isinstance(step, TheoremReport):
            theorem = Text.assemble((step.name, "bold"), "\n", step.statement)
            table.add_row(theorem, Text(step.status.value, STYLES[step.status]), f"{step.seconds:.2f}")
    console.print(table)
    _show_assumptions(steps, console)
    mutants = [each for each in steps if isinstance(each, MutantReport)]
    if mutants:
        bugs = [each for each in mutants if each.theorem is not None]
        caught = sum(each.as_expected for each in bugs)
        kept = sum(each.as_expected for each in mutants if each.theorem is None)
        shown = sum(each.cedar is not None for each in bugs)
        console.print(f"planted bugs refuted: {caught} of {len(bugs)}, {shown} with a counterexample")
        console.print(f"harmless edits that stay proved: {kept} of {len(mutants) - len(bugs)}")
    said = second_opinions(steps)
    if said:
        counts = ", ".join(f"{said[each]} {each}" for each in (AGREES, UNKNOWN, DISAGREES))
        console.print(f"cvc5 on {sum(said.values())} questions: {counts}")
    bad = sum(not each.holds for each in steps)
    console.print(Text("all proved, all sane", "green") if not bad else Text(f"{bad} not as they must be", "bold red"))


def second_opinions(steps: Sequence[Step]) -> Counter[str]:
    """How often the second solver agrees, does not know, and disagrees; nothing if it was not asked."""
    proofs = [each for each in steps if isinstance(each, ContractReport | TheoremReport)]
    return Counter(asked.second for each in proofs for asked in each.checks.asked if asked.second is not None)


def _show_assumptions(steps: Sequence[Step], console: Console) -> None:
    used = {name for step in steps if isinstance(step, TheoremReport) for name in step.assumptions}
    for contract in CONTRACTS:
        if contract.name in used:
            console.print(f"assumed, {contract.name}: {contract.statement}", soft_wrap=True)
    console.print(f"left open, whatever they do: {', '.join(OPAQUE.values())}", soft_wrap=True)


def as_json(steps: Sequence[Step]) -> dict[str, object]:
    """The run as data."""
    walked = [each for each in steps if isinstance(each, Walk)]
    return {
        "holds": all(each.holds for each in steps),
        "functions": sum(each.functions for each in walked),
        "outside": [each.outside for each in walked if each.outside is not None],
        "theorems": [_theorem(each) for each in steps if isinstance(each, TheoremReport)],
        "contracts": [_contract(each) for each in steps if isinstance(each, ContractReport)],
        "mutants": [_mutant(each) for each in steps if isinstance(each, MutantReport)],
        "second_solver": dict(second_opinions(steps)),
    }


def _theorem(report: TheoremReport) -> dict[str, object]:
    return {
        "theorem": report.name,
        "statement": report.statement,
        "official": report.official,
        "status": report.status.value,
        "holds": report.holds,
        "seconds": round(report.seconds, 3),
        "cases": dict(report.cases),
        "assumptions": list(report.assumptions),
        "doubts": list(report.doubts),
        "counterexample": report.cedar,
        **_checks(report.checks),
    }


def _contract(report: ContractReport) -> dict[str, object]:
    return {
        "contract": report.name,
        "statement": report.statement,
        "holds": report.holds,
        "seconds": round(report.seconds, 3),
        **_checks(report.checks),
    }


def _checks(checks: Checks) -> dict[str, object]:
    return {
        "seeds_without_proof": list(checks.unstable),
        "second_solver": {each.name: each.second for each in checks.asked if each.second is not None},
    }


def _mutant(report: MutantReport) -> dict[str, object]:
    return {
        "edit": report.name,
        "falls": report.theorem,
        "as_expected": report.as_expected,
        "seconds": round(report.seconds, 3),
        "counterexample": report.cedar,
    }
