"""The file of template-linked policies: a JSON list of links, each a template, a new id, and what fills the slots.

    [{"template_id": "share", "link_id": "share-alice", "args": {"?principal": "User::\\"alice\\""}}]

An empty file holds no links.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from deodar import Finding, LinkError, PolicySet
from deodar.command_line.files import read_file, write_file
from deodar.command_line.json_shapes import as_list, as_object, as_texts
from deodar.impl.json_place import Mistake, json_findings
from deodar.impl.json_text import read_json

MEMBERS = ("template_id", "link_id", "args")
MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Link:
    """One template-linked policy."""

    template_id: str
    link_id: str
    args: Mapping[str, str]  # slot -> entity UID in Cedar syntax

    def as_json(self) -> dict[str, object]:
        """The link as a member of the list."""
        return {"template_id": self.template_id, "link_id": self.link_id, "args": dict(self.args)}


def load_links(path: Path) -> list[Link]:
    """The links of a file."""
    text = read_file(path)
    if not text:
        return []
    items = as_list(read_json(text, error=LinkError, source_name=str(path), max_depth=MAX_DEPTH))
    if items is None:
        raise LinkError([Finding("bad-link", "expected a list of links")], str(path))
    outcomes = [_link(item, index) for index, item in enumerate(items)]
    mistakes = [outcome for outcome in outcomes if isinstance(outcome, Mistake)]
    if mistakes:
        raise LinkError(json_findings(text, mistakes), str(path))
    return [outcome for outcome in outcomes if isinstance(outcome, Link)]


def save_links(path: Path, links: Iterable[Link]) -> None:
    """Replace the file by these links."""
    write_file(path, json.dumps([link.as_json() for link in links], indent=2) + "\n")


def add_links(policies: PolicySet, links: Iterable[Link], source_name: str) -> PolicySet:
    """The policies with every link made."""
    try:
        return policies.link_all((link.template_id, link.link_id, link.args) for link in links)
    except LinkError as error:
        raise LinkError(error.findings, source_name) from None


def _link(item: object, index: int) -> Link | Mistake:
    members = as_object(item)
    if members is None or members.keys() != set(MEMBERS):
        names = ", ".join(f"`{name}`" for name in MEMBERS)
        return Mistake((index,), "bad-link", f"expected an object with the members {names}, and no other")
    template_id, link_id, args = members["template_id"], members["link_id"], as_texts(members["args"])
    if not isinstance(template_id, str) or not isinstance(link_id, str):
        return Mistake((index,), "bad-link", "`template_id` and `link_id` must be strings")
    if args is None:
        message = """expected an object from slots to entity UIDs, such as `{"?principal": "User::\\"alice\\""}`"""
        return Mistake((index, "args"), "bad-link", message)
    return Link(template_id, link_id, args)
