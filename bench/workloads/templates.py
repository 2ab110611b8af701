"""Links: one template, N links `principal == ?principal, resource in ?resource`."""

from __future__ import annotations

from bench.workload import Graph, Link, Workload
from bench.workloads.trees import trees

TEMPLATE = 'permit(principal == ?principal, action == Action::"view", resource in ?resource);'


def templates(size: int) -> Workload:
    """`size` links between random users and folders."""
    graph = Graph("templates", size)
    store = trees(graph, max(40, size // 10))
    links = [
        Link("policy0", f"link{number}", {"?principal": graph.one(store.users), "?resource": graph.one(store.folders)})
        for number in range(size)
    ]
    requests = graph.requests(store.users, ("view", "edit"), store.documents)
    return Workload(f"templates-{size}", size, TEMPLATE, store.entities, requests, links)
