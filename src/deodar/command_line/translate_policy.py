"""`deodar translate-policy`: Cedar text to JSON, and back."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from deodar import PolicyParseError
from deodar.command_line.diagnostics import ErrorFormat
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.json_output import json_output
from deodar.command_line.options import ErrorFormatOption, PoliciesOption, PolicyFormat
from deodar.command_line.policy_documents import load_policies


class Direction(StrEnum):
    """From which format to which."""

    CEDAR_TO_JSON = "cedar-to-json"
    JSON_TO_CEDAR = "json-to-cedar"


def translate_policy(
    *,
    direction: Annotated[Direction, typer.Option("--direction", help="From which format to which.")],
    policies: PoliciesOption = None,
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,  # noqa: ARG001  # see `app`
) -> ExitStatus:
    """Translate policies between Cedar text and JSON."""
    match direction:
        case Direction.CEDAR_TO_JSON:
            document = load_policies(policies, PolicyFormat.CEDAR)
            data = document.policies.to_json()
            print(json_output(data, PolicyParseError, "these policies are", document.source.name))
        case Direction.JSON_TO_CEDAR:
            print(load_policies(policies, PolicyFormat.JSON).policies.to_text().rstrip("\n"))
    return ExitStatus.OK
