"""Schema text to a fragment: the rules for declarations and namespaces, and the function that reads a document.

All mistakes of a document are reported. A declaration with a mistake that its rule does not understand is left at
its `;`; the ones after it are read on.
"""

from __future__ import annotations

import re

from deodar.impl.cursor import Lost, TooManyFindings
from deodar.impl.deep import with_room
from deodar.impl.errors import Finding, SchemaError
from deodar.impl.lexer import END
from deodar.impl.schema.declaration_parser import DeclarationParser
from deodar.impl.schema.schema_cursor import DECLARING_WORDS
from deodar.impl.schema.syntax import Annotations, Fragment, Namespace
from deodar.impl.source import Source
from deodar.impl.wording import did_you_mean, quote

_SURROGATE = re.compile("[\ud800-\udfff]")
_DECLARATION_HELP = "a declaration begins with `entity`, `action`, `type` or `namespace`"


class SchemaParser(DeclarationParser):
    """Rules for whole schemas."""

    def schema(self) -> dict[str, Namespace]:
        """`(namespace | declaration)*`, to the end of the text."""
        namespaces: dict[str, Namespace] = {}
        empty = Namespace({}, {}, {})
        while self.tokens[self.at] != END:
            begin = self.at
            try:
                self._item(namespaces, empty)
            except Lost:
                self.levels = 0
                self.go_to_next_declaration(begin)
                self.take("}")
        if empty.common_types or empty.entity_types or empty.actions:
            namespaces[""] = empty
        return namespaces

    def _item(self, namespaces: dict[str, Namespace], empty: Namespace) -> None:
        annotations = self.annotations()
        if self.tokens[self.at] != "namespace":
            self._declaration(empty, annotations)
            return
        self.at += 1
        at = self.at
        name = self.plain_name("a namespace")
        while self.take("::"):
            name += f"::{self.plain_name('a namespace')}"
        if name in namespaces:
            hint = "put all declarations of a namespace into one block"
            self.blame_token("duplicate-namespace", f"the namespace {quote(name)} is declared twice", hint, at)
        namespace = Namespace({}, {}, {}, annotations)
        namespaces.setdefault(name, namespace)
        self._block(namespace)

    def _block(self, namespace: Namespace) -> None:
        opened = self.at
        self.expect("{", "the declarations of a namespace stand in braces")
        while self.tokens[self.at] not in ("}", END):
            begin = self.at
            try:
                self._declaration(namespace, self.annotations())
            except Lost:
                self.levels = 0
                self.go_to_next_declaration(begin)
        if not self.take("}"):
            self.blame_token("unclosed-namespace", "this `{` is never closed", "put `}` after the declarations", opened)
        elif self.tokens[self.at] == ";":
            self.blame_token("unexpected-token", "a namespace has no `;` at its end", "remove it")
            self.at += 1

    def _declaration(self, namespace: Namespace, annotations: Annotations) -> None:
        token = self.tokens[self.at]
        match token:
            case "entity":
                self.entity_types(namespace, annotations)
            case "action":
                self.actions(namespace, annotations)
            case "type":
                self.common_type(namespace, annotations)
            case "namespace":
                self.blame_token("nested-namespace", "a namespace cannot stand inside another", "write `A::B`")
                raise Lost
            case _:
                meant = did_you_mean(token, DECLARING_WORDS) if token.isidentifier() else None
                hint = "remove it" if token == ";" else meant or _DECLARATION_HELP
                raise self.lost("a declaration", hint)


def parse_fragment(text: str, source_name: str = "<schema>") -> Fragment:
    """The schema document that a text is; a `SchemaError` with all findings if there is one."""
    source = Source(text, source_name)
    surrogate = None if text.isascii() else _SURROGATE.search(text)
    if surrogate is not None:
        finding = source.finding("lone-surrogate", "the text has an unpaired surrogate", *surrogate.span(), "remove it")
        raise SchemaError([finding], source_name)
    namespaces, findings = with_room(_parse, source)
    if findings:
        raise SchemaError(sorted(findings, key=_place), source_name)
    return Fragment(namespaces, source, source_name)


def _parse(source: Source) -> tuple[dict[str, Namespace], list[Finding]]:
    parser = SchemaParser(source)
    try:
        return parser.schema(), parser.findings
    except TooManyFindings:
        return {}, parser.findings


def _place(finding: Finding) -> tuple[int, int]:
    return (finding.span.line, finding.span.column) if finding.span else (0, 0)
