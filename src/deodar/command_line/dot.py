"""The entity graph in the DOT language: a box an entity, a cluster a type, an arrow from each entity to its parents."""

from __future__ import annotations

from collections.abc import Iterable

from deodar import Entities, EntityUID
from deodar.command_line.value_text import uid_text


def entity_graph(entities: Entities) -> str:
    """The graph; entities that are only named as parents are dashed."""
    parents = {entity.uid: sorted(entity.parents, key=uid_text) for entity in entities}
    named = {parent for above in parents.values() for parent in above}
    lines = ["digraph entities {", "  rankdir=BT;", "  node [shape=box];"]
    lines += _clusters(parents.keys(), named - parents.keys())
    for uid in sorted(parents, key=uid_text):
        lines += [f"  {_quoted(uid_text(uid))} -> {_quoted(uid_text(parent))};" for parent in parents[uid]]
    return "\n".join([*lines, "}"])


def _clusters(stored: Iterable[EntityUID], missing: Iterable[EntityUID]) -> list[str]:
    boxes: dict[str, list[str]] = {}
    for style, uids in (("", stored), (", style=dashed", missing)):
        for uid in uids:
            boxes.setdefault(uid.type, []).append(f"{_quoted(uid_text(uid))} [label={_label(_id_of(uid))}{style}];")
    lines: list[str] = []
    for number, entity_type in enumerate(sorted(boxes)):
        lines += [f"  subgraph cluster_{number} {{", f"    label={_label(entity_type)};"]
        lines += [f"    {box}" for box in sorted(boxes[entity_type])]
        lines.append("  }")
    return lines


def _id_of(uid: EntityUID) -> str:
    """The id with Cedar's escapes, so that no control character reaches the graph."""
    return uid_text(uid).removeprefix(f"{uid.type}::")[1:-1]


def _quoted(text: str) -> str:
    """A quoted DOT name: only the quote itself needs an escape, but a backslash must not join the one after it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _label(text: str) -> str:
    """A quoted DOT label, in which `&...;` would be read as an HTML entity."""
    return _quoted(text.replace("&", "&amp;"))
