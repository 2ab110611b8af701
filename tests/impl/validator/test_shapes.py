"""Policies of one shape have the same findings, so that typing one of them is enough."""

from __future__ import annotations

import pytest

from deodar.impl.policy_set import PolicySet
from deodar.impl.schema.document import Schema
from deodar.impl.validator.explain import SCHEMA
from deodar.impl.validator.shape import Shape
from deodar.impl.validator.validate import validate

PHOTOS = Schema.parse(SCHEMA)


def shape(condition: str) -> object:
    (policy,) = PolicySet.parse(f"permit(principal, action, resource) when {{ {condition} }};")
    return Shape(policy.body, PHOTOS.resolved).key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('principal.name == "a"', 'principal.name == "b"'),
        ("principal.age < 1", "principal.age < 2"),
        ('principal == User::"a"', 'principal == User::"b"'),
        ('context.ip == ip("1.1.1.1")', 'context.ip == ip("::1")'),
        ('"a" == "a"', '"b" == "b"'),
        ('principal.name like "a*"', 'principal.name like "b*"'),
    ],
)
def test_literals_that_typing_does_not_see_are_left_out(first: str, second: str) -> None:
    assert shape(first) == shape(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('"a" == "a"', '"a" == "b"'),
        ("1 == 1", "1 == 2"),
        ("true", "false"),
        ('principal == User::"a"', 'principal == Team::"a"'),
        ('principal == Colour::"red"', 'principal == Colour::"blue"'),
        ('action == Action::"view"', 'action == Action::"edit"'),
        ('context.ip == ip("1.1.1.1")', 'context.ip == ip("1.1.1")'),
        ('principal.hasTag("a") && principal.hasTag("a")', 'principal.hasTag("a") && principal.hasTag("b")'),
        ("[1, 2] == [3]", "[1] == [2, 3]"),
        ("{a: 1} == {a: 2}", "{a: 1} == {b: 2}"),
        (
            '(principal.name like "a") == (principal.name like "a")',
            '(principal.name like "a") == (principal.name like "b")',
        ),
        ("principal is User", "principal is User in principal"),
    ],
)
def test_what_typing_sees_is_kept(first: str, second: str) -> None:
    assert shape(first) != shape(second)


def test_each_policy_that_is_wrong_is_reported_also_beside_others_of_its_shape() -> None:
    right = 'permit(principal, action, resource) when { principal.name == "a" };'
    wrong = "permit(principal, action, resource) when { principal.name == 1 };"
    report = validate(PolicySet.parse(right + wrong + right + wrong), PHOTOS)
    assert [error.policy_id for error in report.errors] == ["policy1", "policy3"]


def test_five_thousand_actions_and_a_long_path_are_validated_in_no_time() -> None:
    actions = "".join(f"action a{number} appliesTo {{ principal: U, resource: U }};" for number in range(5_000))
    path = ".".join(["a"] * 500)
    text = f"permit(principal, action, resource) when {{ resource has {path} }};"
    report = validate(PolicySet.parse(text), Schema.parse(f"entity U {{a: U}}; {actions}"))
    assert (report.errors, report.warnings) == ((), ())
