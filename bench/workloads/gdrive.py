"""A document drive, the second application of the Cedar paper: documents, folders, and groups with view access.

The same rights are given twice: by attributes (`gdrive`), and by links of a template (`gdrive-templates`).
"""

from __future__ import annotations

from dataclasses import dataclass

from bench.workload import Graph, Json, Link, Workload, entity, reference, uids

POLICIES = """
// Who may view a folder may view what is in it, at any depth.
permit(principal, action == Action::"ViewDocument", resource in Folder::"shared");
permit(principal, action == Action::"ViewDocument", resource) when { resource in principal.viewAccess };

// A document may be open to groups, or to everybody.
permit(principal, action == Action::"ViewDocument", resource)
when { resource has viewers && principal in resource.viewers };
permit(principal, action == Action::"ViewDocument", resource) when { resource has isPublic && resource.isPublic };

// An owner may do anything to their document.
permit(principal, action, resource) when { resource has owner && resource.owner == principal };
"""
TEMPLATE_POLICIES = """
permit(principal in ?principal, action == Action::"ViewDocument", resource in ?resource);
permit(principal == ?principal, action, resource == ?resource);
permit(principal, action == Action::"ViewDocument", resource in Folder::"shared");
permit(principal, action == Action::"ViewDocument", resource) when { resource has isPublic && resource.isPublic };
"""
ACTIONS = ("ViewDocument", "ModifyDocument", "DeleteDocument", "ShareDocument")


@dataclass(frozen=True, slots=True)
class Drive:
    """Who may view what, before it is written as attributes or as links."""

    graph: Graph
    users: list[Json]
    groups: list[Json]
    folders: list[Json]
    documents: list[Json]
    group_parents: list[list[Json]]
    user_parents: list[list[Json]]
    folder_parents: list[list[Json]]
    document_parents: list[list[Json]]
    view_access: list[list[Json]]  # of each user: documents and folders
    viewers: list[list[Json]]  # of each document: groups
    owners: list[Json]  # of each document
    is_public: list[bool]  # each document


def draw(size: int) -> Drive:
    """`size` users, groups, folders and documents."""
    graph = Graph("gdrive", size)
    users, groups = uids("User", "user", size), uids("Group", "group", size)
    folders, documents = [*uids("Folder", "folder", size)], uids("Document", "document", size)
    return Drive(
        graph,
        users,
        groups,
        folders,
        documents,
        group_parents=[graph.edges(groups[:number]) for number in range(size)],
        user_parents=[graph.edges(groups) for _ in users],
        folder_parents=[graph.edges(folders[:number]) for number in range(size)],
        document_parents=[graph.edges(folders) for _ in documents],
        view_access=[graph.edges(documents + folders) for _ in users],
        viewers=[graph.edges(groups) for _ in documents],
        owners=[graph.one(users) for _ in documents],
        is_public=[bool(graph.edges([0])) for _ in documents],
    )


def gdrive(size: int) -> Workload:
    """The rights as attributes: a user's `viewAccess`, a document's `viewers` and `owner`."""
    drive = draw(size)
    entities = folders_and_groups(drive)
    entities += [
        entity(user, drive.user_parents[number], viewAccess=[reference(name) for name in drive.view_access[number]])
        for number, user in enumerate(drive.users)
    ]
    entities += [
        entity(
            document,
            drive.document_parents[number],
            owner=reference(drive.owners[number]),
            isPublic=drive.is_public[number],
            viewers=[reference(name) for name in drive.viewers[number]],
        )
        for number, document in enumerate(drive.documents)
    ]
    requests = drive.graph.requests(drive.users, ACTIONS, drive.documents)
    return Workload("gdrive", size, POLICIES, entities, requests)


def gdrive_templates(size: int) -> Workload:
    """The same rights as links: one for each edge of view access, one for each owner."""
    drive = draw(size)
    entities = folders_and_groups(drive)
    entities += [entity(user, drive.user_parents[number]) for number, user in enumerate(drive.users)]
    entities += [
        entity(document, drive.document_parents[number], isPublic=drive.is_public[number])
        for number, document in enumerate(drive.documents)
    ]
    requests = drive.graph.requests(drive.users, ACTIONS, drive.documents)
    return Workload("gdrive-templates", size, TEMPLATE_POLICIES, entities, requests, links_of(drive))


def folders_and_groups(drive: Drive) -> list[Json]:
    """The part of the store that both ways of writing share."""
    groups = [entity(group, drive.group_parents[number]) for number, group in enumerate(drive.groups)]
    return groups + [entity(folder, drive.folder_parents[number]) for number, folder in enumerate(drive.folders)]


def links_of(drive: Drive) -> list[Link]:
    """One link for each edge."""
    view = [(drive.users[n], name) for n, names in enumerate(drive.view_access) for name in names]
    view += [(group, drive.documents[n]) for n, groups in enumerate(drive.viewers) for group in groups]
    own = [(owner, drive.documents[n]) for n, owner in enumerate(drive.owners)]
    edges = [("policy0", edge) for edge in view] + [("policy1", edge) for edge in own]
    return [
        Link(template, f"link{number}", {"?principal": principal, "?resource": resource})
        for number, (template, (principal, resource)) in enumerate(edges)
    ]
