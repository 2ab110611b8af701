"""The public class: reading, merging, writing and comparing schemas."""

from __future__ import annotations

import json

import pytest

from deodar.impl.errors import SchemaError
from deodar.impl.expr import EntityUID
from deodar.impl.schema.document import Schema

TEXT = """\
@owner("photo team")
namespace Photos {
  type Size = {
    height: Long,
    width: Long
  };

  @doc("who signs in")
  entity User in [Group] = {
    @unit("years")
    age: Long,
    "full name"?: String,
    home: ipaddr,
    sizes: Set<Size>
  } tags Set<String>;

  entity Group;

  entity Colour enum ["red", "it\\'s"];

  action "read";

  action "view" in [Action::"read"] appliesTo {
    principal: [User],
    resource: [Group, User],
    context: {
      mfa: Bool
    }
  };
}
"""

WRITTEN = {
    "Photos": {
        "commonTypes": {
            "Size": {
                "type": "Record",
                "attributes": {
                    "height": {"type": "EntityOrCommon", "name": "Long"},
                    "width": {"type": "EntityOrCommon", "name": "Long"},
                },
            }
        },
        "entityTypes": {
            "User": {
                "memberOfTypes": ["Group"],
                "shape": {
                    "type": "Record",
                    "attributes": {
                        "age": {"type": "EntityOrCommon", "name": "Long", "annotations": {"unit": "years"}},
                        "full name": {"type": "EntityOrCommon", "name": "String", "required": False},
                        "home": {"type": "EntityOrCommon", "name": "ipaddr"},
                        "sizes": {"type": "Set", "element": {"type": "EntityOrCommon", "name": "Size"}},
                    },
                },
                "tags": {"type": "Set", "element": {"type": "EntityOrCommon", "name": "String"}},
                "annotations": {"doc": "who signs in"},
            },
            "Group": {},
            "Colour": {"enum": ["red", "it's"]},
        },
        "actions": {
            "read": {"appliesTo": {"principalTypes": [], "resourceTypes": []}},
            "view": {
                "memberOf": [{"id": "read", "type": "Action"}],
                "appliesTo": {
                    "principalTypes": ["User"],
                    "resourceTypes": ["Group", "User"],
                    "context": {"type": "Record", "attributes": {"mfa": {"type": "EntityOrCommon", "name": "Bool"}}},
                },
            },
        },
        "annotations": {"owner": "photo team"},
    }
}


def test_a_text_as_json_with_its_names_as_written() -> None:
    assert Schema.parse(TEXT).to_json() == WRITTEN


def test_json_as_text_in_the_official_layout() -> None:
    declarations = TEXT.split("\n\n")
    declarations[1:4] = [declarations[3], declarations[2], declarations[1]]  # sorted by name
    assert Schema.from_json(WRITTEN).to_text() == "\n\n".join(declarations)


def test_resolved_json_has_every_name_in_full() -> None:
    schema = Schema.parse(
        "type T = {}; namespace N { entity A in B { a: A, l: Long, t: T, x: N::Action }; entity B; action g; "
        "action a in g appliesTo { principal: A, resource: [A, B], context: T }; }"
    )
    data = schema.to_resolved_json()["N"]
    assert isinstance(data, dict)
    assert data["entityTypes"]["A"] == {
        "memberOfTypes": ["N::B"],
        "shape": {
            "type": "Record",
            "attributes": {
                "a": {"type": "Entity", "name": "N::A"},
                "l": {"type": "__cedar::Long"},
                "t": {"type": "T"},
                "x": {"type": "Entity", "name": "N::Action"},
            },
        },
    }
    assert data["actions"]["a"] == {
        "memberOf": [{"id": "g", "type": "N::Action"}],
        "appliesTo": {"principalTypes": ["N::A"], "resourceTypes": ["N::A", "N::B"], "context": {"type": "T"}},
    }


def test_the_words_of_json_are_kept() -> None:
    attributes = {
        "b": {"type": "Boolean"},
        "d": {"type": "Extension", "name": "decimal"},
        "e": {"type": "Entity", "name": "A"},
        "l": {"type": "Long", "required": False},
        "s": {"type": "String"},
        "t": {"type": "T", "annotations": {"k": ""}},
    }
    data = {
        "": {
            "commonTypes": {"T": {"type": "Record", "attributes": {}, "annotations": {"c": "d"}}},
            "entityTypes": {"A": {"shape": {"type": "Record", "attributes": attributes}}},
            "actions": {"a": {}, "b": {"memberOf": [{"id": "a"}]}},
        }
    }
    schema = Schema.from_json(data)
    assert schema.to_json() == data
    assert schema.to_text() == (
        '@c("d")\ntype T = {};\n\nentity A = {\n  b: __cedar::Bool,\n  d: __cedar::decimal,\n  e: A,\n'
        '  l?: __cedar::Long,\n  s: __cedar::String,\n  @k("")\n  t: T\n};\n\n'
        'action "a";\n\naction "b" in [Action::"a"];\n'
    )


