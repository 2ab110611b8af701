"""Levels, links and whole policy sets: what the reference tells of them."""

from __future__ import annotations

import pytest

from deodar import model
from deodar.model.finding import FindingKind
from deodar.model.level import steps_to
from deodar.model.schema import environments
from deodar.model.type import Mode
from deodar.model.typechecker import NO_CAPABILITIES

LEVELS = model.resolve(
    model.parse_schema_text(
        "entity Group; entity User in [Group] {x: Long, rec: {user: User}, user: User, opt?: User} tags User;"
        "entity Other; action view appliesTo { principal: [User, Other], resource: User, context: {user: User} };"
    )
)
LEVEL = FindingKind.ENTITY_DEREF_LEVEL_VIOLATION


def kinds(text: str, mode: Mode = Mode.STRICT, level: int | None = None) -> frozenset[FindingKind]:
    (verdict,) = dict(model.validate(model.parse_policies(text), LEVELS, mode, level).items()).values()
    return verdict.kinds


def least_level(text: str) -> int | None:
    return next((level for level in range(6) if kinds(text, level=level) == frozenset()), None)


@pytest.mark.parametrize(
    ("condition", "level"),
    [
        pytest.param("context has user", 0, id="the context is at hand"),
        pytest.param("principal is User", 0, id="a type is in the name"),
        pytest.param('principal == User::"a"', 0, id="so is an id"),
        pytest.param("context.user is User", 0, id="an attribute of a record is at hand"),
        pytest.param("resource.x == 1", 1, id="one of an entity is a step away"),
        pytest.param("resource has opt", 1, id="to ask for it is as far"),
        pytest.param("context.user.x == 1", 1, id="a step from the context"),
        pytest.param("resource.rec.user is User", 1, id="records cost nothing"),
        pytest.param("resource.rec.user.x == 1", 2, id="on the way, too"),
        pytest.param("resource.user.x == 1", 2, id="two steps"),
        pytest.param('resource.hasTag("t") && resource.getTag("t").x == 1', 2, id="a tag is a step"),
        pytest.param(
            'resource.user.hasTag("t") && resource.user.getTag("t") in resource.user', 3, id="three steps to look above"
        ),
        pytest.param("resource has opt && resource.opt.x == 1", 2, id="what is known to be there counts as well"),
        pytest.param("{a: resource, b: resource.user.x}.a.x == 1", 2, id="members that are not chosen count"),
        pytest.param("{a: resource.user.x, b: resource}.b.x == 1", 2, id="whatever their order"),
        pytest.param("{a: {b: resource}}.a.b.x == 1", 1, id="a record within a record"),
        pytest.param("{a: resource, b: 1}.b == 1", 0, id="no step at all"),
        pytest.param("(if resource.x == 1 then resource else resource.user).x == 1", 2, id="the farther branch"),
        pytest.param("(if resource.x == 1 then resource.user else resource).x == 1", 2, id="or the other"),
        pytest.param("(if true then resource else resource.user).x == 1", 1, id="a dead branch costs nothing"),
        pytest.param("(if false then resource.user else resource).x == 1", 1, id="nor does the other"),
        pytest.param("(if resource.user.x == 1 then resource else resource).x == 1", 2, id="the test counts"),
        pytest.param("if resource.x == 1 then true else resource.user.x == 1", 2, id="a conditional of truth values"),
        pytest.param("if true then true else resource.x == 1", 0, id="with a dead branch"),
        pytest.param("if false then resource.x == 1 else true", 0, id="with another"),
        pytest.param("false && resource.x == 1", 0, id="what is dead after false"),
        pytest.param("true || resource.x == 1", 0, id="what is dead after true"),
        pytest.param("[resource.user.x].contains(1)", 2, id="a member of a set"),
        pytest.param("{a: resource.x} == {a: 1}", 1, id="a member of a record"),
        pytest.param("-resource.x == 1", 1, id="an operand"),
        pytest.param('User::"a".x == 1', None, id="a literal is out of reach"),
        pytest.param('User::"a".user.x == 1', None, id="and all beyond it"),
        pytest.param('{a: User::"a"}.a.x == 1', None, id="in a record"),
        pytest.param('(if resource.x == 1 then User::"a" else resource).x == 1', None, id="in a branch"),
        pytest.param('Action::"view" in Action::"view"', 1, id="but not the action of the request"),
        pytest.param("resource is User in resource", 1, id="to look above is a step"),
        pytest.param("resource is Other in resource || true", 0, id="unless the type is another"),
        pytest.param("(if User::\"a\".x == 1 then resource else resource).x == 1", None, id="a test out of reach"),
        pytest.param('resource.hasTag(User::"a".user.hasTag("t") && true == true && "k" == "k" && true) || true', None,
                     id="a wrong key is another mistake"),
    ],
)  # fmt: skip
def test_a_condition_needs_its_level(condition: str, level: int | None) -> None:
    assert least_level(f"permit(principal, action, resource) when {{ {condition} }};") == level


