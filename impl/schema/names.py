"""What the names in a schema stand for."""

from __future__ import annotations

from typing import Final, NamedTuple

from deodar.impl.expr import EntityUID
from deodar.impl.names import RESERVED_NAMESPACE
from deodar.impl.schema.declared import Declarations, candidates
from deodar.impl.schema.report import Report
from deodar.impl.schema.syntax import GroupReference, NamedType, Problem, Reference, Sort
from deodar.impl.schema.types import BOOL, EXTENSIONS, LONG, STRING, EntityType, Extension, Primitive, Type
from deodar.impl.wording import quote

BUILT_IN: Final[dict[str, Primitive | Extension]] = {"Long": LONG, "String": STRING, "Bool": BOOL, **EXTENSIONS}


DECLARE_IT: Final = "declare it in this schema, or correct the name"
WRITTEN_OTHERWISE: Final = {
    "Boolean": "write `Bool`",
    "Set": "write what it holds: `Set<String>`",
    "Record": "write its attributes: `{name: String}`",
    "Entity": "write the name of an entity type",
    "Extension": f"write one of {', '.join(f'`{name}`' for name in EXTENSIONS)}",
    "Action": "this type is there once the schema declares an action",
}


class Position(NamedTuple):
    """Where a name is written: the number of the document, and the namespace."""

    fragment: int
    namespace: str


class Names:
    """Resolves names; a name that stands for nothing is reported, and gives None."""

    def __init__(self, declarations: Declarations, report: Report) -> None:
        self._declared = declarations
        self._report = report
        self.built_in = {f"{RESERVED_NAMESPACE}::{name}": type_ for name, type_ in BUILT_IN.items()}
        for name, type_ in BUILT_IN.items():  # the short names are there only as long as they are not declared
            if name not in declarations.common_types and name not in declarations.entity_types:
                self.built_in[name] = type_

    def type(self, syntax: NamedType, position: Position) -> str | Type | None:
        """The full name of a common type, or a type."""
        found = self.find_type(syntax, position)
        if found is None:
            self._not_defined(syntax, position)
        return found

    def find_type(self, syntax: NamedType, position: Position) -> str | Type | None:
        """The same, and nothing is reported."""
        for name in candidates(position.namespace, syntax.name):
            if syntax.sort is not Sort.ENTITY:
                if name in self._declared.common_types:
                    return name
                if name in self.built_in:
                    return self.built_in[name]
            is_entity_type = name in self._declared.entity_types or name in self._declared.action_types
            if syntax.sort is not Sort.COMMON and is_entity_type:
                return EntityType(name)
        return None

    def entity_type(self, reference: Reference, position: Position) -> str | None:
        """The full name of an entity type."""
        for name in candidates(position.namespace, reference.name):
            if name in self._declared.entity_types:
                return name
            if name in self._declared.action_types:
                message = f"{quote(name)} is the type of actions, and no entity type"
                hint = "name the type of an entity; what an action is part of stands after its own `in`"
                self._report.blame(position.fragment, Problem(reference.where, "undeclared-entity-type", message, hint))
                return None
        self._not_defined(NamedType(reference.where, reference.name, Sort.ENTITY), position)
        return None

    def group(self, reference: GroupReference, position: Position) -> EntityUID | None:
        """The action that is meant as a group."""
        for type_ in candidates(position.namespace, "Action" if reference.type is None else reference.type):
            uid = EntityUID(type_, reference.id)
            if uid in self._declared.actions:
                return uid
        written = reference.id if reference.type is None else f'{reference.type}::"{reference.id}"'
        message = f"the action {quote(written)} is not declared"
        hint = self._report.suggestion(reference.id, (uid.id for uid in self._declared.actions)) or DECLARE_IT
        self._report.blame(position.fragment, Problem(reference.where, "action-not-defined", message, hint))
        return None

    # -- what stands for nothing

    def _not_defined(self, syntax: NamedType, position: Position) -> None:
        sorts = {Sort.COMMON: "common type", Sort.ENTITY: "entity type", Sort.EITHER: "type"}
        message = f"the {sorts[syntax.sort]} {quote(syntax.name)} is not declared"
        hint = (
            self._other_sort(syntax, position)
            or self._report.suggestion(syntax.name, self._names(syntax.sort, position.namespace))
            or DECLARE_IT
        )
        self._report.blame(position.fragment, Problem(syntax.where, "type-not-defined", message, hint))

    def _other_sort(self, syntax: NamedType, position: Position) -> str | None:
        """Help where the name is declared, as something else, or is one of the JSON format."""
        for name in candidates(position.namespace, syntax.name):
            if name in self._declared.common_types or name in self.built_in:
                return f"{quote(name)} is a common type, and here stands the name of an entity type"
            if name in self._declared.entity_types:
                return f"{quote(name)} is an entity type, and here stands the name of a common type"
        if syntax.name in WRITTEN_OTHERWISE:
            return WRITTEN_OTHERWISE[syntax.name]
        if syntax.name.split("::")[0] == RESERVED_NAMESPACE:
            return f"the built-in types are {', '.join(f'`{name}`' for name in BUILT_IN)}"
        relative = f"{position.namespace}::{syntax.name}"
        if "::" in syntax.name and (relative in self._declared.entity_types or relative in self._declared.common_types):
            return f"a name with `::` is always a full name: write `{relative}`"
        return None

    def _names(self, sort: Sort, namespace: str) -> list[str]:
        """The names that could be written, as short as they could be."""
        found: list[str] = []
        if sort is not Sort.ENTITY:
            found += [*self._declared.common_types, *self.built_in]
        if sort is not Sort.COMMON:
            found += self._declared.entity_types
        lead = f"{namespace}::"
        return [name.removeprefix(lead) if namespace else name for name in found]
