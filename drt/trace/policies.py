"""The policies of a case as they are evaluated, links with their slots filled in; each also as a set of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deodar.drt.case import Case
from deodar.drt.data import Json
from deodar.drt.generate.node import Node, binary, literal


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A policy that is evaluated."""

    policy_id: str
    body: Mapping[str, Any]
    """With entities where the template has slots."""
    alone: Node
    """The policy set with nothing but this policy, or but this link and its template."""


def evaluated(case: Case) -> Iterator[Evaluated]:
    """The static policies and the links of a case that is about policies in the JSON format."""
    match case.get("policies"):
        case {"staticPolicies": dict(static), "templates": dict(templates), "templateLinks": list(links)}:
            for name, body in static.items():
                if isinstance(body, dict):
                    yield Evaluated(name, body, _set({name: body}))
            yield from _links(templates, [*links, *_later_links(case)])
        case _:
            return


def _later_links(case: Case) -> Iterator[Json]:
    """Links that are made by a message of their own, in the form of those in a policy set."""
    links = case.get("links", [])
    for link in links if isinstance(links, list) else ():
        match link:
            case {"template_id": template_id, "link_id": link_id, "values": values}:
                yield {"templateId": template_id, "newId": link_id, "values": values}
            case _:
                pass


def _links(templates: Mapping[str, Json], links: list[Json]) -> Iterator[Evaluated]:
    for link in links:
        match link:
            case {"templateId": str(template_id), "newId": str(link_id), "values": dict(values)}:
                match templates.get(template_id):
                    case dict(template):
                        body = {variable: filled(part, values) for variable, part in template.items()}
                        yield Evaluated(link_id, body, _set({}, {template_id: template}, [link]))
                    case _:
                        pass
            case _:
                pass


def _set(static: Node, templates: Node | None = None, links: list[Json] | None = None) -> Node:
    return {"staticPolicies": static, "templates": templates or {}, "templateLinks": links or []}


def filled(part: Any, values: Mapping[str, Json]) -> Any:
    """A part of a template with its slot filled in; any other part as it is, and one that no value is for."""
    match part:
        case {"op": op, "slot": str(slot)} if slot in values:
            return {"op": op, "entity": values[slot]}
        case {"slot": str(slot)} if slot in values:
            return {"entity": values[slot]}
        case {"op": op, "entity_type": entity_type, "in": inner}:
            return {"op": op, "entity_type": entity_type, "in": filled(inner, values)}
        case _:
            return part


def constraint_as_expression(variable: str, constraint: Mapping[str, Any]) -> Node:
    """What a constraint of the scope says, as an expression."""
    left: Node = {"Var": variable}
    match constraint:
        case {"op": "is", "entity_type": entity_type, "in": inner}:
            return {"is": {"left": left, "entity_type": entity_type, "in": _target(inner)}}
        case {"op": "is", "entity_type": entity_type}:
            return {"is": {"left": left, "entity_type": entity_type}}
        case {"op": op}:
            return binary(op, left, _target(constraint))
        case _:
            raise ValueError(f"no constraint: {constraint!r}")


def _target(constraint: Json) -> Node:
    match constraint:
        case {"entity": uid}:
            return literal({"__entity": uid})
        case {"entities": list(uids)}:
            return {"Set": [literal({"__entity": uid}) for uid in uids]}
        case _:
            raise ValueError(f"no entity: {constraint!r}")