@pytest.mark.parametrize(
    ("scope", "level"),
    [
        ('principal in Group::"g", action, resource', 1),
        ('principal is User in Group::"g", action, resource', 1),
        ('principal, action in [Action::"view"], resource', 1),
        ('principal, action, resource is User in Group::"g"', 1),
        ('principal == User::"g", action == Action::"view", resource', 0),
    ],
)
def test_a_scope_needs_its_level(scope: str, level: int) -> None:
    assert least_level(f"permit({scope});") == level


def test_a_member_beyond_the_level_hides_the_others() -> None:
    condition = "{a: resource.user.user.x, b: resource}.b.x == 1"
    assert kinds(f"permit(principal, action, resource) when {{ {condition} }};", level=2) == {LEVEL}


def test_a_tag_that_is_looked_for_by_a_key_beyond_the_level() -> None:
    tagged = 'resource.hasTag(if resource.user.x == 1 then "a" else "b")'
    text = f"permit(principal, action, resource) when {{ {tagged} && {tagged.replace('has', 'get')}.x == 1 }};"
    assert least_level(text) == 2


def test_what_is_not_well_typed_has_no_level() -> None:
    wrong = 'permit(principal, action, resource) when { resource.x == "a" };'
    assert kinds(wrong, level=0) == {FindingKind.INCOMPATIBLE_TYPES}
    wrong_but_false = 'permit(principal, action, resource) when { (resource.x == "a") && false };'
    assert kinds(wrong_but_false, level=0) == {FindingKind.INCOMPATIBLE_TYPES, LEVEL}


def uid(entity_type: str, entity_id: str) -> dict[str, str]:
    return {"type": entity_type, "id": entity_id}


def test_templates_and_links_have_verdicts_of_their_own() -> None:
    policies = model.parse_policies(
        "permit(principal == ?principal, action, resource in ?resource);"
        "permit(principal is User in ?principal, action, resource);"
        'permit(principal, action == Action::"nope", resource);'
    )
    for template, link_id, values in (
        ("policy0", "good", {"?principal": uid("User", "a"), "?resource": uid("Group", "g")}),
        ("policy0", "unknown", {"?principal": uid("Usr", "a"), "?resource": uid("Group", "g")}),
        ("policy0", "nowhere", {"?principal": uid("Group", "a"), "?resource": uid("Group", "g")}),
        ("policy1", "within", {"?principal": uid("Group", "g")}),
        ("policy1", "within nothing", {"?principal": uid("Other", "g")}),
    ):
        policies = model.link(policies, template, link_id, values)
    verdicts = model.validate(policies, LEVELS)
    found = {policy_id: {kind.value for kind in verdict.kinds} for policy_id, verdict in verdicts.items()}
    assert found == {
        "policy0": set(),
        "policy1": set(),
        "policy2": {"UnrecognizedActionId", "InvalidActionApplication"},
        "good": set(),
        "unknown": {"UnrecognizedEntityType", "InvalidActionApplication"},
        "nowhere": {"InvalidActionApplication"},
        "within": set(),
        "within nothing": {"InvalidActionApplication"},
    }


def test_conditions_are_typed_from_the_right() -> None:
    text = "permit(principal, action, resource) when { resource.nope } when { true } when { false };"
    (verdict,) = dict(model.validate(model.parse_policies(text), LEVELS).items()).values()
    assert not verdict.impossible


def test_no_steps_lead_to_what_is_no_entity() -> None:
    (env, *_) = environments(LEVELS, Mode.STRICT)
    for text, path in (("{a: resource}", ()), ("{a: resource}", ("b",)), ("[resource]", ("a",))):
        assert steps_to(model.parse_expression(text), path, NO_CAPABILITIES, env, 5) is None


JOINED = [
    pytest.param("0 == (true && false)", True, id="joined truth values"),
    pytest.param("(false || true) == 0", True, id="or the other way"),
    pytest.param('"a" == ((true && true) || false)', True, id="and those joined again"),
    pytest.param("0 == (true && (1 == 1))", False, id="a comparison is no literal"),
    pytest.param("0 == (true || principal == resource)", False, id="nor is one that has no constant value"),
]


@pytest.mark.parametrize(("condition", "valid"), JOINED)
def test_joined_truth_values_are_compared_as_a_literal(condition: str, valid: bool) -> None:
    text = f"permit(principal, action, resource) when {{ {condition} }};"
    assert (kinds(text) == frozenset()) == valid


@pytest.mark.parametrize(
    ("condition", "is_too_far"),
    [
        pytest.param("[] in [] && false", False, id="a set"),
        pytest.param("[resource.user.x] in [] && false", True, id="a set with an entity that is read"),
        pytest.param("1 in resource && false", False, id="a number"),
    ],
)
def test_what_is_no_entity_is_at_no_level(condition: str, is_too_far: bool) -> None:
    text = f"permit(principal, action, resource) when {{ {condition} }};"
    assert (LEVEL in kinds(text, level=1)) == is_too_far
