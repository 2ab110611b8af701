"""A schema as it was written, in either format: names not resolved, spellings kept.

Each node knows *where* it was written: in a text a pair of offsets, in JSON data the path to the value. Only the
fragment that the node belongs to can tell which, and make a finding of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, NamedTuple, TypeAlias, cast

from deodar.impl.errors import Finding
from deodar.impl.json_place import Mistake, json_findings
from deodar.impl.json_reader import Place, path_of
from deodar.impl.schema.types import Extension, Primitive
from deodar.impl.source import Source

Where: TypeAlias = "tuple[int, int] | Place"
Annotations: TypeAlias = "tuple[tuple[str, str | None], ...]"  # None: the key stands without a value

MOST_LEVELS = 2_000  # of records and sets, one in the other
TOO_DEEP = "nested-too-deeply", f"records and sets are nested more than {MOST_LEVELS} levels deep"


class Sort(Enum):
    """What a name may stand for in its place."""

    COMMON = auto()
    ENTITY = auto()
    EITHER = auto()


class NamedType(NamedTuple):
    """A type by its name, as written."""

    where: Where
    name: str
    sort: Sort


class BuiltInType(NamedTuple):
    """A type that the JSON format has a word for, whatever the schema declares."""

    where: Where
    type: Primitive | Extension


class SetOf(NamedTuple):
    """The type of sets."""

    where: Where
    element: TypeSyntax


class AttributeSyntax(NamedTuple):
    """An attribute of a record."""

    name: str
    type: TypeSyntax
    required: bool
    annotations: Annotations


class RecordOf(NamedTuple):
    """The type of records with these attributes, each name once."""

    where: Where
    attributes: tuple[AttributeSyntax, ...]


TypeSyntax: TypeAlias = "NamedType | BuiltInType | SetOf | RecordOf"


class Reference(NamedTuple):
    """An entity type by its name, as written."""

    where: Where
    name: str


class GroupReference(NamedTuple):
    """An action group, as written; without a type it is one of the same namespace, or else of the empty one."""

    where: Where
    type: str | None
    id: str


class CommonTypeDeclaration(NamedTuple):
    """A name for a type."""

    where: Where  # the name
    name: str
    type: TypeSyntax
    annotations: Annotations = ()


class EntityTypeDeclaration(NamedTuple):
    """An entity type; an enumerated one has `ids` and nothing else."""

    where: Where  # the name
    name: str
    parents: tuple[Reference, ...] = ()
    shape: TypeSyntax | None = None
    tags: TypeSyntax | None = None
    ids: tuple[str, ...] | None = None
    annotations: Annotations = ()


class AppliesTo(NamedTuple):
    """What an action applies to."""

    principals: tuple[Reference, ...]
    resources: tuple[Reference, ...]
    context: TypeSyntax | None


NOTHING_APPLIES: Final = AppliesTo((), (), None)


class ActionDeclaration(NamedTuple):
    """An action."""

    where: Where  # the name
    id: str
    groups: tuple[GroupReference, ...] = ()
    applies_to: AppliesTo | None = None
    annotations: Annotations = ()


class Namespace(NamedTuple):
    """The declarations of a namespace, by their names; the empty namespace has no annotations."""

    common_types: dict[str, CommonTypeDeclaration]
    entity_types: dict[str, EntityTypeDeclaration]
    actions: dict[str, ActionDeclaration]
    annotations: Annotations = ()


class Problem(NamedTuple):
    """What is wrong with a node."""

    where: Where
    kind: str
    message: str
    help: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fragment:
    """One schema document, and what it takes to show a place in it."""

    namespaces: Mapping[str, Namespace]  # by name; the empty namespace only if something is declared in it
    origin: Source | str | None  # a text in the Cedar format; a JSON text; None: JSON as Python data
    source_name: str

    def findings(self, problems: Iterable[Problem]) -> tuple[Finding, ...]:
        """The findings for problems with nodes of this fragment."""
        if isinstance(self.origin, Source):
            source = self.origin
            return tuple(
                source.finding(p.kind, p.message, *_offsets(p.where), p.help) for p in sorted(problems, key=_start)
            )
        mistakes = (Mistake(path_of(_place(p.where)), p.kind, p.message, p.help) for p in problems)
        return json_findings(self.origin, mistakes)


def _start(problem: Problem) -> tuple[int, int]:
    return _offsets(problem.where)


def _offsets(where: Where) -> tuple[int, int]:
    return cast("tuple[int, int]", where)


def _place(where: Where) -> Place:
    return cast("Place", where)


def merged(fragments: Iterable[Fragment]) -> dict[str, Namespace]:
    """The namespaces of all documents together, if these do not declare anything twice; sorted, the empty one first."""
    found: dict[str, Namespace] = {}
    for fragment in fragments:
        for name, each in fragment.namespaces.items():
            known = found.get(name, Namespace({}, {}, {}))
            found[name] = Namespace(
                known.common_types | each.common_types,
                known.entity_types | each.entity_types,
                known.actions | each.actions,
                tuple((dict(each.annotations) | dict(known.annotations)).items()),
            )
    return dict(sorted(found.items()))


def qualified(namespace: str, name: str) -> str:
    """The full name of what is declared as `name` in a namespace."""
    return f"{namespace}::{name}" if namespace else name
