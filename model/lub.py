"""The least type that has the values of two types.

Rule: Cedar.Validation.lub?. It is partial: a long and a string have no type in common, nor, in strict mode, have two
entity types, or records whose attributes differ. Permissive mode joins entity types, and keeps what attributes records
share.
"""

from __future__ import annotations

from deodar.model.map import Map
from deodar.model.type import BoolT, EntityT, Mode, NeverT, Qualified, RecordT, SetT, Type, is_bool
from deodar.model.value import Attr


def present(lubs: Map[Attr, Qualified | None]) -> Map[Attr, Qualified]:
    """The attributes that have a least upper bound."""
    return Map({attr: known(lubs.get(attr)) for attr in lubs if lubs.get(attr) is not None})


def known(q: Qualified | None) -> Qualified:
    """The attribute."""
    match q:
        case Qualified():
            return q
        case _:
            return Qualified(NeverT(), False)


def lub_qualified(q1: Qualified, q2: Qualified, mode: Mode) -> Qualified | None:
    """The least upper bound of two attributes; in strict mode both must be required, or none. Rule: lubQualified?."""
    ty = lub(q1.type, q2.type, mode)
    if ty is None or (mode == Mode.STRICT and q1.required != q2.required):
        return None
    return Qualified(ty, q1.required and q2.required)


def lub_record(r1: RecordT, r2: RecordT, mode: Mode) -> RecordT | None:
    """The least upper bound of two records: their common attributes; in strict mode they have no others."""
    shared = frozenset(attr for attr in r1.attrs if attr in r2.attrs)
    lubs = Map({attr: lub_qualified(r1.attrs[attr], r2.attrs[attr], mode) for attr in shared})
    attrs = present(lubs)
    lost = any(attr not in attrs for attr in r1.attrs) or any(attr not in attrs for attr in r2.attrs)
    if lost and mode == Mode.STRICT:
        return None
    return RecordT(attrs, lost or r1.is_open or r2.is_open)


def lub(ty1: Type, ty2: Type, mode: Mode) -> Type | None:
    """The least upper bound of two types, or None. Rule: lub?."""
    match ty1, ty2:
        case NeverT(), _:
            return ty2
        case _, NeverT():
            return ty1
        case SetT(element1), SetT(element2):
            element = lub(element1, element2, mode)
            return None if element is None else SetT(element)
        case RecordT(), RecordT():
            return lub_record(ty1, ty2, mode)
        case EntityT(names1), EntityT(names2) if mode == Mode.PERMISSIVE:
            return EntityT(names1 | names2)
        case _ if ty1 == ty2:
            return ty1
        case _ if is_bool(ty1) and is_bool(ty2):
            return BoolT()
        case _:
            return None
