"""TinyTodo decides a handful of requests, and says why; then somebody breaks a policy."""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

import deodar

HERE = Path(__file__).parent

REQUESTS = [
    ("alice", "DeleteList", 'List::"groceries"'),
    ("bob", "GetList", 'List::"groceries"'),
    ("bob", "DeleteList", 'List::"groceries"'),
    ("bob", "CreateList", 'Application::"TinyTodo"'),
    ("ivy", "CreateList", 'Application::"TinyTodo"'),
    ("ivy", "GetList", 'List::"release"'),
    ("bob", "GetList", 'List::"half-made"'),
]

BROKEN = """\
permit (principal, action == Action::"GetList", resource)
wen { resource.readers.contains(principal) };
"""


def main() -> None:
    """Print the decisions, their reasons, and the error."""
    console = Console(width=110)
    console.print("[bold]TinyTodo[/]: to-do lists with owners, teams and interns\n")
    console.print(Text((HERE / "policies.cedar").read_text(encoding="utf-8"), style="dim"))
    console.print(decisions())
    console.print("A policy with a slip in it:\n")
    console.print(Text(BROKEN, style="dim"))
    console.print(Text(refusal(BROKEN), style="red"))


def decisions() -> Table:
    """Every request with its decision and the reason for it."""
    policies = deodar.PolicySet.parse((HERE / "policies.cedar").read_text(encoding="utf-8"))
    entities = deodar.Entities.from_json((HERE / "entities.json").read_text(encoding="utf-8"))
    authorizer = deodar.Authorizer(policies, entities)
    table = Table("who", "does what", "to what", "decision", "because", box=box.SIMPLE_HEAD)
    for user, action, resource in REQUESTS:
        response = authorizer.is_authorized(deodar.Request(f'User::"{user}"', f'Action::"{action}"', resource))
        allowed = response.decision is deodar.Decision.ALLOW
        decision = Text(response.decision.value, style="bold green" if allowed else "bold red")
        table.add_row(user, action, Text(resource), decision, Text(because(response, policies)))
    return table


def because(response: deodar.Response, policies: deodar.PolicySet) -> str:
    """The determining policies in their authors' words, and the policies that failed."""
    annotations = {policy.id: policy.annotations for policy in policies}
    reasons = [annotations[policy_id]["why"] for policy_id in response.reasons]
    failures = [f"`{annotations[error.policy_id]['id']}` fails: {error.message}" for error in response.errors]
    return "; ".join([*(reasons or ["nothing permits it"]), *failures])


def refusal(text: str) -> str:
    """What deodar says about a text that is no policy."""
    try:
        deodar.PolicySet.parse(text)
    except deodar.PolicyParseError as error:
        return str(error)
    return "no mistake found"


if __name__ == "__main__":
    main()
