"""Every reference case of validation: the set of kinds, and whether the policy is impossible."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deodar.impl.policy_set import PolicySet
from deodar.impl.schema.document import Schema
from deodar.impl.validator.validate import validate

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "validation.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in REFERENCE.read_text("utf-8").splitlines()]


def read(schema: object) -> Schema:
    return Schema.parse(schema) if isinstance(schema, str) else Schema.from_json(schema)


def test_all_cases_are_here() -> None:
    assert len(CASES) == 645


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['why']}: {case['policy']}"[:150])
def test_a_policy_has_the_findings_of_the_reference(case: dict[str, Any]) -> None:
    report = validate(PolicySet.parse(case["policy"]), read(case["schema"]))
    impossible = any(warning.kind == "ImpossiblePolicy" for warning in report.warnings)
    assert report.passed == case["valid"]
    assert ({error.kind for error in report.errors}, impossible) == (set(case["errors"]), case["impossible"])
