"""What an expression means.

Rule: Cedar.Spec.Evaluator. Operands are evaluated from left to right and the first error is the result; only then are
their kinds looked at. `&&`, `||` and `if` leave out the operands that they do not need.
"""

from __future__ import annotations

from typing import assert_never

from deodar.model.entities import Entities, ancestors
from deodar.model.error import ErrorKind, EvaluationError
from deodar.model.expr import (
    And,
    BinaryApp,
    BinaryOp,
    Call,
    Expr,
    GetAttr,
    HasAttr,
    Is,
    IsEmpty,
    IsIn,
    Ite,
    Like,
    Lit,
    Neg,
    Not,
    Or,
    RecordExpr,
    SetExpr,
    UnaryApp,
    UnaryOp,
    Var,
    Variable,
)
from deodar.model.extension.call import call
from deodar.model.map import Map
from deodar.model.request import Request
from deodar.model.value import Attr, Bool, Datetime, Duration, EntityUID, Long, Record, Set, String, Value, in_int64
from deodar.model.wildcard import wildcard_match


def as_bool(v: Value) -> bool:
    """The truth value, or a type error. Rule: Value.asBool."""
    if isinstance(v, Bool):
        return v.value
    raise EvaluationError(ErrorKind.TYPE)


def as_entity_uid(v: Value) -> EntityUID:
    """The entity UID, or a type error. Rule: Value.asEntityUID."""
    if isinstance(v, EntityUID):
        return v
    raise EvaluationError(ErrorKind.TYPE)


def checked(i: int) -> Value:
    """The long, or an overflow. Rule: intOrErr."""
    if in_int64(i):
        return Long(i)
    raise EvaluationError(ErrorKind.OVERFLOW)


def in_entity(uid1: EntityUID, uid2: EntityUID, es: Entities) -> bool:
    """Whether one entity is another or below it. Rule: inₑ."""
    return uid1 == uid2 or uid2 in ancestors(uid1, es)


def in_set(uid: EntityUID, vs: frozenset[Value], es: Entities) -> bool:
    """Whether an entity is in some member; all members must be entities. Rule: inₛ."""
    uids = frozenset(as_entity_uid(v) for v in vs)
    return any(in_entity(uid, member, es) for member in uids)


def has_tag(uid: EntityUID, tag: str, es: Entities) -> bool:
    """Whether an entity is in the store and has the tag. Rule: hasTag."""
    data = es.get(uid)
    if data is None:
        return False
    return tag in data.tags


def get_tag(uid: EntityUID, tag: str, es: Entities) -> Value:
    """The value of a tag. Rule: getTag."""
    data = es.get(uid)
    if data is None:
        raise EvaluationError(ErrorKind.ENTITY_MISSING)
    v = data.tags.get(tag)
    if v is None:
        raise EvaluationError(ErrorKind.TAG_MISSING)
    return v


def apply_1(op: UnaryOp, v: Value) -> Value:
    """A unary operator on a value. Rule: apply₁."""
    match op, v:
        case Not(), Bool(b):
            return Bool(not b)
        case Neg(), Long(i):
            return checked(-i)
        case IsEmpty(), Set(vs):
            return Bool(not vs)
        case Like(pattern), String(s):
            return Bool(wildcard_match(s, pattern))
        case Is(entity_type), EntityUID(uid_type, _):
            return Bool(uid_type == entity_type)
        case _:
            raise EvaluationError(ErrorKind.TYPE)


def less(v1: Value, v2: Value) -> bool:
    """Whether one value is below another; only values of one kind that has an order are compared."""
    match v1, v2:
        case Long(i), Long(j):
            return i < j
        case Datetime(t), Datetime(u):
            return t < u
        case Duration(d), Duration(e):
            return d < e
        case _:
            raise EvaluationError(ErrorKind.TYPE)


def less_eq(v1: Value, v2: Value) -> bool:
    """Whether one value is not above another, compared in the same way."""
    match v1, v2:
        case Long(i), Long(j):
            return i <= j
        case Datetime(t), Datetime(u):
            return t <= u
        case Duration(d), Duration(e):
            return d <= e
        case _:
            raise EvaluationError(ErrorKind.TYPE)


