"""Other engines for Python, on the workloads that they can express: oso and casbin on roles and on links.

Neither tells which policies decided, so what is compared with them is the decision. Neither has forbids that win over
permits, attributes that may be missing, or errors of single policies, so the other workloads are not theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import casbin
from oso import Oso

from bench.engines import Decide
from bench.reading import Answer, Reading
from bench.workload import Json, Workload

PEER_SIZE = 100  # policies: oso takes a fifth of a second a request at a thousand
EXPRESSIBLE = ("rbac", "templates")  # of the workloads by number of policies

_ROLE = re.compile(r'principal in Group::"(.*?)", action in \[(.*?)\], resource in Folder::"(.*?)"')
_ACTION = re.compile(r'Action::"(.*?)"')

CASBIN_MODEL = """
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[role_definition]
g = _, _
g2 = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && g(r.sub, p.sub) && g2(r.obj, p.obj)
"""


@dataclass(frozen=True, slots=True)
class Right:
    """One policy, as all of these engines have it. Names are `Type:id`."""

    principal: str  # a group, or a user
    actions: tuple[str, ...]
    folder: str


@dataclass(eq=False, slots=True)
class Thing:
    """A principal or a resource as oso sees it: a Python object."""

    name: str
    line: frozenset[str]  # itself and all that it is in, computed beforehand


def decision_only(reading: Reading) -> Reading:
    """The same engine, of which only the decision counts."""
    answer = reading.answer
    return replace(reading, answer=lambda given: Answer(answer(given).decision, (), ()))


def peer_readings(workload: Workload) -> list[Reading]:
    """oso and casbin on a workload that they can express."""
    return [oso_reading(workload), casbin_reading(workload)]


def oso_reading(workload: Workload) -> Reading:
    """oso with one rule a policy, on objects that know what they are in."""
    oso = Oso()
    oso.register_class(Thing)
    oso.load_str("\n".join(polar_rule(right) for right in rights(workload)))
    lines = lines_of(workload.entities)
    things = {name: Thing(name, line) for name, line in lines.items()}
    requests = [
        (things[_name(each["principal"])], _action(each), things[_name(each["resource"])]) for each in workload.requests
    ]
    is_allowed = oso.is_allowed

    def decide(request: tuple[Thing, str, Thing]) -> object:
        return is_allowed(*request)

    return Reading("oso", requests, cast("Decide", decide), allowed_answer)


def polar_rule(right: Right) -> str:
    """A policy in oso's language."""
    actions = ", ".join(f'"{action}"' for action in right.actions)
    return (
        f"allow(p: Thing, action, r: Thing) if action in [{actions}] "
        f'and "{right.principal}" in p.line and "{right.folder}" in r.line;'
    )


def casbin_reading(workload: Workload) -> Reading:
    """casbin with one line for each policy and action, and its own graphs of roles."""
    with TemporaryDirectory() as folder:
        model, lines = Path(folder) / "model.conf", Path(folder) / "policy.csv"
        model.write_text(CASBIN_MODEL, encoding="utf-8")
        lines.write_text("\n".join(casbin_lines(workload)), encoding="utf-8")
        enforcer = casbin.Enforcer(str(model), str(lines))
    requests = [(_name(each["principal"]), _name(each["resource"]), _action(each)) for each in workload.requests]
    enforce = enforcer.enforce

    def decide(request: tuple[str, str, str]) -> object:
        return enforce(*request)

    return Reading("casbin", requests, cast("Decide", decide), allowed_answer)


def casbin_lines(workload: Workload) -> Iterable[str]:
    """The policies, and who is in what."""
    for right in rights(workload):
        yield from (f"p, {right.principal}, {right.folder}, {action}" for action in right.actions)
    for entity in workload.entities:
        child = _name(entity["uid"])
        graph = "g" if child.split(":", 1)[0] in ("User", "Group") else "g2"
        for parent in cast("list[Json]", entity["parents"]):
            yield f"{graph}, {child}, {_name(parent)}"


def allowed_answer(given: object) -> Answer:
    """An answer that is a bool."""
    return Answer("allow" if given else "deny", (), ())


def rights(workload: Workload) -> list[Right]:
    """The policies of a workload of roles or of links."""
    if workload.links:
        return [
            Right(_name(link.values["?principal"]), ("view",), _name(link.values["?resource"]))
            for link in workload.links
        ]
    return [
        Right(f"Group:{group}", tuple(_ACTION.findall(actions)), f"Folder:{folder}")
        for group, actions, folder in _ROLE.findall(workload.policies)
    ]


def lines_of(entities: list[Json]) -> dict[str, frozenset[str]]:
    """For each entity, itself and all that it is in. An entity comes after its parents, as the workloads have it."""
    lines: dict[str, frozenset[str]] = {}
    for entity in entities:
        name = _name(entity["uid"])
        above = (lines[_name(parent)] for parent in cast("list[Json]", entity["parents"]))
        lines[name] = frozenset({name}).union(*above)
    return lines


def _name(given: object) -> str:
    uid = cast("Json", given)
    return f"{uid['type']}:{uid['id']}"


def _action(request: Json) -> str:
    return str(cast("Json", request["action"])["id"])
