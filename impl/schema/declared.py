"""What the documents of a schema declare, by full names, and which declarations do not go together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from deodar.impl.expr import EntityUID
from deodar.impl.schema.report import Report
from deodar.impl.schema.syntax import (
    ActionDeclaration,
    CommonTypeDeclaration,
    EntityTypeDeclaration,
    Fragment,
    Problem,
    Where,
    qualified,
)
from deodar.impl.wording import quote

D = TypeVar("D", CommonTypeDeclaration, EntityTypeDeclaration, ActionDeclaration)
Name = TypeVar("Name", str, EntityUID)


class Declared(NamedTuple, Generic[D]):
    """A declaration, the number of the document that makes it, and its namespace."""

    fragment: int
    namespace: str
    declaration: D


class Declarations:
    """All declarations of a schema."""

    def __init__(self, fragments: Sequence[Fragment], report: Report) -> None:
        """Gather them; what is declared twice, or cannot be declared beside something else, is reported."""
        self.common_types: dict[str, Declared[CommonTypeDeclaration]] = {}
        self.entity_types: dict[str, Declared[EntityTypeDeclaration]] = {}
        self.actions: dict[EntityUID, Declared[ActionDeclaration]] = {}
        for number, fragment in enumerate(fragments):
            for namespace, content in fragment.namespaces.items():
                for name, common_type in content.common_types.items():
                    declared = Declared(number, namespace, common_type)
                    _add(self.common_types, qualified(namespace, name), declared, "common type", report)
                for name, entity_type in content.entity_types.items():
                    of_entity = Declared(number, namespace, entity_type)
                    _add(self.entity_types, qualified(namespace, name), of_entity, "entity type", report)
                for name, action in content.actions.items():
                    of_action = Declared(number, namespace, action)
                    _add(self.actions, EntityUID(qualified(namespace, "Action"), name), of_action, "action", report)
        self.action_types = frozenset(uid.type for uid in self.actions)
        self._refuse_entity_types_named_action(report)
        self._refuse_shadowing(report)

    def _refuse_entity_types_named_action(self, report: Report) -> None:
        for declared in self.entity_types.values():
            if declared.declaration.name == "Action":
                message, hint = "no entity type can be called `Action`", "it is the type of the actions"
                report.blame(
                    declared.fragment, Problem(declared.declaration.where, "action-entity-type", message, hint)
                )

    def _refuse_shadowing(self, report: Report) -> None:
        """What the empty namespace declares, no other may declare again: the same word would have two meanings."""
        for number, namespace, where, name in self._types():
            if namespace and (name in self.common_types or name in self.entity_types):
                message = f"the type {quote(name)} of the empty namespace is declared again in {quote(namespace)}"
                report.blame(number, Problem(where, "type-shadowing", message, "rename one of them"))
        for uid, declared in self.actions.items():
            if declared.namespace and EntityUID("Action", uid.id) in self.actions:
                namespace = quote(declared.namespace)
                message = f"the action {quote(uid.id)} of the empty namespace is declared again in {namespace}"
                problem = Problem(declared.declaration.where, "action-shadowing", message, "rename one of them")
                report.blame(declared.fragment, problem)

    def _types(self) -> Iterator[tuple[int, str, Where, str]]:
        for common in self.common_types.values():
            yield common.fragment, common.namespace, common.declaration.where, common.declaration.name
        for entity in self.entity_types.values():
            yield entity.fragment, entity.namespace, entity.declaration.where, entity.declaration.name


def _add(known: dict[Name, Declared[D]], name: Name, new: Declared[D], sort: str, report: Report) -> None:
    if name not in known:
        known[name] = new
        return
    shown = quote(name if isinstance(name, str) else f'{name.type}::"{name.id}"')
    message = f"the {sort} {shown} is declared twice"
    hint = "another document of this schema declares it too: remove or rename one of them"
    report.blame(new.fragment, Problem(new.declaration.where, "duplicate-declaration", message, hint))


def candidates(namespace: str, name: str) -> Iterable[str]:
    """The full names that a name may stand for in a namespace, the preferred one first."""
    if "::" in name or not namespace:
        return (name,)
    return (f"{namespace}::{name}", name)
