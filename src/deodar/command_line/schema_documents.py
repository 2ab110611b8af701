"""Schemas from files: several of them declare things together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deodar import Finding, Schema
from deodar.command_line.files import read_file
from deodar.command_line.options import SchemaFormat
from deodar.impl.schema.declaration_json import fragment_from_json
from deodar.impl.schema.parser import parse_fragment
from deodar.impl.schema.syntax import Fragment
from deodar.impl.schema.warnings import schema_warnings


def load_schema(paths: Sequence[Path], schema_format: SchemaFormat) -> Schema:
    """The schema that one or more files make together; each mistake is reported under the name of its file."""
    first, *others = (_fragment(path, schema_format) for path in paths)
    return Schema(first, *others)


def load_schema_if_given(paths: Sequence[Path] | None, schema_format: SchemaFormat) -> Schema | None:
    """The schema of the files; None where there are none."""
    return load_schema(paths, schema_format) if paths else None


def schema_of_text(text: str, schema_format: SchemaFormat, source_name: str) -> Schema:
    """The schema that one text is."""
    return Schema(_read(text, schema_format, source_name))


def warnings_of(schema: Schema) -> list[tuple[str, Finding]]:
    """What may not mean what its author thinks, each with the name of its file."""
    return [(fragment.source_name, finding) for fragment in schema.fragments for finding in schema_warnings([fragment])]


def _fragment(path: Path, schema_format: SchemaFormat) -> Fragment:
    return _read(read_file(path), schema_format, str(path))


def _read(text: str, schema_format: SchemaFormat, source_name: str) -> Fragment:
    if schema_format is SchemaFormat.JSON:
        return fragment_from_json(text, source_name)
    return parse_fragment(text, source_name)
