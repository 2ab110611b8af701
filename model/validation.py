"""The validator over a whole policy set: static policies, templates, and the links that fill templates.

Rule: Cedar.Validation.validate. A link is not typed again, since its template was typed for every type of entities that
can fill a slot; what it names must have a declared type, and leave some action that it applies to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from deodar.model.deep import with_room
from deodar.model.finding import Kinds
from deodar.model.level import level_verdict
from deodar.model.map import Map
from deodar.model.policy import PolicyID
from deodar.model.policy_set import Link, PolicySet, template_of
from deodar.model.schema import Schema
from deodar.model.template import (
    EntityUIDOrSlot,
    Given,
    ScopeTemplate,
    SlotEnv,
    Template,
    TemplateAny,
    TemplateEq,
    TemplateIs,
    TemplateIsMem,
    TemplateMem,
    fill,
)
from deodar.model.type import Mode
from deodar.model.validator import Verdict, application_faults, type_faults
from deodar.model.validator import validate as validate_template


def filled(entity: EntityUIDOrSlot, values: SlotEnv) -> EntityUIDOrSlot:
    """An entity that is given, by the template or by the link."""
    return Given(fill(entity, values))


def filled_scope(scope: ScopeTemplate, values: SlotEnv) -> ScopeTemplate:
    """A constraint with its slot filled."""
    match scope:
        case TemplateAny() | TemplateIs():
            return scope
        case TemplateEq(entity):
            return TemplateEq(filled(entity, values))
        case TemplateMem(entity):
            return TemplateMem(filled(entity, values))
        case TemplateIsMem(name, entity):
            return TemplateIsMem(name, filled(entity, values))
        case _:
            assert_never(scope)


def link_verdict(template: Template, made: Link, schema: Schema) -> Verdict:
    """The verdict on a link."""
    linked = replace(
        template,
        principal_scope=filled_scope(template.principal_scope, made.values),
        resource_scope=filled_scope(template.resource_scope, made.values),
    )
    names: Kinds = frozenset(kind for slot in made.values for kind in type_faults(made.values[slot].type, schema))
    return Verdict(names | application_faults(linked, schema), False)


def verdict(template: Template, schema: Schema, mode: Mode, level: int | None) -> Verdict:
    """The verdict on a policy or template."""
    found = validate_template(template, schema, mode)
    if level is None:
        return found
    return Verdict(found.kinds | level_verdict(template, schema, mode, level), found.impossible)


def verdicts(policies: PolicySet, schema: Schema, mode: Mode, level: int | None) -> Map[PolicyID, Verdict]:
    """The verdict on each member of a policy set, by its id."""
    members = {**dict(policies.static_policies.items()), **dict(policies.templates.items())}
    return Map(
        {policy_id: verdict(template, schema, mode, level) for policy_id, template in members.items()}
        | {made.id: link_verdict(template_of(policies, made.template_id), made, schema) for made in policies.links}
    )


def validate(
    policies: PolicySet, schema: Schema, mode: Mode = Mode.STRICT, level: int | None = None
) -> Map[PolicyID, Verdict]:
    """The verdict on each member of a policy set, by its id; it is valid if nothing is wrong with any of them."""
    return with_room(verdicts, policies, schema, mode, level)
