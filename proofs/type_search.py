"""The search for a counterexample of a theorem about types: random arguments, at the constructor where a proof failed.

The theorem is called as the Python function that it is, on requests and stores that conform to a small schema. Of what
it fails for, the shortest that was met is shown.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import TypeVar, cast

from deodar.model.expr import (
    And,
    AttrExpr,
    BinaryApp,
    BinaryOp,
    Call,
    Expr,
    ExtFun,
    GetAttr,
    HasAttr,
    Is,
    IsEmpty,
    IsIn,
    Ite,
    Justchar,
    Like,
    Lit,
    Neg,
    Not,
    Or,
    RecordExpr,
    SetExpr,
    Star,
    UnaryApp,
    Var,
    Variable,
)
from deodar.model.level import Path
from deodar.model.map import Map
from deodar.model.policy import ActionAny, Condition, ConditionKind, Effect, Policy, ScopeAny
from deodar.model.template import SlotEnv, Template
from deodar.model.type import BoolT, EntityT, FalseT, LongT, Mode, Qualified, RecordT, SetT, StringT, TrueT, Type
from deodar.model.value import FALSE, TRUE, EntityUID, Long, Record, Set, String, Value
from deodar.proofs.counterexample import Replay
from deodar.proofs.example import SCHEMA_TEXT, Situation, environment, situations
from deodar.proofs.expression_text import expression_text
from deodar.proofs.lemma import Lemma, Vacuous
from deodar.proofs.level_replay import replay_at_level
from deodar.proofs.program import Program
from deodar.proofs.reach import reach_of
from deodar.proofs.template_search import slot_values, template, template_text, values_text
from deodar.proofs.theorems.levels import Reach
from deodar.proofs.theorems.slices import slice_at
from deodar.proofs.type_replay import replay_of

T = TypeVar("T")

TRIES = 8_000
SEARCHED = frozenset(  # what arguments are made for
    (
        *("x", "policy", "policies", "template", "policy_id", "values", "c", "env", "req", "es", "v"),
        *("ty1", "ty2", "mode", "path", "level", "reach", "nearby"),
    )
)
ATTRIBUTES = ("name", "age", "nick", "boss", "owner", "ok", "n", "at", "r", "a", "b")
ENTITIES = (
    EntityUID("User", "alice"),
    EntityUID("Group", "g"),
    EntityUID("Action", "view"),
    EntityUID("Action", "read"),
    EntityUID("Photo", "p"),
)
LITERALS: tuple[Value, ...] = (
    TRUE,
    FALSE,
    Long(1),
    Long(2**63 - 1),
    String("t"),
    String("1.0"),
    String("1d"),
    *ENTITIES,
)
NAMES = ("User", "Group", "Photo", "Action")
LONGS: tuple[Expr, ...] = (Lit(Long(1)), Lit(Long(2**63 - 1)), GetAttr(Variable(Var.PRINCIPAL), "age"))
STRINGS: tuple[Expr, ...] = (Lit(String("t")), GetAttr(Variable(Var.PRINCIPAL), "name"))
USERS: tuple[Expr, ...] = (Variable(Var.PRINCIPAL), Lit(ENTITIES[0]), GetAttr(Variable(Var.PRINCIPAL), "boss"))
DATETIMES: tuple[Expr, ...] = (GetAttr(Variable(Var.CONTEXT), "at"), Call(ExtFun.DURATION, (Lit(String("1d")),)))
DECIMALS: tuple[Expr, ...] = (Call(ExtFun.DECIMAL, (Lit(String("1.0")),)), Lit(String("1.0")))
ADDRESSES: tuple[Expr, ...] = (Call(ExtFun.IP, (Lit(String("10.0.0.1")),)), Lit(String("10.0.0.1")))
SETS: tuple[Expr, ...] = (SetExpr((Lit(Long(1)),)), SetExpr(LONGS), Lit(Long(1)))
TRUTHS: tuple[Expr, ...] = (
    HasAttr(Variable(Var.CONTEXT), "n"),
    HasAttr(Variable(Var.PRINCIPAL), "nick"),
    GetAttr(Variable(Var.CONTEXT), "ok"),
    BinaryApp(BinaryOp.EQ, GetAttr(Variable(Var.CONTEXT), "n"), Lit(Long(1))),
    BinaryApp(BinaryOp.EQ, GetAttr(Variable(Var.PRINCIPAL), "nick"), Lit(String("b"))),
)
TAGGED: tuple[Expr, ...] = (Variable(Var.PRINCIPAL), Lit(String("t")))
MEMBERS: tuple[Expr, ...] = (Variable(Var.PRINCIPAL), Lit(ENTITIES[1]), SetExpr((Lit(ENTITIES[1]),)))
CHOSEN: tuple[Expr, ...] = (GetAttr(Variable(Var.CONTEXT), "ok"), Variable(Var.PRINCIPAL), USERS[2])
POOLS = (LONGS, STRINGS, USERS, DATETIMES, DECIMALS, ADDRESSES, SETS, TRUTHS, TRUTHS, TAGGED, MEMBERS, CHOSEN)
TYPES: tuple[Type, ...] = (
    TrueT(),
    FalseT(),
    BoolT(),
    LongT(),
    StringT(),
    EntityT(frozenset({"User"})),
    EntityT(frozenset({"Group"})),
)
PATHS: tuple[Path, ...] = ((), (), ("r",), ("boss",), ("a",), ("a", "r"))
LEVELS = 3
NO_REACH: Reach = Map({})
VALUES: tuple[Value, ...] = (TRUE, FALSE, Long(1), String("t"), *ENTITIES)


@dataclass(frozen=True, slots=True)
class Found:
    """Arguments for which a theorem fails, and the same in the language."""

    arguments: dict[str, object]
    cedar: str
    situation: Situation
    expression: Expr | None

    def to_cedar(self, program: Program) -> str:  # noqa: ARG002  # the same whatever the program answers
        """The arguments in the language."""
        return self.cedar

    def case_of(self, program: Program) -> Replay | None:
        """A case for the differential tester."""
        if self.expression is None:
            return None
        text, level = expression_text(self.expression), self.arguments.get("level")
        if isinstance(level, int):
            return replay_at_level(text, level, program)
        return replay_of(text, self.situation, program)


def search(lemma: Lemma[...], case: str, *, seed: int = 1, tries: int = TRIES) -> Found | None:
    """The shortest of the first counterexamples that random arguments give, or None if they give none."""
    found: list[Found] = []
    for arguments, situation, x in _tries(lemma, case, seed, tries):
        if _fails(lemma, arguments):
            found.append(_shown(arguments, situation, x))
            if len(found) == 3:
                break
    return min(found, key=lambda each: len(each.cedar), default=None)


def has_example(lemma: Lemma[...], *, seed: int = 1, tries: int = TRIES) -> bool | None:
    """Whether random arguments meet the premises of a theorem; None if there are none for its parameters."""
    if not _is_searched(lemma):
        return None
    return any(_is_met(lemma, arguments) for arguments, _, _ in _tries(lemma, "", seed, tries))


def _is_searched(lemma: Lemma[...]) -> bool:
    """Whether arguments can be made: not lists of typings or of records, of which the proof is all there is to show."""
    return set(inspect.signature(lemma.function).parameters) <= SEARCHED  # pyright: ignore[reportArgumentType]  # a field, no method


def _tries(lemma: Lemma[...], case: str, seed: int, tries: int) -> Iterator[tuple[dict[str, object], Situation, Expr]]:
    """Random arguments of a theorem, with the situation and the expression that they are made of."""
    rng, everywhere = Random(seed), situations()
    strict, permissive = environment(Mode.STRICT), environment(Mode.PERMISSIVE)
    names = tuple(inspect.signature(lemma.function).parameters)  # pyright: ignore[reportArgumentType]  # a field, no method
    for _ in range(tries if _is_searched(lemma) else 0):
        situation, x = rng.choice(everywhere), expression(rng, 2, case.split())
        level = rng.randrange(LEVELS)
        reach = reach_of(situation.request, situation.entities, level) if "reach" in names else NO_REACH
        known: dict[str, object] = {
            "x": x,
            "policy": _policy(x),
            "policies": (_policy(x),),
            "template": template(rng, x) if "template" in names else None,
            "policy_id": "",
            "values": slot_values(rng, ENTITIES) if "values" in names else None,
            "c": frozenset[object](),
            "env": permissive if rng.random() < 0.1 else strict,
            "req": situation.request,
            "es": situation.entities,
            "v": value(rng, 2),
            "ty1": type_(rng, 2),
            "ty2": type_(rng, 2),
            "mode": rng.choice(list(Mode)),
            "path": rng.choice(PATHS),
            "level": level,
            "reach": reach,
            "nearby": slice_at(situation.entities, level, reach) if "nearby" in names else None,
        }
        yield {name: known[name] for name in names}, situation, x


def _policy(x: Expr) -> Policy:
    """`permit(principal, action, resource) when { x };`"""
    return Policy("", Effect.PERMIT, ScopeAny(), ActionAny(), ScopeAny(), (Condition(ConditionKind.WHEN, x),))


def _fails(lemma: Lemma[...], arguments: dict[str, object]) -> bool:
    try:
        return not lemma(**arguments)
    except Vacuous:
        return False


def _is_met(lemma: Lemma[...], arguments: dict[str, object]) -> bool:
    try:
        return lemma(**arguments)
    except Vacuous:
        return False


def _shown(arguments: dict[str, object], situation: Situation, x: Expr) -> Found:
    match arguments:
        case {"template": Template() as made, **others}:
            filled = cast("SlotEnv | None", others.get("values"))
            linked = [] if filled is None else [f"linked:   {values_text(filled)}"]
            policies, replayed = [f"  {template_text(made)}", *linked], None
        case {"x": _} | {"policy": _} | {"policies": _}:
            policies, replayed = [f"  permit(principal, action, resource) when {{ {expression_text(x)} }};"], x
        case _:
            lines = [f"{name}: {each!r}" for name, each in arguments.items()]
            return Found(arguments, "\n".join(lines), situation, None)
    return Found(
        arguments,
        "\n".join(
            (
                "schema:",
                *(f"  {line}" for line in SCHEMA_TEXT.splitlines()),
                "policy:",
                *policies,
                f"entities: {json.dumps(situation.entities_json)}",
                f"request:  {json.dumps(situation.request_json)}",
                *([f"level:    {arguments['level']}"] if "level" in arguments else []),
            )
        ),
        situation,
        replayed,
    )


def expression(rng: Random, depth: int, root: list[str] | None = None) -> Expr:
    """A random expression, whose outermost constructor and operator may be given."""
    kind, *operators = root or [rng.choice(("Lit", "Variable", "GetAttr") if depth <= 0 else KINDS)]
    pool = rng.choice(POOLS)  # operands often are of one type, so that operators like them

    def part() -> Expr:
        return rng.choice(pool) if rng.random() < 0.6 else expression(rng, depth - 1)

    match kind:
        case "Variable":
            return Variable(_one_of(Var, operators, rng))
        case "Ite":
            return Ite(part(), part(), part())
        case "And":
            return And(part(), part())
        case "Or":
            return Or(part(), part())
        case "UnaryApp":
            return UnaryApp(_unary(operators[0] if operators else rng.choice(UNARY), rng), part())
        case "BinaryApp":
            return BinaryApp(_one_of(BinaryOp, operators, rng), part(), part())
        case "IsIn":
            return IsIn(part(), rng.choice(NAMES), part())
        case "HasAttr":
            return HasAttr(part(), rng.choice(ATTRIBUTES))
        case "GetAttr":
            return GetAttr(part() if depth > 0 else Variable(rng.choice(list(Var))), rng.choice(ATTRIBUTES))
        case "SetExpr":
            return SetExpr(tuple(part() for _ in range(rng.randrange(3))))
        case "RecordExpr":
            names = sorted(rng.sample(ATTRIBUTES, rng.randrange(3)))
            return RecordExpr(tuple(AttrExpr(name, part()) for name in names))
        case "Call":
            return Call(_one_of(ExtFun, operators, rng), tuple(part() for _ in range(rng.choice((0, 1, 1, 1, 2, 2)))))
        case _:
            return Lit(rng.choice(LITERALS))


UNARY = ("Not", "Neg", "IsEmpty", "Like", "Is")
KINDS = (
    *("Lit", "Lit", "Variable", "Variable", "GetAttr", "GetAttr", "GetAttr", "HasAttr", "HasAttr", "And", "Or", "Ite"),
    *("UnaryApp", "BinaryApp", "BinaryApp", "IsIn", "SetExpr", "RecordExpr", "Call"),
)


def _unary(name: str, rng: Random) -> Not | Neg | IsEmpty | Like | Is:
    made: dict[str, Callable[[], Not | Neg | IsEmpty | Like | Is]] = {
        "Not": Not,
        "Neg": Neg,
        "IsEmpty": IsEmpty,
        "Like": lambda: Like((Justchar("t"), Star())),
        "Is": lambda: Is(rng.choice(NAMES)),
    }
    return made[name]()


def _one_of(cls: type[T], operators: list[str], rng: Random) -> T:
    members: list[T] = list(cls)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportUnknownVariableType, reportCallIssue]  # an enumeration
    return next(each for each in members if each.name.lower() == operators[0]) if operators else rng.choice(members)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]


def type_(rng: Random, depth: int) -> Type:
    """A random type."""
    match rng.randrange(3) if depth > 0 else 2:
        case 0:
            return SetT(type_(rng, depth - 1))
        case 1:
            names = rng.sample(("a", "b"), rng.randrange(3))
            return RecordT(Map({name: Qualified(type_(rng, depth - 1), rng.random() < 0.5) for name in names}), False)
        case _:
            return rng.choice(TYPES)


def value(rng: Random, depth: int) -> Value:
    """A random value."""
    match rng.randrange(3) if depth > 0 else 2:
        case 0:
            return Set(frozenset(value(rng, depth - 1) for _ in range(rng.randrange(3))))
        case 1:
            return Record(Map({name: value(rng, depth - 1) for name in rng.sample(("a", "b"), rng.randrange(3))}))
        case _:
            return rng.choice(VALUES)
