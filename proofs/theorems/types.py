"""The theorems about types.

Rule: Cedar.Thm.Validation.
"""

from __future__ import annotations

from deodar.model.entities import Entities
from deodar.model.error import EvaluationError
from deodar.model.evaluator import evaluate
from deodar.model.expr import BinaryApp, Call, Expr, UnaryApp
from deodar.model.lub import lub
from deodar.model.policy import Policy, policy_expr
from deodar.model.request import Request
from deodar.model.schema import Environment
from deodar.model.type import FalseT, Mode, RecordT, Type
from deodar.model.typechecker import (
    NO_CAPABILITIES,
    Capabilities,
    Typing,
    action_literals,
    all_kinds,
    boolean,
    constant,
    literal,
    lub_of,
    shared,
    type_of,
)
from deodar.model.value import TRUE, Value
from deodar.proofs.lemma import By, lemma, requires
from deodar.proofs.theorems.raw import holds
from deodar.proofs.theorems.typing import (
    allowed,
    capabilities_hold,
    certain,
    conforms,
    instance_of,
    is_sound,
    names_all_of,
)


@lemma(recursion=lub, on="ty1", general=("v",), unfolding={instance_of: By("ty")})
def lub_has_the_values_of_the_first(v: Value, ty1: Type, ty2: Type, mode: Mode) -> bool:
    """A value of a type has also the least upper bound of this type and another."""
    requires(instance_of(v, ty1))
    ty = lub(ty1, ty2, mode)
    return ty is None or instance_of(v, ty)


@lemma(recursion=lub, on="ty1", general=("v",), unfolding={instance_of: By("ty")})
def lub_has_the_values_of_the_second(v: Value, ty1: Type, ty2: Type, mode: Mode) -> bool:
    """A value of a type has also the least upper bound of another type and this one."""
    requires(instance_of(v, ty2))
    ty = lub(ty1, ty2, mode)
    return ty is None or instance_of(v, ty)


@lemma(recursion=lub, on="ty1")
def certain_lub_is_one_of_certain_types(ty1: Type, ty2: Type, mode: Mode) -> bool:
    """If no value but true has the least upper bound of two types, no other value has either type."""
    ty = lub(ty1, ty2, mode)
    requires(ty is not None and certain(ty))
    return certain(ty1) and certain(ty2)


@lemma(recursion=all_kinds, on="typings")
def findings_of_several_are_those_of_each(typings: tuple[Typing, ...]) -> bool:
    """If nothing is found fault with in several expressions, nothing is in any."""
    requires(not all_kinds(typings))
    return all(not typing.kinds for typing in typings)


@lemma(
    recursion=lub_of,
    on="typings",
    general=("v", "typing"),
    using=(lub_has_the_values_of_the_first, lub_has_the_values_of_the_second),
)
def lub_of_several_has_the_values_of_each(v: Value, typing: Typing, typings: tuple[Typing, ...], mode: Mode) -> bool:
    """A value of one of several types has also their least upper bound."""
    requires(typing in typings and typing.type is not None and instance_of(v, typing.type))
    ty = lub_of(typings, mode)
    return ty is None or instance_of(v, ty)


@lemma(
    recursion=shared,
    on="records",
    general=("v", "record"),
    unfolding={instance_of: By("ty")},
    using=(lub_has_the_values_of_the_first, lub_has_the_values_of_the_second),
)
def shared_attributes_are_there(v: Value, record: RecordT, records: tuple[RecordT, ...], mode: Mode) -> bool:
    """A record of one of several types has also the type of what they share."""
    requires(record in records and instance_of(v, record))
    return instance_of(v, shared(records, mode))


@lemma(
    recursion=type_of,
    on="x",
    together=(UnaryApp, BinaryApp, Call),
    using=(findings_of_several_are_those_of_each,),
)
def what_has_no_type_is_found_fault_with(x: Expr, c: Capabilities, env: Environment) -> bool:
    """An expression in which nothing is found fault with has a type."""
    typed = type_of(x, c, env)
    requires(not typed.kinds)
    return typed.type is not None


