"""Links: what it means to fill the slots of a template.

Rule: Cedar.Spec.Template. Nothing is proved of links in the official formalization; these theorems are our own.
"""

from __future__ import annotations

from deodar.model.entities import Entities
from deodar.model.evaluator import evaluate
from deodar.model.expr import Var
from deodar.model.map import Map
from deodar.model.policy import PolicyID, scope_expr
from deodar.model.refusal import Refusal
from deodar.model.request import Request
from deodar.model.template import (
    EntityUIDOrSlot,
    Given,
    ScopeTemplate,
    Slot,
    SlotEnv,
    Template,
    TemplateAny,
    TemplateEq,
    TemplateIs,
    TemplateIsMem,
    TemplateMem,
    fill,
    link,
    link_scope,
    scope_slots,
    slots,
)
from deodar.model.value import Bool, EntityUID
from deodar.proofs.lemma import lemma, requires


def covers(env: SlotEnv, template: Template) -> bool:
    """There is an entity for each slot of the template."""
    return all(slot in env for slot in slots(template))


def is_refused(template: Template, policy_id: PolicyID, env: SlotEnv) -> bool:
    """The template cannot be linked with these entities."""
    try:
        link(template, policy_id, env)
    except Refusal:
        return True
    return False


def substituted_entity(entity: EntityUIDOrSlot, env: SlotEnv) -> EntityUIDOrSlot:
    """A slot is replaced by the entity that fills it, if there is one; an entity stays."""
    match entity:
        case Given():
            return entity
        case Slot(slot):
            found = env.get(slot)
            return entity if found is None else Given(found)


def substituted_scope(scope: ScopeTemplate, env: SlotEnv) -> ScopeTemplate:
    """The constraint with entities for slots."""
    match scope:
        case TemplateAny() | TemplateIs():
            return scope
        case TemplateEq(entity):
            return TemplateEq(substituted_entity(entity, env))
        case TemplateMem(entity):
            return TemplateMem(substituted_entity(entity, env))
        case TemplateIsMem(entity_type, entity):
            return TemplateIsMem(entity_type, substituted_entity(entity, env))


def substituted(template: Template, env: SlotEnv) -> Template:
    """The template with entities for slots."""
    return Template(
        template.effect,
        substituted_scope(template.principal_scope, env),
        template.action_scope,
        substituted_scope(template.resource_scope, env),
        template.conditions,
        template.annotations,
    )


def asks_for(scope: ScopeTemplate, env: SlotEnv, uid: EntityUID, es: Entities) -> bool:
    """The entity is what the constraint asks for, once its slot is filled."""
    match scope:
        case TemplateAny():
            return True
        case TemplateEq(entity):
            return uid == fill(entity, env)
        case TemplateMem(entity):
            return uid == fill(entity, env) or is_below(uid, fill(entity, env), es)
        case TemplateIs(entity_type):
            return uid.type == entity_type
        case TemplateIsMem(entity_type, entity):
            container = fill(entity, env)
            return uid.type == entity_type and (uid == container or is_below(uid, container, es))


def is_below(uid: EntityUID, container: EntityUID, es: Entities) -> bool:
    """The entity is in the store, and the other among its ancestors."""
    data = es.get(uid)
    if data is None:
        return False
    return container in data.ancestors


@lemma()
def a_link_is_refused_only_for_an_empty_slot(template: Template, policy_id: PolicyID, env: SlotEnv) -> bool:
    """A template can be linked exactly if each of its slots has an entity."""
    return is_refused(template, policy_id, env) == (not covers(env, template))


@lemma()
def a_link_is_its_substitution(template: Template, policy_id: PolicyID, env: SlotEnv) -> bool:
    """A link is the policy that the template becomes when entities are written for its slots."""
    requires(covers(env, template))
    return link(template, policy_id, env) == link(substituted(template, env), policy_id, Map({}))


@lemma()
def a_substitution_leaves_no_slot(template: Template, env: SlotEnv) -> bool:
    """No slot is left in a template for each of whose slots an entity is written."""
    requires(covers(env, template))
    return not slots(substituted(template, env))


@lemma()
def a_link_keeps_what_has_no_slots(template: Template, policy_id: PolicyID, env: SlotEnv) -> bool:
    """A link has its own id, and the effect, the action constraint and the conditions of its template."""
    requires(covers(env, template))
    made = link(template, policy_id, env)
    return (
        made.id == policy_id
        and made.effect == template.effect
        and made.action_scope == template.action_scope
        and made.conditions == template.conditions
    )


@lemma()
def entities_for_other_slots_do_not_matter(
    template: Template, policy_id: PolicyID, env: SlotEnv, other: SlotEnv
) -> bool:
    """Two links are the same policy if the same entities fill the slots of the template."""
    requires(covers(env, template))
    requires(all(other.get(slot) == env.get(slot) for slot in slots(template)))
    return link(template, policy_id, env) == link(template, policy_id, other)


@lemma(opened=(evaluate,))
def a_linked_principal_scope_says_what_the_template_asks_for(
    scope: ScopeTemplate, env: SlotEnv, req: Request, es: Entities
) -> bool:
    """The principal constraint of a link evaluates to whether the principal is what its template asks for."""
    requires(all(slot in env for slot in scope_slots(scope)))
    made = link_scope(scope, env)
    return evaluate(scope_expr(made, Var.PRINCIPAL), req, es) == Bool(asks_for(scope, env, req.principal, es))


@lemma(opened=(evaluate,))
def a_linked_resource_scope_says_what_the_template_asks_for(
    scope: ScopeTemplate, env: SlotEnv, req: Request, es: Entities
) -> bool:
    """The resource constraint of a link evaluates to whether the resource is what its template asks for."""
    requires(all(slot in env for slot in scope_slots(scope)))
    made = link_scope(scope, env)
    return evaluate(scope_expr(made, Var.RESOURCE), req, es) == Bool(asks_for(scope, env, req.resource, es))
