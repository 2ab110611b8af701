"""`deodar link`: make a policy from a template."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from deodar.command_line.diagnostics import ErrorFormat
from deodar.command_line.exit_status import ExitStatus
from deodar.command_line.json_shapes import as_texts
from deodar.command_line.links_file import Link, add_links, load_links, save_links
from deodar.command_line.options import (
    ErrorFormatOption,
    LinksOption,
    PoliciesOption,
    PolicyFormat,
    PolicyFormatOption,
)
from deodar.command_line.policy_documents import load_policies
from deodar.command_line.refusals import WrongUsage

SLOTS = ("?principal", "?resource")


def link(
    *,
    template_id: Annotated[str, typer.Option("--template-id", metavar="ID", help="The template.")],
    new_id: Annotated[str, typer.Option("--new-id", "-n", metavar="ID", help="The id of the new policy.")],
    arguments: Annotated[
        str,
        typer.Option("--arguments", "-a", metavar="JSON", help="""Such as {"?principal": "User::\\\\"alice\\\\""}."""),
    ],
    policies: PoliciesOption = None,
    policy_format: PolicyFormatOption = PolicyFormat.CEDAR,
    template_linked: LinksOption = None,
    error_format: ErrorFormatOption = ErrorFormat.HUMAN,  # noqa: ARG001  # see `app`
) -> ExitStatus:
    """Make a policy from a template, print it, and add it to the file of template-linked policies.

    The file is made if it does not exist. Nothing is written if the template cannot be linked so.
    """
    new = Link(template_id, new_id, _values(arguments))
    known = load_links(template_linked) if template_linked is not None and template_linked.exists() else []
    before = add_links(load_policies(policies, policy_format).policies, known, str(template_linked))
    after = add_links(before, [new], "--arguments")
    print(next(policy.to_text() for policy in after if policy.id == new_id))
    if template_linked is not None:
        save_links(template_linked, [*known, new])
    return ExitStatus.OK


def _values(arguments: str) -> dict[str, str]:
    """What fills each slot, from the JSON object on the command line."""
    try:
        data: object = json.loads(arguments)
    except json.JSONDecodeError as failure:
        words = failure.msg.lower().replace("'", "`")
        raise WrongUsage(f"`--arguments` is not JSON: {words} at column {failure.colno}") from None
    except (RecursionError, ValueError):
        data = None  # nested too deeply, or a number too long: no object of texts in any case
    values = as_texts(data)
    if values is None or not values.keys() <= set(SLOTS):
        raise WrongUsage(
            "`--arguments` must be a JSON object from `?principal` and `?resource` to entity UIDs"
            """\n  help: for example {"?principal": "User::\\"alice\\""}"""
        )
    return values
