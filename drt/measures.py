"""What the cases of the target `authorize` are like: counted while they run, for the gates on the generator.

Decisions are counted for every response. What takes a walk over the policies is counted for some cases only.
"""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from deodar.drt.case import Case
from deodar.drt.compare import errors_of
from deodar.drt.data import Json
from deodar.drt.engines.protocol import Answer, Engine
from deodar.drt.operator_pairs import count_operators

if TYPE_CHECKING:  # some targets count by what is in this file
    from deodar.drt.targets.target import Target

POLICIES_SAMPLE = 4
REACHED_SAMPLE = 32
TOLD_APART = ("policies", "text", "expression", "document", "schema")  # the member of a case that makes it distinct
UNREACHABLE: dict[str, Json] = {"kind": "when", "body": {"Value": 1}}  # errs as soon as it is reached


def digest(case: Case) -> int:
    """64 bits that tell cases apart by their policies, text, expression, document or schema."""
    part: Any = next(case[name] for name in TOLD_APART if name in case)
    # Version 2 of the format writes equal data alike: it has no references.
    return int.from_bytes(blake2b(marshal.dumps(part, 2), digest_size=8).digest())


def count_responses(measures: Counter[str], answer: Answer) -> None:
    """Count decisions, satisfied forbids and errors."""
    responses = answer.get("responses")
    if not isinstance(responses, list):
        return
    for response in responses:
        match response:
            case {"decision": str(decision), "reasons": list(reasons)}:
                errors = errors_of(response) if response.get("errors") else None
                measures["response"] += 1
                measures[decision] += 1
                if reasons and decision == "deny":
                    measures["forbidden"] += 1
                if errors:
                    measures["with error"] += 1
                    for kind in set(errors.values()):
                        measures[f"kind {kind}"] += 1
            case _:
                measures["refused request"] += 1


def _bodies(case: Case) -> Iterator[tuple[str, dict[str, Json]]]:
    """The id and body of every policy that is evaluated."""
    policies: Any = case["policies"]
    yield from policies["staticPolicies"].items()
    for link in policies["templateLinks"]:
        yield link["newId"], policies["templates"][link["templateId"]]


def _form(scope: Json) -> str:
    """The form of a scope constraint: its operator, and whether it has a slot, an entity or a list of them."""
    match scope:
        case {"op": "is", "in": dict(inner)}:
            return f"is in {next(iter(inner))}"
        case {"op": "is"}:
            return "is"
        case {"op": str(op), "slot": _}:
            return f"{op} slot"
        case {"op": str(op), "entities": _}:
            return f"{op} entities"
        case {"op": str(op)}:
            return op
        case _:
            return "?"


def count_policies(measures: Counter[str], case: Case, answer: Answer) -> None:
    """Count scope forms with effects, pairs of operators, and operators with what became of their policies."""
    responses = answer.get("responses")
    if not isinstance(responses, list):
        return
    became = _outcomes(responses)
    for policy_id, body in _bodies(case):
        for variable in ("principal", "action", "resource"):
            measures[f"scope {body['effect']} {variable} {_form(body[variable])}"] += 1
        used = count_operators(measures, body["conditions"])
        for kind in became.get(policy_id, ()):
            for operator in used:
                measures[f"operator {operator} {kind}"] += 1


def _outcomes(responses: list[Json]) -> dict[str, set[str]]:
    """What has become of each policy for some request: satisfied, or the kind of its error."""
    became: dict[str, set[str]] = {}
    for response in responses:
        match response:
            case {"reasons": list(reasons)}:
                errors = errors_of(response) or {}
                for policy_id, kind in (*((str(each), "satisfied") for each in reasons), *errors.items()):
                    became.setdefault(policy_id, set()).add(kind)
            case _:
                pass
    return became


def count_reached(measures: Counter[str], target: Target, engine: Engine, case: Case) -> None:
    """Count the requests for which some condition is evaluated.

    The conditions of every policy that has some are replaced by one that errs: wherever an error appears, the scope of
    its policy matched. Any engine can tell.
    """
    policies: Any = case["policies"]
    tripped: Json = {
        "staticPolicies": {name: _tripped(body) for name, body in policies["staticPolicies"].items()},
        "templates": {name: _tripped(body) for name, body in policies["templates"].items()},
        "templateLinks": policies["templateLinks"],
    }
    responses = target.ask(engine, {**case, "policies": tripped}).get("responses")
    if isinstance(responses, list):
        measures["sampled"] += len(responses)
        measures["condition reached"] += sum(1 for response in responses if errors_of(response))


def _tripped(body: dict[str, Json]) -> dict[str, Json]:
    return {**body, "conditions": [UNREACHABLE] if body["conditions"] else []}
