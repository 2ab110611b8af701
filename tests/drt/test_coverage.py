"""What a run has covered: pairs of operators as policies have them, and the dimensions in which they are counted."""

from __future__ import annotations

from collections import Counter

import pytest

from deodar.drt.coverage import DIMENSIONS, SCOPE_FORMS, covered, sizes
from deodar.drt.data import Json
from deodar.drt.operator_pairs import KNOWN, POSSIBLE, TOP, TYPES, Pair, count_operators, operator_pairs

A: Json = {"Var": "context"}
TRUE: Json = {"Value": True}
EQUAL: Json = {"==": {"left": A, "right": TRUE}}


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        pytest.param(TRUE, set[Pair](), id="a literal"),
        pytest.param(EQUAL, set[Pair](), id="one operator"),
        pytest.param({"!": {"arg": EQUAL}}, {("!", "==")}, id="one in another"),
        pytest.param(
            {"if-then-else": {"if": EQUAL, "then": {"!": {"arg": EQUAL}}, "else": TRUE}},
            {("if-then-else", "=="), ("if-then-else", "!"), ("!", "==")},
            id="a conditional",
        ),
        pytest.param(
            {"Set": [EQUAL, {"Record": {"==": {"neg": {"arg": A}}}}]},
            {("Set", "=="), ("Set", "Record"), ("Record", "neg")},
            id="a record with an operator's name as a member",
        ),
        pytest.param({"isInRange": [{"ip": [TRUE]}, {"ip": [TRUE]}]}, {("isInRange", "ip")}, id="a call"),
        pytest.param(
            {"is": {"left": {".": {"left": A, "attr": "=="}}, "entity_type": "T", "in": {"Set": [A]}}},
            {("is", "."), ("is", "Set")},
            id="a type test with `in`",
        ),
        pytest.param({"has": {"left": {"unheard-of": EQUAL}, "attr": "x"}}, set[Pair](), id="no operator"),
        pytest.param({"Value": {"!": {"arg": EQUAL}}}, set[Pair](), id="a literal that looks like an expression"),
    ],
)
def test_pairs_are_found_where_operands_stand(body: Json, pairs: set[Pair]) -> None:
    found = operator_pairs([{"kind": "when", "body": body}])
    assert {(outer, inner) for outer, inner in found if outer is not TOP} == pairs


def test_all_operators_are_counted_also_those_that_stand_in_no_other() -> None:
    measures: Counter[str] = Counter()
    conditions: Json = [{"kind": "when", "body": TRUE}, {"kind": "unless", "body": {"!": {"arg": EQUAL}}}]
    assert count_operators(measures, conditions) == {"!", "=="}
    assert measures == {"pair ! ==": 1}


def test_every_operator_has_its_types() -> None:
    assert TYPES.keys() == KNOWN
    assert {outer for outer, _ in POSSIBLE} == KNOWN


@pytest.mark.parametrize(
    ("pair", "possible"),
    [
        pytest.param(("!", "=="), True, id="a comparison is negated"),
        pytest.param(("!", "+"), False, id="a sum is not"),
        pytest.param(("decimal", "."), True, id="an attribute is read as a decimal"),
        pytest.param(("isInRange", "duration"), False, id="a duration is in no range"),
        pytest.param(("<", "durationSince"), True, id="durations are ordered"),
    ],
)
def test_a_pair_is_possible_if_its_types_meet(pair: Pair, possible: bool) -> None:
    assert (pair in POSSIBLE) is possible


MEASURES = [
    {"operator == satisfied": 3, "operator == type": 1, "pair ! ==": 2, "pair ! +": 1, "kind type": 1, "allow": 9},
    {"operator == valid": 5, "scope permit principal All": 2, "finding UnexpectedType": 1, "form Set": 4},
]


def test_items_are_counted_over_all_targets() -> None:
    found = {dimension.name: covered(dimension, MEASURES) for dimension in DIMENSIONS}
    assert found["operators"] == {"==": 9}
    assert found["operators and outcomes"] == {"== satisfied": 3, "== type": 1, "== valid": 5}
    assert found["operator pairs"] == {"! ==": 2, "! +": 1}


def test_a_size_counts_what_there_can_be() -> None:
    assert sizes(MEASURES) == {
        "operators": 1,
        "operators and outcomes": 3,
        "operator pairs": 1,
        "error kinds": 1,
        "scope forms": 1,
        "finding kinds": 1,
        "type forms": 1,
    }
    assert len(SCOPE_FORMS) == 40
