"""Latency against a size: of the policy set, of the store, of what the principal is in. Each becomes a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from bench.engines import cedarpy_reading, deodar_readings
from bench.measure import measure
from bench.workload import Graph, Workload, entity, uids
from bench.workloads.catalogue import named
from bench.workloads.rbac import ACTIONS, role_policies
from bench.workloads.trees import Trees, levels

ROUNDS = 3
POLICIES = (10, 100, 1_000, 10_000)
ENTITIES = (100, 1_000, 10_000, 100_000)
WIDTHS = (1, 10, 100, 1_000, 10_000)
ROLES = 100  # groups, folders and policies where the number of entities varies
ROLES_OF_WIDE = 1_000  # policies where the width varies


@dataclass(frozen=True, slots=True)
class Point:
    """One engine, asked in one way, at one size."""

    series: str
    size: int
    engine: str
    microseconds: float

    def as_json(self) -> dict[str, object]:
        """Plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Series:
    """Workloads of growing size."""

    name: str
    axis: str  # what grows
    sizes: tuple[int, ...]
    build: Callable[[int], Workload]


def with_entities(count: int) -> Workload:
    """100 role policies, and `count` users and documents of which 500 requests are about some."""
    graph = Graph("entities", count)
    half = max(10, count // 2)
    groups, folders = uids("Group", "group", ROLES), uids("Folder", "folder", ROLES)
    users, documents = uids("User", "user", half), uids("Document", "document", half)
    entities = levels(graph, groups) + levels(graph, folders)
    entities += [entity(user, graph.random.sample(groups, 3), level=number % 7) for number, user in enumerate(users)]
    entities += [entity(name, [graph.one(folders)], owner=f"user{number}") for number, name in enumerate(documents)]
    policies = role_policies(graph, Trees(users, groups, documents, folders, entities), ROLES)
    return Workload("entities", count, policies, entities, graph.requests(users, ACTIONS, documents))


def with_width(width: int) -> Workload:
    """1,000 role policies over `width` groups, every user being in each of them."""
    graph = Graph("width", width)
    groups, folders = uids("Group", "group", width), uids("Folder", "folder", ROLES)
    users, documents = uids("User", "user", 20), uids("Document", "document", 50)
    entities = [entity(group) for group in groups] + levels(graph, folders)
    entities += [entity(user, groups) for user in users]
    entities += [entity(name, [graph.one(folders)]) for name in documents]
    # Most policies are about groups of other people.
    named_groups = [*groups, *uids("Group", "other", 10 * ROLES_OF_WIDE)]
    store = Trees(users, named_groups, documents, folders, entities)
    policies = role_policies(graph, store, ROLES_OF_WIDE)
    return Workload("width", width, policies, entities, graph.requests(users, ACTIONS, documents))


SERIES = (
    *(
        Series(name, "policies", POLICIES, lambda size, name=name: named(name, size))
        for name in ("rbac", "templates", "abac")
    ),
    Series("entities", "entities", ENTITIES, with_entities),
    Series("width", "groups that the principal is in", WIDTHS, with_width),
)


def measure_series(chosen: Series) -> Iterator[Point]:
    """The points of one series, from the smallest size on."""
    for size in chosen.sizes:
        workload = chosen.build(size)
        for timing in measure([*deodar_readings(workload), cedarpy_reading(workload)], rounds=ROUNDS):
            yield Point(chosen.name, size, timing.name, timing.microseconds)
