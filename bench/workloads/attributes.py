"""Policies with open scope, whose conditions decide: attribute-based, unindexable, and erroring ones."""

from __future__ import annotations

from bench.workload import Graph, Json, Workload, entity, reference, uids

ACTIONS = ("view", "edit")
PEOPLE = 200
CONTEXT: Json = {"hour": 14, "mfa": True, "network": "10.1.2.3"}


def abac(size: int) -> Workload:
    """`size` policies over equality, `contains`, `like "prefix*"`, `has` guards, the context and comparisons."""
    return of_conditions("abac", size, ABAC_CONDITIONS)


def worst(size: int) -> Workload:
    """`size` policies whose conditions nothing can index: arithmetic and `like` on a suffix."""
    return of_conditions("worst", size, WORST_CONDITIONS)


def errors(size: int) -> Workload:
    """`size` policies of which two of three fail to evaluate on each request."""
    return of_conditions("errors", size, ERROR_CONDITIONS)


# `{key}` is one of `spread` names, `{small}` one of eight numbers, `{hour}` one of 24, `{edit}` one of the actions.
ABAC_CONDITIONS = (
    'resource.department == "department{key}" && principal.level > {small}',
    'resource.tags.contains("tag{key}")',
    'resource.path like "/department{key}/*" && context.mfa',
    'principal has manager && principal.manager == User::"user{key}"',
    'context.hour >= {hour} && principal.department == "department{key}"',
    'resource.owner == User::"user{key}" && action == Action::"{edit}"',
)
WORST_CONDITIONS = (
    "principal.level * {hour} + {small} > resource.size + {key}",
    'resource.path like "*/file{key}.txt"',
)
ERROR_CONDITIONS = (
    "principal.missing{key} == 1",
    "resource.path + {key} > 0",
    'resource.tags.contains("tag{key}")',
)


def of_conditions(name: str, size: int, conditions: tuple[str, ...]) -> Workload:
    """`size` policies that take the conditions in turn; one of ten forbids."""
    graph = Graph(name, size)
    users, documents = uids("User", "user", PEOPLE), uids("Document", "document", PEOPLE)
    spread = max(20, size // 5)  # keys: about as many policies meet a request at every size
    lines: list[str] = []
    for number in range(size):
        effect = "forbid" if number % 10 == 9 else "permit"
        condition = conditions[number % len(conditions)].format(
            key=graph.random.randrange(spread),
            small=graph.random.randrange(8),
            hour=graph.random.randrange(24),
            edit=graph.one(ACTIONS),
        )
        lines.append(f"{effect}(principal, action, resource) when {{ {condition} }};")
    entities = [person(graph, user, users, spread) for user in users]
    entities += [document(graph, number, name, users, spread) for number, name in enumerate(documents)]
    requests = graph.requests(users, ACTIONS, documents, context=CONTEXT)
    return Workload(f"{name}-{size}", size, "\n".join(lines), entities, requests)


def person(graph: Graph, user: Json, users: list[Json], spread: int) -> Json:
    """A user; one of two has a manager."""
    manager = {"manager": reference(graph.one(users))} if graph.random.random() < 0.5 else {}
    return entity(
        user, department=f"department{graph.random.randrange(spread)}", level=graph.random.randrange(8), **manager
    )


def document(graph: Graph, number: int, name: Json, users: list[Json], spread: int) -> Json:
    """A document with a path, a size and tags."""
    department = graph.random.randrange(spread)
    return entity(
        name,
        department=f"department{department}",
        path=f"/department{department}/file{number}.txt",
        size=graph.random.randrange(10_000),
        tags=[f"tag{graph.random.randrange(spread)}" for _ in range(3)],
        owner=reference(graph.one(users)),
    )
