"""`deodar check-parse`: are these documents well formed?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from deodar import DeodarError
from deodar.command_line.diagnostics import ErrorFormat
from deodar.command_line.documents import load_entities, under_name
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.options import (
    EntitiesOption,
    ErrorFormatOption,
    LinksOption,
    PoliciesOption,
    PolicyFormat,
    PolicyFormatOption,
)
from deodar.command_line.policy_documents import load_policies
from deodar.command_line.refusals import Refused, attempt
from deodar.impl.parser import parse_expression


def check_parse(
    *,
    policies: PoliciesOption = None,
    policy_format: PolicyFormatOption = PolicyFormat.CEDAR,
    template_linked: LinksOption = None,
    expression: Annotated[str | None, typer.Option("--expression", metavar="EXPRESSION", help="Cedar syntax.")] = None,
    entities: EntitiesOption = None,
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,  # noqa: ARG001  # see `app`
) -> ExitStatus:
    """Check that policies, an expression or entities are well formed; says nothing if they are.

    Reads policies from standard input if nothing is named.
    """
    checks: list[Callable[[], object]] = []
    if policies is not None or (expression is None and entities is None):
        checks.append(lambda: load_policies(policies, policy_format, template_linked))
    if expression is not None:
        checks.append(lambda: under_name("<expression>", lambda: parse_expression(expression)))
    if entities is not None:
        checks.append(lambda: load_entities(entities))
    outcomes = [attempt(check) for check in checks]
    if errors := [outcome for outcome in outcomes if isinstance(outcome, DeodarError)]:
        raise Refused(errors)
    return ExitStatus.OK