def test_null_stands_for_what_is_absent() -> None:
    data = {"N": {"entityTypes": {}, "actions": {"a": {"memberOf": None, "appliesTo": None, "attributes": None}}}}
    assert Schema.from_json(data) == Schema.parse("namespace N { action a; }")
    annotated = Schema.from_json({"N": {"entityTypes": {}, "actions": {}, "annotations": {"a": None}}})
    assert annotated.to_text() == '@a("")\nnamespace N {\n}\n'


def shape(type_: object, **others: object) -> Schema:
    """A schema with the entity type N::A of this shape."""
    return Schema.from_json({"N": {"entityTypes": {"A": {"shape": type_}, "T": {}}, "actions": {}, **others}})


def test_text_cannot_take_attributes_from_a_common_type() -> None:
    with pytest.raises(SchemaError) as caught:
        shape({"type": "R"}, commonTypes={"R": {"type": "Record", "attributes": {}}}).to_text()
    assert caught.value.kind == "shape-by-name"


def test_text_cannot_mean_an_entity_type_that_a_common_type_hides() -> None:
    attributes = {"a": {"type": "Entity", "name": "T"}}
    schema = shape({"type": "Record", "attributes": attributes}, commonTypes={"T": {"type": "Long"}})
    with pytest.raises(SchemaError) as caught:
        schema.to_text()
    assert caught.value.kind == "name-collision"


def test_a_built_in_type_that_an_entity_type_hides_is_written_in_full() -> None:
    data = {
        "": {
            "entityTypes": {},
            "actions": {},
            "commonTypes": {"T": {"type": "Record", "attributes": {}}},
        },
        "N": {
            "entityTypes": {
                "Bool": {"shape": {"type": "Record", "attributes": {"a": {"type": "Bool"}}}},
            },
            "actions": {},
        },
    }
    schema = Schema.from_json(data)
    assert "a: __cedar::Bool" in schema.to_text()
    assert Schema.parse(schema.to_text()) == schema


def test_documents_refer_to_each_other() -> None:
    users = "namespace N { entity User in Team; type Size = Long; action g; }"
    teams = {"N": {"entityTypes": {"Team": {}}, "actions": {}, "annotations": {"a": "b"}}}
    photos = "namespace N { entity Photo { owner: User, size: Size }; action view in g; } type Id = String;"
    whole = Schema.join(users, teams, photos)
    assert Schema.join(photos, json.dumps(teams), users) == whole
    assert set(whole.resolved.entity_types) == {"N::User", "N::Team", "N::Photo"}
    assert Schema.parse(whole.to_text()) == whole
    assert list(whole.to_json()) == ["", "N"]
    more = whole.merge("entity Guest in N::Team;")
    assert set(more.resolved.entity_types) - set(whole.resolved.entity_types) == {"Guest"}


def test_an_empty_schema_is_written_as_nothing() -> None:
    schema = Schema.parse("  // nothing\n")
    assert (schema.to_text(), schema.to_json()) == ("", {})


def test_equality_is_of_meaning() -> None:
    schema = Schema.parse(TEXT)
    assert schema == Schema.from_json(json.dumps(WRITTEN))
    assert hash(schema) == hash(Schema.from_json(WRITTEN))
    assert schema != Schema.parse("entity A;")
    assert schema.resolved != "schema"
    assert schema != "schema"
    assert repr(schema) == "<Schema of 3 entity types and 2 actions>"
    assert repr(schema.resolved) == "<ResolvedSchema of 3 entity types and 2 actions>"


def test_declarations_that_share_a_definition_keep_their_names() -> None:
    schema = Schema.parse('entity A, B in C { x: Long }; entity C; action a, "b c" in d; action d;')
    assert {name: each.name for name, each in schema.resolved.entity_types.items()} == {"A": "A", "B": "B", "C": "C"}
    uid = EntityUID("Action", "b c")
    assert schema.resolved.actions[uid].uid == uid
    assert schema.resolved.actions[uid].parents == {EntityUID("Action", "d")}


def test_names_that_hide_others_are_warned_of() -> None:
    schema = Schema.parse("namespace N { entity Long; type decimal = String; entity T; type T = Long; }")
    assert [(each.kind, each.span and each.span.column) for each in schema.warnings] == [
        ("shadowed-built-in-type", 22),
        ("shadowed-built-in-type", 33),
        ("shadowed-entity-type", 66),
    ]
    assert schema.warnings[0].help == "write `__cedar::Long` for the built-in type"
    assert Schema.from_json(schema.to_json()).warnings == ()
