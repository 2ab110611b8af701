"""The rules for what names an entity or an entity type, in the scope and in conditions."""

from __future__ import annotations

from deodar.impl.cursor import Cursor, Lost
from deodar.impl.expr import EntityUID
from deodar.impl.names import SLOTS
from deodar.impl.wording import quote

ENTITY_HELP = 'an entity is written `User::"alice"`'


class ReferenceParser(Cursor):
    """Rules for entities and entity types."""

    def entity_type(self) -> str:
        """The type after `is`: a bare path."""
        token = self.tokens[self.at]
        if not token.isidentifier():
            hint = "a type is a bare name such as `User`"
            if self.is_string() or token == "(" or token in SLOTS:
                self.blame_token("invalid-is-type", f"{quote(token)} is no entity type", hint)
                raise Lost
            raise self.lost("an entity type", hint)
        start = self.starts[self.at]
        entity_type = self.path("an entity type")
        if self.tokens[self.at] == "::":
            self.at += 2
            message = "an entity cannot stand after `is`"
            self.blame("invalid-is-type", message, start, self.last_end(), f"write `is {quote(entity_type)[1:-1]}`")
            raise Lost
        return entity_type

    def entity(self) -> EntityUID:
        """`PATH "::" STRING`, where nothing else may stand."""
        token = self.tokens[self.at]
        if token == "[":
            self.blame_token("wrong-reference-kind", "a set cannot stand here", "name one entity")
            raise Lost
        if not token.isidentifier():
            raise self.lost("an entity", ENTITY_HELP)
        start = self.starts[self.at]
        entity_type = self.path("part of an entity type")
        if self.tokens[self.at] != "::":
            message = f"{quote(entity_type)} is no entity"
            self.blame("wrong-node-in-scope", message, start, self.last_end(), ENTITY_HELP)
            raise Lost
        self.at += 1
        return self.entity_id(entity_type)

    def entity_id(self, entity_type: str) -> EntityUID:
        """The id of an entity, after its type and `::`."""
        if self.tokens[self.at] == "{":
            self.blame_token("invalid-entity-literal", "the id of an entity is a string", ENTITY_HELP)
            raise Lost
        return EntityUID(entity_type, self.string("the id of the entity, a string"))
