"""What the findings say, in full; and levels, permissive mode, links, shapes and warnings about text."""

# ruff: noqa: E501 - a finding stands on one line here

from __future__ import annotations

from typing import Literal

import pytest

from deodar.impl.policy_set import PolicySet
from deodar.impl.schema.document import Schema
from deodar.impl.source import Source
from deodar.impl.validator.explain import SCHEMA
from deodar.impl.validator.validate import validate

PHOTOS = Schema.parse(SCHEMA)
PERMIT = "permit(principal, action, resource)"


def rendered(text: str) -> list[str]:
    """The findings about a text: sentence, place marked, and help."""
    report = validate(PolicySet.parse(text), PHOTOS, source=Source(text, "p"))
    return [
        f"{found.kind} {text[found.start : found.end]} | {found.message} | {found.help}"
        for found in (*report.errors, *report.warnings)
    ]


def conditional(condition: str) -> str:
    return f"{PERMIT} when {{ {condition} }};"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('principal.nam == "a"', "UnsafeAttributeAccess principal.nam | unknown attribute `nam` on entity type `User` | did you mean `name`?"),
        ("{a: 1}.zzzz == 1", "UnsafeAttributeAccess {a: 1}.zzzz | unknown attribute `zzzz` on the record | there are `a`"),
        ("action.zzzz", "UnsafeAttributeAccess action.zzzz | unknown attribute `zzzz` on entity type `Action` | it has no attributes"),
        ("principal.age", "UnexpectedType principal.age | expected `Bool`, found `Long` | compare it with a number, as in `... < 10`"),
        ("!principal.age", "UnexpectedType principal.age | expected `Bool`, found `Long` | compare it with a number, as in `... < 10`"),
        ("-principal.name == 1", "UnexpectedType principal.name | expected `Long`, found `String` | a Long is a number such as `10`, or an attribute that the schema declares as one"),
        ("1 in resource", "UnexpectedType 1 | expected an entity, found `Long` | an entity is written `User::\"alice\"`, or is an attribute that the schema declares as one"),
        ("principal in 1", "UnexpectedType 1 | expected an entity or a set of entities, found `Long` | an entity is written `User::\"alice\"`, or is an attribute that the schema declares as one"),
        ("1 < principal.name", "UnexpectedType principal.name | expected `Long`, found `String` | strings have no order"),
        ("principal.name < resource.taken", "UnexpectedType principal.name | expected `datetime`, found `String` | strings have no order"),
        ("principal.age like \"a\"", "UnexpectedType principal.age | expected `String`, found `Long` | only strings match a pattern"),
        ("resource.labels.containsAny(1)", "UnexpectedType 1 | expected a set, found `Long` | to test for one element use `.contains(...)`"),
        ("resource.labels.containsAll([1])", "IncompatibleTypes resource.labels.containsAll([1]) | a set of `String` has no elements of type `Long` | both must have the same type"),
        ("[{a: 1}] == [{a: \"x\"}]", "IncompatibleTypes [{a: 1}] == [{a: \"x\"}] | `==` compares `Set<{a: Long}>` with `Set<{a: String}>`, which can never be equal | both must have the same type"),
        ("principal == {a: 1}", "IncompatibleTypes principal == {a: 1} | `==` compares `User` with `{a: Long}`, which can never be equal | an entity and a record have no common type, even where their attributes are the same"),
        ('Colour::"blue" == Colour::"red"', 'InvalidEnumEntity Colour::"blue" | the enumerated entity type `Colour` has no entity `blue` | it has `red`, `green`'),
        ("principal is Usr && true", "UnrecognizedEntityType principal is Usr | unknown entity type `Usr` | did you mean `User`?"),
        ('unknown("x") == 1', "UndefinedFunction unknown(\"x\") | unknown extension function `unknown` | there are `decimal`, `ip`, `datetime`, `duration`, `offset`, `durationSince` and others"),
        ("ip(1).isIpv4()", "UnexpectedType 1 | expected `String`, found `Long` | a String is a text such as `\"a\"`, or an attribute that the schema declares as one"),
        ('action == Action::"' + "x" * 61 + '"', 'UnrecognizedActionId Action::"' + "x" * 61 + '" | unknown action `Action::"' + "x" * 48 + "...` | there are `Action::\"view\"`, `Action::\"edit\"`"),
        ("(if resource == resource then 1 else principal.zzz) == 1", "UnsafeAttributeAccess principal.zzz | unknown attribute `zzz` on entity type `User` | there are `age`, `manager`, `name`, `nick`"),
        ('resource.hasTag("a") || [principal like "x" && {a: 1} has a].contains(true)', "UnexpectedType principal | expected `String`, found `User` | only strings match a pattern"),
        ("context.ip.isInRange()", "WrongNumberArguments context.ip.isInRange() | `isInRange` takes 2 argument(s), a receiver included, and got 1 | write `value.isInRange(...)`"),
        ("principal.getTag(\"a\") == \"b\"", "UnsafeTagAccess principal.getTag(\"a\") | the tag may be missing on entity type `User` | test it first, with `.hasTag(...) &&` and the same key"),
    ],
)  # fmt: skip
def test_a_finding_says_what_where_and_how_to_mend(condition: str, expected: str) -> None:
    assert rendered(conditional(condition))[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('permit(principal, action in [], resource);', "EmptySetForbidden action in [] | an empty set has no type | leave out the constraint to admit every action"),
        ('@a(")(,")\npermit ( // (,\n principal == Team::"a,)" , action, resource,);', 'InvalidActionApplication principal == Team::"a,)" , action, resource | no action applies to the principals and resources that the scope leaves | did you mean `principal in` instead of `principal ==`?'),
        ('permit(principal, action == Action::"vie", resource);', 'UnrecognizedActionId action == Action::"vie" | unknown action `Action::"vie"` | did you mean `Action::"view"`?'),
        ('permit(principal is User in Tea::"x", action, resource);', 'UnrecognizedEntityType principal is User in Tea::"x" | unknown entity type `Tea` | did you mean `Team`?'),
    ],
)  # fmt: skip
def test_a_finding_about_the_scope_marks_the_constraint(text: str, expected: str) -> None:
    assert expected in rendered(text)


