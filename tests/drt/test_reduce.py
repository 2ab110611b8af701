"""Shrinking and reducing: what is left is small, and shows the same."""

from __future__ import annotations

import json

import pytest

from deodar.drt.case import Case
from deodar.drt.choice import Choices, random_bytes
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.reduce import reduce, size
from deodar.drt.shrink import shrink
from deodar.drt.skeleton import nodes, operators
from deodar.drt.targets import TARGETS


def generated(target: str, wanted: str) -> tuple[bytes, Case]:
    for block in random_bytes(11, DEFAULT.choices):
        case = TARGETS[target].build(Choices(block).choose)
        if wanted in json.dumps(case):
            return block, case
    raise AssertionError


@pytest.mark.parametrize(
    ("wanted", "most"),
    [
        pytest.param('"isInRange"', 1, id="an operator"),
        pytest.param('"toDays": [{"duration"', 2, id="an operator in an operator"),
        pytest.param('"hasTag"', 1, id="a method"),
    ],
)
def test_an_expression_is_reduced_to_what_shows_it(wanted: str, most: int) -> None:
    _, case = generated("authorize", wanted)
    found = reduce(case, lambda made: wanted in json.dumps(made), 20)
    assert wanted in json.dumps(found)
    assert nodes(found) <= most
    assert size(found)[0] < 160


def test_copies_of_an_expression_are_reduced_together() -> None:
    inner = {"+": {"left": {"Value": 3}, "right": {"Value": 4}}}
    case: Case = {"expression": {"contains": {"left": {"Set": [inner]}, "right": inner}}}

    def is_in_itself(made: Case) -> bool:
        match made["expression"]:
            case {"contains": {"left": {"Set": [element]}, "right": found}}:
                return element == found
            case _:
                return False

    least: Case = {"expression": {"contains": {"left": {"Set": [{"Set": []}]}, "right": {"Set": []}}}}
    assert reduce(case, is_in_itself, 20) == least


def test_a_text_is_reduced_token_by_token() -> None:
    _, case = generated("parse", "hasTag")
    assert reduce(case, lambda made: "hasTag" in str(made["text"]), 20) == {"text": "hasTag"}


def test_a_document_is_reduced_as_data() -> None:
    case: Case = {
        "document": json.dumps([{"uid": {"type": "U", "id": "x"}, "attrs": {"b": [1, {"c": 2.5}]}, "parents": []}])
    }

    def shows_it(made: Case) -> bool:
        try:
            return "2.5" in json.dumps(json.loads(str(made["document"]))[0]["attrs"])
        except (ValueError, LookupError, TypeError):
            return False

    assert json.loads(str(reduce(case, shows_it, 20)["document"])) == [{"attrs": 2.5}] or shows_it(
        reduce(case, shows_it, 20)
    )
    assert len(str(reduce(case, shows_it, 20)["document"])) < 30


def test_a_member_of_the_case_itself_stays() -> None:
    assert reduce({"text": "abc", "requests": [1]}, lambda _: True, 5) == {"text": "", "requests": []}


def test_reducing_ends_when_the_time_is_over() -> None:
    _, case = generated("authorize", "User")
    assert reduce(case, lambda _: True, 0) == case


def test_shrinking_keeps_what_shows_it() -> None:
    target = TARGETS["authorize"]
    choices, _ = generated("authorize", '"contains"')

    def shows_it(made: bytes) -> bool:
        return '"contains"' in json.dumps(target.build(Choices(made).choose)["policies"])

    if not shows_it(choices):
        choices = next(block for block in random_bytes(12, DEFAULT.choices) if shows_it(block))
    simplest = shrink(choices, shows_it, 5)
    assert shows_it(simplest)
    assert len(simplest) < len(choices) / 4


def test_shrinking_ends_when_the_time_is_over() -> None:
    assert shrink(b"\x01\x02\x03", lambda _: True, 0) == b"\x01\x02\x03"


def test_operators_and_nodes_are_those_of_the_expressions() -> None:
    case = {
        "expression": {"&&": {"left": {"Value": True}, "right": {"has": {"left": {"Var": "context"}, "attr": "in"}}}}
    }
    assert operators(case) == {"&&", "has"}
    assert nodes(case) == 4
