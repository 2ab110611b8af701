"""`deodar prove`: proves the theorems about the model, or shows a request and policies that refute them."""

from __future__ import annotations

from typing import Annotated

import typer

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
    from deodar.proofs.main import Form, UnknownTheorem, main  # noqa: PLC0415  # z3 is heavy, and comes with an extra

    form = Form.JSON if as_json else Form.LEDGER if as_ledger else Form.HUMAN
    try:
        proved = main(form, only=only or (), mutants=mutants, timeout_millis=int(timeout * 1000))
    except UnknownTheorem as failure:
        raise typer.BadParameter(f"there is no theorem `{failure}`") from None
    if not proved:
        raise typer.Exit(DOES_NOT_HOLD)
