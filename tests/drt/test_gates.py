"""Gates on what can be enumerated: in a long run all of it has to be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

import pytest

from deodar.drt.gates import FEWEST_FOR_ALL, FEWEST_FOR_EACH, FEWEST_TESTS, Gate, gates, most_seen
from deodar.drt.operator_errors import OPERATOR_ERRORS
from deodar.drt.operator_pairs import KNOWN, POSSIBLE
from deodar.drt.schema_measures import validation_gates
from deodar.drt.scope_forms import SCOPE_FORMS
from deodar.drt.tally import Distinct, Tally

Judged: TypeAlias = Callable[[Tally], list[Gate]]
UNIVERSE = [str(number) for number in range(20)]


@pytest.mark.parametrize(
    ("tests", "seen", "found", "met"),
    [
        pytest.param(FEWEST_FOR_EACH, 20, "20 of 20", True, id="all of it in a long run"),
        pytest.param(FEWEST_FOR_EACH, 19, "19 of 20, never: 19", False, id="all but one in a long run"),
        pytest.param(FEWEST_FOR_EACH - 1, 19, "19 of 20, never: 19", True, id="most of it in a shorter run"),
        pytest.param(FEWEST_FOR_ALL, 17, "17 of 20, never: 17, 18, 19", False, id="too little in a shorter run"),
        pytest.param(FEWEST_FOR_ALL - 1, 1, "1 of 20", True, id="little in a short run"),
    ],
)
def test_what_has_to_be_seen_depends_on_the_length_of_the_run(tests: int, seen: int, found: str, met: bool) -> None:
    measures = Counter({f"pair {each}": 1 for each in UNIVERSE[:seen]})
    gate = most_seen("pairs", UNIVERSE, "pair", Tally(tests=tests, measures=measures))
    assert (gate.found, gate.met) == (found, met)
    assert gate.wanted == "90% from 200,000 tests on, all from 3,000,000"


@pytest.mark.parametrize("tests", [FEWEST_TESTS, FEWEST_FOR_ALL, FEWEST_FOR_EACH])
def test_a_run_on_authorize_tells_how_much_it_has_seen(tests: int) -> None:
    told = {gate.name: gate.found.partition(",")[0] for gate in gates(Tally(cases=tests // 8, tests=tests))}
    assert told["operators with each of their errors"] == f"0 of {len(OPERATOR_ERRORS)}"
    assert told["effects with each form of scope"] == f"0 of {len(SCOPE_FORMS)}"
    assert told["pairs of operators that types allow"] == f"0 of {len(POSSIBLE)}"


@pytest.mark.parametrize(("judged", "name"), [(gates, "policy sets"), (validation_gates, "typed policy sets")])
def test_an_estimate_of_more_than_all_cases_is_all_of_them(judged: Judged, name: str) -> None:
    tally = Tally(cases=40_000, tests=320_000, distinct=Distinct(range(0, 2 * 40_001, 2), level=1))
    (gate,) = (gate for gate in judged(tally) if gate.name == f"distinct {name}")
    assert len(tally.distinct) > tally.cases
    assert (gate.found, gate.met) == ("100.0%", True)


def test_every_operator_has_its_errors() -> None:
    by_operator = {error.partition(" ")[0] for error in OPERATOR_ERRORS}
    assert by_operator == KNOWN - {"==", "!=", "Set", "Record"}
    assert {"getTag tag-missing", "neg overflow", "ip arity", "toDays arity", "offset extension"} <= set(
        OPERATOR_ERRORS
    )
    assert len(set(OPERATOR_ERRORS)) == len(OPERATOR_ERRORS)


def test_a_scope_has_each_effect_and_form_once() -> None:
    assert len(set(SCOPE_FORMS)) == len(SCOPE_FORMS) == 2 * (8 + 8 + 4)
