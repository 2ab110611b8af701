"""Policies, templates, links, and sets of them."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest

from deodar.impl.errors import DeodarError, LinkError, PolicyParseError
from deodar.impl.expr import EntityUID
from deodar.impl.link import TemplateLink
from deodar.impl.policy import Policy, Template
from deodar.impl.policy_set import PolicySet
from deodar.impl.same_data import same_data

STATIC = "permit(principal, action, resource);"
TEMPLATE = "permit(principal == ?principal, action, resource in ?resource);"
ONE_SLOT = 'forbid(principal is User in ?principal, action, resource == R::"x");'
MIXED = f'@id("a")@k {STATIC}\n{ONE_SLOT}\nforbid(principal, action, resource);'
ALICE = EntityUID("User", "alice")


def mixed() -> PolicySet:
    return PolicySet.parse(MIXED)


def linked() -> PolicySet:
    return mixed().link("policy1", "link", {"?principal": 'User::"alice"'})


def test_policies_and_templates_share_the_counter() -> None:
    policies = mixed()
    assert list(policies.policies) == ["policy0", "policy2"]
    assert list(policies.templates) == ["policy1"]
    assert dict(policies.links) == {}
    assert (len(policies), len(linked())) == (2, 3)
    assert "policy1" in policies
    assert "link" not in policies
    assert repr(linked()) == "<PolicySet: 2 policies, 1 templates, 1 links>"


def test_a_policy_knows_its_effect_and_annotations() -> None:
    policy = mixed().policies["policy0"]
    assert (policy.id, policy.effect, dict(policy.annotations)) == ("policy0", "permit", {"id": "a", "k": ""})
    assert repr(policy) == "Policy(id='policy0', effect='permit', annotations={'id': 'a', 'k': ''})"
    assert policy.to_text() == '@id("a")\n@k\npermit(principal, action, resource);'


def test_a_template_knows_its_slots() -> None:
    assert Template.parse(TEMPLATE).slots == ("?principal", "?resource")
    assert repr(Template.parse(TEMPLATE, "t")) == "Template(id='t', effect='permit', annotations={})"


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        pytest.param(lambda: Policy.parse(TEMPLATE), "expected-static", id="a template for a policy"),
        pytest.param(lambda: Template.parse(STATIC), "expected-template", id="a policy for a template"),
        pytest.param(lambda: Policy.parse(STATIC * 2), "not-one-policy", id="two policies"),
        pytest.param(lambda: Policy.parse(""), "not-one-policy", id="no policy"),
        pytest.param(lambda: PolicySet([Policy.parse(STATIC)] * 2), "repeated-id", id="one id twice"),
        pytest.param(lambda: mixed().add(mixed()), "repeated-id", id="the same policies added"),
        pytest.param(lambda: mixed().remove(["policy9"]), "unknown-policy", id="an unknown policy removed"),
        pytest.param(lambda: linked().remove(["policy1"]), "template-in-use", id="a linked template removed"),
    ],
)
def test_what_is_refused(make: Callable[[], object], kind: str) -> None:
    with pytest.raises(PolicyParseError) as refusal:
        make()
    assert refusal.value.kind == kind


@pytest.mark.parametrize(
    "value",
    [
        pytest.param('User::"alice"', id="text"),
        pytest.param({"type": "User", "id": "alice"}, id="an object"),
        pytest.param({"__entity": {"type": "User", "id": "alice"}}, id="an object in an escape"),
        pytest.param(ALICE, id="an entity"),
    ],
)
def test_a_template_is_linked(value: object) -> None:
    policies = mixed().link("policy1", "link", {"?principal": value})
    assert policies.links["link"] == TemplateLink("link", "policy1", {"?principal": ALICE})
    assert policies == linked()
    evaluated = dict(policies.evaluated())
    assert list(evaluated) == ["policy0", "policy2", "link"]
    assert evaluated["link"].principal.entity == ALICE
    assert evaluated["link"].slots == ()


@pytest.mark.parametrize(
    ("template", "link", "values", "kind"),
    [
        pytest.param("policy1", "l", {}, "slot-mismatch", id="a missing slot"),
        pytest.param("policy1", "l", {"?principal": ALICE, "?resource": ALICE}, "slot-mismatch", id="a surplus slot"),
        pytest.param("policy1", "l", {"?principal": ALICE, "x": ALICE}, "slot-mismatch", id="no slot"),
        pytest.param("policy1", "policy0", {"?principal": ALICE}, "repeated-id", id="the id of a policy"),
        pytest.param("policy1", "policy1", {"?principal": ALICE}, "repeated-id", id="the id of the template"),
        pytest.param("policy1", "\ud800", {"?principal": ALICE}, "lone-surrogate", id="an id that cannot be written"),
        pytest.param("policy0", "l", {"?principal": ALICE}, "unknown-template", id="a static policy"),
        pytest.param("x", "l", {"?principal": ALICE}, "unknown-template", id="no template"),
        pytest.param("policy1", "l", {"?principal": "User"}, "wrong-node-in-scope", id="no entity"),
        pytest.param("policy1", "l", {"?principal": 'User :: "a"'}, "not-normal-form", id="not in normal form"),
        pytest.param("policy1", "l", {"?principal": 1}, "wrong-json-type", id="a number"),
        pytest.param("policy1", "l", {"?principal": EntityUID("a b", "x")}, "invalid-type-name", id="a bad type"),
    ],
)
def test_a_link_is_refused(template: str, link: str, values: dict[str, object], kind: str) -> None:
    with pytest.raises(LinkError) as refusal:
        mixed().link(template, link, values)
    assert refusal.value.kind == kind


def test_the_refusal_of_a_link_says_how_to_mend_it() -> None:
    with pytest.raises(LinkError) as refusal:
        PolicySet.parse(TEMPLATE).link("policy0", "l", {"?principal": ALICE})
    assert str(refusal.value) == (
        "<link>: the link lacks a value for `?resource`\n  help: the template has `?principal` and `?resource`"
    )


def test_a_link_id_is_taken_by_another_link() -> None:
    with pytest.raises(LinkError) as refusal:
        linked().link("policy1", "link", {"?principal": ALICE})
    assert refusal.value.kind == "repeated-id"


def test_links_are_written_filled_in_and_other_templates_kept() -> None:
    policies = PolicySet.parse(f"{TEMPLATE}{STATIC}{ONE_SLOT}")
    both = {"?principal": 'User::"a"', "?resource": 'R::"b"'}
    assert policies.link("policy0", "l", both).to_text() == (
        "permit(principal, action, resource);\n"
        'forbid(principal is User in ?principal, action, resource == R::"x");\n'
        'permit(principal == User::"a", action, resource in R::"b");\n'
    )


def test_a_set_with_links_is_the_same_after_json() -> None:
    document = linked().to_json()
    assert document["templateLinks"] == [
        {"templateId": "policy1", "newId": "link", "values": {"?principal": {"type": "User", "id": "alice"}}}
    ]
    assert PolicySet.from_json(document) == linked()
    assert hash(PolicySet.from_json(document)) == hash(linked())


def test_sets_are_added_and_policies_removed() -> None:
    other = PolicySet([Policy.parse(STATIC, "a"), Template.parse(TEMPLATE, "b")])
    both = linked().add(other)
    assert [policy.id for policy in both] == ["policy0", "policy2", "a", "link"]
    assert both.remove(["a", "b"]) == linked()
    assert both.remove(["policy1", "link"]).links == {}
    assert len(linked().add(PolicySet())) == 3


def test_equality_is_by_value() -> None:
    assert mixed() == PolicySet.parse(MIXED.replace("\n", " "))
    assert mixed() != linked()
    assert mixed() != PolicySet.parse(MIXED.replace("forbid", "permit"))
    assert mixed() != MIXED
    policy = Policy.parse(STATIC)
    assert policy == Policy.parse("permit ( principal , action , resource ) ;")
    assert hash(policy) == hash(Policy.parse(STATIC))
    assert policy == Policy("policy0", policy.body)
    assert policy != Policy("other", policy.body)
    assert policy != Policy.parse(STATIC, "other")
    assert policy != STATIC
    assert {linked().links["link"]} == {linked().links["link"]}
    assert pickle.loads(pickle.dumps(linked().links["link"])) == linked().links["link"]


def test_policies_read_from_json_alone() -> None:
    policy = Policy.parse(STATIC)
    assert Policy.from_json(policy.to_json()) == policy
    with pytest.raises(PolicyParseError):
        Policy.from_json(Template.parse(TEMPLATE).to_json())


def test_nothing_can_be_changed() -> None:
    policies = mixed()
    with pytest.raises(TypeError):
        policies.policies["x"] = policies.policies["policy0"]  # type: ignore[index]  # that is the point
    with pytest.raises(AttributeError):
        policies.policies["policy0"].id = "x"  # type: ignore[misc]  # that is the point
    with pytest.raises(DeodarError):
        PolicySet.parse("permit(")


def test_links_are_made_all_or_none():
    template = PolicySet.parse("permit(principal == ?principal, action, resource);")
    filled = {"?principal": 'User::"a"'}
    assert list(template.link_all([("policy0", "one", filled), ("policy0", "two", filled)]).links) == ["one", "two"]
    with pytest.raises(LinkError) as refused:
        template.link_all([("policy0", "one", filled), ("policy0", "one", filled)])
    assert refused.value.kind == "repeated-id"
    assert not template.links


def test_sets_of_deep_policies_are_compared():
    text = f"permit(principal, action, resource) when {{ {' && '.join(['true'] * 20_000)} }};"
    policies = PolicySet.parse(text)
    assert policies == PolicySet.parse(text)
    assert policies != PolicySet.parse(text.replace("true }", "false }"))
    assert copy.deepcopy(policies) is policies
    assert copy.copy(policies) is policies
    assert all(copy.copy(policy) is policy for policy in policies)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param({"a": [1, {}]}, {"a": [1, {}]}, True, id="the same data"),
        pytest.param({"a": 1}, {"a": True}, False, id="true is not 1"),
        pytest.param({"a": 1}, {"b": 1}, False, id="another member"),
        pytest.param([1], [1, 1], False, id="another length"),
        pytest.param([], {}, False, id="a list is no object"),
        pytest.param("a", "b", False, id="another string"),
    ],
)
def test_data_is_the_same_or_not(one, other, same):
    assert same_data(one, other) is same


def test_a_link_equals_links_alone():
    link = TemplateLink("l", "t", {"?principal": ALICE})
    assert link == TemplateLink("l", "t", {"?principal": ALICE})
    assert link != "l"
