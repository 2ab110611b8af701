"""deodar, the official engine and the model give the same answers on small workloads of every kind."""

from __future__ import annotations

import pytest
from bench.engines import cedarpy_reading, deodar_readings, model_reading
from bench.measure import assert_agreement
from bench.reading import Answer
from bench.workload import Json, Link, Workload, uid
from bench.workloads.catalogue import BY_POLICIES, LINKED, NAMES, PAPER, named

SIZE = 12
ASKED = 60


def request(user: str) -> Json:
    """A request of a user to view a thing."""
    return {"principal": uid("User", user), "action": uid("Action", "view"), "resource": uid("T", "t"), "context": {}}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "wide"])
def test_deodar_agrees_with_the_official_engine(name: str) -> None:
    workload = named(name, SIZE)
    readings = [*deodar_readings(workload), cedarpy_reading(workload)]
    assert_agreement(readings, ASKED)
    assert len(readings) == 3


@pytest.mark.parametrize("name", [name for name in [*PAPER, *BY_POLICIES] if name != "templates"])
def test_the_model_agrees_with_deodar(name: str) -> None:
    workload = named(name, SIZE)
    readings = [model_reading(workload), *deodar_readings(workload)]
    assert_agreement(readings, ASKED)
    assert len(readings) == 3


@pytest.mark.parametrize("linked", LINKED)
def test_rights_by_attributes_and_by_links_decide_alike(linked: str) -> None:
    ways = [deodar_readings(named(name, SIZE))[0] for name in (linked.removesuffix("-templates"), linked)]
    decisions = [[way.answer(way.decide(asked)).decision for asked in way.requests] for way in ways]
    assert decisions[0] == decisions[1]


def test_an_answer_has_decision_reasons_and_erroring_policies() -> None:
    policies = "permit(principal, action, resource); permit(principal == ?principal, action, resource);"
    failing = "forbid(principal, action, resource) when { principal.age > 1 };"
    link = Link("policy1", "a link", {"?principal": uid("User", "a")})
    workload = Workload("answers", 1, policies + failing, [], [request("a"), request("b")], [link])
    reading, _ = deodar_readings(workload)
    answers = [reading.answer(reading.decide(asked)) for asked in workload.requests]
    assert answers == [
        Answer("allow", ("a link", "policy0"), ("policy2",)),
        Answer("allow", ("policy0",), ("policy2",)),
    ]
    assert_agreement([reading, cedarpy_reading(workload)], 2)
