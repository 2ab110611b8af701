"""The public class for schemas."""

from __future__ import annotations

from typing import final

from deodar.impl.deep import with_room
from deodar.impl.errors import Finding
from deodar.impl.schema.declaration_json import fragment_from_json
from deodar.impl.schema.declared import Declarations
from deodar.impl.schema.names import Names
from deodar.impl.schema.parser import parse_fragment
from deodar.impl.schema.report import Report
from deodar.impl.schema.resolver import resolve
from deodar.impl.schema.schema import ResolvedSchema
from deodar.impl.schema.syntax import Fragment, merged
from deodar.impl.schema.to_json import schema_to_json
from deodar.impl.schema.to_text import schema_to_text
from deodar.impl.schema.warnings import schema_warnings


@final
class Schema:
    """A schema: one document, or several that declare things together. It is immutable."""

    __slots__ = ("fragments", "resolved")

    resolved: ResolvedSchema  # what the documents denote
    fragments: tuple[Fragment, ...]  # the documents, as written; never empty

    def __init__(self, first: Fragment, *others: Fragment) -> None:
        """The schema of documents that were read; applications call `parse` and `from_json`."""
        self.fragments = (first, *others)
        self.resolved = resolve(self.fragments)

    @classmethod
    def parse(cls, text: str, source_name: str = "<schema>") -> Schema:
        """The schema that a text in the Cedar format is; a `SchemaError` with all findings if it is none."""
        return cls(parse_fragment(text, source_name))

    @classmethod
    def from_json(cls, document: object, source_name: str = "<schema>") -> Schema:
        """The schema of a JSON text, or of Python data; a `SchemaError` with all findings if it is none."""
        return cls(fragment_from_json(document, source_name))

    @classmethod
    def join(cls, first: object, *others: object) -> Schema:
        """The schema that documents make together: each a `Schema`, a text in either format, or JSON as Python data.

        Names may refer from each document to all, so a text need not make a schema by itself.
        """
        return cls(*_fragments_of(first), *(fragment for other in others for fragment in _fragments_of(other)))

    def merge(self, *others: object) -> Schema:
        """The schema that this one and other documents make together; see `join`."""
        return Schema.join(self, *others)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What may not mean what its author thinks; it hinders nothing."""
        return schema_warnings(self.fragments)

    # -- writing

    def to_text(self) -> str:
        """The schema in the Cedar format; a `SchemaError` for the few things that only the JSON format can say."""
        return with_room(schema_to_text, merged(self.fragments), self._names(), self.fragments[0].source_name)

    def to_json(self) -> dict[str, object]:
        """The schema in the JSON format, with its names as written."""
        return with_room(schema_to_json, merged(self.fragments))

    def to_resolved_json(self) -> dict[str, object]:
        """The schema in the JSON format, with every name in full, and told whether it is an entity type's."""
        return with_room(schema_to_json, merged(self.fragments), self._names())

    def _names(self) -> Names:
        # The schema is well formed, so nothing will be reported.
        return Names(Declarations(self.fragments, Report()), Report())

    def __eq__(self, other: object) -> bool:
        """Whether both denote the same, however it is written."""
        return self.resolved == other.resolved if isinstance(other, Schema) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.resolved)

    def __repr__(self) -> str:
        size = f"{len(self.resolved.entity_types)} entity types and {len(self.resolved.actions)} actions"
        return f"<Schema of {size}>"


def _fragments_of(document: object) -> tuple[Fragment, ...]:
    """The documents that one is; a text is JSON if it begins as an object, which no text in the Cedar format does."""
    if isinstance(document, Schema):
        return document.fragments
    if isinstance(document, str) and not document.lstrip().startswith("{"):
        return (parse_fragment(document),)
    return (fragment_from_json(document),)
