"""The frame around every command: whatever happens in it becomes a diagnostic and an exit status."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Sequence
from typing import TextIO

import typer
from typer.core import TyperGroup

from deodar import DeodarError
from deodar.command_line.diagnostics import ErrorFormat, error_format_in, report_errors, report_message
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.refusals import MissingExtra, Refused, WrongUsage

# What the argument parser raises for any wrong usage; typer has a public name only for a subclass of it.
UsageError: type[Exception] = typer.BadParameter.__bases__[0]


class StatusGroup(TyperGroup):
    """A group of commands whose return values are exit statuses."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: ARG002  # the caller's wish: here, there is one way only
        windows_expand_args: bool = True,
        **extra: object,
    ) -> None:
        """Run, and leave by `SystemExit`, always."""
        arguments = sys.argv[1:] if args is None else list(args)
        _prepare_streams()
        try:
            status = super().main(
                arguments,
                prog_name,
                complete_var,
                standalone_mode=False,
                windows_expand_args=windows_expand_args,
                **extra,
            )
            sys.stdout.flush()  # a result that nobody received is a failure
        except OSError as failure:
            _give_up_output()
            status = _report(failure, error_format_in(arguments))
        except (UsageError, WrongUsage, DeodarError, Refused, MissingExtra, typer.Abort) as failure:
            status = _report(failure, error_format_in(arguments))
        sys.exit(int(status) if isinstance(status, int) else ExitStatus.OK)


def _report(failure: Exception, error_format: ErrorFormat) -> ExitStatus:
    match failure:
        case DeodarError():
            report_errors([failure], error_format)
        case Refused(errors=errors):
            report_errors(errors, error_format)
        case MissingExtra():
            report_message("missing-extra", str(failure), error_format)
        case typer.Abort():
            return ExitStatus.INTERRUPTED
        case BrokenPipeError():
            pass  # the reader went away, and wants to hear nothing
        case OSError():
            report_message("system", f"the system refused: {failure.strerror or failure}".lower(), error_format)
        case WrongUsage():
            report_message("usage", str(failure), error_format)
            return ExitStatus.WRONG_USAGE
        case _:
            report_message("usage", _usage_sentence(failure), error_format)
            return ExitStatus.WRONG_USAGE
    return ExitStatus.FAILURE


def _usage_sentence(failure: Exception) -> str:
    """What the argument parser says, in our form, and the command whose help tells more."""
    words = str(getattr(failure, "format_message", failure.__str__)()).replace("Value error, ", "").rstrip(".")
    command = getattr(getattr(failure, "ctx", None), "command_path", "deodar")
    words = words or "missing command"
    sentence = re.sub(r"'([^']*)'", r"`\1`", words[:1].lower() + words[1:])
    return f"{sentence}\n  help: {command} --help"


def _prepare_streams() -> None:
    """Escape a character that the terminal cannot show, and let a closed stream swallow what is written to it."""
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


def _give_up_output() -> None:
    """Drop what could not be written, so that the interpreter does not fail once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
