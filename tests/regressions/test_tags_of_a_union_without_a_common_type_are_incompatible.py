"""`getTag` of entities of several types whose tags have no type in common is of incompatible types.

Found by differential testing: the model took it for a tag of types without tags. Rule: the reference, permissive mode.
"""

from __future__ import annotations

from typing import Any

import pytest

from deodar.drt.case import Case
from deodar.drt.engines import engine
from deodar.drt.targets import TARGETS

SCHEMA = """
entity Item, Plain;
entity Text tags String;
entity Number tags Long;
action view appliesTo { principal: [Item], resource: [Item], context: { ok: Bool } };
"""


@pytest.mark.parametrize("engine_name", ["model", "impl"])
@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        pytest.param('Text::"a"', 'Number::"a"', {"IncompatibleTypes"}, id="tags of two types"),
        pytest.param('Text::"a"', 'Plain::"a"', set[str](), id="one has none, which does not count"),
        pytest.param('Item::"a"', 'Plain::"a"', set[str](), id="neither has tags, so that nothing is asked for one"),
    ],
)
def test_the_kind_of_the_finding(engine_name: str, left: str, right: str, kind: set[str]) -> None:
    entity = f"(if context.ok then {left} else {right})"
    policy = f'permit(principal, action, resource) when {{ {entity}.hasTag("t") && {entity}.getTag("t") == "x" }};'
    case: Case = {"schema": SCHEMA, "policies": policy, "mode": "permissive", "level": None}
    answer: Any = TARGETS["validate"].ask(engine(engine_name), case)
    assert {error["kind"] for error in answer["errors"]} == kind
