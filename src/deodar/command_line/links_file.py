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
    data = read_json(text, error=LinkError, source_name=str(path), max_depth=MAX_DEPTH)
    if not isinstance(data, list):
        raise _refusal(path, None, "expected a list of links")
    return [_link(path, index, item) for index, item in enumerate(data)]


def save_links(path: Path, links: Iterable[Link]) -> None:
    """Replace the file by these links."""
    write_file(path, json.dumps([link.as_json() for link in links], indent=2) + "\n")


def add_links(policies: PolicySet, links: Iterable[Link], source_name: str) -> PolicySet:
    """The policies with every link made."""
    for link in links:
        try:
            policies = policies.link(link.template_id, link.link_id, link.args)
        except LinkError as error:
            raise LinkError(error.findings, source_name) from None
    return policies


def _link(path: Path, index: int, item: object) -> Link:
    match item:
        case {"template_id": str(template_id), "link_id": str(link_id), "args": dict(args), **rest} if not rest:
            return Link(template_id, link_id, _texts(path, index, args))
        case _:
            members = ", ".join(f"`{name}`" for name in MEMBERS)
            raise _refusal(path, f"[{index}]", f"expected an object with the members {members}, and no other")


def _texts(path: Path, index: int, args: Mapping[object, object]) -> dict[str, str]:
    texts = {slot: uid for slot, uid in args.items() if isinstance(slot, str) and isinstance(uid, str)}
    if len(texts) < len(args):
        raise _refusal(path, f"[{index}].args", """expected entity UIDs as text, such as `User::"alice"`""")
    return texts


def _refusal(path: Path, place: str | None, message: str) -> LinkError:
    return LinkError([Finding("bad-link", message, path=place)], str(path))
