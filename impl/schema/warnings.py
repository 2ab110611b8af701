"""What is well formed in a schema, and yet may not mean what its author thinks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deodar.impl.errors import Finding
from deodar.impl.schema.names import BUILT_IN
from deodar.impl.schema.syntax import CommonTypeDeclaration, EntityTypeDeclaration, Fragment, Namespace, Problem
from deodar.impl.source import Source
from deodar.impl.wording import quote


def schema_warnings(fragments: Iterable[Fragment]) -> tuple[Finding, ...]:
    """The warnings for documents in the Cedar format; the words of the JSON format leave no doubt."""
    return tuple(
        finding
        for fragment in fragments
        if isinstance(fragment.origin, Source)
        for finding in fragment.findings(
            problem for namespace in fragment.namespaces.values() for problem in _problems(namespace)
        )
    )


def _problems(namespace: Namespace) -> Iterator[Problem]:
    declarations: list[CommonTypeDeclaration | EntityTypeDeclaration]
    declarations = [*namespace.common_types.values(), *namespace.entity_types.values()]
    for declaration in declarations:
        if declaration.name in BUILT_IN:
            message = f"the declaration of {quote(declaration.name)} hides the built-in type of that name"
            hint = f"write `__cedar::{declaration.name}` for the built-in type"
            yield Problem(declaration.where, "shadowed-built-in-type", message, hint)
    for common_type in namespace.common_types.values():
        if common_type.name in namespace.entity_types:
            message = f"the common type {quote(common_type.name)} hides the entity type of that name"
            yield Problem(common_type.where, "shadowed-entity-type", message, "rename one of them")
