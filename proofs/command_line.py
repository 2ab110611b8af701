"""`deodar prove`: proves the theorems about the model, or shows a request and policies that refute them."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console

DOES_NOT_HOLD = 5

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def prove(
    only: Annotated[list[str] | None, typer.Option("--only", metavar="THEOREM", help="Only this; repeatable.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Also plant bugs, each of which a theorem must catch.")
    ] = False,
    as_ledger: Annotated[bool, typer.Option("--ledger", help="Print docs/theorems.md.")] = False,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds for each question to the solver.")
    ] = 10.0,
) -> None:
    """Prove the theorems about the model from its own source, or refute them with a counterexample.

    Exit status: 0 if everything is proved and every sanity check holds, 5 otherwise.
    """
    from deodar.proofs import program as programs
    from deodar.proofs.ledger import ledger
    from deodar.proofs.run import holds, run, theorems
    from deodar.proofs.show import as_json as to_json
    from deodar.proofs.show import show_step, show_table

    program, console = programs.Program(), Console(highlight=False)
    names = {each.name for each in theorems(program)}
    for name in only or []:
        if name not in names:
            raise typer.BadParameter(f"there is no theorem `{name}`")
    steps = []
    for step in run(program, timeout_millis=int(timeout * 1000), only=only or (), mutants=mutants):
        steps.append(step)
        if not as_json and not as_ledger:
            show_step(step, program, console)
    if as_json:
        print(json.dumps(to_json(steps, program), indent=2))
    elif as_ledger:
        print(ledger(steps), end="")
    else:
        show_table(steps, console)
    if not all(holds(each) for each in steps):
        raise typer.Exit(DOES_NOT_HOLD)
