"""`deodar evaluate`: what an expression is worth."""

from __future__ import annotations

from typing import Annotated

import typer

from deodar import evaluate as evaluated
from deodar.command_line.diagnostics import ErrorFormat
from deodar.command_line.documents import RequestOptions, load_entities, load_request, under_name
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.options import (
    ActionOption,
    ContextOption,
    EntitiesOption,
    ErrorFormatOption,
    PrincipalOption,
    RequestJsonOption,
    ResourceOption,
    SchemaFormat,
    SchemaFormatOption,
    SchemaOption,
)
from deodar.command_line.refusals import together
from deodar.command_line.schema_documents import load_schema_if_given
from deodar.command_line.value_text import value_text
from deodar.impl.parser import parse_expression

EXPRESSION = "<expression>"


def evaluate(
    *,
    expression: Annotated[str, typer.Argument(metavar="EXPRESSION", help="In Cedar syntax.")],
    schema: SchemaOption = None,
    schema_format: SchemaFormatOption = SchemaFormat.CEDAR,
    entities: EntitiesOption = None,
    principal: PrincipalOption = None,
    action: ActionOption = None,
    resource: ResourceOption = None,
    context: ContextOption = None,
    request_json: RequestJsonOption = None,
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,  # noqa: ARG001  # see `app`
) -> ExitStatus:
    """Evaluate an expression and print its value in Cedar syntax."""
    options = RequestOptions(principal, action, resource, context, request_json)
    declared = load_schema_if_given(schema, schema_format)
    store, request, _ = together(
        lambda: load_entities(entities, declared),
        lambda: load_request(options, declared) if options.given else None,
        lambda: under_name(EXPRESSION, lambda: parse_expression(expression)),
    )
    value = under_name(EXPRESSION, lambda: evaluated(expression, request, store))
    print(value_text(value))
    return ExitStatus.OK
