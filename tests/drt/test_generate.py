"""The generator: what it makes is distinct, accepted, and of every kind."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import count, islice

import pytest

from deodar import model
from deodar.drt.case import Case
from deodar.drt.choice import Choices, Choose, random_bytes
from deodar.drt.engines import engine
from deodar.drt.gates import gates
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.generate.text import neat_policies, policies_text
from deodar.drt.measures import count_policies, count_reached, count_responses, digest
from deodar.drt.operator_pairs import POSSIBLE
from deodar.drt.skeleton import OPERATORS
from deodar.drt.tally import Tally
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import answers

MOST_CHOICES = 100_000


def cases(target: str, number: int, seed: int = 1) -> list[Case]:
    return [
        TARGETS[target].build(Choices(block).choose) for block in islice(random_bytes(seed, DEFAULT.choices), number)
    ]


@pytest.mark.parametrize("target", list(TARGETS))
def test_the_same_choices_make_the_same_case(target: str) -> None:
    assert cases(target, 20) == cases(target, 20)


@pytest.mark.parametrize("target", list(TARGETS))
def test_a_case_is_plain_data(target: str) -> None:
    for case in cases(target, 20):
        assert json.loads(json.dumps(case)) == case


@pytest.mark.parametrize("target", list(TARGETS))
def test_no_choices_at_all_make_a_small_case(target: str) -> None:
    most = 8_000 if target in {"index", "alike"} else 2_500  # these are about many policies
    assert len(json.dumps(TARGETS[target].build(Choices(b"").choose))) < most


def test_nearly_all_policy_sets_are_distinct() -> None:
    assert len({digest(case) for case in cases("authorize", 1_000)}) >= 950


def test_few_cases_run_out_of_choices() -> None:
    used = []
    for block in islice(random_bytes(1, DEFAULT.choices), 300):
        choices = Choices(block)
        TARGETS["authorize"].build(choices.choose)
        used.append(len(choices.used))
    assert max(used) < DEFAULT.choices


def test_every_operator_is_generated() -> None:
    generated = json.dumps([case["policies"] for case in cases("authorize", 1_500)])
    assert [operator for operator in sorted(OPERATORS) if f'"{operator}": ' not in generated] == []


def test_the_gates_are_met() -> None:
    target, engines = TARGETS["authorize"], {"impl": engine("impl")}
    tally = Tally()
    for case in cases("authorize", 2_600):
        answer = answers(target, engines, case)["impl"]
        responses = answer.get("responses")
        tally.cases += 1
        tally.tests += len(responses) if isinstance(responses, list) else 1
        tally.distinct.add(digest(case))
        count_responses(tally.measures, answer)
        if tally.cases % 10 == 0:
            count_policies(tally.measures, case, answer)
            count_reached(tally.measures, target, engines["impl"], case)
    judged = gates(tally)
    assert len(judged) == 8
    assert [gate for gate in judged if not gate.met] == []


def test_a_gate_that_is_missed_says_so() -> None:
    measures = Counter({"response": 100_000, "allow": 90_000})
    missed = [gate.name for gate in gates(Tally(cases=12_500, tests=100_000, measures=measures)) if not gate.met]
    assert missed == [
        "allow",
        "a satisfied forbid",
        "with an error",
        "some condition evaluated",
        "distinct policy sets",
    ]


def test_what_is_rare_is_judged_where_there_are_many_tests() -> None:
    most = sorted(POSSIBLE)[: len(POSSIBLE) * 19 // 20]
    measures = Counter({f"pair {outer} {inner}": 1 for outer, inner in most})
    judged = {gate.name: gate for gate in gates(Tally(cases=25_000, tests=200_000, measures=measures))}
    assert judged["pairs of operators that types allow"].met
    assert not judged["every kind of error"].met
    fewer = Counter(dict(measures.most_common(len(POSSIBLE) * 17 // 20)))
    missed = [gate.name for gate in gates(Tally(cases=25_000, tests=200_000, measures=fewer)) if not gate.met]
    assert "pairs of operators that types allow" in missed


def test_too_few_tests_are_not_judged() -> None:
    assert gates(Tally(cases=10, tests=80)) == []


def _tree(text: str) -> object:
    return model.policies_to_json(model.parse_policies(text))


def test_every_layout_of_a_policy_set_means_the_same() -> None:
    for case, block in zip(cases("authorize", 60), random_bytes(2, 4_096), strict=False):
        policies = case["policies"]
        assert isinstance(policies, dict)
        assert _tree(policies_text(Choices(block).choose, policies)) == _tree(neat_policies(policies))


def test_about_half_of_the_texts_are_refused() -> None:
    parse = engine("impl")
    refused = sum("error" in parse.answer({"op": "parse", "policies": case["text"]}) for case in cases("parse", 600))
    assert 150 < refused < 450


def test_about_half_of_the_entity_documents_are_refused() -> None:
    reader, target = engine("impl"), TARGETS["entities"]
    refused = sum("error" in target.ask(reader, case) for case in cases("entities", 600))
    assert 150 < refused < 450


@pytest.mark.parametrize("target", list(TARGETS))
def test_a_case_ends_wherever_its_choices_end(target: str) -> None:
    """Where the choices end, each further one is the simplest; a generator that asks on for ever would hang the run."""
    for recorded in islice(random_bytes(5, 120), 40):
        for length in (3, 20, 60, 120):
            choose, asked = Choices(recorded[:length]).choose, count()

            def counted(n: int, choose: Choose = choose, asked: Iterator[int] = asked) -> int:
                assert next(asked) < MOST_CHOICES
                return choose(n)

            assert TARGETS[target].build(counted)
