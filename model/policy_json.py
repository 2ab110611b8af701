"""Reading policies in the JSON policy format.

What is read is normal at once: a constant set, record or extension value becomes the expression that builds it, as if
it had been written in text.
"""

from __future__ import annotations

from deodar.model import expr, policy, template
from deodar.model.deep import with_room
from deodar.model.expr import AttrExpr, Expr, Justchar, Lit, Pattern, UnaryApp
from deodar.model.json_text import Json, array, from_text_or_data, member, members, obj, only_longs, string
from deodar.model.map import Map
from deodar.model.names import is_action_type, is_identifier, is_type_name
from deodar.model.parser import has_expr, record_expr
from deodar.model.policy_set import PolicySet, link
from deodar.model.refusal import Refusal
from deodar.model.template import EntityUIDOrSlot, ScopeTemplate, SlotEnv, SlotID, Template
from deodar.model.value import EntityType, EntityUID
from deodar.model.value_json import (
    EXTENSION_FUNCTIONS,
    entity_uid,
    entity_uid_from_json,
    extension_function,
    value_from_json,
)

POLICY_DEPTH = 50_000  # levels of JSON; each operator of an expression takes two
BINARY_OPS = {op.value: op for op in expr.BinaryOp}
UNARY_OPS: dict[str, expr.UnaryOp] = {"!": expr.Not(), "neg": expr.Neg(), "isEmpty": expr.IsEmpty()}
VARS = {var.value: var for var in expr.Var}
EFFECTS = {effect.value: effect for effect in policy.Effect}
CONDITION_KINDS = {kind.value: kind for kind in policy.ConditionKind}
SLOTS = {slot.value: slot for slot in SlotID}


def entity_type(data: Json) -> EntityType:
    """The name of an entity type."""
    if not is_type_name(string(data)):
        raise Refusal("bad-entity-type")
    return string(data)


def payload_expr(data: Json) -> Expr:
    """The expression that builds the value that the operator `Value` holds."""
    match data:
        case list():
            return expr.SetExpr(tuple([payload_expr(item) for item in data]))
        case {"__entity": {"type": str(ety), "id": str(eid)}, **rest} if not rest:
            return Lit(entity_uid(ety, eid))
        case {"__extn": {"fn": str(name), "arg": arg}, **rest} if not rest:
            return expr.Call(extension_function(name), (payload_expr(arg),))
        case {"__extn": {"fn": str(name), "args": list(args)}, **rest} if not rest:
            return expr.Call(extension_function(name), tuple([payload_expr(arg) for arg in args]))
        case {"__expr": str(), **rest} if not rest:
            raise Refusal("reserved-escape")
        case dict():
            return record_expr([AttrExpr(attr, payload_expr(item)) for attr, item in obj(data).items()])
        case _:
            return Lit(value_from_json(data))


def pattern_from_json(data: Json) -> Pattern:
    """The pattern that a list of wildcards and literals writes."""
    found: Pattern = ()
    for item in array(data):
        match item:
            case "Wildcard" | {"Wildcard": None}:
                found += (expr.Star(),)
            case {"Literal": str(chars), **rest} if not rest:
                found += tuple(Justchar(char) for char in string(chars))
            case _:
                raise Refusal("bad-pattern")
    return found


def has_from_json(data: Json) -> Expr:
    """`has`, of one attribute or of a path."""
    x, attr = expr_from_json(member(data, "left")), member(data, "attr")
    path = [string(item) for item in array(attr)] if isinstance(attr, list) else [string(attr)]
    if not path:
        raise Refusal("empty-path")
    return has_expr(x, path)


def is_from_json(data: Json) -> Expr:
    """`is`, or `is .. in`."""
    container = obj(data).get("in")
    x, ety, *_ = members(data, "left", "entity_type", *(("in",) if "in" in obj(data) else ()))
    if container is None:
        return UnaryApp(expr.Is(entity_type(ety)), expr_from_json(x))
    return expr.IsIn(expr_from_json(x), entity_type(ety), expr_from_json(container))


def expr_from_json(data: Json) -> Expr:
    """The expression that an object with one member, the operator, writes."""
    operators = obj(data)
    if len(operators) != 1:
        raise Refusal("one-operator-expected")
    ((op, body),) = operators.items()
    match op:
        case "Value":
            return payload_expr(only_longs(body))
        case "Var" if string(body) in VARS:
            return expr.Variable(VARS[string(body)])
        case "if-then-else":
            x1, x2, x3 = members(body, "if", "then", "else")
            return expr.Ite(expr_from_json(x1), expr_from_json(x2), expr_from_json(x3))
        case "&&":
            x1, x2 = members(body, "left", "right")
            return expr.And(expr_from_json(x1), expr_from_json(x2))
        case "||":
            x1, x2 = members(body, "left", "right")
            return expr.Or(expr_from_json(x1), expr_from_json(x2))
        case _ if op in UNARY_OPS:
            (x1,) = members(body, "arg")
            return UnaryApp(UNARY_OPS[op], expr_from_json(x1))
        case _ if op in BINARY_OPS:
            x1, x2 = members(body, "left", "right")
            return expr.BinaryApp(BINARY_OPS[op], expr_from_json(x1), expr_from_json(x2))
        case "like":
            x1, elements = members(body, "left", "pattern")
            return UnaryApp(expr.Like(pattern_from_json(elements)), expr_from_json(x1))
        case "is":
            return is_from_json(body)
        case "has":
            return has_from_json(body)
        case ".":
            x1, attr = members(body, "left", "attr")
            return expr.GetAttr(expr_from_json(x1), string(attr))
        case "Set":
            return expr.SetExpr(tuple([expr_from_json(x) for x in array(body)]))
        case "Record":
            return record_expr([AttrExpr(attr, expr_from_json(x)) for attr, x in obj(body).items()])
        case _ if op in EXTENSION_FUNCTIONS:
            return expr.Call(EXTENSION_FUNCTIONS[op], tuple([expr_from_json(x) for x in array(body)]))
        case _:
            raise Refusal("unknown-operator")


