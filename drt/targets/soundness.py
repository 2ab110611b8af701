"""Claim: a valid policy on conforming data fails in no way that typing rules out, and an impossible one never applies.

Rule: Cedar.Thm.Validation, typecheck_is_sound. Each engine is held to its own verdict.
"""

from __future__ import annotations

from typing import Any

from deodar.drt.case import Case
from deodar.drt.choice import Choose
from deodar.drt.compare import errors_of, kinds_of
from deodar.drt.engines.protocol import IMPOSSIBLE, UNKNOWN, Answer, Engine
from deodar.drt.generate.conforming import REQUESTS, entities, requests
from deodar.drt.generate.schema import world
from deodar.drt.generate.typed_policy import typed_policy_set
from deodar.drt.schema_measures import count_sound_responses, soundness_gates
from deodar.drt.targets.target import Target, ask

ALLOWED = frozenset({"entity-missing", "overflow", "extension", UNKNOWN})
RARELY_ILL_TYPED = 120


def build(choose: Choose) -> Case:
    """A schema, mostly valid policies over it, and entities and requests that conform."""
    made = world(choose)
    policies = typed_policy_set(made, with_templates=False, ill_typed_rate=RARELY_ILL_TYPED)
    return {"schema": made.document, "policies": policies, "entities": entities(made), "requests": requests(made)}


def _ask(engine: Engine, case: Case) -> Answer:
    verdict = ask(engine, {"op": "validate", "schema": case["schema"], "policies": case["policies"]})
    if "valid" not in verdict:
        return verdict
    invalid = kinds_of(verdict, "errors")
    policies: Any = case["policies"]
    valid = {name: body for name, body in policies["staticPolicies"].items() if name not in invalid}
    asked = {**case, "policies": {**policies, "staticPolicies": valid}}
    answer = ask(engine, {"op": "authorize", "validate_request": True, **asked})
    impossible = {policy for policy, kinds in kinds_of(verdict, "warnings").items() if IMPOSSIBLE in kinds}
    broken = _unsound(answer, impossible)
    return answer | {"valid policies": len(valid)} if broken is None else {"broken": broken, **answer}


def _unsound(answer: Answer, impossible: set[str]) -> str | None:
    """What a response tells that a sound validator would have ruled out."""
    responses = answer.get("responses")
    for response in responses if isinstance(responses, list) else ():
        wrong = sorted(set((errors_of(response) or {}).values()) - ALLOWED)
        if wrong:
            return f"finds a policy valid that fails: {wrong[0]}"
        match response:
            case {"reasons": list(reasons)} if not impossible.isdisjoint(reasons):
                return "finds a policy impossible that applies"
            case _:
                pass
    return None


TARGET = Target(
    "soundness",
    "a valid policy on conforming data never fails in a way that typing rules out",
    frozenset({"validate", "authorize"}),
    build,
    _ask,
    share=6,
    tests_per_case=REQUESTS,
    count=count_sound_responses,
    gates=soundness_gates,
)
