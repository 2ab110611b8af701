"""An `in` of which an operand fails to be typed is of the type Bool, even if the type of the operand is known.

Found by differential testing with the official engine: model and impl took `principal.manager in resource` for False
where `manager` is an optional attribute that nothing tests, and so did not look at the right operand of `&&`.
"""

from __future__ import annotations

from typing import Any

import pytest

from deodar.drt.case import Case
from deodar.drt.engines import engine
from deodar.drt.targets import TARGETS

ENGINES = ("model", "impl", "cedarpy")
SCHEMA = """
entity User { manager?: User };
entity Doc { parent?: Doc };
action view appliesTo { principal: [User], resource: [Doc], context: {} };
"""
OPTIONAL = "UnsafeOptionalAttributeAccess"

ALWAYS_FALSE_BUT_FOR_THE_FAILURE = {
    "principal.manager in resource": OPTIONAL,
    "principal in resource.parent": OPTIONAL,
    "resource in [principal.manager]": OPTIONAL,
    "resource.parent is Doc in principal": OPTIONAL,
    "resource is Doc in principal.manager": OPTIONAL,
    "(if [] then action else action) in principal": "EmptySetForbidden",
    "principal in (if [] then resource else resource)": "EmptySetForbidden",
}


def kinds(engine_name: str, condition: str) -> set[str]:
    policy = f"permit(principal, action, resource) when {{ {condition} }};"
    case: Case = {"schema": SCHEMA, "policies": policy, "mode": "strict", "level": None}
    answer: Any = TARGETS["validate"].ask(engine(engine_name), case)
    return {error["kind"] for error in answer["errors"]}


@pytest.mark.parametrize("engine_name", ENGINES)
@pytest.mark.parametrize(("test", "kind"), ALWAYS_FALSE_BUT_FOR_THE_FAILURE.items())
def test_what_follows_is_looked_at(engine_name: str, test: str, kind: str) -> None:
    assert kinds(engine_name, f"{test} && 0") == {kind, "UnexpectedType"}


@pytest.mark.parametrize("engine_name", ENGINES)
def test_without_a_failure_it_is_false_and_what_follows_is_not_looked_at(engine_name: str) -> None:
    assert kinds(engine_name, "principal in resource && 0") == set()


@pytest.mark.parametrize("engine_name", ENGINES)
def test_is_stays_false(engine_name: str) -> None:
    assert kinds(engine_name, "principal.manager is Doc && 0") == {OPTIONAL}
