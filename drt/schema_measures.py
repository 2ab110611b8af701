"""What the schema-directed cases are like: counted while they run, for the gates on their generator."""

from __future__ import annotations

from collections import Counter
from typing import Any

from deodar.drt.case import Case
from deodar.drt.compare import errors_of, kinds_of
from deodar.drt.data import Json
from deodar.drt.engines.face import STRICT
from deodar.drt.engines.protocol import IMPOSSIBLE, Answer
from deodar.drt.gates import MIN_DISTINCT, Gate, all_seen, share
from deodar.drt.operator_pairs import count_operators
from deodar.drt.skeleton import LEAVES, OPERATORS
from deodar.drt.tally import Tally

FEWEST_CASES = 1_000  # below, shares say little
FEWEST_FOR_ALL = 10_000  # below, the rare may not have been seen
SAMPLE = 4  # one case in so many is walked through

FINDING_KINDS = (
    *("UnrecognizedEntityType", "UnrecognizedActionId", "InvalidEnumEntity", "InvalidActionApplication"),
    *("UnexpectedType", "IncompatibleTypes", "UnsafeAttributeAccess", "UnsafeOptionalAttributeAccess"),
    *("UnsafeTagAccess", "WrongNumberArguments", "FunctionArgumentValidation", "EmptySetForbidden"),
    *("NonLitExtConstructor", "EntityDerefLevelViolation"),
)
"""Those that a policy text can have: no text has an unknown function, and no tag is allowed without its capability."""

TYPE_FORMS = (
    *("Boolean", "Long", "String", "Extension", "Entity", "EntityOrCommon", "Set", "Record", "a common type"),
    *("an optional attribute", "an enumeration", "tags", "a shape by name", "a parent", "a group", "an annotation"),
    *("no appliesTo", "an empty appliesTo", "an action type"),
)
KEYWORDS = frozenset({"Boolean", "Long", "String", "Extension", "Entity", "EntityOrCommon", "Set", "Record"})
SATISFIED_KINDS = ("entity-missing", "overflow")


def count_validation(measures: Counter[str], case: Case, answer: Answer) -> None:
    """Count verdicts, kinds of findings, and one case in a few also forms of types and operators of valid policies."""
    if "valid" not in answer:
        return
    measures["validated"] += 1
    errors, policies = kinds_of(answer, "errors"), _bodies(case)
    if case["mode"] == STRICT and case["level"] is None:
        measures["strict"] += 1
        measures["strict and valid"] += answer["valid"] is True
    for kind in frozenset[str]().union(*errors.values()):
        measures[f"finding {kind}"] += 1
    impossible = sum(IMPOSSIBLE in kinds for kinds in kinds_of(answer, "warnings").values())
    measures["policy"] += len(policies)
    measures["impossible policy"] += impossible
    measures["template"] += any("slot" in body["principal"] for body in policies.values())
    if measures["validated"] % SAMPLE == 0:
        count_forms(measures, case["schema"])
        for name, body in policies.items():
            used = count_operators(measures, body["conditions"])
            for operator in () if name in errors else used:
                measures[f"operator {operator} valid"] += 1


def _bodies(case: Case) -> dict[str, Any]:
    policies: Any = case["policies"]
    return {**policies["staticPolicies"], **policies["templates"]}


def count_forms(measures: Counter[str], schema: Json) -> None:
    """Count the forms of types and declarations in a JSON schema."""
    waiting: list[tuple[str, Json]] = [("", schema)]
    while waiting:
        name, part = waiting.pop()
        if isinstance(part, list):
            waiting += [("", each) for each in part]
        if not isinstance(part, dict):
            continue
        for form in _forms(name, part):
            measures[f"form {form}"] += 1
        waiting += list(part.items())


def _forms(name: str, part: dict[str, Json]) -> list[str]:
    found: list[str] = []
    kind = part.get("type")
    if isinstance(kind, str):
        found.append(kind if kind in KEYWORDS else "a shape by name" if name == "shape" else "a common type")
        found += ["an action type"] if str(part.get("name", "")).endswith("Action") else []
    found += ["an optional attribute"] if part.get("required") is False else []
    for member, form in (
        *(("enum", "an enumeration"), ("tags", "tags"), ("memberOfTypes", "a parent"), ("memberOf", "a group")),
        *(("annotations", "an annotation"), ("commonTypes", "a common type")),
    ):
        found += [form] if member in part else []
    if "principalTypes" in part:
        found += [] if part["principalTypes"] and part["resourceTypes"] else ["an empty appliesTo"]
    for action in _values(part.get("actions")):
        found += [] if "appliesTo" in action else ["no appliesTo"]
    return found


def _values(part: Json) -> list[dict[str, Json]]:
    return [each for each in part.values() if isinstance(each, dict)] if isinstance(part, dict) else []


def validation_gates(tally: Tally) -> list[Gate]:
    """The gates on the cases of the target `validate`."""
    if tally.cases < FEWEST_CASES:
        return []
    measures = tally.measures
    shares = [
        share("validates", measures["strict and valid"], measures["strict"], 0.60, 0.90),
        share("distinct typed policy sets", tally.distinct_cases, tally.cases, MIN_DISTINCT),
        share("an impossible policy", measures["impossible policy"], measures["policy"], 0.02, 0.40),
        share("with a template", measures["template"], measures["validated"], 0.10),
    ]
    if tally.cases < FEWEST_FOR_ALL:
        return shares
    idle = sorted(op for op in OPERATORS - LEAVES if not measures[f"operator {op} valid"])
    return [
        *shares,
        all_seen("every kind of finding", [kind for kind in FINDING_KINDS if not measures[f"finding {kind}"]]),
        all_seen("every form of a type", [form for form in TYPE_FORMS if not measures[f"form {form}"]]),
        all_seen("every operator in a valid policy", idle),
    ]


def count_sound_responses(measures: Counter[str], _: Case, answer: Answer) -> None:
    """Count the evaluations of valid policies, and what came of them."""
    responses, valid = answer.get("responses"), answer.get("valid policies")
    if not isinstance(responses, list) or not isinstance(valid, int):
        return
    for response in responses:
        match response:
            case {"decision": str(decision), "reasons": list(reasons)}:
                measures["evaluation of a valid policy"] += valid
                measures["response"] += 1
                measures[decision] += 1
                measures["with a reason"] += bool(reasons)
                for kind in set((errors_of(response) or {}).values()):
                    measures[f"kind {kind}"] += 1
            case _:
                measures["refused request"] += 1


def soundness_gates(tally: Tally) -> list[Gate]:
    """The gates on the cases of the target `soundness`."""
    if tally.cases < FEWEST_CASES:
        return []
    measures = tally.measures
    asked = measures["response"] + measures["refused request"]
    unseen = [kind for kind in SATISFIED_KINDS if not measures[f"kind {kind}"]]
    return [
        share("conforms", measures["response"], asked, 0.98),
        share("a valid policy is satisfied", measures["with a reason"], measures["response"], 0.15),
        all_seen("every error that a valid policy may have", unseen),
    ]
