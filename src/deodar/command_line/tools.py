"""The commands that other rooms of the house bring: engines, differential runs, proofs, conformance.

They are imported when called, as they are heavy, and as some need a package that comes with an extra.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from deodar import Finding
from deodar.command_line.diagnostics import ErrorFormat, without_error_format
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.options import ErrorFormatOption
from deodar.command_line.refusals import FileError, MissingExtra, WrongUsage

EXTRAS = {
    "hypothesis": "drt",
    "jinja2": "drt",
    "vl_convert": "drt",
    "z3": "proofs",
    "cedarpy": "peers",
    "distributed": "cluster",
    "cvc5": "cvc5",
}


def engine(
    name: Annotated[str, typer.Argument(metavar="NAME", help="model, impl or cedarpy.")],
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,  # noqa: ARG001  # see `app`
) -> ExitStatus:
    """Serve an engine: one JSON object a line in, one answer a line out."""
    with extras_named():
        from deodar.drt.engines import BUILT_IN  # noqa: PLC0415  # see the module docstring
        from deodar.drt.engines.server import serve  # noqa: PLC0415

        if name not in BUILT_IN:
            known = ", ".join(f"`{built_in}`" for built_in in BUILT_IN)
            raise WrongUsage(f"there is no engine `{name}`\n  help: the engines are {known}")
        serve(name)
    return ExitStatus.OK


def drt(context: typer.Context) -> object:
    """Test engines against each other on generated cases: run, replay."""
    with extras_named():
        from deodar.drt.command_line import app  # noqa: PLC0415  # see the module docstring

        return _hand_on(app, context)


def prove(context: typer.Context) -> object:
    """Prove the theorems about the model, or refute them with a counterexample."""
    with extras_named():
        from deodar.proofs.command_line import app  # noqa: PLC0415  # see the module docstring

        return _hand_on(app, context)


def conformance(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="A folder or .tar.gz of integration cases.")],
    engines: Annotated[
        list[str] | None, typer.Option("--engine", help="model, impl, cedarpy or cmd:PROGRAM; may be repeated.")
    ] = None,
    show: Annotated[int, typer.Option("--show", min=0, help="How many disagreements to show for each engine.")] = 5,
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,  # noqa: ARG001  # see `app`
) -> ExitStatus:
    """Run integration cases in the official format on engines, and count agreement."""
    with extras_named():
        from deodar.conformance.corpus import CorpusError, read_corpus  # noqa: PLC0415  # see the module docstring
        from deodar.conformance.run import opened, run  # noqa: PLC0415

        try:
            with opened(list(dict.fromkeys(engines or ["model", "impl"]))) as tested:
                return ExitStatus.OK if run(read_corpus(corpus), tested, show) else ExitStatus.FAILURE
        except CorpusError as failure:
            raise FileError([Finding("bad-corpus", str(failure))], str(corpus)) from None


@contextmanager
def extras_named() -> Generator[None, None, None]:
    """Turns the failed import of an extra's package into the line to type."""
    try:
        yield
    except ModuleNotFoundError as failure:
        package = (failure.name or "").partition(".")[0]
        if package not in EXTRAS:
            raise
        raise MissingExtra(package, EXTRAS[package]) from None


def _hand_on(app: typer.Typer, context: typer.Context) -> object:
    """The result of another application, run on the rest of the line as if it were a part of this one."""
    command = typer.main.get_command(app)
    with command.make_context(context.info_name, without_error_format(context.args), parent=context.parent) as inner:
        return command.invoke(inner)