def test_a_finding_is_printed_with_its_line_and_its_request_environment() -> None:
    text = conditional("principal.nick == 1")
    report = validate(PolicySet.parse(text), PHOTOS, source=Source(text, "p.cedar"))
    assert report.errors[0].render("p.cedar") == (
        "p.cedar:1:44: attribute `nick` on entity type `User` is optional, and may be missing here (in `policy0` for "
        'principal `User`, action `Action::"view"`, resource `Photo`)\n'
        "  1 | permit(principal, action, resource) when { principal.nick == 1 };\n"
        "                                                 ^^^^^^^^^^^^^^ help: test it first, with `has nick &&`"
    )


def test_a_policy_from_json_has_findings_without_places() -> None:
    policies = PolicySet.from_json(PolicySet.parse(conditional("principal is Usr")).to_json())
    report = validate(policies, PHOTOS, source=Source("", "p"))
    assert report.errors[0].render("p") == ("p: unknown entity type `Usr` (in `policy0`)\n  help: did you mean `User`?")


def test_links_are_checked_for_their_types_and_their_applicability() -> None:
    policies = PolicySet.parse("permit(principal == ?principal, action, resource in ?resource);")
    linked = policies.link("policy0", "good", {"?principal": 'User::"a"', "?resource": 'Folder::"f"'})
    assert validate(linked, PHOTOS).passed
    linked = policies.link("policy0", "bad", {"?principal": 'Usr::"a"', "?resource": 'Folder::"f"'})
    kinds = [(error.policy_id, error.kind) for error in validate(linked, PHOTOS.resolved).errors]
    assert kinds == [("bad", "UnrecognizedEntityType"), ("bad", "InvalidActionApplication")]


