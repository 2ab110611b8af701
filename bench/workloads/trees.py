"""The principals and resources of the policy workloads: users in a deep tree of groups, documents in one of folders."""

from __future__ import annotations

from dataclasses import dataclass

from bench.workload import Graph, Json, entity, uids

LEVELS = 8
USERS = 200
GROUPS_OF_A_USER = 3


@dataclass(frozen=True, slots=True)
class Trees:
    """A store, and the names in it."""

    users: list[Json]
    groups: list[Json]
    documents: list[Json]
    folders: list[Json]
    entities: list[Json]


def trees(graph: Graph, size: int) -> Trees:
    """`size` groups and folders, each in eight levels, with as many users and documents as 500 requests need."""
    users, documents = uids("User", "user", USERS), uids("Document", "document", USERS)
    groups, folders = uids("Group", "group", size), uids("Folder", "folder", size)
    entities = levels(graph, groups) + levels(graph, folders)
    entities += [
        entity(user, distinct(graph, groups), department=f"department{number % 10}", level=number % 7)
        for number, user in enumerate(users)
    ]
    entities += [entity(name, [graph.one(folders)], owner=f"user{number}") for number, name in enumerate(documents)]
    return Trees(users, groups, documents, folders, entities)


def levels(graph: Graph, names: list[Json]) -> list[Json]:
    """The names in `LEVELS` rows of equal length, each with one parent in the row above."""
    width = max(1, len(names) // LEVELS)
    rows = [names[start : start + width] for start in range(0, len(names), width)]
    return [
        entity(name, [graph.one(rows[number - 1])] if number else []) for number, row in enumerate(rows) for name in row
    ]


def distinct(graph: Graph, groups: list[Json]) -> list[Json]:
    """A few groups, none twice."""
    return graph.random.sample(groups, min(GROUPS_OF_A_USER, len(groups)))
