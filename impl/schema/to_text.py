"""Schemas to the Cedar format, in the official layout: everything sorted, one declaration or attribute a line.

Two things that JSON can say have no spelling in the Cedar format, and are refused: attributes of an entity type given
by the name of a common type, and a name that is meant as an entity type where a common type of that name would be
found first. An action that applies to no principal or to no resource is written without `appliesTo`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from deodar.impl.errors import Finding, SchemaError
from deodar.impl.names import RESERVED_NAMESPACE, is_name
from deodar.impl.schema.names import Names, Position
from deodar.impl.schema.syntax import (
    ActionDeclaration,
    Annotations,
    AttributeSyntax,
    BuiltInType,
    CommonTypeDeclaration,
    EntityTypeDeclaration,
    GroupReference,
    NamedType,
    Namespace,
    RecordOf,
    SetOf,
    Sort,
    TypeSyntax,
)
from deodar.impl.schema.types import Extension, Primitive
from deodar.impl.strings import escape
from deodar.impl.wording import quote

_STEP = "  "


def schema_to_text(namespaces: Mapping[str, Namespace], names: Names, source_name: str) -> str:
    """The schema as text; a `SchemaError` if the Cedar format cannot say it."""
    findings: list[Finding] = []
    blocks: list[str] = []
    for name, namespace in namespaces.items():
        writer = _Writer(Position(0, name), names, findings)
        declarations = "\n\n".join(writer.declarations(namespace, _STEP if name else ""))
        if name:
            block = f"namespace {name} {{\n{declarations}\n}}" if declarations else f"namespace {name} {{\n}}"
            declarations = "".join(_annotations(namespace.annotations, "")) + block
        if declarations:
            blocks.append(declarations)
    if findings:
        raise SchemaError(findings, source_name)
    return "\n\n".join(blocks) + "\n" if blocks else ""


class _Writer:
    """Writes what stands in one namespace."""

    def __init__(self, position: Position, names: Names, findings: list[Finding]) -> None:
        self._position = position
        self._names = names
        self._findings = findings

    def declarations(self, namespace: Namespace, indent: str) -> Iterator[str]:
        for _, common_type in sorted(namespace.common_types.items()):
            yield self._common_type(common_type, indent)
        for _, entity_type in sorted(namespace.entity_types.items()):
            yield self._entity_type(entity_type, indent)
        for _, action in sorted(namespace.actions.items()):
            yield self._action(action, indent)

    def _common_type(self, declaration: CommonTypeDeclaration, indent: str) -> str:
        annotations = "".join(_annotations(declaration.annotations, indent))
        return f"{annotations}{indent}type {declaration.name} = {self._type(declaration.type, indent)};"

    def _entity_type(self, declaration: EntityTypeDeclaration, indent: str) -> str:
        text = "".join(_annotations(declaration.annotations, indent)) + f"{indent}entity {declaration.name}"
        if declaration.ids is not None:
            return f"{text} enum [{', '.join(map(_string, declaration.ids))}];"
        if declaration.parents:
            text += f" in {_list(reference.name for reference in declaration.parents)}"
        match declaration.shape:
            case RecordOf() as shape if shape.attributes:
                text += f" = {self._type(shape, indent)}"
            case None | RecordOf():
                pass
            case _:
                message = (
                    f"the Cedar format cannot say that a common type is the attributes of {quote(declaration.name)}"
                )
                self._refuse("shape-by-name", message, "write the attributes out")
        if declaration.tags is not None:
            text += f" tags {self._type(declaration.tags, indent)}"
        return f"{text};"

    def _action(self, declaration: ActionDeclaration, indent: str) -> str:
        text = "".join(_annotations(declaration.annotations, indent)) + f"{indent}action {_string(declaration.id)}"
        if declaration.groups:
            text += f" in {_list(map(_group, declaration.groups))}"
        applies_to = declaration.applies_to
        if applies_to is None or not applies_to.principals or not applies_to.resources:
            return f"{text};"
        inner = indent + _STEP
        lines = [
            f"{inner}principal: {_list(reference.name for reference in applies_to.principals)}",
            f"{inner}resource: {_list(reference.name for reference in applies_to.resources)}",
        ]
        context = "{}" if applies_to.context is None else self._type(applies_to.context, inner)
        lines.append(f"{inner}context: {context}")
        return f"{text} appliesTo {{\n" + ",\n".join(lines) + f"\n{indent}}};"

    # -- types

    def _type(self, syntax: TypeSyntax, indent: str) -> str:
        match syntax:
            case NamedType():
                return self._name(syntax)
            case BuiltInType():
                return f"{RESERVED_NAMESPACE}::{syntax.type.value}"
            case SetOf():
                return f"Set<{self._type(syntax.element, indent)}>"
            case RecordOf(_, ()):
                return "{}"
            case _:
                ordered = sorted(syntax.attributes, key=lambda attribute: attribute.name)
                inner = indent + _STEP
                return "{\n" + ",\n".join(self._attribute(each, inner) for each in ordered) + f"\n{indent}}}"

    def _attribute(self, attribute: AttributeSyntax, indent: str) -> str:
        annotations = "".join(_annotations(attribute.annotations, indent))
        name = attribute.name if is_name(attribute.name) else _string(attribute.name)
        mark = "" if attribute.required else "?"
        return f"{annotations}{indent}{name}{mark}: {self._type(attribute.type, indent)}"

    def _name(self, syntax: NamedType) -> str:
        """The name as written, unless it would mean something else where any type can stand."""
        meant = self._names.find_type(syntax, self._position)
        if meant == self._names.find_type(syntax._replace(sort=Sort.EITHER), self._position):
            return syntax.name
        if isinstance(meant, Primitive | Extension):
            return f"{RESERVED_NAMESPACE}::{meant.value}"
        message = f"in the Cedar format {quote(syntax.name)} would be a type of another sort, with the same name"
        self._refuse("name-collision", message, "rename the common type")
        return syntax.name

    def _refuse(self, kind: str, message: str, hint: str) -> None:
        self._findings.append(Finding(kind, message, help=hint))


def _group(reference: GroupReference) -> str:
    return f"{'Action' if reference.type is None else reference.type}::{_string(reference.id)}"


def _list(names: Iterable[str]) -> str:
    return f"[{', '.join(names)}]"


def _string(value: str) -> str:
    return f'"{escape(value)}"'


def _annotations(annotations: Annotations, indent: str) -> Sequence[str]:
    return [f"{indent}@{key}({_string(value or '')})\n" for key, value in sorted(annotations)]