LEVELS = Schema.parse(
    "entity Group; entity User in [Group] {x: Long, rec: {user: User}, user: User} tags User;"
    "entity Other; action view appliesTo { principal: [User, Other], resource: User, context: {user: User} };"
)


def least_level(text: str) -> int | None:
    policies = PolicySet.parse(text)
    return next((level for level in range(6) if validate(policies, LEVELS, level=level).passed), None)


@pytest.mark.parametrize(
    ("condition", "level"),
    [
        ("context has x", 0),
        ("principal is User", 0),
        ("principal == resource", 0),
        ("context.user.x == 1", 1),
        ("resource has x", 1),
        ("resource.rec.user is User", 1),
        ("resource.user.x == 1", 2),
        ('resource.hasTag("t") && resource.getTag("t").x == 1', 2),
        ('resource.user.hasTag("t") && resource.user.getTag("t") in resource.user', 3),
        ("{a: resource, b: resource.user.x}.a.x == 1", 2),
        ("(if principal == resource then resource else resource.user).x == 1", 2),
        ("(if true then resource else resource.user).x == 1", 1),
        ("(if false then resource.user else resource).x == 1", 1),
        ('User::"a".x == 1', None),
        ('User::"a".user.x == 1', None),
        ('Action::"view" in Action::"view"', 1),
        ("false && resource.x == 1", 0),
        ("true || resource.x == 1", 0),
        ("principal is Other in resource || resource is User in resource", 1),
        ("resource is Other in resource || true", 0),
    ],
)
def test_a_condition_needs_its_level(condition: str, level: int | None) -> None:
    assert least_level(f"permit(principal, action, resource) when {{ {condition} }};") == level


@pytest.mark.parametrize(
    ("scope", "level"),
    [
        ('principal in Group::"g", action, resource', 1),
        ('principal is User in Group::"g", action, resource', 1),
        ('principal, action in [Action::"view"], resource', 1),
        ('principal, action, resource is User in Group::"g"', 1),
        ('principal == User::"g", action, resource', 0),
    ],
)
def test_a_scope_needs_its_level(scope: str, level: int) -> None:
    assert least_level(f"permit({scope});") == level


PERMISSIVE = Schema.parse(
    "entity A {x: Long, r: {p: Long, q: String}, only: Long} tags Long; entity B {x: Long, r: {p: Long, q: Long}} tags String;"
    "entity C tags Long; entity D; action v appliesTo { principal: A, resource: B, context: {c: C, d: D, o?: {p: Long}, s: String} };"
)


def kinds(condition: str, mode: Literal["strict", "permissive"]) -> list[str]:
    report = validate(PolicySet.parse(conditional(condition)), PERMISSIVE, mode)
    return [finding.kind for finding in (*report.errors, *report.warnings)]


EITHER = '(if context.s == "a" then principal else resource)'


