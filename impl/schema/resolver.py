"""From schema documents, as written, to the schema that they denote together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from deodar.impl.deep import with_room
from deodar.impl.expr import EntityUID
from deodar.impl.hierarchy import find_cycle
from deodar.impl.schema.declared import Declarations, Declared
from deodar.impl.schema.names import Names, Position
from deodar.impl.schema.ordering import dependencies_first
from deodar.impl.schema.report import Report, TooManyProblems
from deodar.impl.schema.schema import ActionDefinition, EntityTypeDefinition, ResolvedSchema
from deodar.impl.schema.syntax import (
    ActionDeclaration,
    BuiltInType,
    CommonTypeDeclaration,
    EntityTypeDeclaration,
    Fragment,
    NamedType,
    Problem,
    RecordOf,
    Reference,
    SetOf,
    TypeSyntax,
)
from deodar.impl.schema.types import EMPTY_RECORD, Attribute, RecordType, SetType, Type, show
from deodar.impl.wording import quote


def resolve(fragments: Sequence[Fragment]) -> ResolvedSchema:
    """The schema of these documents; a `SchemaError` if they do not make one."""
    return with_room(_resolve, fragments)


def _resolve(fragments: Sequence[Fragment]) -> ResolvedSchema:
    report = Report()
    try:
        found = _Resolver(fragments, report).schema()
    except TooManyProblems:
        raise report.error(fragments) from None
    if not report.is_empty():
        raise report.error(fragments)
    return found


class _Resolver:
    """One run of `resolve`. What is wrong gets a stand-in, and is reported once."""

    def __init__(self, fragments: Sequence[Fragment], report: Report) -> None:
        self._report = report
        self._declared = Declarations(fragments, report)
        self._names = Names(self._declared, report)
        self._common_types: dict[str, Type] = {}
        self._entity_types: dict[tuple[int, ...], EntityTypeDefinition] = {}
        self._actions: dict[tuple[int, ...], ActionDefinition] = {}

    def schema(self) -> ResolvedSchema:
        self._resolve_common_types()
        entity_types = {name: self._entity_type(name, each) for name, each in self._declared.entity_types.items()}
        actions = {uid: self._action(uid, each) for uid, each in self._declared.actions.items()}
        cycle = find_cycle(actions, lambda uid: actions[uid].parents if uid in actions else ())
        if cycle is not None:
            self._blame_action_cycle(cycle)
        return ResolvedSchema(entity_types, actions)

    # -- types

    def _resolve_common_types(self) -> None:
        graph = {name: self._common_types_in(each) for name, each in self._declared.common_types.items()}
        order, cycles = dependencies_first(graph)
        for cycle in cycles:
            self._common_types[cycle[0]] = EMPTY_RECORD
            first = self._declared.common_types[cycle[0]]
            message = f"the common type {quote(cycle[0])} is made of itself: {_way(cycle)}"
            hint = "a type cannot hold itself; an entity can refer to another by an attribute of its entity type"
            self._report.blame(first.fragment, Problem(first.declaration.where, "common-type-cycle", message, hint))
        for name in order:
            each = self._declared.common_types[name]
            self._common_types.setdefault(name, self._type(each.declaration.type, _position(each)))

    def _common_types_in(self, declared: Declared[CommonTypeDeclaration]) -> list[str]:
        """The common types that one is made of. Unknown names are reported when the type is made, and not yet."""
        position = _position(declared)
        found = (self._names.find_type(syntax, position) for syntax in _named_types(declared.declaration.type))
        return [name for name in found if isinstance(name, str)]

    def _type(self, syntax: TypeSyntax, position: Position) -> Type:
        match syntax:
            case NamedType():
                found = self._names.type(syntax, position)
                if found is None:
                    return EMPTY_RECORD
                return self._common_types.get(found, EMPTY_RECORD) if isinstance(found, str) else found
            case BuiltInType():
                return syntax.type
            case SetOf():
                return SetType(self._type(syntax.element, position))
            case _:
                return RecordType(
                    {each.name: Attribute(self._type(each.type, position), each.required) for each in syntax.attributes}
                )

    def _record(self, syntax: TypeSyntax | None, position: Position, what: str) -> RecordType:
        """The type of a shape or a context, which must be a record; if it is absent an empty one."""
        if syntax is None:
            return EMPTY_RECORD
        found = self._type(syntax, position)
        if isinstance(found, RecordType):
            return found
        message = f"{what} must be a record, and this is {quote(show(found))}"
        hint = "make it a record of attributes, or a common type that is one"
        self._report.blame(position.fragment, Problem(syntax.where, "not-a-record", message, hint))
        return EMPTY_RECORD

    # -- declarations

    # Declarations made together, as in `entity A, B { ... };`, share their syntax. Its meaning is found once: for a
    # thousand names with a thousand attributes it would take a million steps otherwise.

    def _entity_type(self, name: str, declared: Declared[EntityTypeDeclaration]) -> EntityTypeDefinition:
        declaration, position = declared.declaration, _position(declared)
        shared = id(declaration.parents), id(declaration.shape), id(declaration.tags), id(declaration.ids)
        found = self._entity_types.get(shared)
        if found is None:
            found = self._entity_types[shared] = self._new_entity_type(declaration, position)
        return replace(found, name=name)

    def _new_entity_type(self, declaration: EntityTypeDeclaration, position: Position) -> EntityTypeDefinition:
        if declaration.ids is not None:
            return EntityTypeDefinition(declaration.name, ids=tuple(dict.fromkeys(declaration.ids)))
        return EntityTypeDefinition(
            declaration.name,
            frozenset(self._references(declaration.parents, position)),
            self._record(declaration.shape, position, "the attributes of an entity type"),
            None if declaration.tags is None else self._type(declaration.tags, position),
        )

    def _references(self, references: Iterable[Reference], position: Position) -> tuple[str, ...]:
        found = (self._names.entity_type(reference, position) for reference in references)
        return tuple(dict.fromkeys(name for name in found if name is not None))

    def _action(self, uid: EntityUID, declared: Declared[ActionDeclaration]) -> ActionDefinition:
        declaration, position = declared.declaration, _position(declared)
        shared = id(declaration.groups), id(declaration.applies_to)
        found = self._actions.get(shared)
        if found is None:
            found = self._actions[shared] = self._new_action(uid, declaration, position)
        return replace(found, uid=uid)

    def _new_action(self, uid: EntityUID, declaration: ActionDeclaration, position: Position) -> ActionDefinition:
        groups = (self._names.group(reference, position) for reference in declaration.groups)
        parents = frozenset(group for group in groups if group is not None)
        applies_to = declaration.applies_to
        if applies_to is None:
            return ActionDefinition(uid, parents)
        return ActionDefinition(
            uid,
            parents,
            self._references(applies_to.principals, position),
            self._references(applies_to.resources, position),
            self._record(applies_to.context, position, "the context of an action"),
        )

    def _blame_action_cycle(self, cycle: tuple[EntityUID, ...]) -> None:
        first = self._declared.actions[cycle[0]]
        message = f"the action {quote(cycle[0].id)} is a member of itself: {_way([uid.id for uid in cycle])}"
        problem = Problem(first.declaration.where, "action-cycle", message, "remove one of these memberships")
        self._report.blame(first.fragment, problem)


def _named_types(syntax: TypeSyntax) -> list[NamedType]:
    """The names that a type is made of."""
    found: list[NamedType] = []
    waiting = [syntax]
    while waiting:
        syntax = waiting.pop()
        if isinstance(syntax, NamedType):
            found.append(syntax)
        elif isinstance(syntax, SetOf):
            waiting.append(syntax.element)
        elif isinstance(syntax, RecordOf):
            waiting += (attribute.type for attribute in syntax.attributes)
    return found


def _position(
    declared: Declared[CommonTypeDeclaration] | Declared[EntityTypeDeclaration] | Declared[ActionDeclaration],
) -> Position:
    return Position(declared.fragment, declared.namespace)


_MOST_SHOWN = 8


def _way(cycle: Sequence[str]) -> str:
    """The way round, cut short in the middle if it is long."""
    names = [quote(name) for name in cycle]
    if len(names) > _MOST_SHOWN:
        names[_MOST_SHOWN // 2 : -_MOST_SHOWN // 2] = ["..."]
    return " -> ".join(names)
