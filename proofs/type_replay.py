"""A counterexample about types as a case of the differential tester: a policy that is valid, and fails or applies.

The expression that refutes a theorem need not be a condition. It is put where its type is relied on; of the policies
made in this way, one is taken of which the theorems about policies fail.
"""

from __future__ import annotations

from collections.abc import Iterator

from deodar.model import parse_policies, parse_schema_text, policies_to_json, schema_to_json
from deodar.model.authorizer import Response
from deodar.model.type import Mode
from deodar.proofs.counterexample import Replay, response_to_json
from deodar.proofs.example import SCHEMA_TEXT, Situation, environment
from deodar.proofs.lemma import Lemma, Vacuous
from deodar.proofs.program import Program

POLICY = "permit(principal, action, resource) when {{ {condition} }};"
FAILING = '1 + "a" == 2'
USES = (  # conditions whose type relies on that of an expression
    "{x}",
    "({x}) && true",
    f"if ({{x}}) then true else {FAILING}",  # not looked at if it is certainly true
    f"if ({{x}}) then {FAILING} else true",
    "({x}) == ({x})",
    "({x}) + 0 == 0",
    '({x}) like "*"',
    "({x}).isEmpty()",
    "({x}) in principal",
    '({x}).name like "*"',
    "({x}).toDays() == 0",
    '({x}).toDate() == datetime("2024-01-01")',
    '({x}).lessThan(decimal("1.0"))',
    "({x}).isIpv4()",
    "({x}) && context.n == 1",  # what it establishes
    '({x}) && principal.nick == "b"',
    'principal.getTag("t") == 1 || ({x})',
    '({x}) && principal.getTag("t") == 1',
    "({x}) && resource.owner == principal",
    "({x}) && context.r.b",
)
FAILS = "finds a policy valid that fails: {kind}"
APPLIES = "finds a policy impossible that applies"
LEMMAS = ("a_well_typed_policy_is_a_bool_or_fails_as_allowed", "a_policy_typed_false_is_not_satisfied")


def replay_of(text: str, situation: Situation, program: Program) -> Replay | None:
    """The case that shows it; none if the refutation shows in no policy by itself."""
    for condition in (each.replace("{x}", text) for each in USES):
        broken, response = _broken(condition, situation, program)
        if broken is None:
            continue
        case: dict[str, object] = {
            "schema": schema_to_json(parse_schema_text(SCHEMA_TEXT)),
            "policies": policies_to_json(parse_policies(POLICY.format(condition=condition))),
            "entities": situation.entities_json,
            "requests": [situation.request_json],
        }
        return Replay("soundness", case, {"broken": broken, "responses": [response_to_json(response)]})
    return None


def _broken(condition: str, situation: Situation, program: Program) -> tuple[str | None, Response]:
    """What is wrong with taking a condition for well typed, and the response to a policy that has it."""
    (policy,) = parse_policies(POLICY.format(condition=condition)).policies
    is_authorized = program.function("deodar.model.authorizer", "is_authorized")
    response: Response = is_authorized(situation.request, situation.entities, (policy,))
    for each in _about_policies(program):
        try:
            holds = each(policy, environment(Mode.STRICT), situation.request, situation.entities)
        except Vacuous:
            continue
        if not holds:
            failures = [FAILS.format(kind=error.kind.value) for error in response.errors]
            return next(iter(failures), APPLIES), response
    return None, response


def _about_policies(program: Program) -> Iterator[Lemma[...]]:
    return (each for each in program.lemmas() if each.name in LEMMAS)