@pytest.mark.parametrize(
    ("condition", "strict", "permissive"),
    [
        ('principal.x == "a"', ["IncompatibleTypes"], []),
        ("[principal, resource].contains(principal)", ["IncompatibleTypes"], []),
        ("[1].containsAny([])", ["EmptySetForbidden"], []),
        ("[[], [1]].contains([])", ["EmptySetForbidden", "EmptySetForbidden"], []),
        ("[[1], []].contains([])", ["EmptySetForbidden", "EmptySetForbidden"], []),
        ("principal in []", ["EmptySetForbidden"], ["ImpossiblePolicy"]),
        ('context.s.hasTag("t") == 1', ["UnexpectedType"], ["UnexpectedType"]),
        ("decimal(context.s).lessThan(decimal(\"1.0\"))", ["NonLitExtConstructor"], []),
        ("[1, \"a\"].contains(1)", ["IncompatibleTypes"], ["IncompatibleTypes"]),
        (f"{EITHER}.x == 1", ["IncompatibleTypes"], []),
        (f"{EITHER}.only == 1", ["IncompatibleTypes"], ["UnsafeAttributeAccess"]),
        (f"{EITHER}.r.q == 1", ["IncompatibleTypes"], ["UnsafeAttributeAccess"]),
        ('(if context.s == "a" then resource else context.c).getTag("t") == 1', ["IncompatibleTypes"], ["UnsafeTagAccess"]),
        ('(if context.s == "a" then principal else context.d).hasTag("t") && (if context.s == "a" then principal else context.d).getTag("t") == 1', ["IncompatibleTypes"], []),
        (f"{EITHER} has only", ["IncompatibleTypes"], []),
        (f"{EITHER}.r has q", ["IncompatibleTypes"], []),
        (f"{EITHER} has nope", ["IncompatibleTypes"], ["ImpossiblePolicy"]),
        (f"{EITHER} is A", ["IncompatibleTypes"], []),
        (f"{EITHER} is A in principal", ["IncompatibleTypes"], []),
        (f"{EITHER} is C", ["IncompatibleTypes"], ["ImpossiblePolicy"]),
        (f"{EITHER} in principal", ["IncompatibleTypes"], []),
        (f'{EITHER}.hasTag("t") && {EITHER}.getTag("t") == 1', ["IncompatibleTypes"], ["IncompatibleTypes"]),
        ('(if context.s == "a" then {p: 1} else {p: 2, q: 1}).p == 1', ["IncompatibleTypes"], []),
    ],
)  # fmt: skip
def test_permissive_mode_admits_more(condition: str, strict: list[str], permissive: list[str]) -> None:
    assert set(kinds(condition, "strict")) == set(strict)
    assert kinds(condition, "permissive") == permissive


def warned(text: str) -> list[str]:
    return [warning.kind for warning in validate(PolicySet.parse(text), PHOTOS).warnings]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (r'principal.name == "日本ひらがな" && "é" like "*é"', []),
        (r'principal.name like "*\u{430}a*"', ["MixedScriptString"]),
        (r'principal == User::"日本"', []),
        (r'principal == User::"☃"', ["ConfusableIdentifier"]),
        (r'principal == User::"a\n"', ["ConfusableIdentifier"]),
        (r'{"ａ": 1} has b || true', ["ConfusableIdentifier"]),
        (r'{"\u{3b1}a": 1} has b || true', ["MixedScriptIdentifier"]),
        (r'principal.name == "ａ\u{212a}" && principal has "é"', ["ImpossiblePolicy"]),
        (r'principal == User::"𐎠"', ["ConfusableIdentifier"]),
        (r'context.ip == ip("1.1.1.1") || principal is User || principal == User::"☃"', ["ConfusableIdentifier"]),
        (
            r'principal.name == "\u{202e}" || principal.name like "*\u{2066}"',
            ["BidiCharsInString"],  # a pattern is read as it is printed, with its escapes
        ),
    ],
)
def test_text_is_warned_of(condition: str, expected: list[str]) -> None:
    assert warned(conditional(condition)) == expected


def test_an_action_whose_id_holds_its_type_is_offered() -> None:
    schema = Schema.parse('entity U; action "Action::view" appliesTo { principal: U, resource: U };')
    report = validate(PolicySet.parse(conditional('action == Action::"view"')), schema)
    assert report.errors[0].help == "is the type meant to be part of the id, as in `Action::view`?"


def test_actions_of_different_types_are_no_set() -> None:
    schema = Schema.parse(
        'entity U; action v in [N::Action::"g"] appliesTo { principal: U, resource: U }; namespace N { action g; }'
    )
    report = validate(PolicySet.parse('permit(principal, action in [Action::"v", N::Action::"g"], resource);'), schema)
    assert [error.kind for error in report.errors] == ["IncompatibleTypes"]
    assert validate(PolicySet.parse('permit(principal, action in N::Action::"g", resource);'), schema).passed


