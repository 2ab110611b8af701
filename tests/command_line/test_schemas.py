"""`--schema` where documents are read, and `deodar translate-schema`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

import deodar as door

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

SCHEMA = """\
type Mark = { by: User };
entity User;
entity Photo { owner: User, mark?: Mark };
action all;
action view in [all] appliesTo { principal: User, resource: Photo, context: { from: ipaddr } };
"""
ENTITIES = [{"uid": {"type": "Photo", "id": "p"}, "attrs": {"owner": {"type": "User", "id": "a"}}, "parents": []}]
POLICY = """\
permit(principal, action in Action::"all", resource)
when { resource.owner == principal && context.from.isLoopback() };
"""
REQUEST = ["-l", 'User::"a"', "-a", 'Action::"view"', "-r", 'Photo::"p"', "-c", "context.json"]


@pytest.fixture(autouse=True)
def files(project: Path) -> None:
    for name, text in {
        "s.cedarschema": SCHEMA,
        "s.json": json.dumps(door.Schema.parse(SCHEMA).to_json()),
        "p.cedar": POLICY,
        "e.json": json.dumps(ENTITIES),
        "context.json": '{"from": "127.0.0.1"}',
    }.items():
        (project / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("schema", [["-s", "s.cedarschema"], ["-s", "s.json", "--schema-format", "json"]])
def test_entities_and_requests_are_read_by_the_schema(deodar: Deodar, schema: list[str]) -> None:
    assert deodar("authorize", *schema, "-p", "p.cedar", "--entities", "e.json", *REQUEST) == (0, "ALLOW\n", "")
    expression = 'context.from.isLoopback() && action in Action::"all" && resource.owner == principal'
    assert deodar("evaluate", *schema, "--entities", "e.json", *REQUEST, expression) == (0, "true\n", "")


def test_a_request_that_does_not_conform_is_refused_unless_asked_otherwise(deodar: Deodar) -> None:
    arguments = ["authorize", "-s", "s.cedarschema", "-p", "p.cedar", "--entities", "e.json", *REQUEST]
    arguments[arguments.index('User::"a"')] = 'Photo::"p"'
    status, output, diagnostics = deodar(*arguments)
    assert (status, output) == (1, "")
    assert "Photo" in diagnostics
    assert deodar(*arguments, "--request-validation", "false") == (2, "DENY\n", "")


def test_entities_that_do_not_conform_are_refused(deodar: Deodar, project: Path) -> None:
    (project / "e.json").write_text(json.dumps([{**ENTITIES[0], "attrs": {"ownr": 1}}]))
    status, output, diagnostics = deodar("check-parse", "-s", "s.cedarschema", "--entities", "e.json")
    assert (status, output) == (1, "")
    assert diagnostics.startswith("e.json:1:")
    assert "ownr" in diagnostics
    assert deodar("authorize", "-s", "s.cedarschema", "-p", "p.cedar", "--entities", "e.json", *REQUEST)[0] == 1


def test_a_schema_that_is_none_is_refused_with_its_place(deodar: Deodar, project: Path) -> None:
    (project / "s.cedarschema").write_text("entity User { name: Strin };\n")
    expected = (
        "s.cedarschema:1:21: the type `Strin` is not declared\n"
        "  1 | entity User { name: Strin };\n"
        "                          ^^^^^ help: did you mean `String`?\n"
    )
    for command in (["check-parse"], ["authorize", "-p", "p.cedar", *REQUEST], ["evaluate", "1"]):
        assert deodar(*command, "-s", "s.cedarschema") == (1, "", expected)
    assert deodar("check-parse", "-s", "s.cedarschema", "--entities", "e.json") == (1, "", expected)


def test_a_schema_alone_is_checked(deodar: Deodar) -> None:
    assert deodar("check-parse", "-s", "s.cedarschema") == (0, "", "")
    assert deodar("check-parse", "-s", "s.cedarschema", "p.cedar", "policies.cedar") == (0, "", "")


def translated(deodar: Deodar, direction: str, text: str) -> str:
    status, output, diagnostics = deodar("translate-schema", "--direction", direction, stdin=text)
    assert (status, diagnostics) == (0, "")
    return output


def test_a_schema_is_translated_and_back(deodar: Deodar) -> None:
    as_json = translated(deodar, "cedar-to-json", SCHEMA)
    assert json.loads(as_json)[""]["entityTypes"]["Photo"]["shape"]["attributes"]["owner"] == {
        "type": "EntityOrCommon",
        "name": "User",
    }
    assert door.Schema.parse(translated(deodar, "json-to-cedar", as_json)) == door.Schema.parse(SCHEMA)


def test_names_are_resolved_on_the_way(deodar: Deodar) -> None:
    resolved = translated(deodar, "cedar-to-json-with-resolved-types", SCHEMA)
    owner = json.loads(resolved)[""]["entityTypes"]["Photo"]["shape"]["attributes"]["owner"]
    assert owner == {"type": "Entity", "name": "User"}
    assert door.Schema.from_json(resolved) == door.Schema.parse(SCHEMA)


def test_a_schema_is_translated_from_a_file(deodar: Deodar) -> None:
    status, output, _ = deodar("translate-schema", "--direction", "json-to-cedar", "-s", "s.json")
    assert (status, door.Schema.parse(output)) == (0, door.Schema.parse(SCHEMA))
    assert deodar("translate-schema", "--direction", "json-to-cedar", "-s", "s.cedarschema")[0] == 1
