"""The rules of the schema format for types and records."""

from __future__ import annotations

from deodar.impl.cursor import Lost
from deodar.impl.schema.schema_cursor import SchemaCursor
from deodar.impl.schema.syntax import (
    MOST_LEVELS,
    TOO_DEEP,
    AttributeSyntax,
    NamedType,
    RecordOf,
    SetOf,
    Sort,
    TypeSyntax,
)

_TYPE_HELP = "a type is a name, `Set<...>` or `{...}`"


class TypeParser(SchemaCursor):
    """Rules for types."""

    levels = 0  # how many records and sets are open

    def type(self) -> TypeSyntax:
        """`path | "Set" "<" type ">" | "{" attributes? "}"`."""
        if self.tokens[self.at] == "{":
            return self.record()
        if self.tokens[self.at] == "Set" and self.tokens[self.at + 1] == "<":
            return self._set()
        return self.type_name(Sort.EITHER)

    def type_name(self, sort: Sort) -> NamedType:
        """A path that stands for a type."""
        start = self.starts[self.at]
        if not self.tokens[self.at].isidentifier():
            raise self.lost("a type", _TYPE_HELP)
        name = self.schema_path("a type")
        return NamedType((start, self.last_end()), name, sort)

    def _set(self) -> SetOf:
        start = self.starts[self.at]
        self.at += 2
        self._deeper(start)
        element = self.type()
        self.expect(">")
        self.levels -= 1
        return SetOf((start, self.last_end()), element)

    def record(self) -> RecordOf:
        """`"{" attributes? "}"`; of a repeated name the last declaration counts, as the language has it."""
        start = self.starts[self.at]
        self.expect("{")
        self._deeper(start)
        attributes: dict[str, AttributeSyntax] = {}
        while self.tokens[self.at] != "}":
            attribute = self._attribute()
            attributes.pop(attribute.name, None)
            attributes[attribute.name] = attribute
            if not self.take(",") and self.tokens[self.at] != "}":
                raise self.lost("`,` or `}`", "attributes are separated by `,`")
        self.at += 1
        self.levels -= 1
        return RecordOf((start, self.last_end()), tuple(attributes.values()))

    def _attribute(self) -> AttributeSyntax:
        annotations = self.annotations()
        name = self.name_or_string("an attribute name")
        required = not self.take("?")
        self.expect(":")
        return AttributeSyntax(name, self.type(), required, annotations)

    def _deeper(self, start: int) -> None:
        self.levels += 1
        if self.levels > MOST_LEVELS:
            self.blame(*TOO_DEEP, start, self.last_end(), "give an inner type a name by `type ... = ...;`")
            raise Lost
