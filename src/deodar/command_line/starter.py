"""The files of a new project, by name."""

from __future__ import annotations

POLICIES = """\
// The owner of a photo may do anything to it.
@id("owner")
permit (principal, action, resource)
when { resource has owner && resource.owner == principal };

// Members of the family may view what lies in the family album.
@id("family-album")
permit (
  principal in Group::"family",
  action == Action::"view",
  resource in Album::"family"
);

// Whatever else is permitted, nobody sees a private photo of somebody else.
@id("private")
forbid (principal, action, resource)
when { resource has private && resource.private }
unless { resource has owner && resource.owner == principal };
"""

SCHEMA = """\
// What there is, and who may ask for what.
entity Group;
entity User in [Group];
entity Album;
entity Photo in [Album] {
  owner: User,
  private: Bool,
};

action view, edit, delete appliesTo {
  principal: User,
  resource: Photo,
};
"""

ENTITIES = """\
[
  { "uid": { "type": "User", "id": "alice" }, "attrs": {}, "parents": [{ "type": "Group", "id": "family" }] },
  { "uid": { "type": "User", "id": "bob" }, "attrs": {}, "parents": [{ "type": "Group", "id": "family" }] },
  { "uid": { "type": "Group", "id": "family" }, "attrs": {}, "parents": [] },
  { "uid": { "type": "Album", "id": "family" }, "attrs": {}, "parents": [] },
  {
    "uid": { "type": "Photo", "id": "beach.jpg" },
    "attrs": { "owner": { "__entity": { "type": "User", "id": "alice" } }, "private": false },
    "parents": [{ "type": "Album", "id": "family" }]
  },
  {
    "uid": { "type": "Photo", "id": "diary.jpg" },
    "attrs": { "owner": { "__entity": { "type": "User", "id": "alice" } }, "private": true },
    "parents": [{ "type": "Album", "id": "family" }]
  }
]
"""

REQUEST = """\
{
  "principal": "User::\\"bob\\"",
  "action": "Action::\\"view\\"",
  "resource": "Photo::\\"beach.jpg\\"",
  "context": {}
}
"""

TESTS = """\
[
  {
    "name": "the family may view a photo in the family album",
    "request": {
      "principal": "User::\\"bob\\"",
      "action": "Action::\\"view\\"",
      "resource": "Photo::\\"beach.jpg\\"",
      "context": {}
    },
    "entities": "entities.json",
    "decision": "allow",
    "reason": ["family-album"],
    "num_errors": 0
  },
  {
    "name": "a private photo stays private",
    "request": {
      "principal": "User::\\"bob\\"",
      "action": "Action::\\"view\\"",
      "resource": "Photo::\\"diary.jpg\\"",
      "context": {}
    },
    "entities": "entities.json",
    "decision": "deny",
    "reason": ["private"],
    "num_errors": 0
  },
  {
    "name": "viewing is not deleting",
    "request": {
      "principal": "User::\\"bob\\"",
      "action": "Action::\\"delete\\"",
      "resource": "Photo::\\"beach.jpg\\"",
      "context": {}
    },
    "entities": "entities.json",
    "decision": "deny",
    "reason": [],
    "num_errors": 0
  }
]
"""

README = """\
# A project with Cedar policies

| file | what it holds |
|---|---|
| `policies.cedar` | who may do what |
| `schema.cedarschema` | the types of users, groups, albums and photos, their attributes, and the actions on them |
| `entities.json` | the users, groups, albums and photos that the policies speak of |
| `request.json` | one request |
| `tests.json` | requests with the decisions that you expect |

Decide the request, and see which policy decided:

    deodar authorize -p policies.cedar --entities entities.json --request-json request.json -v

Run the tests; do it on every change of the policies:

    deodar run-tests -p policies.cedar --tests tests.json

Validate the policies: they will then never fail for want of an attribute, or with a type error.

    deodar validate -s schema.cedarschema -p policies.cedar

Ask what an expression is worth, and look at the entities:

    deodar evaluate --entities entities.json --request-json request.json 'principal in Group::"family"'
    deodar visualize --entities entities.json | dot -Tsvg > entities.svg
"""

STARTER = {
    "policies.cedar": POLICIES,
    "schema.cedarschema": SCHEMA,
    "entities.json": ENTITIES,
    "request.json": REQUEST,
    "tests.json": TESTS,
    "README.md": README,
}
