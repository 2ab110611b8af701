"""`deodar prove`: proves the theorems about the model, or shows a request and policies that refute them."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

DOES_NOT_HOLD = 5
SOLVERS = ("z3", "cvc5")
PROCESSES = 2

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def prove(  # noqa: PLR0917  # one parameter an option
    only: Annotated[list[str] | None, typer.Option("--only", metavar="THEOREM", help="Only this; repeatable.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    as_ledger: Annotated[bool, typer.Option("--ledger", help="Print docs/theorems.md.")] = False,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Also plant bugs, each of which a theorem must catch.")
    ] = False,
    sanity: Annotated[
        bool, typer.Option("--sanity/--no-sanity", help="Look whether each statement says something at all.")
    ] = True,
    seeds: Annotated[
        int, typer.Option("--seeds", metavar="N", min=1, help="Prove with the seeds 1 to N of the solver.")
    ] = 1,
    solver: Annotated[
        str, typer.Option("--solver", metavar="NAME", help="`cvc5` asks that solver, too, what z3 was asked.")
    ] = "z3",
    smt2: Annotated[
        Path | None, typer.Option("--smt2", metavar="DIR", help="Write each question to the solver in SMT-LIB 2.")
    ] = None,
    cases: Annotated[
        Path | None,
        typer.Option("--cases", metavar="DIR", help="Write counterexamples as files for `deodar drt replay`."),
    ] = None,
    processes: Annotated[
        int | None, typer.Option("--processes", min=1, help="How many processes prove; at most 2 if left out.")
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds for each question to the solver.")
    ] = 10.0,
) -> None:
    """Prove the theorems about the model from its own source, or refute them with a counterexample.

    Exit status: 0 if everything is proved and every sanity check holds, 5 otherwise.
    """
    if solver not in SOLVERS:
        raise typer.BadParameter(f"there is no solver `{solver}`\n  help: write {' or '.join(SOLVERS)}")
    if solver == "cvc5":  # what is missing is told at once
        import_module("deodar.proofs.second_solver")
    if cases is not None:
        import_module("deodar.drt.case_file")
    from deodar.proofs.job import Options  # noqa: PLC0415  # z3 is heavy, and comes with an extra
    from deodar.proofs.main import Form, Output, UnknownTheorem, main  # noqa: PLC0415
    from deodar.proofs.run import Plan  # noqa: PLC0415

    form = Form.JSON if as_json else Form.LEDGER if as_ledger else Form.HUMAN
    options = Options(int(timeout * 1000), sanity, seeds, smt2 is not None, solver == "cvc5")
    shared = min(PROCESSES, os.cpu_count() or 1) if processes is None else processes
    plan = Plan(tuple(only or ()), mutants, options, shared if len(only or ()) != 1 else 1)
    try:
        proved = main(plan, Output(form, smt2, cases))
    except UnknownTheorem as failure:
        raise typer.BadParameter(str(failure)) from None
    if not proved:
        raise typer.Exit(DOES_NOT_HOLD)
