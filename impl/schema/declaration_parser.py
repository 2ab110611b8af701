"""The rules of the schema format for entity types, actions and common types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from deodar.impl.schema.syntax import (
    NOTHING_APPLIES,
    ActionDeclaration,
    Annotations,
    AppliesTo,
    CommonTypeDeclaration,
    EntityTypeDeclaration,
    GroupReference,
    Namespace,
    RecordOf,
    Reference,
    Sort,
    TypeSyntax,
)
from deodar.impl.schema.type_parser import TypeParser
from deodar.impl.wording import ANOTHER_NAME, did_you_mean, quote

Element = TypeVar("Element")
Declaration = TypeVar("Declaration")

RESERVED_TYPE_NAMES = ("Bool", "Boolean", "Entity", "Extension", "Long", "Record", "Set", "String")
_APPLIES_TO_WORDS = ("principal", "resource", "context")


class DeclarationParser(TypeParser):
    """Rules for declarations. Each adds what it declares to the namespace."""

    def common_type(self, namespace: Namespace, annotations: Annotations) -> None:
        """`"type" name "=" type ";"`."""
        self.at += 1
        at = self.at
        name = self.plain_name("a common type")
        self.expect("=")
        type_ = self.type()
        self.semicolon("the end of the type")
        if name in RESERVED_TYPE_NAMES:
            self.blame_token("reserved-type-name", f"a common type cannot be called `{name}`", ANOTHER_NAME, at)
        declaration = CommonTypeDeclaration(self.where(at), name, type_, annotations)
        self._add(namespace.common_types, name, declaration, "common type", at)

    # -- entity types

    def entity_types(self, namespace: Namespace, annotations: Annotations) -> None:
        """`"entity" name ("," name)* ...`, each of the names declared alike."""
        self.at += 1
        names = self._separated(lambda: (self.at, self.plain_name("an entity type")))
        definition = self._enumeration() if self.take("enum") else self._standard()
        for at, name in names:
            declaration = definition._replace(where=self.where(at), name=name, annotations=annotations)
            self._add(namespace.entity_types, name, declaration, "entity type", at)

    def _enumeration(self) -> EntityTypeDeclaration:
        self.expect("[", 'write the ids as strings in brackets: `["a", "b"]`')
        ids = self._separated(lambda: self.string("an id as a string"))
        self.expect("]")
        self.semicolon("the end of the enumeration")
        return EntityTypeDeclaration(None, "", ids=tuple(ids))

    def _standard(self) -> EntityTypeDeclaration:
        parents = self._entity_type_list() if self.take("in") else ()
        shape: RecordOf | None = None
        if self.take("=") or self.tokens[self.at] == "{":
            if self.tokens[self.at] != "{":
                raise self.lost("`{`", "write the attributes out: `{name: Type, ...}`")
            shape = self.record()
        tags = self.type() if self.take("tags") else None
        self.semicolon("`in`, `{`, `tags`" if shape is None else "`tags`")
        return EntityTypeDeclaration(None, "", parents, shape, tags)

    def _entity_type_list(self) -> tuple[Reference, ...]:
        """`path | "[" (path ("," path)*)? "]"`."""
        if not self.take("["):
            return (self._entity_type(),)
        if self.take("]"):
            return ()
        found = self._separated(self._entity_type)
        self.expect("]")
        return tuple(found)

    def _entity_type(self) -> Reference:
        start = self.starts[self.at]
        name = self.schema_path("an entity type")
        return Reference((start, self.last_end()), name)

    # -- actions

    def actions(self, namespace: Namespace, annotations: Annotations) -> None:
        """`"action" name ("," name)* ...`, each of the names declared alike."""
        self.at += 1
        names = self._separated(lambda: (self.at, self.name_or_string("an action")))
        groups = self._groups() if self.take("in") else ()
        applies_to = self._applies_to() if self.take("appliesTo") else NOTHING_APPLIES
        if self.take("attributes"):
            self.expect("{")
            self.expect("}", "actions have no attributes")
        self.semicolon("`in`, `appliesTo`" if applies_to is NOTHING_APPLIES else "the end of the action")
        for at, name in names:
            declaration = ActionDeclaration(self.where(at), name, groups, applies_to, annotations)
            self._add(namespace.actions, name, declaration, "action", at)

    def _groups(self) -> tuple[GroupReference, ...]:
        if not self.take("["):
            return (self._group(),)
        found = self._separated(self._group)
        self.expect("]")
        return tuple(found)

    def _group(self) -> GroupReference:
        """`name | path "::" string`."""
        start = self.starts[self.at]
        if self.is_string() or self.tokens[self.at + 1] != "::":
            name = self.name_or_string("an action")
            return GroupReference((start, self.last_end()), None, name)
        path = self.schema_path("the type of an action")
        self.expect("::", 'write an action as `Action::"view"` or `"view"`')
        name = self.string("an action in double quotes")
        return GroupReference((start, self.last_end()), path, name)

    def _applies_to(self) -> AppliesTo:
        begin = self.at - 1
        lists: dict[str, tuple[Reference, ...]] = {}
        contexts: list[TypeSyntax] = []
        self.expect("{")
        while self.tokens[self.at] != "}":
            at, word = self.at, self.tokens[self.at]
            if word not in _APPLIES_TO_WORDS:
                raise self.lost("`principal`, `resource` or `context`", did_you_mean(word, _APPLIES_TO_WORDS))
            self.at += 1
            self.expect(":")
            if word in lists or (word == "context" and contexts):
                hint = f"put everything into one `{word}: ...`"
                self.blame_token("duplicate-declaration", f"`{word}` is declared twice", hint, at)
            if word == "context":
                contexts.append(self.record() if self.tokens[self.at] == "{" else self.type_name(Sort.COMMON))
            else:
                lists[word] = self._applicable_types(word)
            if not self.take(",") and self.tokens[self.at] != "}":
                raise self.lost("`,` or `}`")
        self.at += 1
        for word in ("principal", "resource"):
            if word not in lists:
                hint = f"add `{word}: [...]`, or leave `appliesTo` out"
                self.blame_token("missing-applies-to", f"`appliesTo` says nothing of the {word}", hint, begin)
        return AppliesTo(lists.get("principal", ()), lists.get("resource", ()), contexts[0] if contexts else None)

    def _applicable_types(self, word: str) -> tuple[Reference, ...]:
        start = self.starts[self.at]
        found = self._entity_type_list()
        if not found:
            hint = "name a type, or leave `appliesTo` out"
            self.blame("empty-applies-to", f"the list of the {word} is empty", start, self.last_end(), hint)
        return found

    # -- what they share

    def _separated(self, element: Callable[[], Element]) -> list[Element]:
        """`element ("," element)*`."""
        found = [element()]
        while self.take(","):
            found.append(element())
        return found

    def _add(self, known: dict[str, Declaration], name: str, new: Declaration, sort: str, at: int) -> None:
        if name in known:
            hint = "remove or rename one of them"
            self.blame_token("duplicate-declaration", f"the {sort} {quote(name)} is declared twice", hint, at)
        known.setdefault(name, new)
