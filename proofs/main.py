"""`deodar prove` behind its options: runs, and writes what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from pathlib import Path

from rich.console import Console

from deodar.proofs import program as programs
from deodar.proofs.ledger import ledger
from deodar.proofs.report import Step
from deodar.proofs.run import Plan, run, theorems
from deodar.proofs.show import as_json, show_step, show_table
from deodar.proofs.written import write_case, write_questions


class Form(Enum):
    """How the results are written."""

    HUMAN = "human"
    JSON = "json"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Output:
    """Where the results go."""

    form: Form
    questions: Path | None  # a folder for SMT-LIB 2
    cases: Path | None  # a folder for case files


class UnknownTheorem(Exception):
    """There is no theorem of this name."""

    def __init__(self, name: str, known: list[str]) -> None:
        near = get_close_matches(name, known, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(f'`{each}`' for each in near)}?" if near else "`docs/theorems.md` lists them"
        super().__init__(f"there is no theorem `{name}`\n  help: {hint}")


def main(plan: Plan, output: Output) -> bool:
    """Whether everything is proved, and every sanity check holds."""
    program, console = programs.Program(), Console(highlight=False)
    known = [each.name for each in theorems(program)]
    for name in plan.only:
        if name not in known:
            raise UnknownTheorem(name, known)
    steps: list[Step] = []
    for step in run(program, plan):
        steps.append(step)
        path = None if output.cases is None else write_case(step, output.cases)
        if output.questions is not None:
            write_questions(step, output.questions)
        if output.form is Form.HUMAN:
            show_step(step, console)
            if path is not None:
                console.print(f"        replay it: deodar drt replay {path}", soft_wrap=True)
    match output.form:
        case Form.HUMAN:
            show_table(steps, console)
        case Form.JSON:
            print(json.dumps(as_json(steps), indent=2))
        case Form.LEDGER:
            print(ledger(steps), end="")
    return all(each.holds for each in steps)
