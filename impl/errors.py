"""What the engine says when it refuses a document: findings, and the exceptions that carry them.

A refusal is a `DeodarError`: a `ValueError` with one `Finding` for every mistake found. Each finding has a stable
kind, a place, a sentence and, where one is known, a line of help; `str(error)` prints them all, each with the line of
the document and a mark under the place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of a document. Lines and columns count from 1; columns count code points."""

    line: int
    column: int
    end_line: int
    end_column: int


class Finding(NamedTuple):
    """One mistake in a document: what, where, and how to mend it."""

    kind: str  # stable, in kebab case: `unexpected-token`
    message: str  # a sentence in lower case without a final period; the user's words stand in backticks
    span: Span | None = None  # None only where there is no text, as in data given as Python objects
    help: str | None = None
    path: str | None = None  # the place inside a JSON document: `[0].attrs.age`
    source_line: str | None = None  # the text of line `span.line`

    def render(self, source_name: str) -> str:
        """The finding as text: `name:line:column: message`, then the line and a mark under the place."""
        place = source_name if self.span is None else f"{source_name}:{self.span.line}:{self.span.column}"
        where = f" at `{self.path}`" if self.path else ""
        head = f"{place}: {self.message}{where}"
        helped = f" help: {self.help}" if self.help else ""
        if self.span is None or self.source_line is None:
            return head + (f"\n  {helped.strip()}" if helped else "")
        number = str(self.span.line)
        width = self.span.end_column - self.span.column if self.span.end_line == self.span.line else 1
        lead = "".join("\t" if character == "\t" else " " for character in self.source_line[: self.span.column - 1])
        mark = " " * (len(number) + 4) + lead + "^" * max(1, width)
        return f"{head}\n  {number} | {self.source_line}\n {mark}{helped}"


class DeodarError(ValueError):
    """A document was refused. Nothing of it was loaded."""

    findings: tuple[Finding, ...]
    source_name: str

    def __init__(self, findings: Iterable[Finding], source_name: str = "<input>") -> None:
        self.findings = tuple(findings)
        self.source_name = source_name
        super().__init__("\n".join(finding.render(source_name) for finding in self.findings))

    def __reduce__(self) -> tuple[type[DeodarError], tuple[object, ...]]:
        """Copied and sent to another process with its findings: `ValueError` would only take the text along."""
        return type(self), (self.findings, self.source_name)

    @property
    def kind(self) -> str:
        """The kind of the first finding."""
        return self.findings[0].kind


class PolicyParseError(DeodarError):
    """A policy, template, policy set or expression, as text or as JSON, is not well formed."""


class SchemaError(DeodarError):
    """A schema is not well formed."""


class EntitiesError(DeodarError):
    """An entities document is not well formed, repeats an entity, or has a cycle."""


class RequestError(DeodarError):
    """A request or its context is not well formed."""


class LinkError(DeodarError):
    """A template cannot be linked as asked."""


class EvaluationError(DeodarError):
    """An expression has no value; `kind` is one of the evaluation error kinds of the engine protocol."""
