"""What comes before the first answer, and between answers: reading policies and entities, and a policy more.

Each is the ratio of processor times to cedarpy's own best way, in one run, interleaved: above one, ours is faster.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from statistics import median
from time import process_time_ns

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
CHANGES = 9


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


def change_ratios(name: str, size: int) -> Iterator[Figure]:
    """One policy more: alone, and with the first answer after it. The peer's way is `with_added_str`."""
    workload = named(name, size)
    request = workload.requests[0]
    authorizer = deodar.Authorizer(
        deodar.PolicySet.parse(workload.policies), deodar.Entities.from_json(workload.entities)
    )
    authorizer.is_authorized_batch(workload.requests)
    policies = cedarpy.PolicySet.from_str(workload.policies)
    entities = cedarpy.Entities.from_json_str(json.dumps(workload.entities))
    text = workload.policies.split("\n", 1)[0]
    times: list[tuple[int, int, int, int]] = []
    for number in range(CHANGES):
        added = deodar.PolicySet([deodar.Policy.parse(text, f"added{number}")])
        start = process_time_ns()
        changed = authorizer.with_policies(add=added)
        between = process_time_ns()
        changed.is_authorized(request)
        end = process_time_ns()
        more = policies.with_added_str(text)
        peer_between = process_time_ns()
        cedarpy.is_authorized(request, more, entities)
        peer_end = process_time_ns()
        times.append((between - start, end - start, peer_between - end, peer_end - end))
    ours, ours_and_answer, peer, peer_and_answer = (median(each) for each in zip(*times, strict=True))
    yield Figure(f"one policy more at {size:,}", peer / ours, "x cedarpy", ADD_TARGET, True)
    yield Figure(f"one policy more at {size:,}", ours / 1e3, "microseconds", None, False)
    yield Figure(
        f"one policy more at {size:,}, and the first answer", peer_and_answer / ours_and_answer, "x cedarpy", None, True
    )
