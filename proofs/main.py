"""`deodar prove` behind its options: runs, and writes what came of it."""

from __future__ import annotations

import json
from collections.abc import Collection
from enum import Enum

from rich.console import Console

from deodar.proofs import program as programs
from deodar.proofs.ledger import ledger
from deodar.proofs.run import Step, holds, run, theorems
from deodar.proofs.show import as_json, show_step, show_table


class Form(Enum):
    """How the results are written."""

    HUMAN = "human"
    JSON = "json"
    LEDGER = "ledger"


class UnknownTheorem(Exception):
    """There is no theorem of this name."""


def main(form: Form, *, only: Collection[str], mutants: bool, timeout_millis: int) -> bool:
    """Whether everything is proved, and every sanity check holds."""
    program, console = programs.Program(), Console(highlight=False)
    known = {each.name for each in theorems(program)}
    for name in only:
        if name not in known:
            raise UnknownTheorem(name)
    steps: list[Step] = []
    for step in run(program, timeout_millis=timeout_millis, only=only, mutants=mutants):
        steps.append(step)
        if form is Form.HUMAN:
            show_step(step, program, console)
    match form:
        case Form.HUMAN:
            show_table(steps, console)
        case Form.JSON:
            print(json.dumps(as_json(steps, program), indent=2))
        case Form.LEDGER:
            print(ledger(steps), end="")
    return all(holds(each) for each in steps)