def test_capabilities_are_recognised_by_structure() -> None:
    for target in ('User::"a"', "{a: principal}.a", '(if principal.name like "x" then principal else principal)'):
        assert rendered(conditional(f'{target} has nick && {target}.nick == "x"')) == []
    tested = 'principal.hasTag(if principal.name like "a*" && principal is User then "x" else "y")'
    assert rendered(conditional(f'{tested} && {tested.replace("has", "get", 1)} == "a"')) == []


def test_text_of_the_scope_is_warned_of_once_for_each_text() -> None:
    text = r'permit(principal is User in Team::"☃", action == Action::"view", resource == Photo::"\u{202e}");'
    assert warned(text) == ["ConfusableIdentifier", "BidiCharsInIdentifier"]


def test_an_empty_list_of_actions_is_false_in_permissive_mode() -> None:
    report = validate(PolicySet.parse("permit(principal, action in [], resource);"), PERMISSIVE, "permissive")
    assert [finding.kind for finding in report.errors] == ["InvalidActionApplication"]
    assert [finding.kind for finding in report.warnings] == ["ImpossiblePolicy"]


def test_actions_of_two_types_are_a_set_in_permissive_mode_only() -> None:
    schema = Schema.parse(
        "entity U; action v appliesTo { principal: U, resource: U };"
        "namespace N { action w appliesTo { principal: U, resource: U }; }"
    )
    policies = PolicySet.parse('permit(principal, action in [Action::"v", N::Action::"w"], resource);')
    assert [finding.kind for finding in validate(policies, schema).errors] == ["IncompatibleTypes"]
    assert validate(policies, schema, "permissive").passed


def test_a_record_in_the_place_of_an_entity_has_no_level() -> None:
    policies = PolicySet.parse("permit(principal, action, resource) when { {a: principal.x} in [] && false };")
    report = validate(policies, PERMISSIVE, "strict", level=0)
    assert {each.kind for each in report.errors} == {"UnexpectedType", "EmptySetForbidden", "EntityDerefLevelViolation"}


def test_the_scope_of_an_ill_typed_policy_has_no_level() -> None:
    policies = PolicySet.parse('permit(principal in A::"a", action, resource) when { [] };')
    assert [each.kind for each in validate(policies, PERMISSIVE, "strict", level=0).errors] == ["EmptySetForbidden"]


@pytest.mark.parametrize(
    ("condition", "valid"),
    [
        ("0 == (true && false)", True),
        ("(false || true) == 0", True),
        ('"a" == ((true && true) || false)', True),
        ("0 == (true && (1 == 1))", False),
        ("0 == ((1 == 1) || true)", False),
        ("0 == (1 && true)", False),
        ("0 == (true || 1)", False),
    ],
)
def test_joined_truth_values_are_compared_as_a_literal(condition: str, valid: bool) -> None:
    report = validate(PolicySet.parse(f"{PERMIT} when {{ {condition} }};"), LEVELS)
    assert report.passed == valid


@pytest.mark.parametrize(
    ("condition", "is_too_far"),
    [("[] in [] && false", False), ("[resource.user.x] in [] && false", True), ("1 in resource && false", False)],
)
def test_what_is_no_entity_is_at_no_level(condition: str, is_too_far: bool) -> None:
    report = validate(PolicySet.parse(f"{PERMIT} when {{ {condition} }};"), LEVELS, level=1)
    assert ("EntityDerefLevelViolation" in {error.kind for error in report.errors}) == is_too_far


def test_an_action_where_the_schema_declares_none() -> None:
    text = 'permit(principal, action == Action::"view", resource);'
    report = validate(PolicySet.parse(text), Schema.parse("entity User;"))
    found = {error.kind: error.help for error in report.errors}
    assert found["UnrecognizedActionId"] == "the schema declares none"
