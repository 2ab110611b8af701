"""`deodar check-parse`: are these documents well formed?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from deodar import DeodarError
from deodar.command_line.diagnostics import ErrorFormat, report_results
from deodar.command_line.documents import load_entities, under_name
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.options import (
    EntitiesOption,
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
from deodar.command_line.policy_documents import load_policies
from deodar.command_line.refusals import Loaded, Refused, attempt
from deodar.command_line.result import results_of_warnings
from deodar.command_line.schema_documents import load_schema_if_given, warnings_of
from deodar.impl.parser import parse_expression


def check_parse(
    *,
    files: PolicyFilesArgument = None,
    policies: PoliciesOption = None,
    policy_format: PolicyFormatOption = PolicyFormat.CEDAR,
    template_linked: LinksOption = None,
    expression: Annotated[str | None, typer.Option("--expression", metavar="EXPRESSION", help="Cedar syntax.")] = None,
    schema: SchemaOption = None,
    schema_format: SchemaFormatOption = SchemaFormat.CEDAR,
    entities: EntitiesOption = None,
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,
) -> ExitStatus:
    """Check that policies, an expression, a schema or entities are well formed; says nothing if they are.

    With a schema, entities must conform to it. Reads policies from standard input if nothing is named.
    """
    declared = attempt(lambda: load_schema_if_given(schema, schema_format))
    checks: list[Callable[[], object]] = []
    if policies is not None or files or (expression is None and entities is None and not schema):
        paths = policy_paths(policies, files)
        checks += [partial(load_policies, path, policy_format, template_linked) for path in paths]
    if expression is not None:
        checks.append(lambda: under_name("<expression>", lambda: parse_expression(expression)))
    if entities is not None and isinstance(declared, Loaded):
        checks.append(lambda: load_entities(entities, declared.document))
    outcomes = [declared, *(attempt(check) for check in checks)]
    if isinstance(declared, Loaded) and declared.document is not None:
        report_results(results_of_warnings(warnings_of(declared.document)), error_format)
    if errors := [outcome for outcome in outcomes if isinstance(outcome, DeodarError)]:
        raise Refused(errors)
    return ExitStatus.OK