def entity_or_slot(data: Json, slot: SlotID) -> EntityUIDOrSlot:
    """The entity of a scope constraint, or its slot."""
    if "entity" in obj(data):
        return template.Given(entity_uid_from_json(member(data, "entity")))
    if member(data, "slot") != slot.value:
        raise Refusal("wrong-slot")
    return template.Slot(slot)


def scope_from_json(data: Json, slot: SlotID) -> ScopeTemplate:
    """The constraint on the principal or the resource."""
    match member(data, "op"):
        case "All" | "all":
            return template.TemplateAny()
        case "==":
            return template.TemplateEq(entity_or_slot(data, slot))
        case "in":
            return template.TemplateMem(entity_or_slot(data, slot))
        case "is":
            container = obj(data).get("in")
            _, ety, *_ = members(data, "op", "entity_type", *(("in",) if "in" in obj(data) else ()))
            if container is None:
                return template.TemplateIs(entity_type(ety))
            return template.TemplateIsMem(entity_type(ety), entity_or_slot(container, slot))
        case _:
            raise Refusal("unknown-scope-operator")


def action_uid(data: Json) -> EntityUID:
    """An action entity."""
    uid = entity_uid_from_json(data)
    if not is_action_type(uid.type):
        raise Refusal("action-expected")
    return uid


def action_scope_from_json(data: Json) -> policy.ActionScope:
    """The constraint on the action."""
    match member(data, "op"):
        case "All" | "all":
            return policy.ActionAny()
        case "==":
            return policy.ActionEq(action_uid(member(data, "entity")))
        case "in" if "entity" in obj(data):
            return policy.ActionMem(action_uid(member(data, "entity")))
        case "in":
            return policy.ActionInAny(tuple(action_uid(uid) for uid in array(member(data, "entities"))))
        case _:
            raise Refusal("unknown-scope-operator")


def condition_from_json(data: Json) -> policy.Condition:
    """`when` or `unless`."""
    kind, body = members(data, "kind", "body")
    if string(kind) not in CONDITION_KINDS:
        raise Refusal("unknown-condition-kind")
    return policy.Condition(CONDITION_KINDS[string(kind)], expr_from_json(body))


def annotations_from_json(data: Json) -> Map[str, str | None]:
    """Annotations by key; null is one without a value."""
    if not all(is_identifier(key) for key in obj(data)):
        raise Refusal("bad-annotation-key")
    return Map({key: None if value is None else string(value) for key, value in obj(data).items()})


def template_from_json(data: Json) -> Template:
    """A policy or template."""
    optional = ("annotations",) if "annotations" in obj(data) else ()
    effect, principal, action, resource, conditions, *annotations = members(
        data, "effect", "principal", "action", "resource", "conditions", *optional
    )
    if string(effect) not in EFFECTS:
        raise Refusal("unknown-effect")
    return Template(
        EFFECTS[string(effect)],
        scope_from_json(principal, SlotID.PRINCIPAL),
        action_scope_from_json(action),
        scope_from_json(resource, SlotID.RESOURCE),
        tuple(condition_from_json(condition) for condition in array(conditions)),
        annotations_from_json(annotations[0]) if annotations else Map({}),
    )


def slot_env_from_json(data: Json) -> SlotEnv:
    """What fills the template.slots of a link."""
    if not frozenset(obj(data)) <= frozenset(SLOTS):
        raise Refusal("unknown-slot")
    return Map({SLOTS[name]: entity_uid_from_json(uid) for name, uid in obj(data).items()})


def policy_set_of(data: Json) -> PolicySet:
    """The policy set that an object with its three members writes."""
    static, templates, links = members(data, "staticPolicies", "templates", "templateLinks")
    static_policies = Map({policy_id: template_from_json(policy) for policy_id, policy in obj(static).items()})
    if any(template.slots(item) for _, item in static_policies.items()):
        raise Refusal("template-expected")
    policy_set = PolicySet(
        static_policies,
        Map({policy_id: template_from_json(policy) for policy_id, policy in obj(templates).items()}),
        (),
    )
    if frozenset(policy_set.static_policies) & frozenset(policy_set.templates):
        raise Refusal("repeated-id")
    for item in array(links):
        template_id, link_id, values = members(item, "templateId", "newId", "values")
        policy_set = link(policy_set, string(template_id), string(link_id), slot_env_from_json(values))
    return policy_set


def policies_from_json(document: object) -> PolicySet:
    """The policy set that a document, as JSON text or as data, describes."""
    return with_room(policy_set_of, from_text_or_data(document, POLICY_DEPTH))
