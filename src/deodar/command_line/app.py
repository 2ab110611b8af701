"""The commands of `deodar`, in the order in which `deodar --help` lists them."""

from __future__ import annotations

from typing import Annotated

import typer

from deodar import __version__
from deodar.command_line.authorize import authorize
from deodar.command_line.check_parse import check_parse
from deodar.command_line.diagnostics import OPTION_NAMES, ErrorFormat
from deodar.command_line.evaluate import evaluate
from deodar.command_line.explain import explain
from deodar.command_line.format import format_text
from deodar.command_line.group import StatusGroup
from deodar.command_line.link import link
from deodar.command_line.new import new
from deodar.command_line.run_tests import run_tests
from deodar.command_line.tools import conformance, drt, engine, prove
from deodar.command_line.translate_policy import translate_policy
from deodar.command_line.translate_schema import translate_schema
from deodar.command_line.validate import validate
from deodar.command_line.visualize import visualize

app = typer.Typer(
    name="deodar",
    cls=StatusGroup,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
)


# What follows these commands on the line is read by the room that brings them.
HANDED_ON: dict[str, object] = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"deodar {__version__}")
        raise typer.Exit


@app.callback()
def deodar(
    version: Annotated[  # printed by its callback
        bool,
        typer.Option("--version", "-V", callback=_print_version, is_eager=True, help="Print the version and stop."),
    ] = False,
    error_format: Annotated[  # read from the raw arguments, as it also shapes what is said about them
        ErrorFormat, typer.Option(*OPTION_NAMES, help="How mistakes are written to standard error.")
    ] = ErrorFormat.HUMAN,
) -> None:
    """Decide, read, translate and test Cedar policies, and hunt for disagreements between engines.

    Exit status: 0 ok or allow, 1 failure, 2 deny, 3 does not validate, 5 a property does not hold, 7 the engines
    disagree, 64 wrong usage.
    """


app.command()(authorize)
app.command()(evaluate)
app.command()(validate)
app.command()(explain)
app.command()(check_parse)
app.command("format")(format_text)
app.command()(translate_policy)
app.command()(translate_schema)
app.command()(link)
app.command()(visualize)
app.command()(new)
app.command()(run_tests)
app.command()(engine)
app.command(context_settings=HANDED_ON)(drt)
app.command(context_settings=HANDED_ON)(prove)
app.command(hidden=True)(conformance)
