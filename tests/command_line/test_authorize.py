"""`deodar authorize`: the decision, and the reasons for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Deodar: TypeAlias = Callable[..., tuple[int, str, str]]

DOCUMENTS = ("-p", "policies.cedar", "--entities", "entities.json")
VIEW_DIARY = ("-l", 'User::"bob"', "-a", 'Action::"view"', "-r", 'Photo::"diary.jpg"')

ALLOWED_VERBOSELY = """\
ALLOW

note: this decision is due to:

family-album:
  @id("family-album")
  permit (
    principal in Group::"family",
    action == Action::"view",
    resource in Album::"family"
  );
"""


IGNORED = """\
<stdin>:1:55: policy `old` was ignored, as it fails: the record has no attribute `age`; guard optional attributes and \
tags with `has`
  1 | @id("old") permit(principal, action, resource) when { context.age > 18 };
                                                            ^^^^^^^^^^^
"""


def test_allow_is_one_word(deodar: Deodar) -> None:
    assert deodar("authorize", *DOCUMENTS, "--request-json", "request.json") == (0, "ALLOW\n", "")


def test_deny_is_one_word(deodar: Deodar) -> None:
    assert deodar("authorize", *DOCUMENTS, *VIEW_DIARY) == (2, "DENY\n", "")


def test_verbose_shows_the_policies_that_decided_with_their_text(deodar: Deodar) -> None:
    assert deodar("authorize", *DOCUMENTS, "--request-json", "request.json", "-v") == (0, ALLOWED_VERBOSELY, "")


def test_verbose_says_that_no_policy_applies(deodar: Deodar) -> None:
    status, output, _ = deodar("authorize", "-v", *VIEW_DIARY, stdin="")
    assert (status, output) == (
        2,
        "DENY\n\nnote: no policy applies to this request, and what is not permitted is denied\n",
    )


def test_a_policy_that_fails_is_named_on_standard_error(deodar: Deodar) -> None:
    policies = '@id("old") permit(principal, action, resource) when { context.age > 18 };'
    status, output, diagnostics = deodar("authorize", *VIEW_DIARY, stdin=policies)
    assert (status, output) == (2, "DENY\n")
    assert diagnostics == IGNORED


def test_timing_goes_to_standard_error(deodar: Deodar) -> None:
    status, output, diagnostics = deodar("authorize", *VIEW_DIARY, "-t", stdin="")
    assert (status, output) == (2, "DENY\n")
    assert diagnostics.startswith("authorization time (microseconds): ")


def test_the_context_is_a_file(deodar: Deodar, project: Path) -> None:
    (project / "context.json").write_text('{"mfa": true}', encoding="utf-8")
    policies = "permit(principal, action, resource) when { context.mfa };"
    assert deodar("authorize", *VIEW_DIARY, "-c", "context.json", stdin=policies)[:2] == (0, "ALLOW\n")


def test_policies_in_json(deodar: Deodar, project: Path) -> None:
    status, translated, _ = deodar("translate-policy", "--direction", "cedar-to-json", "-p", "policies.cedar")
    (project / "policies.json").write_text(translated, encoding="utf-8")
    documents = ("-p", "policies.json", "--policy-format", "json", "--entities", "entities.json")
    assert status == 0
    assert deodar("authorize", *documents, "--request-json", "request.json") == (0, "ALLOW\n", "")


@pytest.mark.parametrize(
    "text",
    [
        '{"effect": "permit", "principal": {"op": "All"}, "action": {"op": "All"}, '
        '"resource": {"op": "All"}, "conditions": []}'
    ],
)
def test_one_policy_in_json(deodar: Deodar, text: str) -> None:
    assert deodar("authorize", "--policy-format", "json", *VIEW_DIARY, stdin=text) == (0, "ALLOW\n", "")


def test_the_mistakes_of_all_documents_are_reported_in_one_go(deodar: Deodar, project: Path) -> None:
    (project / "bad.cedar").write_text("permit(principal, action, resource)", encoding="utf-8")
    (project / "bad.json").write_text("[1]", encoding="utf-8")
    (project / "odd.json").write_text("{", encoding="utf-8")
    bad = ("-p", "bad.cedar", "--entities", "bad.json", "--request-json", "odd.json")
    status, output, diagnostics = deodar("authorize", *bad, "--error-format", "plain")
    assert (status, output) == (1, "")
    assert [line.split(":")[0] for line in diagnostics.splitlines() if not line.startswith(" ")] == [
        "bad.cedar", "bad.json", "odd.json",
    ]  # fmt: skip
