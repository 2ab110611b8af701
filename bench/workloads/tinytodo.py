"""TinyTodo, the first application of the Cedar paper: to-do lists, their owners, and teams that read or edit them."""

from __future__ import annotations

from bench.workload import REQUESTS, Graph, Workload, entity, reference, uid, uids

POLICIES = """
// An owner may do anything to their list.
permit(principal, action, resource) when { resource has owner && resource.owner == principal };

// Readers and editors may look at a list.
permit(principal, action == Action::"GetList", resource)
when { principal in resource.readers || principal in resource.editors };

// Interns may not make lists.
forbid(principal in Team::"interns", action == Action::"CreateList", resource == Application::"TinyTodo");
"""
ON_APPLICATION = ("CreateList", "GetLists")
ON_LIST = ("GetList", "UpdateList", "DeleteList", "CreateTask", "UpdateTask", "DeleteTask")
APPLICATION = uid("Application", "TinyTodo")


def tinytodo(size: int) -> Workload:
    """`size` users, teams and lists; teams may be members of earlier teams."""
    graph = Graph("tinytodo", size)
    users, lists = uids("User", "user", size), uids("List", "list", size)
    teams = [uid("Team", "interns"), *uids("Team", "team", size - 1)]
    entities = [entity(APPLICATION)]
    entities += [entity(team, graph.edges(teams[:number])) for number, team in enumerate(teams)]
    entities += [entity(user, [APPLICATION, *graph.edges(teams)]) for user in users]
    entities += [
        entity(
            name,
            [APPLICATION],
            name=f"list {number}",
            owner=reference(graph.one(users)),
            readers=reference(graph.one(teams)),
            editors=reference(graph.one(teams)),
            tasks=[{"id": task, "name": f"task {task}", "state": "todo"} for task in range(3)],
        )
        for number, name in enumerate(lists)
    ]
    requests = graph.requests(users, ON_APPLICATION, [APPLICATION], at_most=REQUESTS // 8)
    requests += graph.requests(users, ON_LIST, lists, at_most=REQUESTS - len(requests))
    return Workload("tinytodo", size, POLICIES, entities, requests)
