"""Cases in words: policies, entities and requests in Cedar syntax."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from deodar.drt.case import Case, requests_of
from deodar.drt.data import Json
from deodar.drt.generate.expr_text import ExpressionText
from deodar.drt.generate.layout import neat
from deodar.drt.generate.policy_text import PolicyText
from deodar.drt.generate.schema_text import neat_schema
from deodar.drt.generate.text import neat_expression, simplest
from deodar.drt.reduce import NO_TEXT

TEXT = ExpressionText(simplest)


def in_cedar(value: Json) -> str:
    """A value in Cedar syntax; what is none, as JSON."""
    try:
        return neat(TEXT.expr({"Value": value}))
    except NO_TEXT:
        return json.dumps(value)


def _uid(uid: Json) -> str:
    return in_cedar({"__entity": uid})


def policies_of(case: Case) -> str | None:
    """The policies of a case in Cedar syntax, each under its id; or its text, document or expression."""
    match case:
        case {"policies": {"staticPolicies": dict(static), "templates": dict(templates), "templateLinks": list(links)}}:
            lines = [line for name, body in (static | templates).items() for line in (f"// {name}", _policy(body))]
            return "\n".join(lines + [f"// link {json.dumps(link)}" for link in links])
        case {"expression": dict(expression)}:
            return _or_json(neat_expression, expression)
        case {"text": str(text)} | {"document": str(text)}:
            return text
        case _:
            return None


def schema_of(case: Case) -> str | None:
    """The schema of a case as Cedar text, or as JSON where it has none; None if it is not part of the case."""
    return _or_json(neat_schema, case["schema"]) if "schema" in case else None


def _or_json(write: Callable[[Any], str], data: Json) -> str:
    try:
        return write(data)
    except NO_TEXT:
        return json.dumps(data)


def _policy(body: Json) -> str:
    return _or_json(lambda data: neat(PolicyText(simplest).policy(data)), body)


def requests_shown(case: Case) -> list[str]:
    """Each request on one line."""
    shown: list[str] = []
    for request in requests_of(case):
        match request:
            case {"principal": principal, "action": action, "resource": resource}:
                context = in_cedar(_member(request, "context", {}))
                shown.append(f"{_uid(principal)}, {_uid(action)}, {_uid(resource)}, {context}")
            case _:
                shown.append(json.dumps(request))
    return shown


def _member(data: Json, name: str, otherwise: Json) -> Json:
    return data.get(name, otherwise) if isinstance(data, Mapping) else otherwise


def entities_shown(case: Case) -> Iterator[str]:
    """Each entity on one line."""
    entities = case.get("entities", [])
    for entity in entities if isinstance(entities, list) else []:
        match entity:
            case {"uid": uid, "attrs": attributes, "parents": list(parents)}:
                above = f" in [{', '.join(_uid(parent) for parent in parents)}]" if parents else ""
                tagged = _member(entity, "tags", {})
                tags = f" tags {in_cedar(tagged)}" if tagged else ""
                yield f"{_uid(uid)}{above} {in_cedar(attributes)}{tags}"
            case _:
                yield json.dumps(entity)
