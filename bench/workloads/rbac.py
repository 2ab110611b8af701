"""Role-based policies: N of `permit(principal in Group, action in [..], resource in Folder)` over deep trees."""

from __future__ import annotations

from bench.workload import Graph, Json, Workload, entity, uids
from bench.workloads.trees import Trees, trees

ACTIONS = ("view", "edit", "comment", "share", "delete")
WIDE_POLICIES = 10_000
WIDE_BRANCHES, WIDE_BRANCH_LENGTH = 79, 6  # 474 ancestors of the principal
WIDE_DEPTH = 47  # ancestors of the resource


def rbac(size: int) -> Workload:
    """`size` policies over `size / 10` groups and folders, eight levels deep."""
    graph = Graph("rbac", size)
    store = trees(graph, max(40, size // 10))
    requests = graph.requests(store.users, ACTIONS, store.documents)
    return Workload(f"rbac-{size}", size, role_policies(graph, store, size), store.entities, requests)


def role_policies(graph: Graph, store: Trees, size: int) -> str:
    """Policies between random groups and folders, each on one to three actions."""
    return "\n".join(
        role_policy(graph, str(graph.one(store.groups)["id"]), str(graph.one(store.folders)["id"])) for _ in range(size)
    )


def role_policy(graph: Graph, group: str, folder: str) -> str:
    """One policy."""
    actions = graph.random.sample(ACTIONS, graph.random.randint(1, 3))
    listed = ", ".join(f'Action::"{action}"' for action in actions)
    return f'permit(principal in Group::"{group}", action in [{listed}], resource in Folder::"{folder}");'


def wide() -> Workload:
    """10,000 role-based policies, each principal with 474 ancestors, each resource with 47."""
    graph = Graph("wide", WIDE_POLICIES)
    branches = [uids("Group", f"branch{number}.", WIDE_BRANCH_LENGTH) for number in range(WIDE_BRANCHES)]
    folders = uids("Folder", "folder", WIDE_DEPTH)
    users, documents = uids("User", "user", 20), uids("Document", "document", 20)
    entities = [part for branch in branches for part in chain(branch)] + chain(folders)
    entities += [entity(user, [branch[-1] for branch in branches]) for user in users]
    entities += [entity(document, [folders[-1]]) for document in documents]
    # Most policies name groups and folders that nobody here is in: a real policy set is about other people, too.
    groups = [name for branch in branches for name in branch] + uids("Group", "other", len(branches) * 60)
    places = folders + uids("Folder", "other", WIDE_DEPTH * 20)
    store = Trees(users, groups, documents, places, entities)
    requests = graph.requests(users, ACTIONS, documents)
    return Workload("wide", WIDE_POLICIES, role_policies(graph, store, WIDE_POLICIES), entities, requests)


def chain(names: list[Json]) -> list[Json]:
    """Each name a member of the one before."""
    return [entity(name, [names[number - 1]] if number else []) for number, name in enumerate(names)]
