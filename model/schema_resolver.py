"""From what schemas write to what they mean: every name is looked up, and common types are written out.

A name without a path is looked for in its own namespace and then in the empty one; in each, a common type comes before
an entity type. The names of primitive and extension types stand for common types of the empty namespace, unless the
schema declares the name there. Written out, a few lines of common types can be larger than any memory: this is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar, assert_never

from deodar.model.closure import closures
from deodar.model.deep import with_room
from deodar.model.map import Map
from deodar.model.refusal import Refusal
from deodar.model.schema import ActionEntry, EntityTypeEntry, EnumEntityType, Schema, StandardEntityType
from deodar.model.schema_fragment import (
    ActionDecl,
    EntityDecl,
    EnumDecl,
    Extension,
    Fragment,
    GroupRef,
    Named,
    Namespace,
    Primitive,
    RecordOf,
    SetOf,
    Sort,
    TypeExpr,
)
from deodar.model.type import BoolT, ExtensionType, ExtT, LongT, Qualified, RecordT, SetT, StringT, Type, entity
from deodar.model.value import EntityType, EntityUID

K = TypeVar("K")
T = TypeVar("T")

BUILT_IN: dict[str, Type] = {
    "Bool": BoolT(),
    "Long": LongT(),
    "String": StringT(),
    **{extension.value: ExtT(extension) for extension in ExtensionType},
}
MAX_PARTS = 1_000_000  # of one type, written out: itself and all types within it
PRIMITIVE: dict[Primitive, Type] = {Primitive.BOOLEAN: BoolT(), Primitive.LONG: LongT(), Primitive.STRING: StringT()}


def full(space: str, name: str) -> str:
    """A name with the path of its namespace."""
    return f"{space}::{name}" if space else name


def once(pairs: Iterable[tuple[K, T]]) -> dict[K, T]:
    """The map of pairs whose keys do not repeat."""
    given = list(pairs)
    if len(dict(given)) < len(given):
        raise Refusal("duplicate-declaration")
    return dict(given)


def type_names(spaces: Iterable[Namespace]) -> frozenset[str]:
    """The names of entity types and common types, without paths."""
    return frozenset(name for space in spaces for name in (*space.entity_types, *space.common_types))


def action_names(spaces: Iterable[Namespace]) -> frozenset[str]:
    """The ids of actions."""
    return frozenset(name for space in spaces for name in space.actions)


class Names:
    """The declarations of all namespaces under their full names, each with the namespace that it stands in."""

    def __init__(self, spaces: Fragment) -> None:
        self.entities = once(
            (full(space.name, name), (space.name, each))
            for space in spaces
            for name, each in space.entity_types.items()
        )
        self.common = once(
            (full(space.name, name), (space.name, each))
            for space in spaces
            for name, each in space.common_types.items()
        )
        self.actions = once(
            (EntityUID(full(space.name, "Action"), name), (space.name, each))
            for space in spaces
            for name, each in space.actions.items()
        )
        self.action_types = frozenset(uid.type for uid in self.actions)
        self.types: dict[str, tuple[Type, int] | None] = {}  # of common types, with their parts; None while begun
        self.parts = 0  # of all that was written out so far
        self.refuse_clashes(spaces)

    def refuse_clashes(self, spaces: Fragment) -> None:
        """What the empty namespace declares, no other may; and no entity type is called `Action`."""
        outer, inner = [space for space in spaces if not space.name], [space for space in spaces if space.name]
        if type_names(outer) & type_names(inner) or action_names(outer) & action_names(inner):
            raise Refusal("shadowing")
        if any(name.split("::")[-1] == "Action" for name in self.entities):
            raise Refusal("action-entity-type")

    def candidates(self, name: str, space: str) -> tuple[str, ...]:
        """The full names that a name may stand for, in the order in which they are tried."""
        return (name,) if "::" in name or not space else (full(space, name), name)

    def built_in(self, name: str) -> Type | None:
        """The built-in type of a full name."""
        if name.startswith("__cedar::"):
            return BUILT_IN.get(name.removeprefix("__cedar::"))
        return None if name in self.entities or name in self.common else BUILT_IN.get(name)

    def bounded(self, written: TypeExpr, space: str) -> Type:
        """The type that is written in a namespace, unless it is too large when written out."""
        before = self.parts
        ty = self.type_of(written, space)
        if self.parts - before > MAX_PARTS:
            raise Refusal("type-too-large")
        return ty

    def type_of(self, written: TypeExpr, space: str) -> Type:
        """The type that is written in a namespace."""
        self.parts += 1
        match written:
            case Primitive():
                return PRIMITIVE[written]
            case Named(name, sort):
                return self.named(name, sort, space)
            case SetOf(element):
                return SetT(self.type_of(element, space))
            case RecordOf(_, True):
                raise Refusal("open-record")
            case RecordOf(attrs, _):
                return RecordT(
                    Map(
                        {name: Qualified(self.type_of(each.type, space), each.required) for name, each in attrs.items()}
                    )
                )
            case Extension(name):
                if name not in [extension.value for extension in ExtensionType]:
                    raise Refusal("unknown-extension-type")
                return ExtT(ExtensionType(name))
            case _:
                assert_never(written)

    def named(self, name: str, sort: Sort, space: str) -> Type:
        """The type that a name stands for."""
        for candidate in self.candidates(name, space):
            if sort is not Sort.ENTITY and candidate in self.common:
                return self.common_type(candidate)
            if sort is not Sort.COMMON and (candidate in self.entities or candidate in self.action_types):
                return entity(candidate)
            built_in = self.built_in(candidate)
            if sort is not Sort.ENTITY and built_in is not None:
                return built_in
        raise Refusal("undefined-type")

    def common_type(self, name: str) -> Type:
        """The type that a common type stands for, which must not be defined by itself; all its uses share one."""
        if name not in self.types:
            self.types[name] = None
            (space, declared), before = self.common[name], self.parts
            ty = self.bounded(declared.type, space)
            self.types[name] = ty, self.parts - before
            return ty
        known = self.types[name]
        if known is None:
            raise Refusal("common-type-cycle")
        ty, parts = known
        self.parts += parts
        return ty

    def record(self, written: TypeExpr, space: str) -> RecordT:
        """The record type that is written."""
        ty = self.bounded(written, space)
        if not isinstance(ty, RecordT):
            raise Refusal("record-expected")
        return ty

    def entity_types(self, names: tuple[str, ...], space: str) -> frozenset[EntityType]:
        """The declared entity types that names stand for."""
        found = [[each for each in self.candidates(name, space) if each in self.entities] for name in names]
        if not all(found):
            raise Refusal("undeclared-entity-type")
        return frozenset(each[0] for each in found)

    def group(self, written: GroupRef, space: str) -> EntityUID:
        """The declared action that is named as a group."""
        uids = [EntityUID(each, written.id) for each in self.candidates(written.type or "Action", space)]
        declared = [uid for uid in uids if uid in self.actions]
        if not declared:
            raise Refusal("undeclared-action")
        return declared[0]

    def entity_type(self, space: str, declared: EntityDecl | EnumDecl) -> EntityTypeEntry:
        """An entity type, with its parents in the place of its ancestors."""
        if isinstance(declared, EnumDecl):
            return EnumEntityType(frozenset(declared.ids))
        tags = None if declared.tags is None else self.bounded(declared.tags, space)
        return StandardEntityType(self.entity_types(declared.parents, space), self.record(declared.shape, space), tags)

    def action(self, space: str, declared: ActionDecl) -> ActionEntry:
        """An action, with the groups that it is in directly in the place of all its groups."""
        groups = frozenset(self.group(each, space) for each in declared.groups)
        if declared.applies_to is None:
            return ActionEntry(frozenset(), frozenset(), RecordT(Map({})), groups)
        applies = declared.applies_to
        return ActionEntry(
            self.entity_types(applies.principals, space),
            self.entity_types(applies.resources, space),
            self.record(applies.context, space),
            groups,
        )

    def schema(self) -> Schema:
        """The schema that the declarations make."""
        for name in self.common:
            self.common_type(name)
        entities = {name: self.entity_type(space, each) for name, (space, each) in self.entities.items()}
        actions = {uid: self.action(space, each) for uid, (space, each) in self.actions.items()}
        above = closures({name: parents(each) for name, each in entities.items()})
        groups = closures({uid: each.ancestors for uid, each in actions.items()})
        if any(uid in groups[uid] for uid in groups):
            raise Refusal("action-cycle")
        return Schema(
            Map({name: with_ancestors(each, above[name]) for name, each in entities.items()}),
            Map({uid: replace(each, ancestors=groups[uid]) for uid, each in actions.items()}),
        )


def parents(each: EntityTypeEntry) -> frozenset[EntityType]:
    """The types that an entity type is declared to be in; an enumeration is in none."""
    return frozenset() if isinstance(each, EnumEntityType) else each.ancestors


def with_ancestors(each: EntityTypeEntry, ancestors: frozenset[EntityType]) -> EntityTypeEntry:
    """An entity type with all its ancestors."""
    return each if isinstance(each, EnumEntityType) else replace(each, ancestors=ancestors)


def resolve(*fragments: Fragment) -> Schema:
    """The schema that one or more documents make together."""
    spaces = tuple(space for fragment in fragments for space in fragment)
    return with_room(lambda: Names(spaces).schema())
