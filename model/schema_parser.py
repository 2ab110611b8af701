"""Schema text to what it declares, by the grammar beside this file.

Each rule of `schema_grammar.lark` is a method of its name, which gives the piece that the rule stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, TypeVar, cast

from lark import Lark, Token, Transformer, UnexpectedInput, v_args  # pyright: ignore[reportUnknownVariableType]  # open types

from deodar.model import schema_fragment as fragment
from deodar.model.deep import with_room
from deodar.model.map import Map
from deodar.model.refusal import Refusal
from deodar.model.schema_fragment import NO_ATTRIBUTES, Fragment, Namespace, RecordOf, Sort, TypeExpr
from deodar.model.strings import SURROGATE, unescape

T = TypeVar("T")

COMMON_TYPE_WORDS = frozenset({"Bool", "Boolean", "Entity", "Extension", "Long", "Record", "Set", "String"})


class Annotation(NamedTuple):
    """A key and a value."""

    key: str
    value: str


class Declared(NamedTuple):
    """One or more names and the declaration that they share."""

    names: Sequence[str]
    declaration: Any


class Part(NamedTuple):
    """One part of what an action applies to."""

    name: str
    content: Any


def distinct(pairs: Iterable[tuple[str, T]], kind: str) -> Map[str, T]:
    """The map of pairs whose keys do not repeat."""
    given = list(pairs)
    if len(dict(given)) < len(given):
        raise Refusal(kind)
    return Map(dict(given))


def annotated(parts: Sequence[Any]) -> tuple[fragment.Annotations, list[Any]]:
    """The annotations that a declaration begins with, and the rest of it."""
    annotations = [part for part in parts if isinstance(part, Annotation)]
    return distinct(annotations, "duplicate-annotation"), list(parts[len(annotations) :])


def namespace(name: str, declarations: Sequence[Declared], annotations: fragment.Annotations) -> Namespace:
    """The declarations of one namespace, by their sort."""

    def of(sort: type[T] | tuple[type[T], ...]) -> Map[str, T]:
        found = [
            (key, each.declaration) for each in declarations for key in each.names if isinstance(each.declaration, sort)
        ]
        return distinct(found, "duplicate-declaration")

    return Namespace(
        name,
        of((fragment.EntityDecl, fragment.EnumDecl)),
        of(fragment.ActionDecl),
        of(fragment.CommonDecl),
        annotations,
    )


def merged(blocks: Sequence[Namespace], loose: Sequence[Declared]) -> Fragment:
    """The namespaces of a schema; each is opened once, and what stands outside is in the empty one."""
    distinct([(block.name, block) for block in blocks], "duplicate-namespace")
    return (namespace("", loose, Map({})), *blocks) if loose else tuple(blocks)


def declarable(name: str) -> str:
    """A name that a declaration may give to a type."""
    if name == "__cedar":
        raise Refusal("reserved-name")
    return name


@v_args(inline=True)
class ToFragment(Transformer[Token, object]):
    """What each rule or alternative of the grammar stands for, by its name."""

    name = any_ident = str

    def schema(self, *items: Any) -> Fragment:
        blocks = [item for item in items if isinstance(item, Namespace)]
        return merged(blocks, [item for item in items if isinstance(item, Declared)])

    def namespace(self, *parts: Any) -> Namespace:
        annotations, (path, *declarations) = annotated(parts)
        if "__cedar" in path.split("::"):
            raise Refusal("reserved-name")
        return namespace(path, declarations, annotations)

    def annotation(self, key: str, value: Token | None) -> Annotation:
        return Annotation(key, "" if value is None else unescape(value))

    def entity(self, *parts: Any) -> Declared:
        annotations, (names, parents, shape, tags) = annotated(parts)
        declaration = fragment.EntityDecl(parents or (), shape or NO_ATTRIBUTES, tags, annotations)
        return Declared([declarable(name) for name in names], declaration)

    def enum(self, *parts: Any) -> Declared:
        annotations, (names, *ids) = annotated(parts)
        declaration = fragment.EnumDecl(tuple(unescape(literal) for literal in ids), annotations)
        return Declared([declarable(name) for name in names], declaration)

    def common(self, *parts: Any) -> Declared:
        annotations, (name, ty) = annotated(parts)
        if name in COMMON_TYPE_WORDS:
            raise Refusal("reserved-common-type")
        return Declared([declarable(name)], fragment.CommonDecl(ty, annotations))

    def action(self, *parts: Any) -> Declared:
        annotations, (names, groups, *applies) = annotated(parts)
        return Declared(names, fragment.ActionDecl(groups or (), applies_to(applies), annotations))

    def principals(self, names: tuple[str, ...]) -> Part:
        return Part("principal", names)

    def resources(self, names: tuple[str, ...]) -> Part:
        return Part("resource", names)

    def context(self, record: TypeExpr) -> Part:
        return Part("context", record)

    def common_context(self, path: str) -> Part:
        return Part("context", fragment.Named(path, Sort.COMMON))

    def entity_types(self, *names: str) -> tuple[str, ...]:
        return names

    groups = identifiers = names = entity_types

    def sibling(self, name: str) -> fragment.GroupRef:
        return fragment.GroupRef(None, name)

    def quoted_sibling(self, literal: Token) -> fragment.GroupRef:
        return fragment.GroupRef(None, unescape(literal))

    def group_of(self, path: str, literal: Token) -> fragment.GroupRef:
        return fragment.GroupRef(path, unescape(literal))

    def named(self, path: str) -> TypeExpr:
        return fragment.Named(path, Sort.ENTITY_OR_COMMON)

    set_of = fragment.SetOf

    def record(self, *attributes: Any) -> TypeExpr:
        return RecordOf(Map(dict(pair for pair in attributes if pair is not None)), False)

    def attribute(self, *parts: Any) -> tuple[str, fragment.Attribute]:
        annotations, (name, *optional, ty) = annotated(parts)
        return name, fragment.Attribute(ty, not optional, annotations)

    def quoted(self, literal: Token) -> str:
        return unescape(literal)

    def path(self, *names: str) -> str:
        return "::".join(names)


def applies_to(parts: Sequence[Part | None]) -> fragment.AppliesTo:
    """What an action applies to; if it says so, it says both of what principals and of what resources."""
    given = distinct([part for part in parts if part is not None], "duplicate-part")
    if not given:
        return fragment.AppliesTo((), (), NO_ATTRIBUTES)
    principals, resources = given.get("principal"), given.get("resource")
    if not principals or not resources:
        raise Refusal("missing-part")
    return fragment.AppliesTo(principals, resources, given.get("context") or NO_ATTRIBUTES)


@cache
def grammar() -> Lark:
    """The parser that the grammar describes."""
    text = (files("deodar.model") / "schema_grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="basic", start="schema", transformer=ToFragment())


def parse(text: str) -> Fragment:
    """What a schema text declares."""
    if SURROGATE.search(text):
        raise Refusal("surrogate")
    try:
        return cast(Fragment, grammar().parse(text))  # pyright: ignore[reportUnknownMemberType]  # open types in lark
    except UnexpectedInput as error:
        raise Refusal("syntax", error.line, error.column) from error


def parse_schema_text(text: str) -> Fragment:
    """What a schema text declares."""
    return with_room(parse, text)
