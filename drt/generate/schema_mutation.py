"""Damaged schemas: texts token by token, JSON as data and as text."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from deodar.drt.choice import Choose, one_of_many
from deodar.drt.data import Json
from deodar.drt.generate.document_mutation import mutate_text, places
from deodar.drt.generate.expr_text import Tokens
from deodar.drt.generate.layout import wild
from deodar.drt.generate.mutation import mutate_characters
from deodar.drt.generate.schema_text import schema_tokens

WORDS = (
    *("entity", "action", "type", "namespace", "enum", "in", "appliesTo", "principal", "resource", "context", "tags"),
    *("attributes", "Set", "Long", "String", "Bool", "Boolean", "ipaddr", "decimal", "datetime", "duration", "Record"),
    *("User", "Group", "Doc", "Color", "T", "U", "NS", "A", "B", "Action", "__cedar", "if", "true", "has", "like"),
    *("Entity", "Extension", "EntityOrCommon", "view", "all", "name", "Item", "Box", "unknown"),
)
SIGNS = (
    *(",", ";", ":", "::", "{", "}", "[", "]", "<", ">", "=", "?", "@", "(", ")", ".", "*", "//", "/*", "#", "-", "|"),
    *('"a"', '""', '"\\u{41}"', '"\\*"', '"\\x80"', '"', "'a'", '"view"', "1", "\u00a0", "\ufeff", "é"),
)
ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1.5, "", "a", "User", "NS::User", "N::", " User", "__cedar", "if", "Action", "Long"),
    *([], {}, [None], ["User"], ["Nope"], {"a": None}, "__cedar::Long", "Set", "Boolean", "Bool", "decimal"),
    *({"type": "Long"}, {"type": "String"}, {"type": "Boolean"}, {"type": "Bool"}, {"type": "Nope"}, {"type": "T"}),
    *({"type": "Set", "element": {"type": "Long"}}, {"type": "Set"}, {"type": "Record"}, {"type": "Entity"}),
    *({"type": "Record", "attributes": {}}, {"type": "Record", "attributes": {}, "additionalAttributes": True}),
    *({"type": "Entity", "name": "User"}, {"type": "Entity", "name": "Action"}, {"type": "Entity", "name": "T"}),
    *({"type": "EntityOrCommon", "name": "User"}, {"type": "EntityOrCommon", "name": "Boolean"}),
    *({"type": "Extension", "name": "ipaddr"}, {"type": "Extension", "name": "ip"}, {"type": "Extension"}),
    *({"type": "Long", "name": "User"}, {"type": "Long", "required": True}, {"id": "all"}, {"id": "all", "type": "T"}),
    *([{"id": "view"}], [{"id": "all", "type": "Action"}], {"principalTypes": [], "resourceTypes": []}),
    *({"principalTypes": ["User"]}, {"enum": ["a"]}, {"enum": []}, {"memberOfTypes": ["User"]}, {"doc": "x"}),
)
MEMBERS = (
    *("entityTypes", "actions", "commonTypes", "annotations", "memberOfTypes", "shape", "tags", "enum", "memberOf"),
    *("appliesTo", "principalTypes", "resourceTypes", "context", "attributes", "type", "name", "element", "required"),
    *("additionalAttributes", "id", "", "User", "Action", "T", "Long", "NS", "NS::M", "if", "a b", "__cedar", "ipaddr"),
)


def mutate_tokens(choose: Choose, tokens: Tokens) -> Tokens:
    """The tokens with one or a few changes; half of them put one word for another, which often is accepted."""
    made = list(tokens)
    for _ in range(1 + choose(2)):
        place = one_of_many(choose, len(made) + 1)
        pool = (WORDS, SIGNS)[choose(2)]
        token = pool[choose(len(pool))]
        match choose(8):
            case 0:
                del made[place : place + 1]
            case 1:
                made[place:place] = [token]
            case 2:
                made[place : place + 2] = reversed(made[place : place + 2])
            case 3:
                other = one_of_many(choose, len(made) + 1)
                made[place:place] = made[other : other + 1 + choose(12)]
            case _:
                words = [at for at, each in enumerate(made) if each[:1].isalpha()]
                if words:
                    made[words[place % len(words)]] = WORDS[choose(len(WORDS))]
    return made


def any_schema_text(choose: Choose, schema: Json) -> str:
    """A text of a schema, more often than not damaged."""
    n = choose(8)
    tokens = schema_tokens(choose, schema)
    if n < 3:
        return wild(choose, tokens)
    if n < 7:
        return wild(choose, mutate_tokens(choose, tokens))
    return mutate_characters(choose, wild(choose, tokens))


def mutate_schema(choose: Choose, schema: Json) -> Json:
    """The schema with one thing changed, or two."""
    data: list[Any] = [deepcopy(schema)]
    for _ in range(1 + choose(2)):
        found = places(data)
        container, key = found[one_of_many(choose, len(found))]
        odd = deepcopy(ODD_VALUES[choose(len(ODD_VALUES))])
        is_object, outermost = hasattr(container, "keys"), container is data
        match choose(6):
            case 0 if not outermost:
                del container[key]
            case 1 if is_object:
                container[MEMBERS[choose(len(MEMBERS))]] = odd
            case 2 if is_object:
                container[MEMBERS[choose(len(MEMBERS))]] = container.pop(key)
            case 3:
                other, other_key = found[one_of_many(choose, len(found))]
                container[key] = deepcopy(other[other_key])
            case 4 if isinstance(container[key], str):
                container[key] = WORDS[choose(len(WORDS))]
            case _:
                container[key] = odd
    mutated: Json = data[0]
    return mutated


def any_schema_json(choose: Choose, schema: Json) -> str:
    """The JSON text of a schema, more often than not damaged."""
    n = choose(8)
    text = json.dumps(schema if n < 3 else mutate_schema(choose, schema), ensure_ascii=choose(2) == 0)
    return mutate_text(choose, text) if n == 7 else text
