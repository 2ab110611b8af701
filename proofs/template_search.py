"""Random templates and what fills their slots, for the search for counterexamples; and the same in the language."""

from __future__ import annotations

from random import Random

from deodar.model.expr import Expr
from deodar.model.map import Map
from deodar.model.policy import ActionAny, Condition, ConditionKind, Effect
from deodar.model.template import (
    ScopeTemplate,
    Slot,
    SlotEnv,
    SlotID,
    Template,
    TemplateAny,
    TemplateEq,
    TemplateIsMem,
    TemplateMem,
)
from deodar.model.value import EntityUID
from deodar.proofs.expression_text import expression_text, literal_text


def template(rng: Random, x: Expr) -> Template:
    """A template with a condition; each of its slots may be there or not."""
    principal, resource = (_scope(rng, *each) for each in ((SlotID.PRINCIPAL, "User"), (SlotID.RESOURCE, "Photo")))
    return Template(
        Effect.PERMIT, principal, ActionAny(), resource, (Condition(ConditionKind.WHEN, x),), Map[str, str | None]({})
    )


def _scope(rng: Random, slot: SlotID, name: str) -> ScopeTemplate:
    scopes: tuple[ScopeTemplate, ...] = (
        TemplateAny(),
        TemplateEq(Slot(slot)),
        TemplateMem(Slot(slot)),
        TemplateIsMem(name, Slot(slot)),
    )
    return rng.choice(scopes)


def slot_values(rng: Random, uids: tuple[EntityUID, ...]) -> SlotEnv:
    """An entity for each slot."""
    return Map({slot: rng.choice(uids) for slot in SlotID})


def template_text(shown: Template) -> str:
    """A template in the language."""
    principal = _scope_text("principal", shown.principal_scope)
    resource = _scope_text("resource", shown.resource_scope)
    conditions = " ".join(f"when {{ {expression_text(each.body)} }}" for each in shown.conditions)
    return f"permit({principal}, action, {resource}) {conditions};"


def _scope_text(part: str, scope: ScopeTemplate) -> str:
    """A constraint in the language, its slot named after its part."""
    match scope:
        case TemplateEq():
            return f"{part} == ?{part}"
        case TemplateMem():
            return f"{part} in ?{part}"
        case TemplateIsMem(name, _):
            return f"{part} is {name} in ?{part}"
        case _:
            return part


def values_text(values: SlotEnv) -> str:
    """What fills the slots, in the language."""
    return ", ".join(f"{slot.value} is {literal_text(uid)}" for slot, uid in values.items())
