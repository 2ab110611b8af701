"""`python -m bench.trial`: what a new user would try. Many policies, many entities, some requests, one policy more.

Each step is timed once, in milliseconds of processor time, for deodar and for cedarpy, whose decisions must be the
same.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from time import process_time_ns

import cedarpy

import deodar
from bench.engines import cedarpy_answer, deodar_answer
from bench.reading import Answer
from bench.workload import EDGE_PROBABILITY, Graph, Json, Workload, entity, uids
from bench.workloads.rbac import ACTIONS, role_policies
from bench.workloads.trees import Trees, levels

POLICIES = 10_000
ENTITIES = 100_000
ASKED = 200
Steps = Iterator[tuple[str, list[object]]]  # what is done, and the responses that came of it


def workload(policies: int, entities: int) -> Workload:
    """Role policies over a deep tree of groups and folders, and many users and documents in them."""
    graph = Graph("trial", policies)
    names = max(20, int(policies * 2 * EDGE_PROBABILITY))
    groups, folders = uids("Group", "group", names), uids("Folder", "folder", names)
    users, documents = uids("User", "user", entities // 2), uids("Document", "document", entities // 2)
    store = levels(graph, groups) + levels(graph, folders)
    store += [entity(user, graph.random.sample(groups, 3), level=number % 7) for number, user in enumerate(users)]
    store += [entity(name, [graph.one(folders)], owner=f"user{number}") for number, name in enumerate(documents)]
    text = role_policies(graph, Trees(users, groups, documents, folders, store), policies)
    return Workload("trial", policies, text, store, graph.requests(users, ACTIONS, documents, at_most=ASKED))


def deodar_steps(text: str, store: str, requests: list[Json], more: str) -> Steps:
    """The steps by deodar."""
    policies = deodar.PolicySet.parse(text)
    yield "read the policies", []
    entities = deodar.Entities.from_json(store)
    yield "read the entities", []
    authorizer = deodar.Authorizer(policies, entities)
    yield "the first answer", [authorizer.is_authorized(requests[0])]
    yield "all answers", [*authorizer.is_authorized_batch(requests)]
    yield "all answers again", [*authorizer.is_authorized_batch(requests)]
    changed = authorizer.with_policies(add=deodar.PolicySet([deodar.Policy.parse(more, "more")]))
    yield "one policy more", []
    yield "the first answer after it", [changed.is_authorized(requests[0])]
    yield "all answers after it", [*changed.is_authorized_batch(requests)]


def cedarpy_steps(text: str, store: str, requests: list[Json], more: str) -> Steps:
    """The steps by cedarpy."""
    policies = cedarpy.PolicySet.from_str(text)
    yield "read the policies", []
    entities = cedarpy.Entities.from_json_str(store)
    yield "read the entities", []
    yield "the first answer", [cedarpy.is_authorized(requests[0], policies, entities)]
    for name in ("all answers", "all answers again"):
        yield name, [cedarpy.is_authorized(each, policies, entities) for each in requests]
    changed = policies.with_added_str(more)
    yield "one policy more", []
    yield "the first answer after it", [cedarpy.is_authorized(requests[0], changed, entities)]
    yield "all answers after it", [cedarpy.is_authorized(each, changed, entities) for each in requests]


def main(policies: int = POLICIES, entities: int = ENTITIES) -> int:
    """Print one line a step. Gives 1 if the answers differ."""
    made = workload(policies, entities)
    store = json.dumps(made.entities)
    more = f"forbid{made.policies.split(chr(10), 1)[0].removeprefix('permit')}"
    del made.entities[:]
    print(f"{policies:,} policies, {entities:,} entities, {len(made.requests)} requests: milliseconds")
    print(f"{'':28}{'deodar':>12}{'cedarpy':>12}")
    ours = timed(deodar_steps(made.policies, store, made.requests, more), deodar_answer)
    theirs = timed(cedarpy_steps(made.policies, store, made.requests, more), cedarpy_answer)
    for (name, milliseconds, _), (_, peer, _) in zip(ours, theirs, strict=True):
        print(f"{name:28}{milliseconds:12,.2f}{peer:12,.2f}")
    differing = [name for (name, _, one), (_, _, other) in zip(ours, theirs, strict=True) if one != other]
    for name in differing:
        print(f"the answers differ: {name}")
    return 1 if differing else 0


def timed(steps: Steps, answer: Callable[[object], Answer]) -> list[tuple[str, float, list[str]]]:
    """Each step with the milliseconds that it took, and the decisions that came of it, which are read off the clock."""
    done: list[tuple[str, float, list[str]]] = []
    start = process_time_ns()
    for name, responses in steps:
        end = process_time_ns()
        done.append((name, (end - start) / 1e6, [answer(each).decision for each in responses]))
        start = process_time_ns()
    return done


if __name__ == "__main__":
    sys.exit(main())
