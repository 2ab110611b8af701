"""The type of an expression in a request environment.

Rule: Cedar.Validation.typeOf. A typing says what is wrong instead of stopping there: `type` is None where no type can
be given, and an operator then finds no further fault with that operand. An expression is well typed if its typing has a
type and no finding. The capabilities of a typing hold wherever the expression is true.

It is one long file since it is one recursion: every rule types its operands by `type_of`, the last function.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, assert_never

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
from deodar.model.finding import FindingKind, Kinds
from deodar.model.lub import lub, lub_record
from deodar.model.map import Map
from deodar.model.names import is_action_type
from deodar.model.schema import Environment, standard
from deodar.model.signature import call_faults, signature
from deodar.model.type import (
    BoolT,
    EntityT,
    ExtensionType,
    ExtT,
    FalseT,
    LongT,
    Mode,
    NeverT,
    Qualified,
    RecordT,
    SetT,
    StringT,
    TrueT,
    Type,
    entity,
    is_bool,
)
from deodar.model.value import Attr, Bool, EntityUID, Long, String, Value


@dataclass(frozen=True, slots=True)
class AttrCapability:
    """An expression certainly has an attribute."""

    x: Expr
    attr: Attr


@dataclass(frozen=True, slots=True)
class TagCapability:
    """An expression certainly has the tag that another expression names."""

    x: Expr
    tag: Expr


Capability: TypeAlias = AttrCapability | TagCapability
Capabilities: TypeAlias = frozenset[Capability]

NO_CAPABILITIES: Capabilities = frozenset()
NO_FINDINGS: Kinds = frozenset()
ORDERED: frozenset[Type] = frozenset({LongT(), ExtT(ExtensionType.DATETIME), ExtT(ExtensionType.DURATION)})


@dataclass(frozen=True, slots=True)
class Typing:
    """The type of an expression, what holds if it is true, and what is wrong with it."""

    type: Type | None
    capabilities: Capabilities
    kinds: Kinds


def of_type(ty: Type | None, kinds: Kinds) -> Typing:
    """A typing without capabilities."""
    return Typing(ty, NO_CAPABILITIES, kinds)


def establishing(ty: Type | None, capabilities: Capabilities, kinds: Kinds) -> Typing:
    """A typing with capabilities; what something is wrong with establishes nothing."""
    return Typing(ty, NO_CAPABILITIES if kinds else capabilities, kinds)


def found(kind: FindingKind, kinds: Kinds) -> Typing:
    """A typing that has no type, for the reason given."""
    return of_type(None, kinds | {kind})


def unexpected(typing: Typing, expected: bool) -> Typing:
    """The typing as its operator sees it: without a type, and with a finding, where its type is not an expected one."""
    if typing.type is None or expected:
        return typing
    return found(FindingKind.UNEXPECTED_TYPE, typing.kinds)


def boolean(typing: Typing) -> Typing:
    """An operand that must be a truth value."""
    return unexpected(typing, typing.type is not None and is_bool(typing.type))


def exactly(ty: Type, typing: Typing) -> Typing:
    """An operand that must have one type."""
    return unexpected(typing, typing.type == ty)


def a_set(typing: Typing) -> Typing:
    """An operand that must be a set."""
    return unexpected(typing, isinstance(typing.type, SetT))


def an_entity(typing: Typing) -> Typing:
    """An operand that must be an entity."""
    return unexpected(typing, isinstance(typing.type, EntityT))


def entity_or_entities(typing: Typing) -> Typing:
    """An operand that must be an entity or a set of entities."""
    match typing.type:
        case EntityT() | SetT(EntityT() | NeverT()):
            return typing
        case _:
            return unexpected(typing, False)


def entity_or_record(typing: Typing) -> Typing:
    """An operand that must have attributes."""
    return unexpected(typing, isinstance(typing.type, EntityT | RecordT))


def incompatible(ty1: Type | None, ty2: Type | None, mode: Mode) -> Kinds:
    """The finding that two types have no type in common; none if one is not known."""
    if ty1 is None or ty2 is None or lub(ty1, ty2, mode) is not None:
        return NO_FINDINGS
    return frozenset({FindingKind.INCOMPATIBLE_TYPES})


def compared(ty1: Type | None, ty2: Type | None, mode: Mode) -> Kinds:
    """The finding that values of two types are never equal, which permissive mode does not mind."""
    return incompatible(ty1, ty2, mode) if mode == Mode.STRICT else NO_FINDINGS


def type_of_lit(v: Value, env: Environment) -> Typing:
    """A literal; one that names an entity type or action that is not declared has no type."""
    match v:
        case Bool(b):
            return of_type(TrueT() if b else FalseT(), NO_FINDINGS)
        case Long():
            return of_type(LongT(), NO_FINDINGS)
        case String():
            return of_type(StringT(), NO_FINDINGS)
        case EntityUID(name, _) if v in env.schema.actions or name in env.schema.entity_types:
            return of_type(entity(name), NO_FINDINGS)
        case EntityUID(name, _) if is_action_type(name):
            return found(FindingKind.UNRECOGNIZED_ACTION_ID, NO_FINDINGS)
        case _:
            return found(FindingKind.UNRECOGNIZED_ENTITY_TYPE, NO_FINDINGS)


def type_of_var(var: Var, env: Environment) -> Typing:
    """A part of the request."""
    match var:
        case Var.PRINCIPAL:
            return of_type(entity(env.principal), NO_FINDINGS)
        case Var.ACTION:
            return of_type(entity(env.action.type), NO_FINDINGS)
        case Var.RESOURCE:
            return of_type(entity(env.resource), NO_FINDINGS)
        case Var.CONTEXT:
            return of_type(env.context, NO_FINDINGS)
        case _:
            assert_never(var)


def type_of_ite(x1: Expr, x2: Expr, x3: Expr, c: Capabilities, env: Environment) -> Typing:
    """A conditional; a branch that cannot be reached is not looked at."""
    guard = boolean(type_of(x1, c, env))
    if guard.type == FalseT():
        otherwise = type_of(x3, c, env)
        return establishing(otherwise.type, otherwise.capabilities, guard.kinds | otherwise.kinds)
    then = type_of(x2, c | guard.capabilities, env)
    if guard.type == TrueT():
        return establishing(then.type, guard.capabilities | then.capabilities, guard.kinds | then.kinds)
    otherwise = type_of(x3, c, env)
    kinds = guard.kinds | then.kinds | otherwise.kinds
    if then.type is None or otherwise.type is None:
        return of_type(None, kinds)
    ty = lub(then.type, otherwise.type, env.mode)
    capabilities = (guard.capabilities | then.capabilities) & otherwise.capabilities
    return establishing(ty, capabilities, kinds | incompatible(then.type, otherwise.type, env.mode))


def type_of_and(x1: Expr, x2: Expr, c: Capabilities, env: Environment) -> Typing:
    """`&&`; what the left operand establishes may be relied on in the right one."""
    left = boolean(type_of(x1, c, env))
    if left.type == FalseT():
        return of_type(FalseT(), left.kinds)
    return conjunction(left, boolean(type_of(x2, c | left.capabilities, env)))


def conjunction(left: Typing, right: Typing) -> Typing:
    """Two operands of `&&`, both of which are looked at."""
    kinds = left.kinds | right.kinds
    capabilities = left.capabilities | right.capabilities
    match left.type, right.type:
        case None, _:
            return establishing(BoolT(), capabilities, kinds)
        case _, None:
            return establishing(BoolT(), capabilities, kinds)
        case _, FalseT():
            return of_type(FalseT(), kinds)
        case ty, TrueT():
            return establishing(ty, capabilities, kinds)
        case TrueT(), ty:
            return establishing(ty, capabilities, kinds)
        case _:
            return establishing(BoolT(), capabilities, kinds)


def type_of_or(x1: Expr, x2: Expr, c: Capabilities, env: Environment) -> Typing:
    """`||`; only what both operands establish holds if the whole is true."""
    left = boolean(type_of(x1, c, env))
    if left.type == TrueT():
        return left
    right = boolean(type_of(x2, c, env))
    kinds = left.kinds | right.kinds
    match left.type, right.type:
        case None, _:
            return establishing(BoolT(), left.capabilities & right.capabilities, kinds)
        case _, None:
            return establishing(BoolT(), left.capabilities & right.capabilities, kinds)
        case _, TrueT():
            return establishing(TrueT(), right.capabilities, kinds)
        case ty, FalseT():
            return establishing(ty, left.capabilities, kinds)
        case FalseT(), ty:
            return establishing(ty, right.capabilities, kinds)
        case _:
            return establishing(BoolT(), left.capabilities & right.capabilities, kinds)


def negated(ty: Type | None) -> Type:
    """The type of the negation of a truth value."""
    match ty:
        case TrueT():
            return FalseT()
        case FalseT():
            return TrueT()
        case _:
            return BoolT()


def type_of_unary(op: UnaryOp, x: Expr, c: Capabilities, env: Environment) -> Typing:
    """An operator on one operand."""
    typing = type_of(x, c, env)
    match op:
        case Not():
            operand = boolean(typing)
            return of_type(negated(operand.type), operand.kinds)
        case Neg():
            return of_type(LongT(), exactly(LongT(), typing).kinds)
        case IsEmpty():
            return of_type(BoolT(), a_set(typing).kinds)
        case Like():
            return of_type(BoolT(), exactly(StringT(), typing).kinds)
        case Is(entity_type):
            return type_of_is(typing, entity_type)
        case _:
            assert_never(op)


def type_of_is(typing: Typing, entity_type: str) -> Typing:
    """`is`"""
    operand = an_entity(typing)
    match operand.type:
        case EntityT(names) if entity_type not in names:
            return of_type(FalseT(), operand.kinds)
        case EntityT(names) if names == frozenset({entity_type}):
            return of_type(TrueT(), operand.kinds)
        case _:
            return of_type(BoolT(), operand.kinds)


def literal(x: Expr, env: Environment) -> Value | None:
    """The value of a literal; `action` counts as one."""
    match x:
        case Lit(v):
            return v
        case Variable(Var.ACTION):
            return env.action
        case _:
            return None


def constant(x: Expr, env: Environment) -> Value | None:
    """The value of a literal, and of literal truth values joined by `&&` and `||`."""
    match x:
        case And(x1, x2):
            match constant(x1, env), constant(x2, env):
                case Bool(b1), Bool(b2):
                    return Bool(b1 and b2)
                case _:
                    return None
        case Or(x1, x2):
            match constant(x1, env), constant(x2, env):
                case Bool(b1), Bool(b2):
                    return Bool(b1 or b2)
                case _:
                    return None
        case _:
            return literal(x, env)


def type_of_eq(x1: Expr, x2: Expr, t1: Typing, t2: Typing, env: Environment) -> Typing:
    """`==`"""
    v1 = constant(x1, env)
    v2 = constant(x2, env)
    kinds = t1.kinds | t2.kinds
    match t1.type, t2.type:
        case EntityT(names1), EntityT(names2) if not (names1 & names2):
            return of_type(FalseT(), kinds)
        case _ if v1 is not None and v2 is not None:
            return of_type(TrueT() if v1 == v2 else FalseT(), kinds)
        case _:
            return of_type(BoolT(), kinds | compared(t1.type, t2.type, env.mode))


def type_of_order(ty1: Type | None, ty2: Type | None, kinds: Kinds) -> Typing:
    """`<` and its kin: longs, datetimes or durations, both operands alike."""
    if ty1 is None or ty2 is None or (ty1 == ty2 and ty1 in ORDERED):
        return of_type(BoolT(), kinds)
    return of_type(BoolT(), kinds | {FindingKind.UNEXPECTED_TYPE})


def action_literals(x: Expr, env: Environment) -> frozenset[EntityUID] | None:
    """The entities that a literal, `action` or a set of these names, or None for another expression."""
    if isinstance(x, SetExpr):
        if all(isinstance(literal(x1, env), EntityUID) for x1 in x.xs):
            return frozenset(literal_uid(x1, env) for x1 in x.xs)
        return None
    v = literal(x, env)
    return frozenset({v}) if isinstance(v, EntityUID) else None


def literal_uid(x: Expr, env: Environment) -> EntityUID:
    """The entity that a literal names."""
    v = literal(x, env)
    return v if isinstance(v, EntityUID) else env.action


def may_be_in(name1: str, name2: str, env: Environment) -> bool:
    """Whether an entity of one type can be an entity of another or below it."""
    if is_action_type(name1) and is_action_type(name2):
        return name1 == name2 or any(uid.type == name1 and is_above(name2, uid, env) for uid in env.schema.actions)
    return name1 == name2 or name2 in standard(name1, env.schema).ancestors


def is_above(name: str, uid: EntityUID, env: Environment) -> bool:
    """Whether some ancestor of an action is of a type."""
    entry = env.schema.actions.get(uid)
    return entry is not None and any(each.type == name for each in entry.ancestors)


def may_be_in_any(name: str, names: frozenset[str], env: Environment) -> bool:
    """Whether an entity of one type can be an entity of some of several types or below it."""
    return any(may_be_in(name, each, env) for each in names)


def faultless_type(typing: Typing) -> Type | None:
    """The type of an expression that nothing is wrong with."""
    return None if typing.kinds else typing.type


def type_of_mem(x1: Expr, x2: Expr, typing1: Typing, typing2: Typing, env: Environment) -> Typing:
    """`in`"""
    left = an_entity(typing1)
    right = entity_or_entities(typing2)
    kinds = left.kinds | right.kinds
    uid = literal(x1, env)
    uids = action_literals(x2, env)
    match faultless_type(left), faultless_type(right):
        case EntityT(), EntityT() | SetT() if (
            isinstance(uid, EntityUID) and uid in env.schema.actions and uids is not None
        ):
            return of_type(TrueT() if is_below(uid, uids, env) else FalseT(), kinds)
        case EntityT(names1), EntityT(names2) | SetT(EntityT(names2)):
            related = any(may_be_in_any(name, names2, env) for name in names1)
            return of_type(BoolT() if related else FalseT(), kinds)
        case EntityT(), SetT(NeverT()):
            return of_type(FalseT(), kinds)
        case _:
            return of_type(BoolT(), kinds)


def is_below(uid: EntityUID, uids: frozenset[EntityUID], env: Environment) -> bool:
    """Whether an action is one of some entities or below one."""
    entry = env.schema.actions.get(uid)
    return uid in uids or (entry is not None and any(each in uids for each in entry.ancestors))


def type_of_is_in(x1: Expr, entity_type: str, x2: Expr, c: Capabilities, env: Environment) -> Typing:
    """`is .. in`; what it is to be in is not looked at if the entity is not of the type."""
    typing = type_of(x1, c, env)
    tested = type_of_is(typing, entity_type)
    if tested.type == FalseT():
        return tested
    return conjunction(tested, type_of_mem(x1, x2, typing, type_of(x2, c, env), env))


def may_have_tags(names: frozenset[str], env: Environment) -> bool:
    """Whether entities of some of several types may have tags."""
    return any(standard(name, env.schema).tags is not None for name in names)


def tags_of(names: frozenset[str], env: Environment) -> Type | None:
    """The type in common of the tags that entities of some types may have; types without tags do not count."""
    typings = tuple(
        of_type(standard(name, env.schema).tags, NO_FINDINGS)
        for name in names
        if standard(name, env.schema).tags is not None
    )
    return lub_of(typings, env.mode)


def type_of_has_tag(capability: TagCapability, t1: Typing, t2: Typing, c: Capabilities, env: Environment) -> Typing:
    """`hasTag`"""
    target = an_entity(t1)
    kinds = target.kinds | exactly(StringT(), t2).kinds
    if not isinstance(target.type, EntityT):
        return of_type(None, kinds)
    known = FalseT() if not may_have_tags(target.type.names, env) else TrueT() if capability in c else BoolT()
    return establishing(known, frozenset({capability}), kinds)


def type_of_get_tag(capability: TagCapability, t1: Typing, t2: Typing, c: Capabilities, env: Environment) -> Typing:
    """`getTag`, of a tag that is known to be there."""
    target = an_entity(t1)
    kinds = target.kinds | exactly(StringT(), t2).kinds
    if not isinstance(target.type, EntityT):
        return of_type(None, kinds)
    tags = tags_of(target.type.names, env)
    if capability not in c:
        return found(FindingKind.UNSAFE_TAG_ACCESS, kinds)
    if not may_have_tags(target.type.names, env):
        return found(FindingKind.NO_TAGS_ALLOWED, kinds)
    if tags is None:
        return found(FindingKind.INCOMPATIBLE_TYPES, kinds)
    return of_type(tags, kinds)


def type_of_contains(set_typing: Typing, element: Typing, mode: Mode) -> Typing:
    """`contains`"""
    operand = a_set(set_typing)
    kinds = operand.kinds | element.kinds
    if isinstance(operand.type, SetT):
        return of_type(BoolT(), kinds | compared(operand.type.element, element.type, mode))
    return of_type(BoolT(), kinds)


def type_of_binary(op: BinaryOp, x1: Expr, x2: Expr, c: Capabilities, env: Environment) -> Typing:
    """An operator on two operands."""
    t1 = type_of(x1, c, env)
    t2 = type_of(x2, c, env)
    kinds = t1.kinds | t2.kinds
    match op:
        case BinaryOp.EQ:
            return type_of_eq(x1, x2, t1, t2, env)
        case BinaryOp.NOT_EQ:
            equal = type_of_eq(x1, x2, t1, t2, env)
            return of_type(negated(equal.type), equal.kinds)
        case BinaryOp.MEM:
            return type_of_mem(x1, x2, t1, t2, env)
        case BinaryOp.LESS | BinaryOp.LESS_EQ | BinaryOp.GREATER | BinaryOp.GREATER_EQ:
            return type_of_order(t1.type, t2.type, kinds)
        case BinaryOp.ADD | BinaryOp.SUB | BinaryOp.MUL:
            return of_type(LongT(), exactly(LongT(), t1).kinds | exactly(LongT(), t2).kinds)
        case BinaryOp.CONTAINS:
            return type_of_contains(t1, t2, env.mode)
        case BinaryOp.CONTAINS_ALL | BinaryOp.CONTAINS_ANY:
            left = a_set(t1)
            right = a_set(t2)
            return of_type(BoolT(), left.kinds | right.kinds | compared(left.type, right.type, env.mode))
        case BinaryOp.HAS_TAG:
            return type_of_has_tag(TagCapability(x1, x2), t1, t2, c, env)
        case BinaryOp.GET_TAG:
            return type_of_get_tag(TagCapability(x1, x2), t1, t2, c, env)
        case _:
            assert_never(op)


def attributes(ty: EntityT | RecordT, env: Environment) -> RecordT:
    """The attributes that values of a type have; those of a union are the ones that all its entity types share."""
    match ty:
        case RecordT():
            return ty
        case EntityT(names):
            return shared_by(names, env)
        case _:
            assert_never(ty)


def shared_by(names: frozenset[str], env: Environment) -> RecordT:
    """The attributes that all of some entity types have."""
    return shared(tuple(standard(name, env.schema).attrs for name in names), env.mode)


def shared(records: tuple[RecordT, ...], mode: Mode) -> RecordT:
    """The least upper bound of one or more records."""
    if not records:
        return RecordT(Map({}), True)
    if not records[:-1]:
        return records[-1]
    record = lub_record(shared(records[:-1], mode), records[-1], mode)
    return RecordT(Map({}), True) if record is None else record


def may_have(ty: EntityT | RecordT, attr: Attr, env: Environment) -> bool:
    """Whether a value of a type may have an attribute that is not declared for all of them."""
    match ty:
        case RecordT():
            return ty.is_open
        case EntityT(names):
            records = tuple(standard(name, env.schema).attrs for name in names)
            return any(record.is_open or attr in record.attrs for record in records)
        case _:
            assert_never(ty)


def type_of_has(x: Expr, attr: Attr, c: Capabilities, env: Environment) -> Typing:
    """`has`; even a required attribute of an entity may be absent, since the entity may be."""
    operand = entity_or_record(type_of(x, c, env))
    if not isinstance(operand.type, EntityT | RecordT):
        return of_type(BoolT(), operand.kinds)
    declared = attributes(operand.type, env).attrs.get(attr)
    capability = AttrCapability(x, attr)
    if declared is None:
        return of_type(BoolT() if may_have(operand.type, attr, env) else FalseT(), operand.kinds)
    certain = capability in c or (isinstance(operand.type, RecordT) and declared.required)
    return establishing(TrueT() if certain else BoolT(), frozenset({capability}), operand.kinds)


def type_of_get(x: Expr, attr: Attr, c: Capabilities, env: Environment) -> Typing:
    """Access to an attribute, which must be required or known to be there."""
    operand = entity_or_record(type_of(x, c, env))
    if not isinstance(operand.type, EntityT | RecordT):
        return of_type(None, operand.kinds)
    declared = attributes(operand.type, env).attrs.get(attr)
    if declared is None:
        return found(FindingKind.UNSAFE_ATTRIBUTE_ACCESS, operand.kinds)
    if declared.required or AttrCapability(x, attr) in c:
        return of_type(declared.type, operand.kinds)
    return of_type(declared.type, operand.kinds | {FindingKind.UNSAFE_OPTIONAL_ATTRIBUTE_ACCESS})


def lub_of(typings: tuple[Typing, ...], mode: Mode) -> Type | None:
    """The least upper bound of one or more types; None if one of them is not known, or there is none."""
    if not typings:
        return None
    last = typings[-1].type
    if not typings[:-1]:
        return last
    others = lub_of(typings[:-1], mode)
    return None if others is None or last is None else lub(others, last, mode)


def type_of_set(xs: tuple[Expr, ...], c: Capabilities, env: Environment) -> Typing:
    """A set, whose elements must have a type in common."""
    if not xs and env.mode == Mode.PERMISSIVE:
        return of_type(SetT(NeverT()), NO_FINDINGS)
    if not xs:
        return found(FindingKind.EMPTY_SET_FORBIDDEN, NO_FINDINGS)
    typings = tuple(type_of(x, c, env) for x in xs)
    kinds = all_kinds(typings)
    element = lub_of(typings, env.mode)
    if element is not None:
        return of_type(SetT(element), kinds)
    if any(typing.type is None for typing in typings):
        return of_type(None, kinds)
    return found(FindingKind.INCOMPATIBLE_TYPES, kinds)


def all_kinds(typings: tuple[Typing, ...]) -> Kinds:
    """All that is wrong with several expressions."""
    if not typings:
        return NO_FINDINGS
    return all_kinds(typings[:-1]) | typings[-1].kinds


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a record: its attribute, and the typing of its value."""

    attr: Attr
    typing: Typing


