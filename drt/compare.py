"""What counts as the same answer: decided here, and nowhere else.

Decision, determining policies, erroring policies and the kind of each error count, as do value, tree, schema and number
of entities; of a validation the verdict, the set of kinds that each policy has, and whether it is impossible. Of a
refusal only the stage counts: each engine words its own. Where an engine says `unknown` for a kind, only
the presence of the error counts. An engine that answers `unsupported` is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from deodar.drt.data import Json
from deodar.drt.engines.protocol import IMPOSSIBLE, UNKNOWN, UNSUPPORTED, Answer
from deodar.drt.explicit_value import canonical


@dataclass(frozen=True, slots=True)
class Difference:
    """Two engines differ, or one breaks a claim by itself (then `left` and `right` are the same)."""

    aspect: str
    left: str
    right: str
    left_says: str
    right_says: str
    request: int | None = None
    """The place of the request that they differ on."""

    @property
    def signature(self) -> str:
        """What makes two differences the same one: what differs, between whom, and how."""
        if self.left == self.right:
            return f"{self.aspect}: {self.left} {self.left_says}"
        return f"{self.aspect}: {self.left} {self.left_says}, {self.right} {self.right_says}"


def difference(answers: Mapping[str, Answer]) -> Difference | None:
    """The first difference between answers to the same question, or None."""
    taking_part = {name: answer for name, answer in answers.items() if not abstains(answer)}
    for name, answer in taking_part.items():
        if "fault" in answer:
            return Difference("fault", name, name, _fault_kind(answer["fault"]), "")
        if "broken" in answer:
            return Difference("broken", name, name, str(answer["broken"]), "")
    for (left, one), (right, other) in combinations(taking_part.items(), 2):
        found = _between(one, other)
        if found is not None:
            aspect, left_says, right_says, request = found
            return Difference(aspect, left, right, left_says, right_says, request)
    return None


Found = tuple[str, str, str, int | None]
TOLD_OR_UNKNOWN = frozenset({"fails", "schema", "meaning"})


def abstains(answer: Answer) -> bool:
    """Whether an engine says that it cannot be asked this."""
    match answer:
        case {"error": {"stage": "protocol", "kind": kind}}:
            return bool(kind == UNSUPPORTED)
        case _:
            return False


def _fault_kind(fault: Json) -> str:
    """The name of an exception, or the first words: the rest has names and numbers of the case."""
    return " ".join(str(fault).split(":")[0].split()[:8])


def _between(one: Answer, other: Answer) -> Found | None:
    refused, also_refused = _stage(one), _stage(other)
    if refused is not None or also_refused is not None:
        return None if refused == also_refused else ("refusal", refused or "accepts", also_refused or "accepts", None)
    if "responses" in one and "responses" in other:
        return _responses(one["responses"], other["responses"])
    if "valid" in one and "valid" in other:
        return _verdicts(one, other)
    if one.keys() != other.keys():
        return "shape", _shape(one), _shape(other), None
    for name, aspect in (
        ("fails", "kind"),
        ("value", "value"),
        ("policies", "tree"),
        ("count", "count"),
        ("layout", "layout"),
        ("schema", "schema"),
        ("meaning", "meaning"),
    ):
        if name in one and not _same(name, one[name], other[name]):
            return aspect, _told(one[name]), _told(other[name]), None
    return None


def _same(name: str, one: Json, other: Json) -> bool:
    if UNKNOWN in (one, other) and name in TOLD_OR_UNKNOWN:
        return True
    if name == "value":
        return canonical(one) == canonical(other)
    # In Python, `True == 1`: the texts are compared.
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _told(value: Json) -> str:
    """A kind as it is; anything else would make every difference one of its own."""
    return value if isinstance(value, str) else "differs"


def _stage(answer: Json) -> str | None:
    match answer:
        case {"error": {"stage": stage}}:
            return f"refuses {stage}"
        case {"error": _}:
            return "refuses"
        case _:
            return None


def _shape(answer: Answer) -> str:
    return "answers " + "+".join(sorted(answer))


def _responses(one: Json, other: Json) -> Found | None:
    if one == other:  # nothing but strings in them, so that this is exact
        return None
    if not isinstance(one, list) or not isinstance(other, list) or len(one) != len(other):
        return "shape", _count(one), _count(other), None
    for place, (left, right) in enumerate(zip(one, other, strict=True)):
        found = None if left == right else _response(left, right)
        if found is not None:
            return *found, place
    return None


def _count(responses: Json) -> str:
    return f"{len(responses)} responses" if isinstance(responses, list) else "no responses"


def _response(one: Json, other: Json) -> tuple[str, str, str] | None:
    refused, also_refused = _stage(one), _stage(other)
    if refused is not None or also_refused is not None:
        return None if refused == also_refused else ("refusal", refused or "accepts", also_refused or "accepts")
    if not isinstance(one, dict) or not isinstance(other, dict):
        return "shape", type(one).__name__, type(other).__name__
    if one.get("decision") != other.get("decision"):
        return "decision", str(one.get("decision")), str(other.get("decision"))
    errors, other_errors = errors_of(one), errors_of(other)
    if errors is None or other_errors is None:
        return "shape", "errors" if errors is None else "", "errors" if other_errors is None else ""
    if errors.keys() != other_errors.keys():
        return "errors", _only(errors, other_errors), _only(other_errors, errors)
    for policy, kind in errors.items():
        if kind != other_errors[policy] and UNKNOWN not in (kind, other_errors[policy]):
            return "kind", kind, other_errors[policy]
    if one.get("reasons") != other.get("reasons"):
        return "reasons", "differs", "differs"
    return None


def _verdicts(one: Answer, other: Answer) -> Found | None:
    if one["valid"] != other["valid"]:
        return "verdict", *_what_is_wrong(one, other), None
    errors, other_errors = kinds_of(one, "errors"), kinds_of(other, "errors")
    for policy in sorted(errors.keys() | other_errors.keys()):
        kinds, other_kinds = errors.get(policy, frozenset()), other_errors.get(policy, frozenset())
        told = UNKNOWN not in kinds | other_kinds
        if (kinds != other_kinds) if told else (bool(kinds) != bool(other_kinds)):
            return "findings", *_apart(kinds, other_kinds), None
    if UNKNOWN not in (one.get("warnings"), other.get("warnings")):
        impossible, also_impossible = _impossible(one), _impossible(other)
        if impossible != also_impossible:
            more = bool(impossible - also_impossible)
            return "impossible", "impossible" if more else "possible", "possible" if more else "impossible", None
    return None


def _what_is_wrong(one: Answer, other: Answer) -> tuple[str, str]:
    """What only one finds, kinds where they are told."""
    return _apart(*(frozenset[str]().union(*kinds_of(each, "errors").values()) for each in (one, other)))


def _apart(kinds: frozenset[str], other_kinds: frozenset[str]) -> tuple[str, str]:
    return "+".join(sorted(kinds - other_kinds)) or "nothing", "+".join(sorted(other_kinds - kinds)) or "nothing"


def kinds_of(verdict: Answer, name: str) -> dict[str, frozenset[str]]:
    """The kinds of the `errors` or `warnings` of each policy that has some."""
    found: dict[str, frozenset[str]] = {}
    listed = verdict.get(name)
    for policy, kind in filter(None, map(_policy_and_kind, listed if isinstance(listed, list) else ())):
        found[policy] = found.get(policy, frozenset()) | {kind}
    return found


def _impossible(verdict: Answer) -> frozenset[str]:
    """The policies that can apply to no request; warnings about letters are for each engine to give."""
    return frozenset(policy for policy, kinds in kinds_of(verdict, "warnings").items() if IMPOSSIBLE in kinds)


def errors_of(response: Json) -> dict[str, str] | None:
    """The erroring policies of a response with their kinds; None if it has no well-formed errors."""
    match response:
        case {"errors": list(errors)}:
            pairs = [_policy_and_kind(error) for error in errors]
            whole = [pair for pair in pairs if pair is not None]
            return dict(whole) if len(whole) == len(pairs) else None
        case _:
            return None


def _policy_and_kind(error: Json) -> tuple[str, str] | None:
    match error:
        case {"policy": str(policy), "kind": str(kind)}:
            return policy, kind
        case _:
            return None


def _only(errors: dict[str, str], others: dict[str, str]) -> str:
    """The kinds of the errors that only one side has."""
    return "+".join(sorted({kind for policy, kind in errors.items() if policy not in others})) or "none"
