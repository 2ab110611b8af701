"""The laws of subtyping, which is by least upper bounds: a type is below another if the other is that of both.

Rule: Cedar.Thm.Validation, subty and lub laws.
"""

from __future__ import annotations

from deodar.model.lub import lub
from deodar.model.map import Map
from deodar.model.type import EntityT, Mode, Qualified, RecordT, SetT, Type
from deodar.model.value import Attr
from deodar.proofs.lemma import By, lemma, requires


def alike(ty1: Type, ty2: Type) -> bool:
    """The types are the same, member by member."""
    match ty1, ty2:
        case EntityT(names1), EntityT(names2):
            return names1 == names2
        case SetT(element1), SetT(element2):
            return alike(element1, element2)
        case RecordT(attrs1), RecordT(attrs2):
            return ty1.is_open == ty2.is_open and have_alike_attributes(attrs1, attrs2)
        case _:
            return ty1 == ty2


def have_alike_attributes(attrs1: Map[Attr, Qualified], attrs2: Map[Attr, Qualified]) -> bool:
    """The same attributes, of the same types, required alike."""
    return (
        all(attr in attrs2 for attr in attrs1)
        and all(attr in attrs1 for attr in attrs2)
        and all(attrs1[attr].required == required_of(attrs2.get(attr)) for attr in attrs1)
        and all(alike(attrs1[attr].type, type_of_attr(attrs2.get(attr), attrs1[attr].type)) for attr in attrs1)
    )


def required_of(q: Qualified | None) -> bool:
    """Whether an attribute that is there is required."""
    return q is not None and q.required


def type_of_attr(q: Qualified | None, otherwise: Type) -> Type:
    """The type of an attribute that is there."""
    return otherwise if q is None else q.type


@lemma(official="subty_refl", recursion=(lub, alike), on="ty1")
def a_type_is_below_itself(ty1: Type, mode: Mode) -> bool:
    """The least upper bound of a type and itself is the type."""
    ty = lub(ty1, ty1, mode)
    return ty is not None and alike(ty1, ty)


@lemma(recursion=alike, on="ty1")
def types_are_like_themselves(ty1: Type) -> bool:
    """Each type is like itself."""
    return alike(ty1, ty1)


@lemma(official="lub_comm", recursion=lub, on="ty1", unfolding={alike: By("ty1")}, using=(types_are_like_themselves,))
def the_order_of_types_does_not_matter(ty1: Type, ty2: Type, mode: Mode) -> bool:
    """Two types have a least upper bound exactly if they have one the other way round, and it is the same."""
    one = lub(ty1, ty2, mode)
    other = lub(ty2, ty1, mode)
    if one is None or other is None:
        return one is None and other is None
    return alike(one, other)


def is_subtype(ty1: Type, ty2: Type, mode: Mode) -> bool:
    """The second type is the least upper bound of both. Rule: subty."""
    ty = lub(ty1, ty2, mode)
    return ty is not None and alike(ty, ty2)


@lemma(recursion=alike, on="ty1", general=("ty3",), unfolding={alike: By("ty1")})
def what_is_like_the_same_is_alike(ty1: Type, ty2: Type, ty3: Type) -> bool:
    """Types that are like one type are like each other."""
    requires(alike(ty1, ty2) and alike(ty2, ty3))
    return alike(ty1, ty3)


@lemma(recursion=alike, on="ty1", unfolding={alike: By("ty1")})
def likeness_goes_both_ways(ty1: Type, ty2: Type) -> bool:
    """A type is like another if the other is like it."""
    requires(alike(ty1, ty2))
    return alike(ty2, ty1)


@lemma(using=(the_order_of_types_does_not_matter, what_is_like_the_same_is_alike, likeness_goes_both_ways))
def types_below_each_other_are_alike(ty1: Type, ty2: Type, mode: Mode) -> bool:
    """Two types of which each is a subtype of the other are the same."""
    requires(is_subtype(ty1, ty2, mode) and is_subtype(ty2, ty1, mode))
    return alike(ty1, ty2)


@lemma(
    official="subty_trans",
    recursion=lub,
    on="ty1",
    general=("ty3",),
    unfolding={alike: By("ty1"), lub: By("ty1")},
    using=(types_are_like_themselves, what_is_like_the_same_is_alike, likeness_goes_both_ways),
)
def subtyping_is_transitive(ty1: Type, ty2: Type, ty3: Type, mode: Mode) -> bool:
    """A subtype of a subtype of a type is one of the type."""
    requires(is_subtype(ty1, ty2, mode) and is_subtype(ty2, ty3, mode))
    return is_subtype(ty1, ty3, mode)


@lemma(
    official="lub_left_subty",
    recursion=lub,
    on="ty1",
    unfolding={alike: By("ty1")},
    using=(types_are_like_themselves, likeness_goes_both_ways, a_type_is_below_itself),
)
def a_type_is_below_its_lub_with_another(ty1: Type, ty2: Type, mode: Mode) -> bool:
    """A type is a subtype of its least upper bound with another, if they have one."""
    ty = lub(ty1, ty2, mode)
    return ty is None or is_subtype(ty1, ty, mode)


@lemma(
    recursion=lub,
    on="ty1",
    unfolding={alike: By("ty1"), lub: By("ty1")},
    using=(types_are_like_themselves, likeness_goes_both_ways, a_type_is_below_itself),
)
def the_other_type_is_below_their_lub(ty1: Type, ty2: Type, mode: Mode) -> bool:
    """So is the other of the two types."""
    ty = lub(ty1, ty2, mode)
    return ty is None or is_subtype(ty2, ty, mode)
