"""A policy set: static policies, templates, and the links that fill templates.

Rule: Cedar.Spec.Template, linkPolicies. Only static policies and links are evaluated.
"""

from __future__ import annotations

from dataclasses import dataclass

from deodar.model.map import Map
from deodar.model.policy import Policies, PolicyID
from deodar.model.refusal import Refusal
from deodar.model.template import SlotEnv, Template, slots
from deodar.model.template import link as link_template


@dataclass(frozen=True, slots=True)
class Link:
    """A template, the id of the policy that it becomes, and what fills its slots."""

    template_id: PolicyID
    id: PolicyID
    values: SlotEnv


@dataclass(frozen=True, slots=True)
class PolicySet:
    """Static policies and templates by id, and links in the order in which they were made; all ids differ."""

    static_policies: Map[PolicyID, Template]
    templates: Map[PolicyID, Template]
    links: tuple[Link, ...]

    @property
    def policies(self) -> Policies:
        """The policies to evaluate: the static ones, then the linked ones."""
        static = tuple(
            link_template(template, policy_id, Map({})) for policy_id, template in self.static_policies.items()
        )
        linked = tuple(link_template(template_of(self, made.template_id), made.id, made.values) for made in self.links)
        return static + linked


def template_of(policy_set: PolicySet, template_id: PolicyID) -> Template:
    """The template with an id; static policies are none."""
    template = policy_set.templates.get(template_id)
    if template is None:
        raise Refusal("unknown-template")
    return template


def link(policy_set: PolicySet, template_id: PolicyID, link_id: PolicyID, values: SlotEnv) -> PolicySet:
    """The policy set with one more link; it must fill the slots of its template, no more, and its id must be new."""
    template = template_of(policy_set, template_id)
    if frozenset(values) != slots(template):
        raise Refusal("slots-do-not-match")
    taken = frozenset(policy_set.static_policies) | frozenset(policy_set.templates)
    if link_id in taken or any(made.id == link_id for made in policy_set.links):
        raise Refusal("repeated-id")
    return PolicySet(
        policy_set.static_policies,
        policy_set.templates,
        (*policy_set.links, Link(template_id, link_id, values)),
    )