def type_of_record(x: RecordExpr, c: Capabilities, env: Environment) -> Typing:
    """A record, whose attributes are certainly there."""
    members = tuple(Member(ax.attr, type_of(ax.x, c, env)) for ax in x.axs)
    kinds = all_kinds(tuple(member.typing for member in members))
    if any(member.typing.type is None for member in members):
        return of_type(None, kinds)
    return of_type(RecordT(Map({member.attr: Qualified(known_type(member.typing), True) for member in members})), kinds)


def known_type(typing: Typing) -> Type:
    """The type of an expression that has one."""
    return NeverT() if typing.type is None else typing.type


def type_of_call(x: Call, c: Capabilities, env: Environment) -> Typing:
    """An extension function; a constructor takes a literal that it can read."""
    typings = tuple(type_of(x1, c, env) for x1 in x.xs)
    kinds = all_kinds(typings)
    function = signature(x.fn)
    if function is None:
        return found(FindingKind.UNDEFINED_FUNCTION, kinds)
    faults = call_faults(x.fn, function.parameters, x.xs, env.mode)
    if faults:
        return of_type(function.result, kinds | faults)
    return of_type(function.result, kinds | argument_kinds(function.parameters, typings))


def argument_kinds(parameters: tuple[Type, ...], typings: tuple[Typing, ...]) -> Kinds:
    """What is wrong with the types of the arguments."""
    if not parameters or not typings:
        return NO_FINDINGS
    return argument_kinds(parameters[:-1], typings[:-1]) | exactly(parameters[-1], typings[-1]).kinds


def type_of(x: Expr, c: Capabilities, env: Environment) -> Typing:
    """The typing of an expression where the capabilities hold. Rule: typeOf."""
    match x:
        case Lit(v):
            return type_of_lit(v, env)
        case Variable(var):
            return type_of_var(var, env)
        case Ite(x1, x2, x3):
            return type_of_ite(x1, x2, x3, c, env)
        case And(x1, x2):
            return type_of_and(x1, x2, c, env)
        case Or(x1, x2):
            return type_of_or(x1, x2, c, env)
        case UnaryApp(unary, x1):
            return type_of_unary(unary, x1, c, env)
        case BinaryApp(op, x1, x2):
            return type_of_binary(op, x1, x2, c, env)
        case IsIn(x1, entity_type, x2):
            return type_of_is_in(x1, entity_type, x2, c, env)
        case HasAttr(x1, attr):
            return type_of_has(x1, attr, c, env)
        case GetAttr(x1, attr):
            return type_of_get(x1, attr, c, env)
        case SetExpr(xs):
            return type_of_set(xs, c, env)
        case RecordExpr():
            return type_of_record(x, c, env)
        case Call():
            return type_of_call(x, c, env)
        case _:
            assert_never(x)
