"""`deodar link`: policies from templates, kept in a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

TEMPLATE = """\
@id("share")
permit(principal == ?principal, action == Action::"view", resource);
"""
LINK = ("link", "-p", "share.cedar", "-k", "links.json", "--template-id", "share")
ALICE = """{"?principal": "User::\\"alice\\""}"""
VIEW = ("-a", 'Action::"view"', "-r", 'Photo::"beach.jpg"')


@pytest.fixture(autouse=True)
def _template(project: Path) -> None:
    (project / "share.cedar").write_text(TEMPLATE, encoding="utf-8")


LINKED = """\
@id("share")
permit(principal == User::"alice", action == Action::"view", resource);
"""


def test_a_link_is_printed_and_kept(deodar: Deodar, project: Path) -> None:
    assert deodar(*LINK, "-n", "share-alice", "-a", ALICE) == (0, LINKED, "")
    assert json.loads((project / "links.json").read_text(encoding="utf-8")) == [
        {"template_id": "share", "link_id": "share-alice", "args": {"?principal": 'User::"alice"'}}
    ]


def test_a_second_link_is_added(deodar: Deodar, project: Path) -> None:
    deodar(*LINK, "-n", "share-alice", "-a", ALICE)
    assert deodar(*LINK, "-n", "share-bob", "-a", ALICE.replace("alice", "bob"))[0] == 0
    kept = json.loads((project / "links.json").read_text(encoding="utf-8"))
    assert [link["link_id"] for link in kept] == ["share-alice", "share-bob"]


def test_links_decide(deodar: Deodar) -> None:
    deodar(*LINK, "-n", "share-alice", "-a", ALICE)
    documents = ("authorize", "-p", "share.cedar", "-k", "links.json")
    assert deodar(*documents, "-l", 'User::"alice"', *VIEW)[:2] == (0, "ALLOW\n")
    assert deodar(*documents, "-l", 'User::"bob"', *VIEW)[:2] == (2, "DENY\n")


def test_an_empty_file_holds_no_links(deodar: Deodar, project: Path) -> None:
    (project / "links.json").write_text("", encoding="utf-8")
    assert deodar("authorize", "-p", "share.cedar", "-k", "links.json", "-l", 'User::"alice"', *VIEW)[0] == 2


@pytest.mark.parametrize(
    ("new_id", "template_id", "arguments", "status"),
    [
        pytest.param("one", "nowhere", ALICE, 1, id="there is no such template"),
        pytest.param("share", "share", ALICE, 1, id="the new id is taken"),
        pytest.param("one", "share", "{}", 1, id="a slot is left open"),
        pytest.param("one", "share", '{"?principal": "alice"}', 1, id="the value is no entity"),
        pytest.param("one", "share", "{", 64, id="the arguments are not JSON"),
        pytest.param("one", "share", "[]", 64, id="they are no object"),
        pytest.param("one", "share", '{"?principal": 1}', 64, id="a value is no text"),
        pytest.param("one", "share", '{"?action": "A::\\"a\\""}', 64, id="there is no such slot"),
    ],
)
def test_a_refused_link_writes_nothing(
    *, deodar: Deodar, project: Path, new_id: str, template_id: str, arguments: str, status: int
) -> None:
    found = deodar(*LINK[:-1], template_id, "-n", new_id, "-a", arguments)
    assert (found[:2], (project / "links.json").exists()) == ((status, ""), False)
    assert found[2] != ""


NO_UID = """\
links.json:1:51: expected an object from slots to entity UIDs, such as \
`{"?principal": "User::\\"alice\\""}` at `[0].args`
  1 | [{"template_id": "share", "link_id": "a", "args": {"?principal": 1}}]
                                                        ^^^^^^^^^^^^^^^^^
"""


@pytest.mark.parametrize(
    ("links", "diagnostics"),
    [
        pytest.param("{}", "links.json: expected a list of links\n", id="no list"),
        pytest.param(
            "[{}]",
            "links.json:1:2: expected an object with the members "
            "`template_id`, `link_id`, `args`, and no other at `[0]`\n"
            "  1 | [{}]\n       ^^\n",
            id="no members",
        ),
        pytest.param(
            '[{"template_id": "share", "link_id": "a", "args": {"?principal": 1}}]',
            NO_UID,
            id="a value that is no text",
        ),
    ],
)
def test_a_file_of_links_that_is_none(deodar: Deodar, project: Path, links: str, diagnostics: str) -> None:
    (project / "links.json").write_text(links, encoding="utf-8")
    assert deodar("check-parse", "-p", "share.cedar", "-k", "links.json") == (1, "", diagnostics)


def test_links_of_a_template_that_is_gone_name_their_file(deodar: Deodar) -> None:
    deodar(*LINK, "-n", "share-alice", "-a", ALICE)
    status, output, diagnostics = deodar("check-parse", "-p", "policies.cedar", "-k", "links.json")
    assert (status, output, diagnostics.partition(":")[0]) == (1, "", "links.json")
