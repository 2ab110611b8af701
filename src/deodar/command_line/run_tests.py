"""`deodar run-tests`: do the policies decide as their authors expect?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from deodar import DeodarError, PolicySet
from deodar.command_line.diagnostics import ErrorFormat
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.options import (
    ErrorFormatOption,
    LinksOption,
    PoliciesOption,
    PolicyFormat,
    PolicyFormatOption,
)
from deodar.command_line.policy_documents import load_policies
from deodar.command_line.policy_tests import PolicyTest, complaints, load_tests
from deodar.impl.source import visible

WIDTH_OF_A_PIPE = 120


def run_tests(
    *,
    tests: Annotated[Path, typer.Option("--tests", metavar="FILE", help="JSON list of tests.")],
    policies: PoliciesOption = None,
    policy_format: PolicyFormatOption = PolicyFormat.CEDAR,
    template_linked: LinksOption = None,
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,  # noqa: ARG001  # see `app`
) -> ExitStatus:
    """Run tests of policies: requests with the decisions that are expected. Fails if one does not pass."""
    policy_set = load_policies(policies, policy_format, template_linked).policies
    results = [(test, _result(test, policy_set)) for test in load_tests(tests)]
    table = Table("test", "expected", "result", box=box.SIMPLE_HEAD)
    for test, (word, details) in results:
        style = "green" if word == "ok" else "red"
        table.add_row(
            Text(visible(test.name)), test.decision, Text("\n".join(map(visible, [word, *details])), style=style)
        )
    Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_PIPE).print(table)
    failed = sum(word != "ok" for _, (word, _) in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return ExitStatus.FAILURE if failed else ExitStatus.OK


def _result(test: PolicyTest, policies: PolicySet) -> tuple[str, list[str]]:
    """One word on how a test went, and the details."""
    try:
        details = complaints(test, policies)
    except DeodarError as error:
        return "error", str(error).splitlines()
    return ("fail", details) if details else ("ok", [])
