"""Policies over a schema: a scope, the request environments that it leaves, conditions well typed in all of them."""

from __future__ import annotations

from collections.abc import Callable

from deodar.drt.data import Json
from deodar.drt.generate.kinds import Environment, World
from deodar.drt.generate.names import POLICY_IDS
from deodar.drt.generate.node import Node
from deodar.drt.generate.policy import annotation_members
from deodar.drt.generate.policy_set import SLOTS
from deodar.drt.generate.typed_expr import ILL_TYPED_RATE, TypedExpressions

MOST_POLICIES = 3
DEPTH = 4
ILL_SCOPE_RATE = 64
ODD_TYPES = ("Nope", "Action", "NS::Nope")

Leaves = Callable[[Environment], bool]
"""Whether the type of a constraint is not false in a request environment."""


def _principal_or_resource(
    world: World, type_of: Callable[[Environment], str], wanted: str, slot: str | None
) -> tuple[Node, Leaves]:
    """A constraint that an entity of the wanted type can meet."""
    choose = world.choose
    above = sorted(world.ancestors(wanted) | {wanted})

    def below(name: str) -> Leaves:
        return lambda each: type_of(each) == name or name in world.ancestors(type_of(each))

    if slot is not None:
        n = choose(4)
        if n == 0:
            return {"op": "is", "entity_type": wanted, "in": {"slot": slot}}, lambda each: type_of(each) == wanted
        return {"op": ("==", "in")[n % 2], "slot": slot}, lambda _: True
    if choose(ILL_SCOPE_RATE) == ILL_SCOPE_RATE - 1:
        name = (*world.entities, *ODD_TYPES)[choose(len(world.entities) + len(ODD_TYPES))]
        if choose(2):
            return {"op": "is", "entity_type": name}, lambda each: type_of(each) == name
        return {"op": "==", "entity": {"type": name, "id": "a"}}, lambda each: type_of(each) == name
    n = choose(10)
    if n < 2:
        return {"op": "All"}, lambda _: True
    if n < 6:
        return {"op": "is", "entity_type": wanted}, lambda each: type_of(each) == wanted
    if n == 6:
        return {"op": "==", "entity": dict(world.uid(wanted))}, lambda each: type_of(each) == wanted
    group = above[choose(len(above))]
    uid = dict(world.uid(group))
    if n < 9:
        return {"op": "in", "entity": uid}, below(group)
    return {
        "op": "is",
        "entity_type": wanted,
        "in": {"entity": uid},
    }, lambda each: type_of(each) == wanted and below(group)(each)


def _action(world: World, wanted: int) -> tuple[Node, Leaves]:
    """A constraint that the wanted action meets."""
    choose = world.choose
    above = [wanted, *sorted(world.groups(wanted))]
    n = choose(12)
    if n < 3:
        return {"op": "All"}, lambda _: True
    if n < 6:
        return {"op": "==", "entity": dict(world.actions[wanted].uid)}, lambda each: each.action == wanted
    if choose(ILL_SCOPE_RATE) == ILL_SCOPE_RATE - 1:
        uids: list[Json] = [{"type": "Action", "id": "nope"}, dict(world.actions[0].uid)]
        return {"op": "in", "entities": uids[: choose(3)]}, lambda _: False
    group = above[choose(len(above))]
    if n < 9:
        uid = dict(world.actions[group].uid)
        return {"op": "in", "entity": uid}, lambda each: group in {each.action, *world.groups(each.action)}
    # A set literal has one type.
    same = [place for place, each in enumerate(world.actions) if each.uid["type"] == world.actions[group].uid["type"]]
    listed = {group, *(same[choose(len(same))] for _ in range(choose(3)))}
    uids = [dict(world.actions[place].uid) for place in sorted(listed)]
    return {"op": "in", "entities": uids}, lambda each: bool(listed & {each.action, *world.groups(each.action)})


def _conditions(world: World, environments: list[Environment], ill_typed_rate: int) -> list[Json]:
    choose = world.choose
    expressions = TypedExpressions(world, environments, ill_typed_rate)
    return [
        {"kind": "unless" if choose(4) == 3 else "when", "body": expressions.boolean(1 + choose(DEPTH))}
        for _ in range((1, 1, 1, 0, 1, 2, 1, 2)[choose(8)])
    ]


def typed_policy(world: World, slots: frozenset[str] = frozenset(), ill_typed_rate: int = ILL_TYPED_RATE) -> Node:
    """A policy, or the template with these slots."""
    choose = world.choose
    environments, wanted = world.environments(), world.environment()
    principal, principals = _principal_or_resource(
        world,
        lambda each: each.principal,
        wanted.principal if wanted else next(iter(world.entities)),
        "?principal" if "?principal" in slots else None,
    )
    action, actions = _action(world, wanted.action if wanted else 0)
    resource, resources = _principal_or_resource(
        world,
        lambda each: each.resource,
        wanted.resource if wanted else next(iter(world.entities)),
        "?resource" if "?resource" in slots else None,
    )
    left = [each for each in environments if principals(each) and actions(each) and resources(each)]
    made: Node = {
        "effect": "forbid" if choose(4) == 3 else "permit",
        "principal": principal,
        "action": action,
        "resource": resource,
        "conditions": _conditions(world, left or environments, ill_typed_rate) if environments else [],
    }
    if choose(16) == 15:
        made["annotations"] = annotation_members(choose)
    return made


def typed_policy_set(world: World, *, with_templates: bool, ill_typed_rate: int = ILL_TYPED_RATE) -> Node:
    """A policy set over a schema; one in four has templates, if there may be some, and links."""
    choose = world.choose
    names = iter(POLICY_IDS)
    static: dict[str, Json] = {
        next(names): typed_policy(world, ill_typed_rate=ill_typed_rate) for _ in range(1 + choose(MOST_POLICIES))
    }
    templates: dict[str, Json] = {}
    links: list[Json] = []
    if with_templates and choose(4) == 3:
        for _ in range(1 + choose(2)):
            slots = SLOTS[choose(3)]
            name = next(names)
            templates[name] = typed_policy(world, slots, ill_typed_rate)
            if choose(2):
                values: Node = {slot: _filling(world, templates[name], slot) for slot in sorted(slots)}
                links.append({"templateId": name, "newId": next(names), "values": values})
    return {"staticPolicies": static, "templates": templates, "templateLinks": links}


def _filling(world: World, template: Json, slot: str) -> Json:
    """A value for a slot, now and then of a type that is not declared."""
    choose = world.choose
    names = list(world.entities)
    if choose(16) == 15:
        return {"type": "Nope", "id": "a"}
    match template:
        case {"principal": {"entity_type": str(name)}} if slot == "?principal" and choose(2):
            return dict(world.uid(name))
        case {"resource": {"entity_type": str(name)}} if slot == "?resource" and choose(2):
            return dict(world.uid(name))
        case _:
            return dict(world.uid(names[choose(len(names))]))
