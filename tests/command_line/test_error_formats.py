"""`--error-format`: the same findings for people, for pipes and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

BROKEN = """\
permit(principal, action, resource)
wen { resource.owner == principal };
permit(principle, action, resource);
"""


@pytest.fixture
def broken(project: Path) -> str:
    (project / "broken.cedar").write_text(BROKEN, encoding="utf-8")
    return "broken.cedar"


PLAIN = """\
broken.cedar:2:1: `wen` begins no condition
  2 | wen { resource.owner == principal };
      ^^^ help: did you mean `when`?
broken.cedar:3:8: expected `principal`, found `principle`
  3 | permit(principle, action, resource);
             ^^^^^^^^^ help: did you mean `principal`?
"""


def test_plain_is_the_text_of_the_error(deodar: Deodar, broken: str) -> None:
    assert deodar("check-parse", "-p", broken, "--error-format", "plain") == (1, "", PLAIN)


def test_human_adds_a_count_and_has_no_colours_in_a_pipe(deodar: Deodar, broken: str) -> None:
    assert deodar("check-parse", "-p", broken) == (1, "", PLAIN + "2 mistakes found\n")


def test_json_is_one_object_a_finding(deodar: Deodar, broken: str) -> None:
    status, output, diagnostics = deodar("check-parse", "-p", broken, "--error-format", "json")
    findings = [json.loads(line) for line in diagnostics.splitlines()]
    assert (status, output) == (1, "")
    assert [(finding["source"], finding["line"], finding["column"]) for finding in findings] == [
        (broken, 2, 1),
        (broken, 3, 8),
    ]
    assert all(finding.keys() >= {"kind", "message", "end_line", "end_column"} for finding in findings)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["-f", "json", "authorize", "--frob"], id="before the command"),
        pytest.param(["authorize", "--frob", "--error-format=json"], id="after it"),
        pytest.param(["authorize", "--error-format", "json"], id="where the command refuses its options itself"),
        pytest.param(["drt", "replay", "-f", "json"], id="in a command that does not know the option"),
        pytest.param(["drt", "--error-format=json", "frob"], id="before the name of such a command"),
    ],
)
def test_wrong_usage_has_the_format_too(deodar: Deodar, arguments: list[str]) -> None:
    status, _, diagnostics = deodar(*arguments)
    assert (status, json.loads(diagnostics)["kind"]) == (64, "usage")


def test_a_failing_policy_has_the_format_too(deodar: Deodar) -> None:
    arguments = ("-l", 'A::"a"', "-a", 'Action::"a"', "-r", 'A::"a"', "-f", "json")
    policies = "permit(principal, action, resource) when { 1 };"
    _, output, diagnostics = deodar("authorize", *arguments, stdin=policies)
    assert (output, json.loads(diagnostics)["policy"], json.loads(diagnostics)["kind"]) == ("DENY\n", "policy0", "type")
