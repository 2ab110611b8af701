"""The validator is sound at a level: a static policy that it accepts there is of that level.

Rule: Cedar.Thm.Validation.Levels, validate_with_level_is_sound. What it means to be of a level stands in `slices.py`.
"""

from __future__ import annotations

from deodar.model.conformance import request_fault
from deodar.model.entities import Entities
from deodar.model.level import level_faults, level_faults_in, level_verdict
from deodar.model.policy import PolicyID, policy_expr
from deodar.model.request import Request
from deodar.model.schema import Environment, environments
from deodar.model.template import SlotEnv, Template, link, slots
from deodar.model.validator import validate
from deodar.proofs.lemma import lemma, requires
from deodar.proofs.theorems.conformance import is_of
from deodar.proofs.theorems.levels import Reach, is_written_well
from deodar.proofs.theorems.slices import (
    a_policy_of_a_level_decides_alike,
    decides_alike,
    is_of_level,
    is_reach,
    slice_at,
    the_slice_is_alike_nearby,
)
from deodar.proofs.theorems.typing import conforms, well_formed
from deodar.proofs.theorems.validator import (
    a_link_of_an_accepted_template_is_well_typed,
    the_environment_of_a_request_is_one_of_the_schema,
)


@lemma(opened=(level_verdict,), fixed=("template", "env", "level"))
def a_level_is_looked_at_in_each_environment(template: Template, env: Environment, level: int) -> bool:
    """The check of levels finds no fault only if it finds none in any request environment of the schema."""
    requires(env in environments(env.schema, env.mode))
    requires(not level_verdict(template, env.schema, env.mode, level))
    return not level_faults_in(template, env, level)


@lemma(opened=(level_faults_in,), fixed=("template", "policy_id", "values", "env", "level"))
def a_policy_without_slots_is_looked_at_as_it_is(
    template: Template, policy_id: PolicyID, values: SlotEnv, env: Environment, level: int
) -> bool:
    """The check of levels looks at the condition of a static policy."""
    requires(not slots(template))
    requires(not level_faults_in(template, env, level))
    return not level_faults(policy_expr(link(template, policy_id, values)), env, level)


def is_accepted(template: Template, policy_id: PolicyID, values: SlotEnv, env: Environment, level: int) -> bool:
    """The validator accepts a template without slots at a level; the policy is what links make of it."""
    return (
        not slots(template)
        and is_written_well(policy_expr(link(template, policy_id, values)))
        and not validate(template, env.schema, env.mode).kinds
        and not level_verdict(template, env.schema, env.mode, level)
    )


@lemma(
    opened=(is_accepted, is_of_level),
    using=(
        the_environment_of_a_request_is_one_of_the_schema,
        a_level_is_looked_at_in_each_environment,
        a_policy_without_slots_is_looked_at_as_it_is,
        a_link_of_an_accepted_template_is_well_typed,
    ),
    fixed=("template", "policy_id", "values", "env", "req", "level"),
)
def a_policy_that_the_validator_accepts_at_a_level_is_of_it(
    template: Template, policy_id: PolicyID, values: SlotEnv, env: Environment, req: Request, level: int
) -> bool:
    """A static policy that the validator accepts at a level is of that level, in the environment of each request."""
    requires(is_accepted(template, policy_id, values, env, level))
    requires(well_formed(env.schema) and is_of(req, env) and request_fault(req, env.schema) is None)
    return is_of_level(link(template, policy_id, values), env, level)


@lemma(
    official="validate_with_level_is_sound",
    using=(
        a_policy_that_the_validator_accepts_at_a_level_is_of_it,
        the_slice_is_alike_nearby,
        a_policy_of_a_level_decides_alike,
    ),
)
def a_policy_accepted_at_a_level_needs_the_slice_only(
    template: Template,
    policy_id: PolicyID,
    values: SlotEnv,
    env: Environment,
    req: Request,
    es: Entities,
    nearby: Entities,
    level: int,
    reach: Reach,
) -> bool:
    """A static policy that the validator accepts at a level decides alike with a store and with its slice there.

    So it does for a request in which no fault is found, and a store that conforms to the schema.
    """
    requires(is_accepted(template, policy_id, values, env, level))
    requires(is_of(req, env) and request_fault(req, env.schema) is None)
    requires(conforms(req, es, env) and is_reach(reach, req, es, level) and nearby == slice_at(es, level, reach))
    return decides_alike(link(template, policy_id, values), req, es, nearby)