def apply_2(op: BinaryOp, v1: Value, v2: Value, es: Entities) -> Value:
    """A binary operator on two values. Rule: apply₂."""
    match op, v1, v2:
        case BinaryOp.EQ, _, _:
            return Bool(v1 == v2)
        case BinaryOp.NOT_EQ, _, _:
            return Bool(v1 != v2)
        case BinaryOp.MEM, EntityUID() as uid, EntityUID() as container:
            return Bool(in_entity(uid, container, es))
        case BinaryOp.MEM, EntityUID() as uid, Set(vs):
            return Bool(in_set(uid, vs, es))
        case BinaryOp.LESS, _, _:
            return Bool(less(v1, v2))
        case BinaryOp.LESS_EQ, _, _:
            return Bool(less_eq(v1, v2))
        case BinaryOp.GREATER, _, _:
            return Bool(not less_eq(v1, v2))
        case BinaryOp.GREATER_EQ, _, _:
            return Bool(not less(v1, v2))
        case BinaryOp.ADD, Long(i), Long(j):
            return checked(i + j)
        case BinaryOp.SUB, Long(i), Long(j):
            return checked(i - j)
        case BinaryOp.MUL, Long(i), Long(j):
            return checked(i * j)
        case BinaryOp.CONTAINS, Set(vs), _:
            return Bool(v2 in vs)
        case BinaryOp.CONTAINS_ALL, Set(vs), Set(ws):
            return Bool(ws <= vs)
        case BinaryOp.CONTAINS_ANY, Set(vs), Set(ws):
            return Bool(any(w in vs for w in ws))
        case BinaryOp.HAS_TAG, EntityUID() as uid, String(tag):
            return Bool(has_tag(uid, tag, es))
        case BinaryOp.GET_TAG, EntityUID() as uid, String(tag):
            return get_tag(uid, tag, es)
        case _:
            raise EvaluationError(ErrorKind.TYPE)


def has_attr(v: Value, attr: Attr, es: Entities) -> bool:
    """Whether a record, or an entity in the store, has the attribute. Rule: hasAttr."""
    match v:
        case Record(attrs):
            return attr in attrs
        case EntityUID():
            data = es.get(v)
            if data is None:
                return False
            return attr in data.attrs
        case _:
            raise EvaluationError(ErrorKind.TYPE)


def get_attr(v: Value, attr: Attr, es: Entities) -> Value:
    """The value of an attribute of a record or an entity. Rule: getAttr."""
    match v:
        case Record(attrs):
            found = attrs.get(attr)
            if found is None:
                raise EvaluationError(ErrorKind.RECORD_ATTR_MISSING)
            return found
        case EntityUID():
            data = es.get(v)
            if data is None:
                raise EvaluationError(ErrorKind.ENTITY_MISSING)
            held = data.attrs.get(attr)
            if held is None:
                raise EvaluationError(ErrorKind.ENTITY_ATTR_MISSING)
            return held
        case _:
            raise EvaluationError(ErrorKind.TYPE)


def variable(var: Var, req: Request) -> Value:
    """The part of the request that a variable names."""
    match var:
        case Var.PRINCIPAL:
            return req.principal
        case Var.ACTION:
            return req.action
        case Var.RESOURCE:
            return req.resource
        case Var.CONTEXT:
            return req.context
        case _:
            assert_never(var)


def evaluate(x: Expr, req: Request, es: Entities) -> Value:
    """The value of an expression. Rule: evaluate."""
    match x:
        case Lit(v):
            return v
        case Variable(var):
            return variable(var, req)
        case Ite(x1, x2, x3):
            if as_bool(evaluate(x1, req, es)):
                return evaluate(x2, req, es)
            return evaluate(x3, req, es)
        case And(x1, x2):
            return Bool(as_bool(evaluate(x1, req, es)) and as_bool(evaluate(x2, req, es)))
        case Or(x1, x2):
            return Bool(as_bool(evaluate(x1, req, es)) or as_bool(evaluate(x2, req, es)))
        case UnaryApp(op, x1):
            return apply_1(op, evaluate(x1, req, es))
        case BinaryApp(op2, x1, x2):
            return apply_2(op2, evaluate(x1, req, es), evaluate(x2, req, es), es)
        case IsIn(x1, entity_type, x2):
            uid = as_entity_uid(evaluate(x1, req, es))
            return Bool(uid.type == entity_type and as_bool(apply_2(BinaryOp.MEM, uid, evaluate(x2, req, es), es)))
        case HasAttr(x1, attr):
            return Bool(has_attr(evaluate(x1, req, es), attr, es))
        case GetAttr(x1, attr):
            return get_attr(evaluate(x1, req, es), attr, es)
        case SetExpr(xs):
            return Set(frozenset([evaluate(x1, req, es) for x1 in xs]))
        case RecordExpr(axs):
            return Record(Map({ax.attr: evaluate(ax.x, req, es) for ax in axs}))
        case Call(fn, xs):
            return call(fn, tuple([evaluate(x1, req, es) for x1 in xs]))
        case _:
            assert_never(x)
