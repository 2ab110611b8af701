"""The reference's snippets: accepted or refused as it says, and, where accepted, the same through text and JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deodar.impl.errors import PolicyParseError
from deodar.impl.policy_set import PolicySet

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "reference" / "syntax.jsonl").read_text("utf-8").splitlines()
]
ACCEPTED = [case["policy"] for case in CASES if case["accept"]]
REFUSED = [case["policy"] for case in CASES if not case["accept"]]


def test_all_snippets_are_here() -> None:
    assert (len(ACCEPTED), len(REFUSED)) == (199, 327)


@pytest.mark.parametrize("text", ACCEPTED)
def test_an_accepted_snippet_is_the_same_after_text_and_json(text: str) -> None:
    policies = PolicySet.parse(text)
    document = policies.to_json()
    assert PolicySet.parse(policies.to_text()).to_json() == document
    assert PolicySet.from_json(document) == policies
    assert PolicySet.from_json(json.dumps(document)).to_json() == document


@pytest.mark.parametrize("text", REFUSED)
def test_a_refused_snippet_has_findings_with_a_place(text: str) -> None:
    with pytest.raises(PolicyParseError) as refusal:
        PolicySet.parse(text)
    assert all(finding.span is not None and finding.message for finding in refusal.value.findings)
