"""Cases that have their entities and requests in common: each is a case like any other, and replays by itself."""

from __future__ import annotations

import pytest

from deodar.drt.built import SEVERAL, cases_of_a_source, length_of_a_source
from deodar.drt.choice import Choices, random_bytes
from deodar.drt.chunk import Chunk
from deodar.drt.engines import engine
from deodar.drt.engines.in_process import InProcessEngine
from deodar.drt.engines.model_engine import ModelFace
from deodar.drt.engines.protocol import Answer, Message
from deodar.drt.lanes import Lane, run_chunk
from deodar.drt.targets import TARGETS
from deodar.drt.targets.target import examine

AUTHORIZE = TARGETS["authorize"]
LENGTH = length_of_a_source(SEVERAL)
USER = {"type": "User", "id": "a"}
REQUEST = {"principal": USER, "action": {"type": "Action", "id": "view"}, "resource": USER, "context": {}}
PERMIT = "permit(principal, action, resource) when { principal.ok };"


class Recorder:
    """An engine that keeps what it is asked."""

    name = "recorder"
    ops = frozenset({"authorize"})

    def __init__(self) -> None:
        self.asked: list[Message] = []

    def answer(self, message: Message) -> Answer:
        self.asked.append(message)
        return {"responses": []}


@pytest.mark.parametrize("lane", [Lane.BULK, Lane.NIGHTLY])
def test_several_policy_sets_are_put_to_the_same_requests(lane: Lane) -> None:
    recorder = Recorder()
    chunk = Chunk(AUTHORIZE, {"recorder": recorder}, lambda: None, SEVERAL)
    run_chunk(lane, chunk.check, 1, 5, LENGTH)
    chunk.finish()
    assert (chunk.tally.cases, chunk.tally.distinct_share) == (5 * SEVERAL, 1.0)
    assert len({id(message["requests"]) for message in recorder.asked}) == 5
    assert len({id(message["entities"]) for message in recorder.asked}) == 5


def test_elsewhere_a_source_makes_one_case() -> None:
    assert {name: cases_of_a_source(target) for name, target in TARGETS.items() if target.halves is None} == {
        name: 1 for name in TARGETS if name not in {"authorize", "back-ends"}
    }


def test_each_case_is_built_again_from_its_own_choices() -> None:
    engines = {name: engine(name) for name in ("model", "mutant:permit-overrides-forbid")}
    chunk = Chunk(AUTHORIZE, engines, lambda: None, SEVERAL)
    run_chunk(Lane.BULK, chunk.check, 7, 12, LENGTH)
    chunk.finish()
    assert chunk.tally.disagreements >= len(chunk.differences) > 0
    for choices, found in chunk.differences:
        assert examine(AUTHORIZE, engines, AUTHORIZE.build(Choices(choices).choose)) == found


def test_a_case_whose_choices_come_to_an_end_is_not_made() -> None:
    recorder = Recorder()
    chunk = Chunk(AUTHORIZE, {"recorder": recorder}, lambda: None, SEVERAL)
    chunk.check(Choices(next(random_bytes(1, 512))))
    chunk.finish()
    assert 0 < len(recorder.asked) < SEVERAL


class Counting(ModelFace):
    """The model, which counts what it reads."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def entities(self, document: object, schema: object) -> object:
        self.read.append("entities")
        return super().entities(document, schema)

    def request(self, document: object, reading: object) -> object:
        self.read.append("request")
        return super().request(document, reading)


def entities(ok: bool) -> list[object]:
    return [{"uid": USER, "attrs": {"ok": ok}, "parents": []}]


def decision(asked: InProcessEngine, store: object, requests: object) -> object:
    answer = asked.answer({"op": "authorize", "policies": PERMIT, "entities": store, "requests": requests})
    return [response.get("decision") for response in answer["responses"]] if "responses" in answer else "refused"


def test_the_same_entities_and_requests_are_read_once() -> None:
    face = Counting()
    asked, store, requests = InProcessEngine(face), entities(True), [REQUEST, {}]
    assert decision(asked, store, requests) == decision(asked, store, requests) == ["allow", None]
    assert face.read == ["entities", "request", "request"]


def test_other_entities_and_requests_are_read_however_alike() -> None:
    asked = InProcessEngine(Counting())
    stores, requests = [entities(True), entities(False), entities(True)], [REQUEST]
    assert [decision(asked, store, requests) for store in stores] == [["allow"], ["deny"], ["allow"]]
    assert decision(asked, stores[0], [REQUEST, REQUEST]) == ["allow", "allow"]


def test_what_was_refused_is_refused_again() -> None:
    asked = InProcessEngine(Counting())
    store = [{"uid": USER}]
    assert decision(asked, entities(True), [REQUEST]) == ["allow"]
    assert decision(asked, store, [REQUEST]) == decision(asked, store, [REQUEST]) == "refused"


def test_the_choices_of_a_source_are_enough() -> None:
    recorder = Recorder()
    chunk = Chunk(AUTHORIZE, {"recorder": recorder}, lambda: None, SEVERAL)
    run_chunk(Lane.BULK, chunk.check, 5, 200, LENGTH)
    chunk.finish()
    assert chunk.tally.cases == 200 * SEVERAL
