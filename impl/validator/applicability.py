"""Whether the scope of a policy leaves any action that applies to the principals and resources it leaves."""

from __future__ import annotations

from collections.abc import Iterable

from deodar.impl.expr import ActionScope, EntityUID, PolicyBody, PrincipalOrResourceScope
from deodar.impl.schema.schema import ResolvedSchema
from deodar.impl.validator.report import Problem
from deodar.impl.validator.scope_places import Place


def not_applicable(body: PolicyBody, schema: ResolvedSchema, place: Place) -> Problem | None:
    """The problem of a scope that no request environment satisfies, or None."""
    principals, resources = types_in(body.principal, schema), types_in(body.resource, schema)
    actions = list(_candidates(body.action, schema)) if body.action.op != "all" else schema.actions
    if any(_applies(schema, action, principals, resources) for action in actions):
        return None
    hint = _hint(body, schema, actions) or "no action has in its `appliesTo` both a principal and a resource of these"
    message = "no action applies to the principals and resources that the scope leaves"
    return Problem("InvalidActionApplication", *place, message, hint)


def types_in(scope: PrincipalOrResourceScope, schema: ResolvedSchema) -> frozenset[str] | None:
    """The entity types that satisfy a constraint; None for all of them."""
    own = None
    if scope.entity_type is not None:
        own = frozenset((scope.entity_type,)) & schema.entity_types.keys()
    if not isinstance(scope.entity, EntityUID):
        return own
    entity_type = scope.entity.type
    if scope.op == "==":
        return frozenset((entity_type,))
    inside = schema.descendants_of(entity_type) | {entity_type}
    return inside if own is None else inside & own


def _candidates(scope: ActionScope, schema: ResolvedSchema) -> Iterable[EntityUID]:
    if any(uid not in schema.actions for uid in scope.entities):
        return ()
    if scope.op == "==":
        return scope.entities
    return dict.fromkeys(each for uid in scope.entities for each in (uid, *schema.action_descendants_of(uid)))


def _applies(
    schema: ResolvedSchema, action: EntityUID, principals: frozenset[str] | None, resources: frozenset[str] | None
) -> bool:
    definition = schema.actions[action]
    return _meets(definition.principals, principals) and _meets(definition.resources, resources)


def _meets(declared: tuple[str, ...], left: frozenset[str] | None) -> bool:
    return bool(declared) if left is None else not left.isdisjoint(declared)


def _hint(body: PolicyBody, schema: ResolvedSchema, actions: Iterable[EntityUID]) -> str | None:
    """Offers `in` where `==` compares with what can only be an ancestor."""
    for variable, scope in (("principal", body.principal), ("resource", body.resource)):
        if scope.op != "==" or not isinstance(scope.entity, EntityUID):
            continue
        below = schema.descendants_of(scope.entity.type)
        for action in actions:
            definition = schema.actions[action]
            declared = definition.principals if variable == "principal" else definition.resources
            if not below.isdisjoint(declared) and scope.entity.type not in declared:
                return f"did you mean `{variable} in` instead of `{variable} ==`?"
    return None
