"""Policy text to abstract syntax, by the grammar beside this file.

Each rule of `grammar.lark` is a method of its name, which gives the piece of abstract syntax that the rule stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, cast

from lark import Lark, Token, Transformer, UnexpectedInput, v_args  # pyright: ignore[reportUnknownVariableType]  # open types

from deodar.model import expr, policy, template
from deodar.model.deep import with_room
from deodar.model.expr import And, AttrExpr, Expr, GetAttr, HasAttr, Lit, RecordExpr, UnaryApp, UnaryOp
from deodar.model.map import Map
from deodar.model.names import is_action_type
from deodar.model.policy import ActionScope
from deodar.model.policy_set import PolicySet
from deodar.model.refusal import Refusal
from deodar.model.strings import SURROGATE, escape, pattern, unescape
from deodar.model.template import Template
from deodar.model.value import FALSE, INT_MAX, INT_MIN, TRUE, Attr, EntityType, EntityUID, Long, String


class Annotation(NamedTuple):
    """A key, and a value or None."""

    key: str
    value: str | None


def integer(sign: int, digits: str) -> Long:
    """The long that a sign and digits write."""
    significant = digits.lstrip("0") or "0"
    i = sign * int(significant) if len(significant) <= len(str(INT_MAX)) else INT_MAX + 1
    if not INT_MIN <= i <= INT_MAX:
        raise Refusal("integer-too-large")
    return Long(i)


def repeated(op: UnaryOp, times: int, x: Expr) -> Expr:
    """An operator applied again and again."""
    return x if times == 0 else UnaryApp(op, repeated(op, times - 1, x))


def distinct(keys: list[str], kind: str) -> None:
    """Refuse keys that repeat."""
    if len(frozenset(keys)) < len(keys):
        raise Refusal(kind)


def record_expr(axs: Sequence[AttrExpr]) -> RecordExpr:
    """A record expression, its attributes put in order; none may repeat."""
    distinct([ax.attr for ax in axs], "repeated-record-key")
    return RecordExpr(tuple(sorted(axs, key=lambda ax: ax.attr)))


def has_expr(x: Expr, path: Sequence[Attr]) -> Expr:
    """`x has a.b.c`, which means `x has a && x.a has b && x.a.b has c`."""
    first, *rest = path
    test: Expr = HasAttr(x, first)
    for attr in rest:
        x, first = GetAttr(x, first), attr
        test = And(test, HasAttr(x, attr))
    return test


@v_args(inline=True)
class ToSyntax(Transformer[Token, object]):
    """What each rule or alternative of the grammar stands for, by its name: a class to build, or a method to call."""

    effect, condition, condition_kind = policy.Effect, policy.Condition, policy.ConditionKind
    scope_any, scope_eq, scope_mem = template.TemplateAny, template.TemplateEq, template.TemplateMem
    scope_is, scope_is_mem = template.TemplateIs, template.TemplateIsMem
    given = template.Given
    action_any, action_eq, action_mem = policy.ActionAny, policy.ActionEq, policy.ActionMem
    ite, or_, and_, is_in, get_attr, lit = expr.Ite, expr.Or, expr.And, expr.IsIn, expr.GetAttr, expr.Lit
    attr_expr = expr.AttrExpr
    relation_op = add_op = mult_op = set_method = expr.BinaryOp
    function = extension_method = expr.ExtFun
    name = any_ident = str

    def policies(self, *templates: Template) -> tuple[Template, ...]:
        return templates

    def policy(self, *parts: object) -> Template:
        annotations = [part for part in parts if isinstance(part, Annotation)]
        distinct([annotation.key for annotation in annotations], "repeated-annotation")
        effect, principal, action, resource, *conditions = cast(list[Any], parts[len(annotations) :])
        return Template(effect, principal, action, resource, tuple(conditions), Map(dict(annotations)))

    def annotation(self, key: str, value: Token | None) -> Annotation:
        return Annotation(key, None if value is None else unescape(value))

    def slot(self, name: Token) -> template.EntityUIDOrSlot:
        return template.Slot(template.SlotID(name))

    def action_in_any(self, uids: tuple[EntityUID, ...]) -> ActionScope:
        return policy.ActionInAny(uids)

    def items(self, *uids: EntityUID) -> tuple[EntityUID, ...]:
        return uids

    def action_entity(self, uid: EntityUID) -> EntityUID:
        if not is_action_type(uid.type):
            raise Refusal("action-expected")
        return uid

    def binary(self, x1: Expr, op: expr.BinaryOp, x2: Expr) -> Expr:
        return expr.BinaryApp(op, x1, x2)

    set_method_call = binary

    def has(self, x: Expr, path: tuple[Attr, ...]) -> Expr:
        return has_expr(x, path)

    def has_path(self, *names: str) -> tuple[Attr, ...]:
        return names

    def has_string(self, x: Expr, attr: Token) -> Expr:
        return HasAttr(x, unescape(attr))

    def like(self, x: Expr, literal: Token) -> Expr:
        return UnaryApp(expr.Like(pattern(literal)), x)

    def is_(self, x: Expr, entity_type: EntityType) -> Expr:
        return UnaryApp(expr.Is(entity_type), x)

    def not_(self, *parts: Any) -> Expr:
        return repeated(expr.Not(), len(parts) - 1, parts[-1])

    def neg(self, *parts: Any) -> Expr:
        return repeated(expr.Neg(), len(parts) - 1, parts[-1])

    def negative_number(self, *parts: Token) -> Expr:
        return repeated(expr.Neg(), len(parts) - 2, Lit(integer(-1, parts[-1])))

    def get_index(self, x: Expr, attr: Token) -> Expr:
        return GetAttr(x, unescape(attr))

    def is_empty(self, x: Expr) -> Expr:
        return UnaryApp(expr.IsEmpty(), x)

    def method_call(self, x: Expr, fn: expr.ExtFun, *xs: Expr) -> Expr:
        return expr.Call(fn, (x, *xs))

    def function_call(self, fn: expr.ExtFun, *xs: Expr) -> Expr:
        return expr.Call(fn, xs)

    def true(self) -> Expr:
        return Lit(TRUE)

    def false(self) -> Expr:
        return Lit(FALSE)

    def string(self, literal: Token) -> Expr:
        return Lit(String(unescape(literal)))

    def number(self, digits: Token) -> Expr:
        return Lit(integer(1, digits))

    def variable(self, name: Token) -> Expr:
        return expr.Variable(expr.Var(name))

    def set_expr(self, *xs: Expr) -> Expr:
        return expr.SetExpr(xs)

    def record_expr(self, *axs: AttrExpr) -> Expr:
        return record_expr(axs)

    def string_attr_expr(self, attr: Token, x: Expr) -> AttrExpr:
        return AttrExpr(unescape(attr), x)

    def entity(self, entity_type: EntityType, literal: Token) -> EntityUID:
        return EntityUID(entity_type, unescape(literal))

    def path(self, *names: str) -> EntityType:
        return "::".join(names)


@cache
def grammar() -> Lark:
    """The parser that the grammar describes."""
    text = (files("deodar.model") / "grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="basic", start=["policies", "expr", "entity"], transformer=ToSyntax())


def parse(text: str, start: str) -> object:
    """The abstract syntax of a text that begins with the given rule of the grammar."""
    if SURROGATE.search(text):
        raise Refusal("surrogate")
    try:
        return grammar().parse(text, start=start)  # pyright: ignore[reportUnknownMemberType]  # open types in lark
    except UnexpectedInput as error:
        raise Refusal("syntax", error.line, error.column) from error


def parse_policies(text: str) -> PolicySet:
    """The policy set that a text writes: `policy0`, `policy1`, ... in order, templates counted too."""
    written = cast(tuple[Template, ...], with_room(parse, text, "policies"))
    named = [(f"policy{i}", item) for i, item in enumerate(written)]
    static = {policy_id: item for policy_id, item in named if not template.slots(item)}
    return PolicySet(Map(static), Map({policy_id: item for policy_id, item in named if template.slots(item)}), ())


def parse_expression(text: str) -> Expr:
    """The expression that a text writes."""
    return cast(Expr, with_room(parse, text, "expr"))


def parse_entity_uid(text: str) -> EntityUID:
    """The entity that a text such as `User::"alice"` names, in its canonical spelling."""
    uid = cast(EntityUID, parse(text, "entity"))
    if text != f'{uid.type}::"{escape(uid.id)}"':
        raise Refusal("not-canonical")
    return uid
