"""Schemas of the JSON format as tokens of Cedar schema text, in any of the spellings that mean the same.

A few things have no text: a shape that is a reference, an action with an empty list of types. Writing these raises a
`ValueError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from deodar.drt.choice import Choose
from deodar.drt.data import Json
from deodar.drt.generate.expr_text import Tokens, path
from deodar.drt.generate.layout import neat, wild
from deodar.drt.generate.literal_text import name_or_string, string

PRIMITIVES = {"Boolean": "Bool", "Long": "Long", "String": "String"}
BUILT_IN = frozenset({"Bool", "Long", "String", "ipaddr", "decimal", "datetime", "duration"})


class SchemaText:
    """Writes schemas; the choices are those of spelling."""

    def __init__(self, choose: Choose) -> None:
        self._choose = choose
        self._hidden: frozenset[str] = frozenset()

    def items(self, schema: Any) -> Iterator[Tokens]:
        """The tokens of each declaration outside of a namespace, and of each namespace."""
        for space, declared in schema.items():
            hidden = [schema.get(name, {}) for name in {space, ""}]
            self._hidden = frozenset(
                name for each in hidden for part in ("entityTypes", "commonTypes") for name in each.get(part, ())
            )
            declarations = self._declarations(declared)
            if not space:
                yield from declarations
            else:
                inside = [token for declaration in declarations for token in declaration]
                yield [*self._annotations(declared), "namespace", *path(space), "{", *inside, "}"]

    def _declarations(self, space: Any) -> Iterator[Tokens]:
        for name, written in space.get("commonTypes", {}).items():
            yield [*self._annotations(written), "type", name, "=", *self._type(written), ";"]
        entities = list(space["entityTypes"].items())
        while entities:
            name, written = entities.pop(0)
            names = [name]
            while entities and entities[0][1] == written and self._choose(2):
                names += [",", entities.pop(0)[0]]
            yield [*self._annotations(written), "entity", *names, *self._entity(written), ";"]
        for name, written in space["actions"].items():
            yield [*self._annotations(written), "action", self._name(name), *self._action(written), ";"]

    def _entity(self, entity: Any) -> Tokens:
        if "enum" in entity:
            return ["enum", "[", *_listed([[string(self._choose, each)] for each in entity["enum"]]), "]"]
        made: Tokens = []
        if "memberOfTypes" in entity:
            made += ["in", *self._types(entity["memberOfTypes"])]
        if "shape" in entity:
            made += [*([] if self._choose(2) else ["="]), *self._record(entity["shape"])]
        if "tags" in entity:
            made += ["tags", *self._type(entity["tags"])]
        return made

    def _action(self, action: Any) -> Tokens:
        made: Tokens = []
        groups = [self._group(group) for group in action.get("memberOf") or ()]
        if groups:
            alone = len(groups) == 1 and self._choose(2)
            made += ["in", *(groups[0] if alone else ["[", *_listed(groups), "]"])]
        applies = action.get("appliesTo")
        if applies is None or not (applies["principalTypes"] or applies["resourceTypes"] or "context" in applies):
            return made
        if not applies["principalTypes"] or not applies["resourceTypes"]:
            raise ValueError("an action that applies to no pair of types has no text")
        parts = [
            ["principal", ":", *self._types(applies["principalTypes"])],
            ["resource", ":", *self._types(applies["resourceTypes"])],
        ]
        if "context" in applies:
            parts.append(["context", ":", *self._type(applies["context"])])
        if self._choose(4) == 3:
            parts.reverse()
        return [*made, "appliesTo", "{", *_listed(parts), *self._comma(parts), "}"]

    def _group(self, group: Any) -> Tokens:
        if "type" not in group:
            return [self._name(group["id"])]
        return [*path(group["type"]), "::", string(self._choose, group["id"])]

    def _types(self, names: list[str]) -> Tokens:
        if len(names) == 1 and self._choose(2):
            return path(names[0])
        return ["[", *_listed([path(name) for name in names]), "]"]

    def _type(self, written: Any) -> Tokens:
        match written:
            case {"type": "Set", "element": element}:
                return ["Set", "<", *self._type(element), ">"]
            case {"type": "Record"}:
                return self._record(written)
            case {"type": "Boolean" | "Long" | "String" as primitive}:
                return self._built_in(PRIMITIVES[primitive])
            case {"type": "Extension", "name": str(name)}:
                return self._built_in(name)
            case {"type": "Entity" | "EntityOrCommon", "name": str(name)}:
                return path(name)
            case {"type": str(name)}:
                return path(name)
            case _:
                raise ValueError(f"no type: {written!r}")

    def _built_in(self, name: str) -> Tokens:
        in_full = name in self._hidden or self._choose(8) == 7
        return ["__cedar", "::", name] if in_full else [name]

    def _record(self, record: Any) -> Tokens:
        if record["type"] != "Record":
            raise ValueError("a shape that is a reference has no text")
        members = [
            [
                *self._annotations(attribute),
                self._name(name),
                *([] if attribute.get("required", True) else ["?"]),
                ":",
                *self._type(attribute),
            ]
            for name, attribute in record["attributes"].items()
        ]
        return ["{", *_listed(members), *self._comma(members), "}"]

    def _comma(self, members: list[Tokens]) -> Tokens:
        return [","] if members and self._choose(6) == 5 else []

    def _name(self, name: str) -> str:
        return name_or_string(self._choose, name)

    def _annotations(self, declared: Mapping[str, Json]) -> Tokens:
        annotations: Any = declared.get("annotations", {})
        return [token for key, value in annotations.items() for token in self._annotation(key, value)]

    def _annotation(self, key: str, value: str | None) -> Tokens:
        if value is None or (value == "" and self._choose(2)):
            return ["@", key]
        return ["@", key, "(", string(self._choose, value), ")"]


def _listed(members: list[Tokens]) -> Tokens:
    return [token for member in members for token in (",", *member)][1:]


def schema_tokens(choose: Choose, schema: Json) -> Tokens:
    """The tokens of a whole schema."""
    return [token for item in SchemaText(choose).items(schema) for token in item]


def schema_text(choose: Choose, schema: Json) -> str:
    """A text of a schema."""
    return wild(choose, schema_tokens(choose, schema))


def neat_schema(schema: Json) -> str:
    """The text of a schema that reads best, a declaration a line."""
    return "\n".join(neat(tokens) for tokens in SchemaText(lambda _: 0).items(schema))
