"""`deodar visualize`: the entity graph in the DOT language."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from deodar import Entities
from deodar.command_line.dot import entity_graph

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

GRAPH = """\
digraph entities {
  rankdir=BT;
  node [shape=box];
  subgraph cluster_0 {
    label="Album";
    "Album::\\"family\\"" [label="family"];
  }
  subgraph cluster_1 {
    label="Group";
    "Group::\\"family\\"" [label="family"];
  }
  subgraph cluster_2 {
    label="Photo";
    "Photo::\\"beach.jpg\\"" [label="beach.jpg"];
    "Photo::\\"diary.jpg\\"" [label="diary.jpg"];
  }
  subgraph cluster_3 {
    label="User";
    "User::\\"alice\\"" [label="alice"];
    "User::\\"bob\\"" [label="bob"];
  }
  "Photo::\\"beach.jpg\\"" -> "Album::\\"family\\"";
  "Photo::\\"diary.jpg\\"" -> "Album::\\"family\\"";
  "User::\\"alice\\"" -> "Group::\\"family\\"";
  "User::\\"bob\\"" -> "Group::\\"family\\"";
}
"""


def test_the_graph_of_the_starter_project(deodar: Deodar) -> None:
    assert deodar("visualize", "--entities", "entities.json") == (0, GRAPH, "")


@pytest.mark.parametrize(
    ("entity_id", "name", "label"),
    [
        pytest.param('a"b', r'"T::\"a\\\"b\""', r'"a\\\"b"', id="a quote"),
        pytest.param("a\\", r'"T::\"a\\\\\""', r'"a\\\\"', id="a backslash at the end"),
        pytest.param("a\nb", r'"T::\"a\\nb\""', r'"a\\nb"', id="a line feed"),
        pytest.param("\0\x1b[2J", r'"T::\"\\0\\u{1b}[2J\""', r'"\\0\\u{1b}[2J"', id="characters that steer a terminal"),
        pytest.param("&lt;", r'"T::\"&lt;\""', '"&amp;lt;"', id="what Graphviz would take for markup"),
        pytest.param("", r'"T::\"\""', '""', id="nothing"),
    ],
)
def test_ids_are_escaped(entity_id: str, name: str, label: str) -> None:
    entities = Entities.from_json([{"uid": {"type": "T", "id": entity_id}, "attrs": {}, "parents": []}])
    assert f"    {name} [label={label}];" in entity_graph(entities).split("\n")


def test_a_parent_that_is_not_stored_is_dashed() -> None:
    entities = Entities.from_json(
        [{"uid": {"type": "T", "id": "a"}, "attrs": {}, "parents": [{"type": "T", "id": "gone"}]}]
    )
    assert '    "T::\\"gone\\"" [label="gone", style=dashed];' in entity_graph(entities).split("\n")
