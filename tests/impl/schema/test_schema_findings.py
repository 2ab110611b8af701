"""What the engine says of schemas that are not well formed."""

from __future__ import annotations

import pytest

from deodar.impl.errors import SchemaError
from deodar.impl.schema.document import Schema


def refusal(document: object) -> SchemaError:
    """The refusal of a schema, in the Cedar format if it is text that does not begin as JSON does."""
    is_text = isinstance(document, str) and not document.startswith("{")
    with pytest.raises(SchemaError) as caught:
        _ = Schema.parse(str(document), "app.cedarschema") if is_text else Schema.from_json(document, "app.json")
    return caught.value


FULL_TEXTS = [
    pytest.param(
        "entity User in [Group] { name: String };\nentity Groop;",
        """
app.cedarschema:1:17: the entity type `Group` is not declared
  1 | entity User in [Group] { name: String };
                      ^^^^^ help: did you mean `Groop`?
""",
        id="a parent that is not declared",
    ),
    pytest.param(
        "entity User { if: Bool };",
        """
app.cedarschema:1:15: `if` is reserved and cannot be an attribute name
  1 | entity User { if: Bool };
                    ^^ help: write it as a string: `"if"`
""",
        id="a reserved word as an attribute",
    ),
    pytest.param(
        "entity User { age: Long }\nentity Photo { owner: Usr };",
        """
app.cedarschema:1:25: the declaration lacks its `;`
  1 | entity User { age: Long }
                              ^ help: put `;` at its end
""",
        id="a missing semicolon",
    ),
    pytest.param(
        "entity A = T;\ntype T = {};",
        """
app.cedarschema:1:12: expected `{`, found `T`
  1 | entity A = T;
                 ^ help: write the attributes out: `{name: Type, ...}`
""",
        id="attributes by the name of a common type",
    ),
    pytest.param(
        "action view appliesTo { principal: [User] };\nentity User;",
        """
app.cedarschema:1:13: `appliesTo` says nothing of the resource
  1 | action view appliesTo { principal: [User] };
                  ^^^^^^^^^ help: add `resource: [...]`, or leave `appliesTo` out
""",
        id="an action without resources",
    ),
    pytest.param(
        "type A = { b: Set<B> };\ntype B = { a?: A };",
        """
app.cedarschema:1:6: the common type `A` is made of itself: `A` -> `B` -> `A`
  1 | type A = { b: Set<B> };
           ^ help: a type cannot hold itself; an entity can refer to another by an attribute of its entity type
""",
        id="a cycle of common types",
    ),
    pytest.param(
        "action a in b;\naction b in c;\naction c in a;",
        """
app.cedarschema:1:8: the action `a` is a member of itself: `a` -> `b` -> `c` -> `a`
  1 | action a in b;
             ^ help: remove one of these memberships
""",
        id="a cycle of actions",
    ),
    pytest.param(
        "entity User;\nnamespace N {\n  entity User;\n}",
        """
app.cedarschema:3:10: the type `User` of the empty namespace is declared again in `N`
  3 |   entity User;
               ^^^^ help: rename one of them
""",
        id="a type of the empty namespace declared again",
    ),
    pytest.param(
        "entty User;",
        """
app.cedarschema:1:1: expected a declaration, found `entty`
  1 | entty User;
      ^^^^^ help: did you mean `entity`?
""",
        id="a misspelled word",
    ),
    pytest.param(
        "namespace N { entity A { b: M::B }; }\nnamespace N::M { entity B; }",
        """
app.cedarschema:1:29: the type `M::B` is not declared
  1 | namespace N { entity A { b: M::B }; }
                                  ^^^^ help: a name with `::` is always a full name: write `N::M::B`
""",
        id="a name that is meant to be relative",
    ),
    pytest.param(
        '@doc("x") @doc("y") entity A;',
        """
app.cedarschema:1:12: the annotation `doc` is repeated
  1 | @doc("x") @doc("y") entity A;
                 ^^^ help: remove one of them
""",
        id="a repeated annotation",
    ),
    pytest.param(
        "entity A { x: Lnog, y: Strng };",
        """
app.cedarschema:1:15: the type `Lnog` is not declared
  1 | entity A { x: Lnog, y: Strng };
                    ^^^^ help: did you mean `Long`?
app.cedarschema:1:24: the type `Strng` is not declared
  1 | entity A { x: Lnog, y: Strng };
                             ^^^^^ help: did you mean `String`?
""",
        id="two names that are not declared",
    ),
    pytest.param(
        '{"": {"entityTypes": {"A": {"memberOfType": ["B"]}}, "actions": {}}}',
        """
app.json:1:45: there is no member `memberOfType` here at `[""].entityTypes.A.memberOfType`
  1 | {"": {"entityTypes": {"A": {"memberOfType": ["B"]}}, "actions": {}}}
                                                  ^^^^^ help: did you mean `memberOfTypes`?
""",
        id="an unknown member in JSON",
    ),
    pytest.param(
        {"": {"entityTypes": {"A": {"shape": {"type": "Extension", "name": "ip"}}}, "actions": {}}},
        """
app.json: there is no extension type `ip` at `[""].entityTypes.A.shape.name`
  help: the extension types are ipaddr, decimal, datetime, duration
""",
        id="an unknown extension type in data",
    ),
]


