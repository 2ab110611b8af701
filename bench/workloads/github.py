"""Code hosting, the third application of the Cedar paper: repositories, teams, organizations, and five roles.

Each repository and each organization has one group a role. A stronger role is a member of the next weaker one, so an
administrator can do whatever a reader can. The same rights are given by attributes (`github`), and by links of five
templates (`github-templates`).
"""

from __future__ import annotations

from dataclasses import dataclass

from bench.workload import Graph, Json, Link, Workload, entity, reference, uid, uids

ROLES = ("readers", "triagers", "writers", "maintainers", "admins")  # weakest first
ACTIONS = {  # of each role, what it adds
    "readers": ("pull", "fork"),
    "triagers": ("assign_issue", "edit_issue"),
    "writers": ("push",),
    "maintainers": ("delete_issue",),
    "admins": ("add_reader", "add_writer", "add_admin"),
}
ALL_ACTIONS = tuple(action for role in ROLES for action in ACTIONS[role])


@dataclass(frozen=True, slots=True)
class Hosting:
    """Who is in what."""

    graph: Graph
    users: list[Json]
    teams: list[Json]
    organizations: list[Json]
    repositories: list[Json]
    team_parents: list[list[Json]]
    user_parents: list[list[Json]]
    owners: list[Json]  # of each repository: an organization
    grants: list[tuple[Json, str, Json]]  # a user or team, a role, a repository or organization


def draw(size: int) -> Hosting:
    """`size` users, teams, organizations and repositories."""
    graph = Graph("github", size)
    users, teams = uids("User", "user", size), uids("Team", "team", size)
    organizations, repositories = uids("Organization", "organization", size), uids("Repository", "repository", size)
    return Hosting(
        graph,
        users,
        teams,
        organizations,
        repositories,
        team_parents=[graph.edges(teams[:number]) for number in range(size)],
        user_parents=[graph.edges(teams) for _ in users],
        owners=[graph.one(organizations) for _ in repositories],
        grants=[
            (grantee, role, target)
            for grantee in users + teams
            for target in repositories + organizations
            for role in graph.edges(ROLES)
        ],
    )


def role_group(target: Json, role: str) -> Json:
    """The group of those who have a role on a repository or an organization."""
    return uid("RoleGroup", f"{target['id']}.{role}")


def policies() -> str:
    """Two policies a role: by the repository's own group, and by that of the organization that owns it."""
    lines: list[str] = []
    for role in ROLES:
        actions = ", ".join(f'Action::"{action}"' for action in ACTIONS[role])
        lines.append(f"permit(principal, action in [{actions}], resource) when {{ principal in resource.{role} }};")
        lines.append(
            f"permit(principal, action in [{actions}], resource) when {{ principal in resource.owner.{role} }};"
        )
    return "\n".join(lines)


def templates() -> str:
    """One template a role; a stronger role may do whatever a weaker one may."""
    lines: list[str] = []
    for rank in range(1, len(ROLES) + 1):
        actions = ", ".join(f'Action::"{action}"' for role in ROLES[:rank] for action in ACTIONS[role])
        lines.append(f"permit(principal in ?principal, action in [{actions}], resource in ?resource);")
    return "\n".join(lines)


def github(size: int) -> Workload:
    """The rights as attributes: the role groups of each repository and organization."""
    hosting = draw(size)
    memberships: dict[str, list[Json]] = {}
    for grantee, role, target in hosting.grants:
        memberships.setdefault(str(grantee["id"]), []).append(role_group(target, role))
    entities: list[Json] = []
    for grantees, parents in ((hosting.teams, hosting.team_parents), (hosting.users, hosting.user_parents)):
        entities += [
            entity(name, parents[number] + memberships.get(str(name["id"]), [])) for number, name in enumerate(grantees)
        ]
    for target in hosting.repositories + hosting.organizations:
        for rank, role in enumerate(ROLES):
            entities.append(entity(role_group(target, role), [role_group(target, ROLES[rank - 1])] if rank else []))
    entities += [with_roles(organization) for organization in hosting.organizations]
    entities += [
        with_roles(repository, owner=reference(hosting.owners[number]))
        for number, repository in enumerate(hosting.repositories)
    ]
    return Workload("github", size, policies(), entities, requests_of(hosting))


def with_roles(target: Json, **attributes: object) -> Json:
    """A repository or organization with one attribute a role."""
    return entity(target, **attributes, **{role: reference(role_group(target, role)) for role in ROLES})


def github_templates(size: int) -> Workload:
    """The same rights as links of five templates; a repository is in the organization that owns it."""
    hosting = draw(size)
    entities: list[Json] = [entity(organization) for organization in hosting.organizations]
    entities += [entity(team, hosting.team_parents[number]) for number, team in enumerate(hosting.teams)]
    entities += [entity(user, hosting.user_parents[number]) for number, user in enumerate(hosting.users)]
    entities += [entity(repository, [hosting.owners[number]]) for number, repository in enumerate(hosting.repositories)]
    links = [
        Link(f"policy{ROLES.index(role)}", f"link{number}", {"?principal": grantee, "?resource": target})
        for number, (grantee, role, target) in enumerate(hosting.grants)
    ]
    return Workload("github-templates", size, templates(), entities, requests_of(hosting), links)


def requests_of(hosting: Hosting) -> list[Json]:
    """Requests of users on repositories."""
    return hosting.graph.requests(hosting.users, ALL_ACTIONS, hosting.repositories)
