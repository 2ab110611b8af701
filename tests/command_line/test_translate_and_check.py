"""`deodar translate-policy` and `deodar check-parse`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

POLICY = """\
@id("p")
permit(principal, action, resource) when { context.mfa };
"""
AS_JSON = {
    "staticPolicies": {
        "p": {
            "effect": "permit",
            "principal": {"op": "All"},
            "action": {"op": "All"},
            "resource": {"op": "All"},
            "annotations": {"id": "p"},
            "conditions": [{"kind": "when", "body": {".": {"left": {"Var": "context"}, "attr": "mfa"}}}],
        }
    },
    "templates": {},
    "templateLinks": [],
}


REPEATED = """\
<stdin>:1:1: another policy has the id `p` too
  1 | @id("p")
      ^ help: give each its own `@id`
<stdin>:3:1: another policy has the id `p` too
  3 | @id("p")
      ^ help: give each its own `@id`
2 mistakes found
"""


def test_cedar_to_json(deodar: Deodar) -> None:
    status, output, diagnostics = deodar("translate-policy", "--direction", "cedar-to-json", stdin=POLICY)
    assert (status, json.loads(output), diagnostics) == (0, AS_JSON, "")


def test_json_to_cedar(deodar: Deodar) -> None:
    found = deodar("translate-policy", "--direction", "json-to-cedar", stdin=json.dumps(AS_JSON))
    assert found == (0, POLICY, "")


def test_two_policies_with_one_id_are_refused(deodar: Deodar) -> None:
    status, output, diagnostics = deodar("translate-policy", "--direction", "cedar-to-json", stdin=POLICY + POLICY)
    assert (status, output) == (1, "")
    assert diagnostics == REPEATED


@pytest.mark.parametrize("levels", [300, 10_000])
def test_deeply_nested_json_is_written_without_indents(deodar: Deodar, levels: int) -> None:
    nested = f"permit(principal, action, resource) when {{ {'!(true ==' * levels} true {')' * levels} }};"
    status, output, diagnostics = deodar("translate-policy", "--direction", "cedar-to-json", stdin=nested)
    assert (status, output.count("\n"), output.count('"=="'), diagnostics) == (0, 1, levels, "")


def test_json_that_would_be_too_deep_is_refused(deodar: Deodar) -> None:
    nested = f"permit(principal, action, resource) when {{ true{' && true' * 100_000} }};"
    status, output, diagnostics = deodar("translate-policy", "--direction", "cedar-to-json", stdin=nested)
    assert (status, output) == (1, "")
    assert diagnostics == "<stdin>: these policies are nested too deeply to be written as JSON\n"


@pytest.mark.parametrize(
    ("arguments", "stdin", "status"),
    [
        pytest.param([], POLICY, 0, id="policies on standard input"),
        pytest.param([], "permit(", 1, id="no policies on standard input"),
        pytest.param(["-p", "policies.cedar"], None, 0, id="a file of policies"),
        pytest.param(["-p", "request.json", "--policy-format", "json"], None, 1, id="JSON that holds no policies"),
        pytest.param(["--expression", "1 + 1"], None, 0, id="an expression"),
        pytest.param(["--expression", "1 + "], None, 1, id="no expression"),
        pytest.param(["--entities", "entities.json"], None, 0, id="entities"),
        pytest.param(["--entities", "request.json"], None, 1, id="no entities"),
        pytest.param(["--entities", "entities.json", "--expression", "("], None, 1, id="one good and one bad"),
    ],
)
def test_check_parse(deodar: Deodar, arguments: list[str], stdin: str | None, status: int) -> None:
    found, output, diagnostics = deodar("check-parse", *arguments, stdin=stdin)
    assert (found, output, diagnostics == "") == (status, "", status == 0)


def test_check_parse_reports_every_mistake_of_every_document(deodar: Deodar, project: Path) -> None:
    (project / "bad.cedar").write_text("permit(a);\nforbid(b);\n", encoding="utf-8")
    _, _, diagnostics = deodar("check-parse", "-p", "bad.cedar", "--expression", "(", "--entities", "request.json")
    sources = [line.split(":")[0] for line in diagnostics.splitlines() if not line.startswith(" ")]
    assert set(sources[:-1]) == {"bad.cedar", "<expression>", "request.json"}
    assert sources[-1].endswith("mistakes found")