@pytest.mark.parametrize(("document", "expected"), FULL_TEXTS)
def test_the_finding_in_full(document: object, expected: str) -> None:
    assert str(refusal(document)) == expected.strip()


KINDS_OF_TEXT = [
    ("type Long = String;", "reserved-type-name"),
    ("entity A; entity A;", "duplicate-declaration"),
    ("entity U; action a appliesTo {principal: U, principal: U, resource: U};", "duplicate-declaration"),
    ("entity U; action a appliesTo {principal: U, resource: U, context: {}, context: {}};", "duplicate-declaration"),
    ("entity U; action a appliesTo {principal: U, resource: U, context: L}; type L = Long;", "not-a-record"),
    ("entity U { x: Boolean };", "type-not-defined"),
    ("type T = {}; entity A in T;", "type-not-defined"),
    ("entity B; action a appliesTo {principal: B, resource: B, context: B};", "type-not-defined"),
    ("action view in red; action read;", "action-not-defined"),
    ('action view in Foo::"red"; action read;', "action-not-defined"),
    ("action a; entity E in Action;", "undeclared-entity-type"),
    ("entity Action;", "action-entity-type"),
    ("action a; namespace N { action a; }", "action-shadowing"),
    ("namespace A { namespace B {} }", "nested-namespace"),
    ("namespace N { entity A;", "unclosed-namespace"),
    ("namespace N {} namespace N {}", "duplicate-namespace"),
    ("namespace N {};", "unexpected-token"),
    ("action a appliesTo {principal: [], resource: []};", "empty-applies-to"),
    ("action a appliesTo {principl: U};", "unexpected-token"),
    ("action a appliesTo {principal: U resource: U};", "unexpected-token"),
    ("action a appliesTo {};", "missing-applies-to"),
    ("action a attributes {x: 1};", "unexpected-token"),
    ("action a in N::M;", "unexpected-token"),
    ('action a in if::"b";', "reserved-identifier"),
    ("entity __cedar;", "reserved-name"),
    ("entity A enum [];", "unexpected-token"),
    ('entity A { x: "a" };', "unexpected-token"),
    ("entity A { x: A y: A };", "unexpected-token"),
    ("entity A ? B;", "unexpected-token"),
    ("entity A {} entity B;", "missing-semicolon"),
    ("entity A", "missing-semicolon"),
    ("entity", "unexpected-end"),
    ("; entity A;", "unexpected-token"),
    ('entity A { "x: Long };', "unterminated-string"),
    ('entity A { "a\\q": Long };', "bad-escape"),
    ("entity A { x: Set<Long };", "unexpected-token"),
    ("entity A; \ud800", "lone-surrogate"),
    ("} entity A;", "unexpected-token"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS_OF_TEXT)
def test_the_kind_of_the_first_finding_in_a_text(text: str, kind: str) -> None:
    error = refusal(text)
    assert error.kind == kind
    assert all(finding.span is not None for finding in error.findings)


def declaring(entity_types: object = None, actions: object = None, **others: object) -> dict[str, object]:
    """A JSON schema of one namespace."""
    return {"N": {"entityTypes": entity_types or {}, "actions": actions or {}, **others}}


def of_type(type_: object) -> dict[str, object]:
    """A JSON schema with one common type."""
    return declaring(commonTypes={"T": type_})


KINDS_OF_JSON = [
    ("{", "invalid-json"),
    ([], "wrong-json-type"),
    ({"N": {"entityTypes": {}}}, "missing-member"),
    ({"": {"entityTypes": {}, "actions": {}, "annotations": {"a": "b"}}}, "invalid-annotation"),
    (declaring(annotations={"a b": "c"}), "invalid-annotation"),
    (declaring(annotations={"a": 1}), "wrong-json-type"),
    (declaring(annotations=[]), "wrong-json-type"),
    ({"N::__cedar": {"entityTypes": {}, "actions": {}}}, "reserved-name"),
    ({"N::if": {"entityTypes": {}, "actions": {}}}, "reserved-identifier"),
    ({" N": {"entityTypes": {}, "actions": {}}}, "invalid-name"),
    (declaring({"in": {}}), "reserved-identifier"),
    (declaring({"__cedar": {}}), "reserved-name"),
    (declaring({"A::B": {}}), "invalid-name"),
    (declaring({"A": None}), "wrong-json-type"),
    (declaring({"A": {"enum": []}}), "empty-enum"),
    (declaring({"A": {"enum": None}}), "wrong-json-type"),
    (declaring({"A": {"enum": ["x"], "tags": {"type": "Long"}}}), "unknown-member"),
    (declaring({"A": {"memberOfTypes": None}}), "wrong-json-type"),
    (declaring({"A": {"memberOfTypes": [1]}}), "wrong-json-type"),
    (declaring({"A": {"shape": {"type": "Long"}}}), "not-a-record"),
    (declaring(actions={"a": []}), "wrong-json-type"),
    (declaring(actions={"a": {"attributes": {}}}), "unsupported-feature"),
    (declaring(actions={"a": {"memberOf": {}}}), "wrong-json-type"),
    (declaring(actions={"a": {"memberOf": [{"type": "Action"}]}}), "missing-member"),
    (declaring(actions={"a": {"memberOf": [{"id": "b"}]}}), "action-not-defined"),
    (declaring(actions={"a": {"appliesTo": {"principalTypes": []}}}), "missing-member"),
    (of_type({}), "missing-member"),
    (of_type([]), "wrong-json-type"),
    (of_type({"type": 1}), "wrong-json-type"),
    (of_type({"type": ""}), "invalid-name"),
    (of_type({"type": "Long", "name": "x"}), "unknown-member"),
    (of_type({"type": "Set"}), "missing-member"),
    (of_type({"type": "Extension", "name": 1}), "wrong-json-type"),
    (of_type({"type": "Entity", "name": "A b"}), "invalid-name"),
    (of_type({"type": "Record", "attributes": {}, "additionalAttributes": True}), "unsupported-feature"),
    (of_type({"type": "Record", "attributes": {}, "additionalAttributes": 1}), "wrong-json-type"),
    (of_type({"type": "Record", "attributes": {"a": {"type": "Long", "required": 1}}}), "wrong-json-type"),
    (of_type({"type": "Record", "attributes": {"a": 1}}), "wrong-json-type"),
    (of_type({"type": "Bul"}), "type-not-defined"),
    (of_type({"type": "Entity", "name": "Bool"}), "type-not-defined"),
    (declaring(commonTypes={"Set": {"type": "Long"}}), "reserved-type-name"),
]


@pytest.mark.parametrize(("document", "kind"), KINDS_OF_JSON)
def test_the_kind_of_the_first_finding_in_json(document: object, kind: str) -> None:
    assert refusal(document).kind == kind


def test_one_run_finds_the_mistakes_of_all_declarations() -> None:
    text = "entity A { x y };\nnamespace N { entity in; entity B { z: 1 }; }\nentity C in;\nentity D;"
    assert [finding.span.line for finding in refusal(text).findings if finding.span] == [1, 2, 2, 3]


def test_a_block_that_is_not_closed_does_not_hide_what_follows() -> None:
    assert [finding.kind for finding in refusal("entity A { x: {y: Long; };\nentity B {z:: Long};").findings] == [
        "unexpected-token",
        "unexpected-token",
    ]


def test_a_document_that_contradicts_another_is_named() -> None:
    first, second = Schema.parse("entity A;", "one"), Schema.parse("entity A;", "two")
    with pytest.raises(SchemaError) as caught:
        first.merge(second)
    assert (caught.value.kind, caught.value.source_name) == ("duplicate-declaration", "two")


def test_actions_of_two_documents_contradict_each_other() -> None:
    with pytest.raises(SchemaError, match=r"the action `Action::\"a\"` is declared twice"):
        Schema.parse("action a;").merge(Schema.parse("action a;"))
