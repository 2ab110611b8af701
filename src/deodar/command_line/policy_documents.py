"""Files of policies, read as Cedar's command line does: `@id` names a policy, and JSON may hold a single policy."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from deodar import Finding, Policy, PolicyParseError, PolicySet, Template
from deodar.command_line.files import STDIN_NAME, read_file, read_stdin
from deodar.command_line.json_shapes import as_object
from deodar.command_line.links_file import add_links, load_links
from deodar.command_line.options import PolicyFormat
from deodar.impl.expr import PolicyBody
from deodar.impl.json_text import read_json
from deodar.impl.policy_json import MOST_LEVELS, policy_from_json
from deodar.impl.source import Source
from deodar.impl.wording import quote

SINGLE_POLICY_ID = "policy0"
SET_MEMBERS = frozenset({"staticPolicies", "templates", "templateLinks"})
POLICY_MEMBERS = frozenset({"effect", "principal", "action", "resource", "conditions"})


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """Policies, and the text that they were read from, so that a diagnostic can show the place."""

    policies: PolicySet
    source: Source


def load_policies(path: Path | None, policy_format: PolicyFormat, links: Path | None = None) -> PolicyDocument:
    """The policies of a file, or of standard input, with the template-linked ones of another file."""
    source = Source(read_stdin(), STDIN_NAME) if path is None else Source(read_file(path), str(path))
    policies = _from_text(source) if policy_format is PolicyFormat.CEDAR else _from_json(source)
    if links is not None:
        policies = add_links(policies, load_links(links), str(links))
    return PolicyDocument(policies, source)


def _from_text(source: Source) -> PolicySet:
    """The policies of a Cedar text; each has its `@id` as its id, or its place in the text where it has none."""
    parsed = PolicySet.parse(source.text, source.name)
    members = sorted((*parsed.policies.values(), *parsed.templates.values()), key=lambda member: member.body.start)
    named = [_member(member.annotations.get("id", member.id), member.body) for member in members]
    counts = Counter(member.id for member in named)
    repeated = [_repeated(member, source) for member in named if counts[member.id] > 1]
    if repeated:
        raise PolicyParseError(repeated, source.name)
    return PolicySet(named)


def _from_json(source: Source) -> PolicySet:
    """The policies of a JSON policy set, or of the JSON form of one policy or template."""
    members = as_object(read_json(source.text, error=PolicyParseError, source_name=source.name, max_depth=MOST_LEVELS))
    if members is not None and SET_MEMBERS.isdisjoint(members) and not POLICY_MEMBERS.isdisjoint(members):
        return PolicySet([_member(SINGLE_POLICY_ID, policy_from_json(source.text, source.name))])
    return PolicySet.from_json(source.text, source.name)


def _member(policy_id: str, body: PolicyBody) -> Policy | Template:
    return Template(policy_id, body) if body.slots else Policy(policy_id, body)


def _repeated(member: Policy | Template, source: Source) -> Finding:
    message = f"another policy has the id {quote(member.id)} too"
    return source.finding("repeated-id", message, member.body.start, member.body.start + 1, "give each its own `@id`")
