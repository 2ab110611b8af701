"""One request and one store in which a policy can be made to do whatever a counterexample needs.

The solver knows of a policy only what becomes of it. Here that is brought about: a condition for each kind of error,
one that is false, and none for a policy that is to be satisfied. The policies go through the program's own evaluator,
so a counterexample that is shown is one that was seen.
"""

from __future__ import annotations

from dataclasses import dataclass

from deodar.model.entities import Entities, EntityData
from deodar.model.error import ErrorKind
from deodar.model.expr import BinaryApp, BinaryOp, Call, Expr, ExtFun, GetAttr, Lit, Var, Variable
from deodar.model.map import Map
from deodar.model.policy import Policy
from deodar.model.request import Request
from deodar.model.value import FALSE, INT_MAX, EntityUID, Long, Record, String
from deodar.proofs.program import Program

ALICE = EntityUID("User", "alice")  # in the store, with no attributes and no tags
VIEW = EntityUID("Action", "view")
PHOTO = EntityUID("Photo", "beach.jpg")  # not in the store

ENTITIES_JSON: list[dict[str, object]] = [{"uid": {"type": "User", "id": "alice"}, "attrs": {}, "parents": []}]
ENTITIES: Entities = Map({ALICE: EntityData(Map({}), frozenset(), Map({}))})
REQUEST = Request(ALICE, VIEW, PHOTO, Record(Map({})))


@dataclass(frozen=True, slots=True)
class Fate:
    """A condition and its text."""

    text: str
    condition: Expr


UNSATISFIED = Fate("false", Lit(FALSE))
FAILURES = {
    ErrorKind.TYPE: Fate('1 < "a"', BinaryApp(BinaryOp.LESS, Lit(Long(1)), Lit(String("a")))),
    ErrorKind.ENTITY_MISSING: Fate("resource.owner", GetAttr(Variable(Var.RESOURCE), "owner")),
    ErrorKind.ENTITY_ATTR_MISSING: Fate("principal.owner", GetAttr(Variable(Var.PRINCIPAL), "owner")),
    ErrorKind.RECORD_ATTR_MISSING: Fate("context.owner", GetAttr(Variable(Var.CONTEXT), "owner")),
    ErrorKind.TAG_MISSING: Fate(
        'principal.getTag("owner")', BinaryApp(BinaryOp.GET_TAG, Variable(Var.PRINCIPAL), Lit(String("owner")))
    ),
    ErrorKind.OVERFLOW: Fate(f"{INT_MAX} + 1", BinaryApp(BinaryOp.ADD, Lit(Long(INT_MAX)), Lit(Long(1)))),
    ErrorKind.EXTENSION: Fate('decimal("a")', Call(ExtFun.DECIMAL, (Lit(String("a")),))),
    ErrorKind.ARITY: Fate("decimal()", Call(ExtFun.DECIMAL, ())),
}
FATES = (UNSATISFIED, *FAILURES.values())


@dataclass(frozen=True, slots=True)
class Situation:
    """The request and the store, and policies of a program."""

    program: Program
    request: Request = REQUEST
    entities: Entities = ENTITIES

    def policy(self, policy_id: str, effect: str, fate: Fate | None) -> Policy:
        """A policy that applies to everything, with a condition or (None) without."""
        policy = self.program.module("deodar.model.policy")
        when = policy.ConditionKind.WHEN
        conditions = () if fate is None else (policy.Condition(when, fate.condition),)
        scope = policy.ScopeAny()
        made: Policy = policy.Policy(policy_id, policy.Effect(effect), scope, policy.ActionAny(), scope, conditions)
        return made

    def policy_to_text(self, policy: Policy) -> str:
        """One of these policies in the language, with its id."""
        head = f"{policy.effect.value}(principal, action, resource)"
        bodies = [fate.text for fate in FATES for each in policy.conditions if each.body == fate.condition]
        return f"{head}{''.join(f' when {{ {body} }}' for body in bodies)};  // {policy.id}"
