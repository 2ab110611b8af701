"""Cases about scopes: one policy with a form of scope, and requests that it lets through and stops."""

from __future__ import annotations

from collections.abc import Iterator

from deodar.drt.corpus.sample import Sample
from deodar.drt.corpus.universe import SCOPE_FEATURES
from deodar.drt.corpus.world import ALL, DOC, EDIT, ENTITIES, FOLDER, GROUP, SCHEMA, SHARE, USER, VIEW, request, uid
from deodar.drt.generate.node import Node
from deodar.drt.generate.text import neat_policies

OPEN: Node = {"op": "All"}
OUTSIDE = uid("User", "b"), SHARE, uid("Doc", "e")  # in no group, and not in the store
REQUESTS = (
    request(),
    request(principal=GROUP),
    request(action=EDIT),
    request(resource=FOLDER),
    *(
        request(**{variable: other})
        for variable, other in zip(("principal", "action", "resource"), OUTSIDE, strict=True)
    ),
)
ACTIONS: list[Node] = [
    {"uid": action, "attrs": {}, "parents": [ALL]} for action in (VIEW, EDIT)
]  # for readers without the schema


def _scope(variable: str, form: str) -> Node:
    """A constraint of the form that the first request meets."""
    itself, above = {"principal": (USER, GROUP), "action": (VIEW, ALL), "resource": (DOC, FOLDER)}[variable]
    match form.split():
        case ["All"]:
            return OPEN
        case ["is"]:
            return {"op": "is", "entity_type": itself["type"]}
        case ["is", "in", what]:
            inner: Node = {"slot": f"?{variable}"} if what == "slot" else {"entity": above}
            return {"op": "is", "entity_type": itself["type"], "in": inner}
        case [op, "slot"]:
            return {"op": op, "slot": f"?{variable}"}
        case ["in", "entities"]:
            return {"op": "in", "entities": [itself, above]}
        case [op]:
            return {"op": op, "entity": itself if op == "==" else above}
        case _:
            raise ValueError(f"no form of a scope: {form}")


def sample(feature: str) -> Sample:
    """The case about a form of scope; one with a slot is a template, which without a link decides nothing."""
    _, effect, variable, form = feature.split(" ", 3)
    scopes = dict.fromkeys(("principal", "action", "resource"), OPEN) | {variable: _scope(variable, form)}
    policies: dict[str, Node] = {"policy0": {"effect": effect, **scopes, "conditions": []}}
    if effect == "forbid":  # so that it shows where it does not apply
        policies["policy1"] = {"effect": "permit", **dict.fromkeys(scopes, OPEN), "conditions": []}
    templates = {name: policies.pop(name) for name in ("policy0",) if form.endswith("slot")}
    text = neat_policies({"staticPolicies": policies, "templates": templates, "templateLinks": []})
    return Sample(feature, text, SCHEMA, [*ENTITIES, *ACTIONS], REQUESTS)


def samples() -> Iterator[Sample]:
    """A case for each form, with each effect."""
    return map(sample, SCOPE_FEATURES)
