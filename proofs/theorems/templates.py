"""Templates are typed with one entity of a type for each slot: links with entities of the same types are typed alike.

Rule: Cedar.Validation, the typing of templates. These theorems are our own.
"""

from __future__ import annotations

from deodar.model.expr import And, Expr, Var
from deodar.model.policy import (
    ActionScope,
    Policy,
    Scope,
    ScopeEq,
    ScopeIsMem,
    ScopeMem,
    action_scope_expr,
    conditions_expr,
    policy_expr,
    scope_expr,
)
from deodar.model.schema import Environment, standard
from deodar.model.type import FalseT, is_bool
from deodar.model.typechecker import NO_CAPABILITIES, Capabilities, boolean, constant, type_of
from deodar.model.typings import typing_of
from deodar.model.value import EntityType, EntityUID
from deodar.proofs.lemma import lemma, requires
from deodar.proofs.theorems.typing import well_formed


def are_of_one_type(uid1: EntityUID, uid2: EntityUID, env: Environment) -> bool:
    """The entities are of one declared type."""
    return uid1.type == uid2.type and uid1.type in env.schema.entity_types


def are_alike(scope1: Scope, scope2: Scope, env: Environment) -> bool:
    """The constraints are the same, but for an entity of one declared type that either names."""
    match scope1, scope2:
        case ScopeEq(uid1), ScopeEq(uid2):
            return uid1 == uid2 or are_of_one_type(uid1, uid2, env)
        case ScopeMem(uid1), ScopeMem(uid2):
            return uid1 == uid2 or are_of_one_type(uid1, uid2, env)
        case ScopeIsMem(name1, uid1), ScopeIsMem(name2, uid2):
            return name1 == name2 and (uid1 == uid2 or are_of_one_type(uid1, uid2, env))
        case _:
            return scope1 == scope2


def constraint(scope: Scope, var: Var) -> Expr:
    """The constraint on principal or resource, as an expression that a proof need not look into."""
    return scope_expr(scope, var)


def action_constraint(scope: ActionScope) -> Expr:
    """The constraint on the action, as an expression that a proof need not look into."""
    return action_scope_expr(scope)


def constraints_and_conditions(policy: Policy) -> Expr:
    """The expression that a policy means, made of these."""
    return And(
        constraint(policy.principal_scope, Var.PRINCIPAL),
        And(
            action_constraint(policy.action_scope),
            And(constraint(policy.resource_scope, Var.RESOURCE), conditions_expr(policy.conditions)),
        ),
    )


def are_typed_alike(x1: Expr, x2: Expr, c: Capabilities, env: Environment) -> bool:
    """The expressions have one type, and something is found fault with in both or in neither."""
    typed = type_of(x1, c, env)
    again = type_of(x2, c, env)
    return typed.type == again.type and (not typed.kinds) == (not again.kinds)


@lemma(opened=(constraint, action_constraint))
def a_policy_means_its_constraints_and_conditions(policy: Policy) -> bool:
    """A policy means its constraints and its conditions."""
    return policy_expr(policy) == constraints_and_conditions(policy)


@lemma(on="scope1", opened=(type_of, constant, constraint), met=(type_of,))
def a_constraint_is_typed_by_the_type_of_its_entity(
    scope1: Scope, scope2: Scope, var: Var, x: Expr, c: Capabilities, env: Environment
) -> bool:
    """A constraint, and what stands behind it, is typed alike whichever entity of one declared type it names."""
    requires(var in (Var.PRINCIPAL, Var.RESOURCE) and are_alike(scope1, scope2, env))
    return are_typed_alike(And(constraint(scope1, var), x), And(constraint(scope2, var), x), c, env)


@lemma(opened=(type_of,), met=(type_of,))
def conjunctions_with_alike_right_operands_are_alike(
    x1: Expr, x2: Expr, x3: Expr, c: Capabilities, env: Environment
) -> bool:
    """`x1 && x2` and `x1 && x3` are typed alike if `x2` and `x3` are where `x1` is true."""
    requires(are_typed_alike(x2, x3, c | boolean(type_of(x1, c, env)).capabilities, env))
    return are_typed_alike(And(x1, x2), And(x1, x3), c, env)


