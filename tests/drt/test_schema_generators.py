"""The schema-directed generators: what they make is well formed, conforms, is mostly valid, and reaches everything."""

from __future__ import annotations

import json
from itertools import islice

import pytest

from deodar.drt.choice import Choices, random_bytes
from deodar.drt.engines import engine
from deodar.drt.engines.protocol import JsonText
from deodar.drt.generate.conforming import entities, requests
from deodar.drt.generate.schema import world
from deodar.drt.generate.schema_text import neat_schema, schema_text
from deodar.drt.generate.settings import DEFAULT
from deodar.drt.measures import digest
from deodar.drt.schema_measures import (
    FINDING_KINDS,
    TYPE_FORMS,
    count_sound_responses,
    count_validation,
    soundness_gates,
    validation_gates,
)
from deodar.drt.tally import Tally
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import Target

IMPL = engine("impl")
PERMIT = "permit(principal, action, resource);"


def choices(count: int, seed: int = 1) -> list[Choices]:
    return [Choices(block) for block in islice(random_bytes(seed, DEFAULT.choices), count)]


def test_every_schema_is_accepted() -> None:
    refused = [
        answer["error"]
        for each in choices(400)
        if "error" in (answer := IMPL.answer({"op": "schema", "schema": world(each.choose).document}))
    ]
    assert refused == []


@pytest.mark.parametrize("write", [schema_text, lambda _, schema: neat_schema(schema)], ids=["wild", "neat"])
def test_the_text_of_a_schema_means_the_same(write: object) -> None:
    assert callable(write)
    for each in choices(200):
        document = world(each.choose, for_text=True).document
        meaning = IMPL.answer({"op": "resolve", "schema": document})
        assert IMPL.answer({"op": "resolve", "schema": write(each.choose, document)}) == meaning


def test_entities_and_requests_conform() -> None:
    accepted = 0
    for each in choices(200):
        made = world(each.choose)
        message = {"op": "authorize", "policies": PERMIT, "schema": made.document, "validate_request": True}
        answer = IMPL.answer({**message, "entities": entities(made), "requests": requests(made)})
        responses = answer["responses"]
        assert isinstance(responses, list)
        assert [response for response in responses if "error" in response] == []
        accepted += len(responses)
    assert accepted > 1_000


@pytest.mark.parametrize("target", ["schema", "schema-entities"])
def test_about_half_of_what_is_damaged_is_refused(target: str) -> None:
    tested = TARGETS[target]
    refused = ["error" in tested.ask(IMPL, tested.build(each.choose)) for each in choices(600)]
    assert 0.35 < sum(refused) / len(refused) < 0.65


def test_about_half_of_the_damaged_requests_are_refused() -> None:
    tested = TARGETS["schema-requests"]
    told = [tested.ask(IMPL, tested.build(each.choose))["responses"] for each in choices(100)]
    responses = [response for each in told if isinstance(each, list) for response in each]
    assert 0.35 < sum("error" in response for response in responses) / len(responses) < 0.65


def test_few_cases_run_out_of_choices() -> None:
    sources = choices(400)
    for each in sources:
        TARGETS["soundness"].build(each.choose)
    assert max(len(each.used) for each in sources) < DEFAULT.choices


def counted(target: Target, count: int) -> Tally:
    tally = Tally()
    assert target.count is not None
    for each in choices(count):
        case = target.build(each.choose)
        answer = target.ask(IMPL, case)
        tally.cases += 1
        tally.distinct.add(digest(case))
        target.count(tally.measures, case, answer)
    return tally


def test_the_gates_on_validation_are_met() -> None:
    tally = counted(TARGETS["validate"], 10_000)
    judged = validation_gates(tally)
    assert len(judged) == 7
    assert [gate for gate in judged if not gate.met] == []
    assert all(tally.measures[f"finding {kind}"] for kind in FINDING_KINDS)
    assert all(tally.measures[f"form {form}"] for form in TYPE_FORMS)


def test_the_gates_on_soundness_are_met() -> None:
    tally = counted(TARGETS["soundness"], 1_200)
    judged = soundness_gates(tally)
    assert len(judged) == 3
    assert [gate for gate in judged if not gate.met] == []
    assert tally.measures["evaluation of a valid policy"] > 10_000


def test_there_are_no_gates_on_few_cases() -> None:
    assert validation_gates(Tally()) == []
    assert soundness_gates(Tally()) == []


def test_what_is_refused_is_not_counted() -> None:
    tally = Tally()
    case = TARGETS["validate"].build(lambda _: 0)
    count_validation(tally.measures, case, {"error": {}})
    count_sound_responses(tally.measures, case, {"responses": []})
    assert not tally.measures


def test_a_policy_found_impossible_that_applies_breaks_the_claim() -> None:
    class Wrong:
        """Finds every policy valid and impossible, and satisfied."""

        name = "wrong"
        ops = IMPL.ops

        def answer(self, message: object) -> dict[str, object]:
            assert isinstance(message, dict)
            if message["op"] == "validate":
                warnings = [{"policy": "p0", "kind": "ImpossiblePolicy"}]
                return {"valid": True, "errors": [], "warnings": warnings}
            return {"responses": [{"decision": "allow", "reasons": ["p0"], "errors": []}]}

    target = TARGETS["soundness"]
    answer = target.ask(Wrong(), target.build(lambda _: 0))  # type: ignore[arg-type]
    assert answer["broken"] == "finds a policy impossible that applies"


def test_a_schema_with_repeated_members_reaches_the_engine_as_it_is() -> None:
    case = {"format": "json", "text": '{"": {"entityTypes": {"A": {}, "A": {}}, "actions": {}}}'}
    for name in ("model", "impl", "cedarpy"):
        assert TARGETS["schema"].ask(engine(name), case)["error"]["stage"] == "schema"  # type: ignore[call-overload,index]
    assert json.loads(JsonText(case["text"]))
