"""`deodar validate`: can these policies ever fail with a type error, and what is wrong with them?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from deodar import DeodarError, Schema
from deodar import validate as validated
from deodar.command_line.diagnostics import ErrorFormat, report_results
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.options import (
    ErrorFormatOption,
    LinksOption,
    PoliciesOption,
    PolicyFilesArgument,
    PolicyFormat,
    PolicyFormatOption,
    SchemaFormat,
    SchemaFormatOption,
    SchemaOption,
    policy_paths,
)
from deodar.command_line.policy_documents import PolicyDocument, load_policies
from deodar.command_line.refusals import Loaded, Refused, WrongUsage, attempt
from deodar.command_line.result import Result, Severity, results_of_errors, results_of_report, results_of_warnings
from deodar.command_line.sarif import sarif_log
from deodar.command_line.schema_documents import load_schema, warnings_of
from deodar.command_line.workflow_commands import workflow_command

MANY_ENVIRONMENTS = 10_000  # from here on it takes seconds, which deserve a word


class ReportFormat(StrEnum):
    """How the findings are written."""

    TEXT = "text"  # for people, on standard error
    JSON = "json"  # one object
    SARIF = "sarif"  # for code hosts
    GITHUB = "github"  # annotations of a GitHub workflow


class Mode(StrEnum):
    """How strictly types are taken."""

    STRICT = "strict"
    PERMISSIVE = "permissive"


@dataclass(slots=True)
class _Checked:
    """What came of the documents."""

    results: list[Result]
    is_read: bool
    """All of them were well formed."""

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(result.severity is Severity.ERROR for result in self.results)

    def status(self, *, deny_warnings: bool) -> ExitStatus:
        """What a script is told."""
        if not self.is_read:
            return ExitStatus.FAILURE
        wrong = self.results if deny_warnings else self.errors
        return ExitStatus.DOES_NOT_VALIDATE if wrong else ExitStatus.OK


def validate(
    *,
    files: PolicyFilesArgument = None,
    schema: SchemaOption = None,
    schema_format: SchemaFormatOption = SchemaFormat.CEDAR,
    policies: PoliciesOption = None,
    policy_format: PolicyFormatOption = PolicyFormat.CEDAR,
    template_linked: LinksOption = None,
    deny_warnings: Annotated[bool, typer.Option("--deny-warnings", help="Take warnings for errors.")] = False,
    validation_mode: Annotated[Mode, typer.Option("--validation-mode", help="How strictly types are taken.")] = (
        Mode.STRICT
    ),
    level: Annotated[
        int | None,
        typer.Option("--level", min=0, metavar="N", help="How far from the request policies may read the entities."),
    ] = None,
    report_format: Annotated[ReportFormat, typer.Option("--format", help="How findings are written.")] = (
        ReportFormat.TEXT
    ),
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,
) -> ExitStatus:
    """Check policies against a schema. The exit status is 3 if they do not validate."""
    if not schema:
        raise WrongUsage("give `--schema`: policies are valid, or not, for a schema")
    declared = attempt(lambda: load_schema(schema, schema_format))
    documents = [
        attempt(partial(load_policies, path, policy_format, template_linked)) for path in policy_paths(policies, files)
    ]
    refused = [outcome for outcome in (declared, *documents) if isinstance(outcome, DeodarError)]
    if refused and report_format is ReportFormat.TEXT:
        raise Refused(refused)
    checked = _Checked(results_of_errors(refused), is_read=not refused)
    if isinstance(declared, Loaded):
        checked.results += results_of_warnings(warnings_of(declared.document))
        for document in documents:
            if isinstance(document, Loaded):
                checked.results += _check(document.document, declared.document, validation_mode, level)
    match report_format:
        case ReportFormat.TEXT:
            _print_text(checked, error_format)
        case ReportFormat.JSON:
            print(json.dumps(_as_json(checked), indent=2, ensure_ascii=False))
        case ReportFormat.SARIF:
            print(json.dumps(sarif_log(checked.results), indent=2, ensure_ascii=False))
        case ReportFormat.GITHUB:
            for result in checked.results:
                print(workflow_command(result))
    return checked.status(deny_warnings=deny_warnings)


def _check(document: PolicyDocument, schema: Schema, mode: Mode, level: int | None) -> list[Result]:
    """The findings about policies, with a bar where it takes long and somebody looks."""
    environments = sum(1 for _ in schema.resolved.environments())
    console = Console(stderr=True)
    if environments >= MANY_ENVIRONMENTS:
        console.print(f"checking each policy in {environments:,} request environments", highlight=False)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("policies")

        def step(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        report = validated(document.policies, schema, mode.value, level, source=document.source, progress=step)
    return results_of_report(report, document.source.name)


def _print_text(checked: _Checked, error_format: ErrorFormat) -> None:
    report_results(checked.results, error_format)
    if checked.errors:
        print(f"the policies are not valid: {checked.errors} error{'s' if checked.errors > 1 else ''}")
    else:
        print("the policies are valid")


def _as_json(checked: _Checked) -> dict[str, object]:
    """Whether the policies are valid, and the findings."""
    return {"valid": not checked.errors, "findings": [result.as_json() for result in checked.results]}
