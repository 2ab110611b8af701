"""Planted bugs: edits to the model's source, each with the theorem that must fall; and edits that change nothing.

A theorem that no bug can break says little. The first bug is the one that such proofs are known for: an authorizer that
allows whatever is not forbidden.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from deodar.proofs.counterexample import Refutation, Replay
from deodar.proofs.edit import Edit, Mutant
from deodar.proofs.policy_mutants import POLICY_MUTANTS
from deodar.proofs.program import changed, forget
from deodar.proofs.prove import prove
from deodar.proofs.refute import refute

DECIDES = "if permits and not forbids:"
SELECTS = "if each.satisfied and each.policy.effect == effect"
GATHERS = """    forbids = satisfied_policies(Effect.FORBID, outcomes)
    permits = satisfied_policies(Effect.PERMIT, outcomes)
"""
ANSWERS = """    if permits and not forbids:
        return Response(Decision.ALLOW, permits, errors)
    return Response(Decision.DENY, forbids, errors)
"""


AUTHORIZER_MUTANTS = (
    Mutant(Edit("allows whatever is not forbidden", DECIDES, "if not forbids:"), "default_deny"),
    Mutant(Edit("ignores forbid policies", DECIDES, "if permits:"), "forbid_overrides_permit"),
    Mutant(Edit("allows if permitted or not forbidden", DECIDES, "if permits or not forbids:"), "default_deny"),
    Mutant(Edit("allows only what is forbidden", DECIDES, "if permits and forbids:"), "forbid_overrides_permit"),
    Mutant(Edit("allows nothing", DECIDES, "if permits and not permits:"), "allowed_iff_permitted_and_not_forbidden"),
    Mutant(
        Edit("denies where a policy errs", DECIDES, "if permits and not forbids and not errors:"),
        "denied_iff_forbidden_or_not_permitted",
    ),
    Mutant(
        Edit(
            "mistakes permit for forbid",
            GATHERS,
            GATHERS.replace("FORBID", "permit").replace("PERMIT", "FORBID").replace("permit,", "PERMIT,"),
        ),
        "allowed_only_if_explicitly_permitted",
    ),
    Mutant(
        Edit("counts satisfied policies of either effect", SELECTS, "if each.satisfied"),
        "satisfied_forbids_determine_a_deny",
    ),
    Mutant(
        Edit("counts policies that are not satisfied", SELECTS, "if each.satisfied or each.policy.effect == effect"),
        "allowed_only_if_explicitly_permitted",
    ),
    Mutant(
        Edit("selects the other effect", SELECTS, "if each.satisfied and each.policy.effect != effect"),
        "forbid_overrides_permit",
    ),
    Mutant(
        Edit(
            "takes an erroring policy for satisfied",
            "Outcome(policy, False, error.kind)",
            "Outcome(policy, True, error.kind)",
        ),
        "an_erroring_policy_is_not_satisfied",
    ),
    Mutant(
        Edit("takes a false policy for satisfied", "value == TRUE, None", "value != TRUE, None"),
        "outcome_is_what_evaluation_gives",
    ),
    Mutant(
        Edit("forgets an error", "Outcome(policy, False, error.kind)", "Outcome(policy, False, None)"),
        "erroring_policies_are_those_that_fail",
    ),
    Mutant(
        Edit("reports no erroring policy", "if each.error is not None", "if each.error is not None and each.satisfied"),
        "erroring_policies_are_those_that_fail",
    ),
    Mutant(
        Edit(
            "reports the erroring permits only",
            "if each.error is not None",
            "if each.error is not None and each.policy.effect == Effect.PERMIT",
        ),
        "erroring_policies_are_those_that_fail",
    ),
    Mutant(
        Edit(
            "reports every error as a type error",
            "PolicyError(each.policy.id, each.error)",
            "PolicyError(each.policy.id, ErrorKind.TYPE)",
        ),
        "every_failure_is_reported_with_its_kind",
    ),
    Mutant(
        Edit(
            "reports the errors of a deny only",
            "Response(Decision.ALLOW, permits, errors)",
            "Response(Decision.ALLOW, permits, frozenset())",
        ),
        "erroring_policies_stay",
    ),
    Mutant(
        Edit(
            "names the forbids of an allow",
            "Response(Decision.ALLOW, permits, errors)",
            "Response(Decision.ALLOW, forbids, errors)",
        ),
        "satisfied_permits_determine_an_allow",
    ),
    Mutant(
        Edit(
            "names the permits of a deny",
            "Response(Decision.DENY, forbids, errors)",
            "Response(Decision.DENY, permits, errors)",
        ),
        "satisfied_forbids_determine_a_deny",
    ),
    Mutant(
        Edit(
            "names all satisfied policies",
            "Response(Decision.DENY, forbids, errors)",
            "Response(Decision.DENY, forbids | permits, errors)",
        ),
        "satisfied_forbids_determine_a_deny",
    ),
)

MUTANTS = (*AUTHORIZER_MUTANTS, *POLICY_MUTANTS)

HARMLESS = (
    Edit("asks for forbids first", DECIDES, "if not forbids and permits:"),
    Edit("gathers permits first", GATHERS, "\n".join([*reversed(GATHERS.splitlines()), ""])),
    Edit(
        "denies first",
        ANSWERS,
        """    if forbids or not permits:
        return Response(Decision.DENY, forbids, errors)
    return Response(Decision.ALLOW, permits, errors)
""",
    ),
)


@dataclass(frozen=True, slots=True)
class MutantResult:
    """Whether an edit did what it must: a bug made its theorem fall, a harmless one left all of them standing."""

    name: str
    theorem: str | None
    as_expected: bool
    counterexample: Refutation | None
    cedar: str | None
    seconds: float
    replay: Replay | None = None  # the counterexample for the differential tester


def try_mutant(mutant: Mutant) -> MutantResult:
    """Plants a bug and looks for what refutes its theorem."""
    start = perf_counter()
    program = changed(mutant.edit.module, mutant.edit.old, mutant.edit.new)
    try:
        lemma = next(each for each in program.lemmas() if each.name == mutant.falls)
        found = refute(lemma, program)
        cedar = None if found is None else found.to_cedar(program)
        replay = None if found is None else found.case_of(program)
        seconds = perf_counter() - start
        return MutantResult(mutant.edit.name, mutant.falls, found is not None, found, cedar, seconds, replay)
    finally:
        forget(program)


def try_harmless(edit: Edit) -> MutantResult:
    """Makes an edit that changes nothing, and proves all theorems again."""
    start = perf_counter()
    program = changed(edit.module, edit.old, edit.new)
    try:
        proved = all(prove(each, program, sane=True).holds for each in program.affected())
        return MutantResult(edit.name, None, proved, None, None, perf_counter() - start)
    finally:
        forget(program)
