"""Writing policies in the JSON policy format, in the form that their text has there."""

from __future__ import annotations

from typing import assert_never

from deodar.model import expr, policy, template
from deodar.model.deep import with_room
from deodar.model.expr import Expr
from deodar.model.map import Map
from deodar.model.policy import ActionScope, PolicyID
from deodar.model.policy_set import Link, PolicySet
from deodar.model.template import EntityUIDOrSlot, ScopeTemplate, Template
from deodar.model.value_json import entity_uid_to_json, value_to_json


def pattern_to_json(pattern: expr.Pattern) -> list[object]:
    """A pattern, each character of its own."""
    return [{"Literal": element.char} if isinstance(element, expr.Justchar) else "Wildcard" for element in pattern]


def unary_to_json(op: expr.UnaryOp, x: Expr) -> dict[str, object]:
    """A unary operator."""
    match op:
        case expr.Not():
            return {"!": {"arg": expr_to_json(x)}}
        case expr.Neg():
            return {"neg": {"arg": expr_to_json(x)}}
        case expr.IsEmpty():
            return {"isEmpty": {"arg": expr_to_json(x)}}
        case expr.Like(pattern):
            return {"like": {"left": expr_to_json(x), "pattern": pattern_to_json(pattern)}}
        case expr.Is(ety):
            return {"is": {"left": expr_to_json(x), "entity_type": ety}}
        case _:
            assert_never(op)


def expr_to_json(x: Expr) -> dict[str, object]:
    """An expression."""
    match x:
        case expr.Lit(v):
            return {"Value": value_to_json(v)}
        case expr.Variable(var):
            return {"Var": var.value}
        case expr.Ite(x1, x2, x3):
            return {"if-then-else": {"if": expr_to_json(x1), "then": expr_to_json(x2), "else": expr_to_json(x3)}}
        case expr.And(x1, x2):
            return {"&&": {"left": expr_to_json(x1), "right": expr_to_json(x2)}}
        case expr.Or(x1, x2):
            return {"||": {"left": expr_to_json(x1), "right": expr_to_json(x2)}}
        case expr.UnaryApp(unary, x1):
            return unary_to_json(unary, x1)
        case expr.BinaryApp(op, x1, x2):
            return {op.value: {"left": expr_to_json(x1), "right": expr_to_json(x2)}}
        case expr.IsIn(x1, ety, x2):
            return {"is": {"left": expr_to_json(x1), "entity_type": ety, "in": expr_to_json(x2)}}
        case expr.HasAttr(x1, attr):
            return {"has": {"left": expr_to_json(x1), "attr": attr}}
        case expr.GetAttr(x1, attr):
            return {".": {"left": expr_to_json(x1), "attr": attr}}
        case expr.SetExpr(xs):
            return {"Set": [expr_to_json(x1) for x1 in xs]}
        case expr.RecordExpr(axs):
            return {"Record": {ax.attr: expr_to_json(ax.x) for ax in axs}}
        case expr.Call(fn, xs):
            return {fn.value: [expr_to_json(x1) for x1 in xs]}
        case _:
            assert_never(x)


def entity_or_slot_to_json(entity: EntityUIDOrSlot) -> dict[str, object]:
    """The entity of a scope constraint, or its slot."""
    match entity:
        case template.Given(uid):
            return {"entity": entity_uid_to_json(uid)}
        case template.Slot(slot):
            return {"slot": slot.value}
        case _:
            assert_never(entity)


def scope_to_json(scope: ScopeTemplate) -> dict[str, object]:
    """The constraint on the principal or the resource."""
    match scope:
        case template.TemplateAny():
            return {"op": "All"}
        case template.TemplateEq(entity):
            return {"op": "==", **entity_or_slot_to_json(entity)}
        case template.TemplateMem(entity):
            return {"op": "in", **entity_or_slot_to_json(entity)}
        case template.TemplateIs(ety):
            return {"op": "is", "entity_type": ety}
        case template.TemplateIsMem(ety, entity):
            return {"op": "is", "entity_type": ety, "in": entity_or_slot_to_json(entity)}
        case _:
            assert_never(scope)


def action_scope_to_json(scope: ActionScope) -> dict[str, object]:
    """The constraint on the action."""
    match scope:
        case policy.ActionAny():
            return {"op": "All"}
        case policy.ActionEq(uid):
            return {"op": "==", "entity": entity_uid_to_json(uid)}
        case policy.ActionMem(uid) | policy.ActionInAny((uid,)):
            return {"op": "in", "entity": entity_uid_to_json(uid)}
        case policy.ActionInAny(uids):
            return {"op": "in", "entities": [entity_uid_to_json(uid) for uid in uids]}
        case _:
            assert_never(scope)


def template_to_json(template: Template) -> dict[str, object]:
    """A policy or template."""
    annotations = dict(sorted(template.annotations.items(), key=lambda item: item[0]))
    return {
        "effect": template.effect.value,
        "principal": scope_to_json(template.principal_scope),
        "action": action_scope_to_json(template.action_scope),
        "resource": scope_to_json(template.resource_scope),
        "conditions": [{"kind": c.kind.value, "body": expr_to_json(c.body)} for c in template.conditions],
        **({"annotations": annotations} if annotations else {}),
    }


def link_to_json(made: Link) -> dict[str, object]:
    """A link."""
    values = {slot.value: entity_uid_to_json(uid) for slot, uid in made.values.items()}
    return {"templateId": made.template_id, "newId": made.id, "values": dict(sorted(values.items()))}


def policy_set_to_json(policy_set: PolicySet) -> dict[str, object]:
    """A policy set, ids in the order in which they were read."""

    def ordered(templates: Map[PolicyID, Template]) -> dict[str, object]:
        return {policy_id: template_to_json(template) for policy_id, template in templates.items()}

    return {
        "staticPolicies": ordered(policy_set.static_policies),
        "templates": ordered(policy_set.templates),
        "templateLinks": [link_to_json(made) for made in policy_set.links],
    }


def policies_to_json(policy_set: PolicySet) -> dict[str, object]:
    """The JSON policy set format of a policy set."""
    return with_room(policy_set_to_json, policy_set)