@lemma(
    using=(conjunctions_with_alike_right_operands_are_alike, a_constraint_is_typed_by_the_type_of_its_entity),
    fixed=("env",),
    met=(type_of,),
)
def a_constraint_behind_others_is_typed_by_its_type(
    scope1: Scope, scope2: Scope, x1: Expr, x2: Expr, x3: Expr, env: Environment
) -> bool:
    """So is a constraint on the resource behind two operands: alike, whichever entity of one declared type it names."""
    requires(are_alike(scope1, scope2, env))
    one = And(x1, And(x2, And(constraint(scope1, Var.RESOURCE), x3)))
    other = And(x1, And(x2, And(constraint(scope2, Var.RESOURCE), x3)))
    return are_typed_alike(one, other, NO_CAPABILITIES, env)


def with_principal_scope(policy: Policy, scope: Scope) -> Policy:
    """The policy with another constraint on the principal."""
    return Policy(policy.id, policy.effect, scope, policy.action_scope, policy.resource_scope, policy.conditions)


@lemma(
    using=(a_policy_means_its_constraints_and_conditions, a_constraint_is_typed_by_the_type_of_its_entity),
    fixed=("policy", "other", "env"),
)
def another_principal_of_one_type_is_typed_alike(policy: Policy, other: Policy, env: Environment) -> bool:
    """A policy is typed alike with another entity of one declared type in the constraint on the principal."""
    requires(are_alike(policy.principal_scope, other.principal_scope, env))
    changed = with_principal_scope(policy, other.principal_scope)
    return are_typed_alike(
        constraints_and_conditions(policy), constraints_and_conditions(changed), NO_CAPABILITIES, env
    )


@lemma(
    using=(
        a_policy_means_its_constraints_and_conditions,
        a_constraint_behind_others_is_typed_by_its_type,
    ),
    fixed=("policy", "other", "env"),
)
def another_resource_of_one_type_is_typed_alike(policy: Policy, other: Policy, env: Environment) -> bool:
    """A policy is typed alike with another entity of one declared type in the constraint on the resource."""
    requires(policy.action_scope == other.action_scope and policy.conditions == other.conditions)
    requires(are_alike(policy.resource_scope, other.resource_scope, env))
    changed = with_principal_scope(policy, other.principal_scope)
    return are_typed_alike(constraints_and_conditions(changed), constraints_and_conditions(other), NO_CAPABILITIES, env)


@lemma(
    using=(
        a_policy_means_its_constraints_and_conditions,
        another_principal_of_one_type_is_typed_alike,
        another_resource_of_one_type_is_typed_alike,
    ),
    fixed=("policy", "other", "env"),
)
def a_policy_is_typed_by_the_types_of_its_entities(policy: Policy, other: Policy, env: Environment) -> bool:
    """Policies that are the same but for the entities of declared types in their scopes are typed alike."""
    requires(are_alike(policy.principal_scope, other.principal_scope, env))
    requires(policy.action_scope == other.action_scope and policy.conditions == other.conditions)
    requires(are_alike(policy.resource_scope, other.resource_scope, env))
    return are_typed_alike(policy_expr(policy), policy_expr(other), NO_CAPABILITIES, env)


def names_a_declared_type(scope: Scope, env: Environment) -> bool:
    """The type of the entity that the constraint names, if it names one, is declared."""
    match scope:
        case ScopeEq(uid) | ScopeMem(uid) | ScopeIsMem(_, uid):
            return uid.type in env.schema.entity_types
        case _:
            return True


def can_be_met(scope: Scope, name: EntityType, env: Environment) -> bool:
    """An entity of the type can be the one that the constraint names, or be in it, as far as types go."""
    match scope:
        case ScopeEq(uid):
            return uid.type == name
        case ScopeMem(uid) | ScopeIsMem(_, uid):
            return uid.type == name or uid.type in standard(name, env.schema).ancestors
        case _:
            return True


