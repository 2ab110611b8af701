"""What a command says on standard error, for people, for pipes and for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum

from rich.console import Console
from rich.text import Text

from deodar import DeodarError, EvaluationError, Finding, PolicyError
from deodar.command_line.result import Result, Severity
from deodar.impl.source import Source
from deodar.impl.wording import quote


class ErrorFormat(StrEnum):
    """How diagnostics are written."""

    HUMAN = "human"  # in colours on a terminal, with a closing count
    PLAIN = "plain"  # the text of the error, nothing else
    JSON = "json"  # one object a line, one line a finding


OPTION_NAMES = ("--error-format", "-f")


def error_format_in(arguments: Sequence[str]) -> ErrorFormat:
    """The format asked for among raw arguments, which may be too wrong to be parsed."""
    asked = ErrorFormat.HUMAN
    for index in range(len(arguments)):
        asked = _asked_at(arguments, index)[0] or asked
    return asked


def without_error_format(arguments: Sequence[str]) -> list[str]:
    """The arguments for a command that does not know the option, as it was read already."""
    kept: list[str] = []
    index = 0
    while index < len(arguments):
        asked, length = _asked_at(arguments, index)
        kept += [] if asked else [arguments[index]]
        index += length
    return kept


def _asked_at(arguments: Sequence[str], index: int) -> tuple[ErrorFormat | None, int]:
    """The format asked for at a place, if any, and how many arguments that takes."""
    formats = {form.value: form for form in ErrorFormat}
    name, equals, value = arguments[index].partition("=")
    if equals and name == OPTION_NAMES[0] and value in formats:
        return formats[value], 1
    if name in OPTION_NAMES and arguments[index + 1 : index + 2] and arguments[index + 1] in formats:
        return formats[arguments[index + 1]], 2
    return None, 1


def report_errors(errors: Sequence[DeodarError], error_format: ErrorFormat) -> None:
    """Write every finding of every error."""
    for error in errors:
        match error_format:
            case ErrorFormat.PLAIN:
                print(error, file=sys.stderr)
            case ErrorFormat.JSON:
                for finding in error.findings:
                    _print_json(_as_json(finding, error.source_name))
            case ErrorFormat.HUMAN:
                for finding in error.findings:
                    _print_coloured(finding.render(error.source_name))
    count = sum(len(error.findings) for error in errors)
    if error_format is ErrorFormat.HUMAN and count > 1:
        _print_coloured(f"{count} mistakes found")


def report_results(results: Iterable[Result], error_format: ErrorFormat) -> None:
    """Write findings by their severity, each with its kind, which `deodar explain` may tell more about."""
    for result in results:
        if error_format is ErrorFormat.JSON:
            _print_json(result.as_json())
            continue
        finding = result.finding
        lead = "warning: " if result.severity is Severity.WARNING else ""
        text = finding._replace(message=f"{lead}{finding.message} [{finding.kind}]").render(result.source_name)
        if error_format is ErrorFormat.PLAIN:
            print(text, file=sys.stderr)
        else:
            _print_coloured(text)


def report_message(kind: str, message: str, error_format: ErrorFormat) -> None:
    """Write a diagnostic that is about no document: wrong usage, a missing extra."""
    if error_format is ErrorFormat.JSON:
        _print_json({"kind": kind, "message": message})
    elif error_format is ErrorFormat.PLAIN:
        print(message, file=sys.stderr)
    else:
        _print_coloured(message)


def report_policy_error(error: PolicyError, source: Source, error_format: ErrorFormat) -> None:
    """Write that a policy could not be evaluated for a request, and so did not take part in the decision."""
    if error_format is ErrorFormat.JSON:
        finding = _finding(error, source, error.message)
        _print_json({"policy": error.policy_id} | _as_json(finding, source.name))
    else:
        finding = _finding(error, source, f"policy {quote(error.policy_id)} was ignored, as it fails: {error.message}")
        report_errors([EvaluationError([finding], source.name)], error_format)


def _finding(error: PolicyError, source: Source, message: str) -> Finding:
    """The finding, with its place where the policy was read from Cedar text."""
    return Finding(error.kind, message) if error.place is None else source.finding(error.kind, message, *error.place)


def _as_json(finding: Finding, source_name: str) -> dict[str, object]:
    """The members that are known, in a fixed order."""
    span = finding.span
    members: dict[str, object] = {"kind": finding.kind, "message": finding.message, "source": source_name}
    if span is not None:
        members |= {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}
    members |= {"path": finding.path, "help": finding.help}
    return {name: value for name, value in members.items() if value is not None}


def _print_json(members: dict[str, object]) -> None:
    print(json.dumps(members), file=sys.stderr)


def _print_coloured(message: str) -> None:
    """The message with its first line bold, the mark and the help coloured; plain text where there is no terminal."""
    text = Text(message)
    text.highlight_regex(r"\A[^\n]*", "bold")
    text.highlight_regex(r"(?m)^ +\^+", "bold red")
    text.highlight_regex(r"(?m)help: .*$", "cyan")
    text.highlight_regex(r"`[^`\n]*`", "yellow")
    Console(stderr=True, soft_wrap=True).print(text)
