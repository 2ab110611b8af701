"""Templates are typed with one entity of a type for each slot: links with entities of the same types are typed alike.

Rule: Cedar.Validation, the typing of templates. These theorems are our own.
"""

from __future__ import annotations

from deodar.model.expr import Var
from deodar.model.policy import scope_expr
from deodar.model.schema import Environment
from deodar.model.template import ScopeTemplate, SlotEnv, SlotID, link_scope, scope_slots
from deodar.model.typechecker import NO_CAPABILITIES, constant, type_of
from deodar.proofs.lemma import lemma, requires


def is_filled_alike(slot: SlotID, one: SlotEnv, other: SlotEnv, env: Environment) -> bool:
    """Entities of one declared type fill the slot."""
    uid1 = one.get(slot)
    uid2 = other.get(slot)
    if uid1 is None or uid2 is None:
        return False
    return uid1.type == uid2.type and uid1.type in env.schema.entity_types


@lemma(opened=(type_of, constant))
def a_slot_is_typed_by_the_type_of_its_entity(
    scope: ScopeTemplate, one: SlotEnv, other: SlotEnv, var: Var, env: Environment
) -> bool:
    """A constraint on principal or resource is typed alike, whichever entity of a declared type fills its slot."""
    requires(var in (Var.PRINCIPAL, Var.RESOURCE))
    requires(all(is_filled_alike(slot, one, other, env) for slot in scope_slots(scope)))
    typed = type_of(scope_expr(link_scope(scope, one), var), NO_CAPABILITIES, env)
    again = type_of(scope_expr(link_scope(scope, other), var), NO_CAPABILITIES, env)
    return typed.type == again.type and typed.kinds == again.kinds and typed.capabilities == again.capabilities
