"""A counterexample about levels as a case of the differential tester: a policy that is valid at a level, and is not.

The expression that refutes a theorem need not be a condition. It is put where it is looked at in any case.
"""

from __future__ import annotations

from deodar.model import parse_policies, parse_schema_text, policies_to_json, schema_to_json
from deodar.model.policy import policy_expr
from deodar.model.schema import environments
from deodar.model.type import Mode
from deodar.proofs.counterexample import Replay
from deodar.proofs.example import SCHEMA_TEXT, schema
from deodar.proofs.program import Program
from deodar.proofs.type_replay import POLICY

USES = ("{x}", "({x}) == ({x})", "({x}) has name", "({x}) has a", "({x}).r.a == 1")


def replay_at_level(text: str, level: int, program: Program) -> Replay | None:
    """The case that shows it; none if the refutation shows in no policy by itself."""
    for condition in (each.replace("{x}", text) for each in USES):
        policies = POLICY.format(condition=condition)
        if _passes(policies, level, program) and not _passes(policies, level, Program()):
            case: dict[str, object] = {
                "schema": schema_to_json(parse_schema_text(SCHEMA_TEXT)),
                "policies": policies_to_json(parse_policies(policies)),
                "mode": Mode.STRICT.value,
                "level": level,
            }
            return Replay("validate", case, {"valid": True, "errors": [], "warnings": []})
    return None


def _passes(policies: str, level: int, program: Program) -> bool:
    """Whether a program finds a policy well typed, and within the level, in all environments of the example."""
    faults = program.function("deodar.model.level", "level_faults")
    type_of = program.function("deodar.model.typechecker", "type_of")
    (policy,) = parse_policies(policies).policies
    x = policy_expr(policy)
    return not any(
        type_of(x, frozenset(), env).kinds or faults(x, env, level) for env in environments(schema(), Mode.STRICT)
    )
