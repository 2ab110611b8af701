"""What comes before the first answer, and between answers: reading policies and entities, and a policy more.

Each is the ratio of processor times to cedarpy's own best way, in one run, interleaved: above one, ours is faster.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from statistics import median
from time import process_time_ns
from typing import NamedTuple

import cedarpy

import deodar
from bench.figures import interleaved_ratio
from bench.result import Figure
from bench.workload import Json, entity, uid, uids
from bench.workloads.catalogue import named

READY_TARGET = 2.5
LOAD_TARGET = 5.0
ADD_TARGET = 1_000.0
LOADED = 100_000  # entities
CHANGED = 10_000  # policies of which there is then one more
ROUNDS = 9
CHANGES = 50  # in each of them


def startup_figures() -> Iterator[Figure]:
    """All of them."""
    for name in ("rbac", "abac"):
        yield ready_ratio(name, 1_000)
    yield load_ratio(LOADED)
    yield from change_ratios("rbac", CHANGED)


def ready_ratio(name: str, size: int) -> Figure:
    """From the text of policies to the first answer; the entities were read before."""
    workload = named(name, size)
    text, request = workload.policies, workload.requests[0]
    store = deodar.Entities.from_json(workload.entities)
    peer_store = cedarpy.Entities.from_json_str(json.dumps(workload.entities))

    def ours() -> object:
        return deodar.Authorizer(text, store).is_authorized(request)

    def theirs() -> object:
        policies = cedarpy.PolicySet.from_str(text)
        return cedarpy.is_authorized(request, policies, peer_store)

    return Figure(
        f"text to first answer, {name}-{size}", interleaved_ratio(ours, theirs), "x cedarpy", READY_TARGET, True
    )


def load_ratio(count: int) -> Figure:
    """From the text of a document to entities, each with four attributes and in two groups."""
    text = json.dumps(documents(count))
    ratio = interleaved_ratio(
        lambda: deodar.Entities.from_json(text), lambda: cedarpy.Entities.from_json_str(text), rounds=3
    )
    return Figure(f"load {count:,} entities", ratio, "x cedarpy", LOAD_TARGET, True)


def documents(count: int) -> list[Json]:
    """`count` entities with four attributes in two of a hundred groups each, and the groups."""
    groups = uids("Group", "group", 100)
    people = [
        entity(
            uid("User", f"user{number}"),
            [groups[number % 100], groups[(number + 7) % 100]],
            name=f"user{number}",
            age=number % 90,
            active=number % 3 == 0,
            department=f"department{number % 50}",
        )
        for number in range(count)
    ]
    return [*(entity(group) for group in groups), *people]


class ChangeTimes(NamedTuple):
    """Nanoseconds of one policy more."""

    one_of_many: float
    alone: float  # just after the peer, which has emptied the caches
    with_answer: float
    peer: float
    peer_with_answer: float


def change_ratios(name: str, size: int) -> Iterator[Figure]:
    """One policy more, one of many in a row, and alone, where the peer has emptied the caches."""
    workload = named(name, size)
    authorizer = deodar.Authorizer(
        deodar.PolicySet.parse(workload.policies), deodar.Entities.from_json(workload.entities)
    )
    authorizer.is_authorized_batch(workload.requests)
    policies = cedarpy.PolicySet.from_str(workload.policies)
    entities = cedarpy.Entities.from_json_str(json.dumps(workload.entities))
    text, request = workload.policies.split("\n", 1)[0], workload.requests[0]
    rounds = [change_times(authorizer, policies, entities, text, request) for _ in range(ROUNDS)]
    times = ChangeTimes(*(median(each) for each in zip(*rounds, strict=True)))
    what = f"one policy more at {size:,}"
    yield Figure(what, times.peer / times.one_of_many, "x cedarpy", ADD_TARGET, True)
    yield Figure(what, times.one_of_many / 1e3, "microseconds", None, False)
    yield Figure(f"{what}, alone", times.peer / times.alone, "x cedarpy", None, True)
    yield Figure(
        f"{what}, alone and the first answer", times.peer_with_answer / times.with_answer, "x cedarpy", None, True
    )


def change_times(
    authorizer: deodar.Authorizer, policies: cedarpy.PolicySet, entities: cedarpy.Entities, text: str, request: Json
) -> ChangeTimes:
    """One round. The policies that are added have been read; the peer reads the one that it adds."""
    added = [deodar.PolicySet([deodar.Policy.parse(text, f"added{number}")]) for number in range(CHANGES)]
    policies.with_added_str(text)
    start = process_time_ns()
    changed = authorizer.with_policies(add=added[0])
    first = process_time_ns()
    changed.is_authorized(request)
    answered = process_time_ns()
    for each in added:
        authorizer.with_policies(add=each)
    end = process_time_ns()
    more = policies.with_added_str(text)
    peer = process_time_ns()
    cedarpy.is_authorized(request, more, entities)
    peer_answered = process_time_ns()
    return ChangeTimes((end - answered) / CHANGES, first - start, answered - start, peer - end, peer_answered - end)