def type_of_part(var: Var, env: Environment) -> EntityType:
    """The type of the principal, or else of the resource."""
    return env.principal if var == Var.PRINCIPAL else env.resource


@lemma(opened=(type_of,), met=(type_of,))
def a_conjunction_is_typed_as_a_truth_value(x1: Expr, x2: Expr, c: Capabilities, env: Environment) -> bool:
    """`x1 && x2` has the type of a truth value, whatever its operands are."""
    typed = type_of(And(x1, x2), c, env)
    return typed.type is not None and is_bool(typed.type)


@lemma(on="scope", opened=(type_of, constant, constraint), met=(type_of,))
def what_cannot_be_met_is_typed_false(scope: Scope, var: Var, x: Expr, c: Capabilities, env: Environment) -> bool:
    """A constraint that no entity of its type can meet is false by its type, and so is what stands behind it."""
    requires(var in (Var.PRINCIPAL, Var.RESOURCE) and well_formed(env.schema))
    requires(names_a_declared_type(scope, env) and not can_be_met(scope, type_of_part(var, env), env))
    typed = type_of(And(constraint(scope, var), x), c, env)
    return typed.type == FalseT() and not typed.kinds


@lemma(opened=(type_of,), met=(type_of,))
def a_conjunction_stays_well_typed_with_another_right_operand(
    x1: Expr, x2: Expr, x3: Expr, c: Capabilities, env: Environment
) -> bool:
    """`x1 && x3` is well typed if `x1 && x2` is, and `x3` is found fault with, where `x1` is true, only if `x2` is."""
    where_true = c | boolean(type_of(x1, c, env)).capabilities
    requires(not type_of(And(x1, x2), c, env).kinds)
    requires(not (boolean(type_of(x3, where_true, env)).kinds and not boolean(type_of(x2, where_true, env)).kinds))
    return not type_of(And(x1, x3), c, env).kinds


@lemma(
    using=(
        a_conjunction_is_typed_as_a_truth_value,
        a_conjunction_stays_well_typed_with_another_right_operand,
        what_cannot_be_met_is_typed_false,
    ),
    fixed=("env",),
    met=(type_of,),
)
def nothing_is_wrong_with_what_cannot_be_met(
    scope: Scope, x1: Expr, x2: Expr, x3: Expr, y: Expr, env: Environment
) -> bool:
    """Nothing is found fault with in what cannot be met if nothing is in what stands before it."""
    requires(well_formed(env.schema))
    requires(names_a_declared_type(scope, env) and not can_be_met(scope, env.resource, env))
    requires(not type_of(And(x1, And(x2, y)), NO_CAPABILITIES, env).kinds)
    return not type_of(And(x1, And(x2, And(constraint(scope, Var.RESOURCE), x3))), NO_CAPABILITIES, env).kinds


def is_another_filling(scope: Scope, filled: Scope, name: EntityType, env: Environment) -> bool:
    """The constraint names an entity of the same declared type, or one of a declared type that cannot be meant."""
    return are_alike(filled, scope, env) or (names_a_declared_type(scope, env) and not can_be_met(scope, name, env))


@lemma(
    opened=(typing_of,),
    using=(
        a_policy_means_its_constraints_and_conditions,
        another_principal_of_one_type_is_typed_alike,
        another_resource_of_one_type_is_typed_alike,
        a_conjunction_is_typed_as_a_truth_value,
        what_cannot_be_met_is_typed_false,
        nothing_is_wrong_with_what_cannot_be_met,
    ),
    fixed=("env",),
    met=(typing_of,),
)
def another_filling_is_typed_as_well(policy: Policy, other: Policy, env: Environment) -> bool:
    """If a policy is well typed, so is one that names other entities of declared types in its scope."""
    requires(policy.action_scope == other.action_scope and policy.conditions == other.conditions)
    requires(is_another_filling(other.principal_scope, policy.principal_scope, env.principal, env))
    requires(is_another_filling(other.resource_scope, policy.resource_scope, env.resource, env))
    requires(well_formed(env.schema) and not typing_of(policy, env).kinds)
    return not typing_of(other, env).kinds
