"""Slices: what policies of a level make of a store, they make of its slice at that level.

Rule: Cedar.Thm.Validation.Levels. A slice has the entities that are nearer than the level by some reach (`levels.py`).
"""

from __future__ import annotations

from deodar.model.authorizer import is_authorized, outcome
from deodar.model.entities import Entities
from deodar.model.error import ErrorKind
from deodar.model.level import level_faults
from deodar.model.map import Map
from deodar.model.policy import Policies, Policy, policy_expr
from deodar.model.request import Request
from deodar.model.schema import Environment
from deodar.model.typings import typing_of
from deodar.model.value import EntityUID
from deodar.proofs.lemma import lemma, requires
from deodar.proofs.theorems.levels import (
    Reach,
    are_alike_nearby,
    is_closed,
    is_written_well,
    leads_on,
    starts_at,
    what_is_beyond_the_level_does_not_matter,
)
from deodar.proofs.theorems.types import what_has_no_type_is_found_fault_with
from deodar.proofs.theorems.typing import conforms


def is_of_level(policy: Policy, env: Environment, level: int) -> bool:
    """Nothing is found fault with in the typing of the policy, and it does not go beyond the level."""
    x = policy_expr(policy)
    return not typing_of(policy, env).kinds and not level_faults(x, env, level) and is_written_well(x)


def decides_alike(policy: Policy, req: Request, es: Entities, nearby: Entities) -> bool:
    """The policy is satisfied, false or erroring alike with two stores."""
    return outcome(policy, req, es) == outcome(policy, req, nearby)


def misses_no_entity(policy: Policy, req: Request, es: Entities) -> bool:
    """The policy does not fail because an entity is missing."""
    return outcome(policy, req, es).error != ErrorKind.ENTITY_MISSING


@lemma(
    official="typecheck_policy_with_level_is_sound",
    opened=(is_of_level, typing_of, decides_alike, misses_no_entity),
    using=(what_has_no_type_is_found_fault_with, what_is_beyond_the_level_does_not_matter),
    fixed=("env", "req", "es", "nearby", "level", "reach"),
    met=(decides_alike, misses_no_entity),
)
def a_policy_of_a_level_decides_alike(
    policy: Policy, env: Environment, req: Request, es: Entities, nearby: Entities, level: int, reach: Reach
) -> bool:
    """A policy of a level is satisfied, false or erroring alike with two stores that are alike near the request.

    If all entities nearer than the level are in the store, it does not fail because one is missing.
    """
    requires(is_of_level(policy, env, level))
    requires(conforms(req, es, env))
    requires(starts_at(req, reach) and are_alike_nearby(es, nearby, level, reach))
    return decides_alike(policy, req, es, nearby) and (
        not is_closed(es, level, reach) or misses_no_entity(policy, req, es)
    )


@lemma(opened=(decides_alike,), fixed=("policies", "req", "es", "nearby"))
def policies_that_decide_alike_give_one_response(
    policies: Policies, req: Request, es: Entities, nearby: Entities
) -> bool:
    """If each policy decides alike with two stores, the response is the same."""
    requires(all(decides_alike(policy, req, es, nearby) for policy in policies))
    return is_authorized(req, nearby, policies) == is_authorized(req, es, policies)


def slice_at(es: Entities, level: int, reach: Reach) -> Entities:
    """What the store has of the entities nearer than the level."""
    return Map({uid: es[uid] for uid in es if is_nearer(uid, level, reach)})


def is_nearer(uid: EntityUID, level: int, reach: Reach) -> bool:
    """The entity is known to be nearer than the level."""
    known = reach.get(uid)
    return known is not None and known < level


def is_reach(reach: Reach, req: Request, es: Entities, level: int) -> bool:
    """The entities of the request are no step away, and what one nearer than the level leads to is one step farther."""
    return starts_at(req, reach) and all(
        reach[uid] >= level or leads_on(uid, es, reach[uid] + 1, reach) for uid in reach
    )


@lemma(fixed=("req", "es", "nearby", "level", "reach"))
def the_slice_is_alike_nearby(req: Request, es: Entities, nearby: Entities, level: int, reach: Reach) -> bool:
    """The slice of a store at a level has the same as the store for all entities nearer than the level."""
    requires(is_reach(reach, req, es, level) and nearby == slice_at(es, level, reach))
    return starts_at(req, reach) and are_alike_nearby(es, nearby, level, reach)


@lemma(
    official="validate_with_level_is_sound_wf",
    using=(
        the_slice_is_alike_nearby,
        a_policy_of_a_level_decides_alike,
        policies_that_decide_alike_give_one_response,
    ),
)
def the_slice_at_a_level_gives_the_response(
    policies: Policies, env: Environment, req: Request, es: Entities, nearby: Entities, level: int, reach: Reach
) -> bool:
    """Policies of a level give the same response on the slice of the store at that level as on the store.

    So it is if the request and the store conform to the schema.
    """
    requires(all(is_of_level(policy, env, level) for policy in policies))
    requires(conforms(req, es, env) and is_reach(reach, req, es, level))
    requires(nearby == slice_at(es, level, reach))
    return is_authorized(req, nearby, policies) == is_authorized(req, es, policies)


@lemma(opened=(misses_no_entity,), fixed=("policies", "req", "es"))
def policies_that_miss_no_entity_give_no_such_error(policies: Policies, req: Request, es: Entities) -> bool:
    """If no policy fails because an entity is missing, the response has no such error."""
    requires(all(misses_no_entity(policy, req, es) for policy in policies))
    return all(error.kind != ErrorKind.ENTITY_MISSING for error in is_authorized(req, es, policies).errors)


@lemma(
    official="validate_with_level_no_dne_wf",
    using=(
        the_slice_is_alike_nearby,
        a_policy_of_a_level_decides_alike,
        policies_that_decide_alike_give_one_response,
        policies_that_miss_no_entity_give_no_such_error,
    ),
)
def a_store_closed_at_the_level_misses_no_entity(
    policies: Policies, env: Environment, req: Request, es: Entities, nearby: Entities, level: int, reach: Reach
) -> bool:
    """Where all entities nearer than the level are in the store, no policy of that level misses one.

    So it is with the store, which conforms to the schema, and with its slice at the level.
    """
    requires(all(is_of_level(policy, env, level) for policy in policies))
    requires(conforms(req, es, env) and is_reach(reach, req, es, level) and is_closed(es, level, reach))
    requires(nearby == slice_at(es, level, reach))
    errors = is_authorized(req, es, policies).errors | is_authorized(req, nearby, policies).errors
    return all(error.kind != ErrorKind.ENTITY_MISSING for error in errors)
