"""`deodar translate-policy`: Cedar text to JSON, and back."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from deodar import Finding, PolicyParseError
from deodar.command_line.diagnostics import ErrorFormat
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.options import ErrorFormatOption, PoliciesOption, PolicyFormat
from deodar.command_line.policy_documents import load_policies
from deodar.impl.deep import with_room
from deodar.impl.json_text import depth_of

MOST_INDENTED = 200  # levels


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
            print(_json_text(document.policies.to_json(), document.source.name))
        case Direction.JSON_TO_CEDAR:
            print(load_policies(policies, PolicyFormat.JSON).policies.to_text().rstrip("\n"))
    return ExitStatus.OK


def _json_text(data: object, source_name: str) -> str:
    """The JSON text, with a line for each member where the indents do not outgrow it."""
    try:
        text = with_room(json.dumps, data, ensure_ascii=False)
        return text if depth_of(text) > MOST_INDENTED else json.dumps(data, indent=2, ensure_ascii=False)
    except RecursionError:
        finding = Finding("nested-too-deeply", "these policies are nested too deeply to be written as JSON")
        raise PolicyParseError([finding], source_name) from None
