"""Template links: a template, an id, and an entity for each slot."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from deodar.impl.expr import EntityUID, PolicyBody, PrincipalOrResourceScope
from deodar.impl.fields import Frozen, put


class TemplateLink(Frozen):
    """A policy made from a template by filling its slots; `values` maps `?principal` and `?resource` to entities."""

    __slots__ = ("id", "template_id", "values")

    id: str
    template_id: str
    values: Mapping[str, EntityUID]

    def __init__(self, id: str, template_id: str, values: Mapping[str, EntityUID]) -> None:  # noqa: A002
        put(self, "id", id)
        put(self, "template_id", template_id)
        put(self, "values", MappingProxyType(dict(values)))  # nobody may change it from outside

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TemplateLink):
            return NotImplemented
        return (self.id, self.template_id, self.values) == (other.id, other.template_id, other.values)

    def __hash__(self) -> int:
        return hash((self.id, self.template_id))

    def __reduce__(self) -> tuple[type[TemplateLink], tuple[object, ...]]:
        """Copied and sent to another process with a plain dict: a proxy cannot be."""
        return TemplateLink, (self.id, self.template_id, dict(self.values))


def slot_mismatch(template: PolicyBody, given: Mapping[str, object]) -> str | None:
    """The sentence that says why the given slots are not exactly those of the template, or None if they are."""
    slots = template.slots
    missing = [f"`{slot}`" for slot in slots if slot not in given]
    surplus = [f"`{slot}`" for slot in given if slot not in slots]
    if missing:
        return f"the link lacks a value for {' and '.join(missing)}"
    if surplus:
        return f"the template has no slot {' and '.join(surplus)}"
    return None


def fill(template: PolicyBody, values: Mapping[str, EntityUID]) -> PolicyBody:
    """The policy that a link stands for."""
    return PolicyBody(
        template.start,
        template.end,
        template.effect,
        _filled(template.principal, values),
        template.action,
        _filled(template.resource, values),
        template.conditions,
        template.annotations,
    )


def _filled(scope: PrincipalOrResourceScope, values: Mapping[str, EntityUID]) -> PrincipalOrResourceScope:
    return scope._replace(entity=values[scope.entity]) if isinstance(scope.entity, str) else scope
