"""The options that commands share, under the names and short forms of Cedar's own command line."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from deodar.command_line.diagnostics import OPTION_NAMES, ErrorFormat
from deodar.command_line.refusals import WrongUsage


class SchemaFormat(StrEnum):
    """How a file of a schema is written."""

    CEDAR = "cedar"
    JSON = "json"


class Truth(StrEnum):
    """A choice that is spelled out, as in Cedar's own command line."""

    TRUE = "true"
    FALSE = "false"


class PolicyFormat(StrEnum):
    """How a file of policies is written."""

    CEDAR = "cedar"
    JSON = "json"


PoliciesOption: TypeAlias = Annotated[
    Path | None,
    typer.Option("--policies", "-p", metavar="FILE", help="Policies and templates; standard input if left out."),
]
PolicyFilesArgument: TypeAlias = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FILE]...", help="Policies, each file by itself, instead of `--policies`."),
]
PolicyFormatOption: TypeAlias = Annotated[PolicyFormat, typer.Option("--policy-format", help="Format of the policies.")]
LinksOption: TypeAlias = Annotated[
    Path | None,
    typer.Option("--template-linked", "-k", metavar="FILE", help="JSON list of template-linked policies."),
]


def policy_paths(policies: Path | None, files: list[Path] | None) -> list[Path | None]:
    """The files of policies that are named one way or the other; None stands for standard input."""
    if policies is not None and files:
        raise WrongUsage("name policies by `--policies`, or as arguments, not both")
    return [*files] if files else [policies]


SchemaOption: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option("--schema", "-s", metavar="FILE", help="Schema; may be repeated: the files declare things together."),
]
SchemaFormatOption: TypeAlias = Annotated[SchemaFormat, typer.Option("--schema-format", help="Format of the schema.")]
RequestValidationOption: TypeAlias = Annotated[
    Truth,
    typer.Option("--request-validation", help="Whether the request must conform to the schema, if there is one."),
]
EntitiesOption: TypeAlias = Annotated[
    Path | None, typer.Option("--entities", metavar="FILE", help="JSON list of entities; none if left out.")
]
PrincipalOption: TypeAlias = Annotated[
    str | None, typer.Option("--principal", "-l", metavar="UID", help="""Who asks, as in `User::"alice"`.""")
]
ActionOption: TypeAlias = Annotated[
    str | None, typer.Option("--action", "-a", metavar="UID", help="""What is to be done, as in `Action::"view"`.""")
]
ResourceOption: TypeAlias = Annotated[
    str | None, typer.Option("--resource", "-r", metavar="UID", help="""On what, as in `Photo::"beach.jpg"`.""")
]
ContextOption: TypeAlias = Annotated[
    Path | None, typer.Option("--context", "-c", metavar="FILE", help="JSON object; empty if left out.")
]
RequestJsonOption: TypeAlias = Annotated[
    Path | None,
    typer.Option("--request-json", metavar="FILE", help="JSON object with principal, action, resource and context."),
]
ErrorFormatOption: TypeAlias = Annotated[
    ErrorFormat, typer.Option(*OPTION_NAMES, help="How mistakes are written to standard error.")
]