@lemma(recursion=evaluate, on="x", fixed=("env", "req", "es"))
def a_literal_is_what_it_evaluates_to(x: Expr, env: Environment, req: Request, es: Entities) -> bool:
    """A literal, and `action`, evaluate to what the rules take them for."""
    v = literal(x, env)
    requires(req.action == env.action and v is not None)
    try:
        return evaluate(x, req, es) == v
    except EvaluationError:
        return False


@lemma(recursion=(constant, evaluate), on="x", fixed=("env", "req", "es"))
def a_constant_is_what_it_evaluates_to(x: Expr, env: Environment, req: Request, es: Entities) -> bool:
    """Literals, and truth values joined by `&&` and `||`, evaluate to what the rules take them for."""
    v = constant(x, env)
    requires(req.action == env.action and v is not None)
    try:
        return evaluate(x, req, es) == v
    except EvaluationError:
        return False


@lemma(recursion=evaluate, on="x", using=(a_literal_is_what_it_evaluates_to,), fixed=("env", "req", "es"))
def literal_entities_are_what_they_evaluate_to(x: Expr, env: Environment, req: Request, es: Entities) -> bool:
    """A literal entity, and a set of them, evaluate to what the rules take them for."""
    uids = action_literals(x, env)
    requires(req.action == env.action and uids is not None)
    try:
        return uids is not None and names_all_of(evaluate(x, req, es), uids)
    except EvaluationError:
        return False


@lemma(
    official="type_of_is_sound",
    recursion=(type_of, evaluate),
    on="x",
    unfolding={instance_of: By("ty")},
    using=(
        what_has_no_type_is_found_fault_with,
        findings_of_several_are_those_of_each,
        lub_has_the_values_of_the_first,
        lub_has_the_values_of_the_second,
        certain_lub_is_one_of_certain_types,
        lub_of_several_has_the_values_of_each,
        shared_attributes_are_there,
        a_literal_is_what_it_evaluates_to,
        a_constant_is_what_it_evaluates_to,
        literal_entities_are_what_they_evaluate_to,
    ),
)
def type_soundness(x: Expr, c: Capabilities, env: Environment, req: Request, es: Entities) -> bool:
    """A well-typed expression gives a value of its type or an allowed error; if true, its capabilities hold.

    They hold also where no value but true has its type, even if it fails.
    """
    typed = type_of(x, c, env)
    requires(not typed.kinds)
    requires(conforms(req, es, env))
    requires(capabilities_hold(c, req, es))
    if typed.type is None:
        return False
    established = capabilities_hold(typed.capabilities, req, es)
    try:
        v = evaluate(x, req, es)
    except EvaluationError as error:
        return allowed(error.kind) and (not certain(typed.type) or established)
    return instance_of(v, typed.type) and (v != TRUE or established)


@lemma(
    official="typecheck_is_sound",
    opened=(is_sound,),
    unfolding={instance_of: By("ty")},
    using=(what_has_no_type_is_found_fault_with, type_soundness),
    fixed=("policy", "env", "req", "es"),
)
def a_well_typed_policy_is_a_bool_or_fails_as_allowed(
    policy: Policy, env: Environment, req: Request, es: Entities
) -> bool:
    """A policy that is well typed in the environment of a request gives a bool, or fails in one of the allowed ways."""
    requires(not boolean(type_of(policy_expr(policy), NO_CAPABILITIES, env)).kinds)
    requires(conforms(req, es, env))
    return is_sound(policy, req, es)


@lemma(unfolding={instance_of: By("ty")}, using=(what_has_no_type_is_found_fault_with, type_soundness))
def a_policy_typed_false_is_not_satisfied(policy: Policy, env: Environment, req: Request, es: Entities) -> bool:
    """A policy that is well typed, as what is false alone, in the environment of a request is not satisfied."""
    typed = boolean(type_of(policy_expr(policy), NO_CAPABILITIES, env))
    requires(not typed.kinds and typed.type == FalseT())
    requires(conforms(req, es, env))
    return not holds(policy, req, es)
